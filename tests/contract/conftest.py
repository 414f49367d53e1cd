"""The contract holds for every store: each test runs on each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from graph.store import GraphStore
from graph.stores import open_store
from tests.stores import BOTH, emptied


@pytest_asyncio.fixture(params=BOTH)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[GraphStore]:
    """An empty store of each kind."""
    opened = await open_store(await emptied(request, tmp_path))
    yield opened
    await opened.close()
