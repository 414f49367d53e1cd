"""The graph of the cases, made once for each worker."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from graph.store import GraphStore
from graph.stores import open_store
from tests.api.cases.world import build_file


@pytest.fixture(scope="session")
def world_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that holds the graph of the cases."""
    path = tmp_path_factory.mktemp("cases") / "graph.db"
    asyncio.run(build_file(path))
    return path


@pytest_asyncio.fixture
async def world(world_file: Path) -> AsyncIterator[GraphStore]:
    """The graph of the cases, which no test may change."""
    opened = await open_store(f"sqlite:///{world_file}")
    yield opened
    await opened.close()
