"""Stores of each kind, and the graph of the cases in each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from graph.store import GraphStore
from graph.stores import open_store
from tests.api.cases.world import build_file
from tests.neo4j.held import hold
from tests.neo4j.server import Server
from tests.stores import BOTH
from tests.stores import store as store


@pytest.fixture(scope="session")
def world_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that holds the graph of the cases."""
    path = tmp_path_factory.mktemp("cases") / "graph.db"
    asyncio.run(build_file(path))
    return path


@pytest_asyncio.fixture(params=BOTH)
async def world(request: pytest.FixtureRequest, world_file: Path) -> AsyncIterator[GraphStore]:
    """The graph of the cases, which no test may change, in a store of each kind."""
    url = f"sqlite:///{world_file}"
    if request.param == "neo4j":
        server: Server = request.getfixturevalue("neo4j_server")
        await hold(server, world_file)
        url = server.uri
    opened = await open_store(url)
    yield opened
    await opened.close()
