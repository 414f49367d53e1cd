"""Headers of every answer: what a page may load, who may frame it, and what it may ask of a browser."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "Content-Security-Policy"


def policy(*, frames: str = "'self'", more_styles: str = "", more_fonts: str = "") -> str:
    """Return a content security policy: everything from this server itself, no inline script, no inline style, no other host.

    `frames` says who may frame the page; `more_styles` and `more_fonts` are further sources of styles and of fonts.
    """
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": f"'self' {more_styles}",
        "img-src": "'self' blob: data:",
        "font-src": f"'self' {more_fonts}",
        "connect-src": "'self'",
        "worker-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "object-src": "'none'",
        "frame-ancestors": frames,
    }
    return "; ".join(f"{name} {sources}".rstrip() for name, sources in rules.items())


STRICT = policy()
EMBEDDED = policy(frames="*")
EDITOR = policy(more_styles="'unsafe-inline'", more_fonts="data:")
"""GraphiQL's: its dialogs and menus place themselves by style elements, and its style sheet holds its fonts."""

_EVERYWHERE = {
    POLICY: STRICT,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{name}=()" for name in ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb")
    ),
}


class SafeHeaders:
    """Middleware that gives every HTTP answer the strict headers, save those that it has of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, with headers added."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _EVERYWHERE.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, guarded if scope["type"] == "http" else send)
