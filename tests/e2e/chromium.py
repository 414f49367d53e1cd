"""The browser of the tests: a Chromium that is on the machine already; none is ever downloaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

SETTING = "CITEGRAPH_CHROMIUM"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = [
    "--no-sandbox",  # root, as in a container, has none; the pages are our own
    "--disable-dev-shm-usage",
    "--use-angle=swiftshader",  # WebGL 2 by the processor
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-features=LocalNetworkAccessChecks",  # pages that a test makes up may frame those of the server
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
SIZE = (1280, 800)
"""Width and height of the pages."""


def program() -> str | None:
    """Return the Chromium to start: the one that CITEGRAPH_CHROMIUM names, else one on the path, else None."""
    return os.environ.get(SETTING) or next((found for name in _NAMES if (found := shutil.which(name))), None)


@asynccontextmanager
async def started(path: str) -> AsyncIterator[Browser]:
    """Start a browser that reaches this machine and no other."""
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=path, args=_FLAGS)
        try:
            yield browser
        finally:
            await browser.close()
