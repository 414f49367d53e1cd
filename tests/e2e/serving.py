"""A real server in a thread, on a free port of this machine."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import uvicorn

from api.app import Settings, create_app
from graph.stores import open_store


class Serve(Protocol):
    """Starts a server over the store of a URL for the rest of a test; gives its address."""

    def __call__(self, store: str, settings: Settings | None = None) -> str: ...


@contextmanager
def serving(store: str, settings: Settings | None = None) -> Iterator[str]:
    """Serve the store of a URL; gives the address, without a slash at its end."""
    with socket.create_server(("127.0.0.1", 0)) as opened:
        server = uvicorn.Server(uvicorn.Config("", lifespan="off", log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=lambda: asyncio.run(_serve(server, store, settings, opened)), daemon=True)
        thread.start()
        try:
            _wait(server, thread)
            yield f"http://127.0.0.1:{opened.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


async def _serve(server: uvicorn.Server, store: str, settings: Settings | None, opened: socket.socket) -> None:
    found = await open_store(store)
    try:
        server.config.app = create_app(found, settings)
        await server.serve(sockets=[opened])
    finally:
        await found.close()


def _wait(server: uvicorn.Server, thread: threading.Thread) -> None:
    while not server.started:
        assert thread.is_alive(), f"no server could be started on {server.config}"
        time.sleep(0.01)
