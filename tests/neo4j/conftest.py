"""An empty graph on the server."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from graph.store import GraphStore
from graph.stores import open_store
from tests.neo4j.server import Server
from tests.neo4j.wipe import wipe


@pytest_asyncio.fixture
async def neo4j_store(neo4j_server: Server) -> AsyncIterator[GraphStore]:
    """An empty graph on the server."""
    await wipe(neo4j_server.uri)
    store = await open_store(neo4j_server.uri)
    yield store
    await store.close()
