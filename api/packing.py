"""Packing answers on their way out, for clients that say they take it."""

from __future__ import annotations

import gzip
import sys

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MIN_BYTES = 1_000
"""Shorter answers fit into one packet as they are."""
THREAD_BYTES = 100_000
"""Longer answers are packed beside the event loop, so that others need not wait."""
# Fast levels on purpose: higher ones cost more than the query that they pack the answer of.
GZIP_LEVEL = 1
ZSTD_LEVEL = 3
_TEXTS = (
    "application/graphql-response+json",
    "application/json",
    "image/svg+xml",
    "text/css",
    "text/html",
    "text/javascript",
    "text/plain",
)


def coding(accepted: str) -> str | None:
    """Return the coding to use for a client's Accept-Encoding: `zstd`, else `gzip`, else None; one with `q=0` is not taken."""
    taken = set()
    for item in accepted.lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        if not any(parameter.replace(" ", "").rstrip("0.") == "q=" for parameter in parameters):
            taken.add(name)
    return next((name for name in ("zstd", "gzip") if name in taken), None)


def pack(body: bytes, name: str) -> bytes:
    """Return the body in a coding that `coding` gave; equal bodies give equal bytes."""
    return zstd.compress(body, ZSTD_LEVEL) if name == "zstd" else gzip.compress(body, GZIP_LEVEL, mtime=0)


class Packing:
    """Middleware that packs texts of 1,000 bytes or more that are sent as one piece; streams and sockets go through as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, packed where the client takes it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        name = coding(Headers(scope=scope).get("accept-encoding", ""))
        start: Message | None = None

        async def packed(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if start is not None:
                message = await _packed(start, message, name)
                await send(start)
                start = None
            await send(message)

        await self.app(scope, receive, packed)


async def _packed(start: Message, message: Message, name: str | None) -> Message:
    """The first piece of an answer, packed if it is all of it and a text; its start's headers then say so."""
    headers = MutableHeaders(scope=start)
    body: bytes = message.get("body", b"")
    if message.get("more_body") or len(body) < MIN_BYTES or not headers.get("content-type", "").startswith(_TEXTS):
        return message
    headers.add_vary_header("Accept-Encoding")
    if name is None or "content-encoding" in headers:
        return message
    body = await run_in_threadpool(pack, body, name) if len(body) > THREAD_BYTES else pack(body, name)
    headers["Content-Encoding"] = name
    headers["Content-Length"] = str(len(body))
    return {**message, "body": body}
