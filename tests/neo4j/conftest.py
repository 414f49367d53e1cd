"""A server for the tests of this folder, and an empty graph on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.neo4j.address import PASSWORD
from tests.neo4j.server import Server, open_server
from tests.neo4j.wipe import wipe


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server, whose password stands in the environment."""
    server = open_server(tmp_path_factory.mktemp("neo4j"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PASSWORD, server.password)
        yield server
    server.stop()


@pytest_asyncio.fixture
async def neo4j_store(neo4j_server: Server) -> AsyncIterator[GraphStore]:
    """An empty graph on the server."""
    await wipe(neo4j_server.uri)
    store = await open_store(neo4j_server.uri)
    yield store
    await store.close()
