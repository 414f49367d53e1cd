"""Fixtures that every test may use, and which tests run where."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import settings

from graph.store import GraphStore
from graph.stores import open_store
from tests.realdata import folder

# Continuous integration repeats the same examples; elsewhere every run explores new ones.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without the real collections, the tests that read them are left out, and said so."""
    if folder() is not None:
        return
    left_out = [item for item in items if item.get_closest_marker("realdata")]
    items[:] = [item for item in items if not item.get_closest_marker("realdata")]
    config.hook.pytest_deselected(items=left_out)


def pytest_report_header() -> str:
    """Say whether the real collections are there."""
    found = folder()
    return f"real collections: {found if found else 'absent; tests marked realdata are left out'}"


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[GraphStore]:
    """An empty store."""
    opened = await open_store(f"sqlite:///{tmp_path / 'graph.db'}")
    yield opened
    await opened.close()
