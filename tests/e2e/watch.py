"""What no page of ours may do: reach another host, break its policy, throw, or complain on the console."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, ConsoleMessage, Request, WebError

_OURS = ("127.0.0.1", "localhost")


class Watch:
    """The faults of all pages and workers of a browser's context, in the order of their happening."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.faults: list[str] = []
        self._expected: list[str] = []
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", self._error)

    def expect(self, part: str) -> None:
        """Faults that contain a text are expected, before now or later: a page may tell one after the test has seen its effect."""
        self._expected.append(part)

    def verdict(self) -> list[str]:
        """What is wrong at the end: the faults that nothing expected, and what was expected and never happened."""
        unexpected = [fault for fault in self.faults if not any(part in fault for part in self._expected)]
        missed = [part for part in self._expected if not any(part in fault for fault in self.faults)]
        return unexpected + [f"no fault contains {part!r}" for part in missed]

    def _request(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme in ("http", "https", "ws", "wss") and url.hostname not in _OURS:
            self.faults.append(f"another host is asked: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console {message.type}: {message.text} ({message.location.get('url')})")

    def _error(self, error: WebError) -> None:
        self.faults.append(f"thrown: {error.error}")
