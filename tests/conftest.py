"""Fixtures that every test may use, and which tests run where."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import settings

from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.neo4j.address import PASSWORD
from tests.neo4j.artifacts import MissingError
from tests.neo4j.server import Server, missing, server
from tests.realdata import folder

# Continuous integration repeats the same examples; elsewhere every run explores new ones.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without the real collections or a server, the tests that need them are left out, and said so.

    In continuous integration a missing server is a failure: its tests stay, and fail.
    """
    absent = set() if folder() is not None else {"realdata"}
    if not os.environ.get("CI") and missing():
        absent.add("neo4j")
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        (left_out if any(item.get_closest_marker(name) for name in absent) else kept).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left_out)


def pytest_report_header() -> list[str]:
    """Say whether the real collections and a server are there."""
    found, lacking = folder(), missing()
    without = "tests marked neo4j fail" if os.environ.get("CI") else "tests marked neo4j are left out"
    return [
        f"real collections: {found if found else 'absent; tests marked realdata are left out'}",
        f"Neo4j: {f'{without}: {lacking}' if lacking else 'a real server is started when a test needs it'}",
    ]


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server, one for each worker, whose password stands in the environment."""
    with contextlib.ExitStack() as stack:
        try:
            given = stack.enter_context(server(tmp_path_factory.mktemp("neo4j")))
        except MissingError as error:
            pytest.fail(f"no Neo4j for the tests: {missing() or error}", pytrace=False)
        stack.enter_context(pytest.MonkeyPatch.context()).setenv(PASSWORD, given.password)
        yield given


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[GraphStore]:
    """An empty store."""
    opened = await open_store(f"sqlite:///{tmp_path / 'graph.db'}")
    yield opened
    await opened.close()
