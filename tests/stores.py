"""Both kinds of store, for tests that hold for each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from graph.store import GraphStore
from graph.stores import open_store
from tests.neo4j.server import Server
from tests.neo4j.wipe import wipe

BOTH = ("sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j))
"""The parameters of a fixture that gives a store of each kind."""


@pytest_asyncio.fixture(params=BOTH)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[GraphStore]:
    """An empty store of each kind; a conftest takes it by its name, in the place of the one in a file."""
    url = f"sqlite:///{tmp_path / 'graph.db'}"
    if request.param == "neo4j":
        server: Server = request.getfixturevalue("neo4j_server")
        url = server.uri
        await wipe(url)
    opened = await open_store(url)
    yield opened
    await opened.close()
