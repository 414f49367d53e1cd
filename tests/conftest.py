"""Fixtures that every test may use, and which tests run where."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
import pytest_asyncio
from hypothesis import settings

from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.neo4j.address import PASSWORD
from tests.neo4j.artifacts import MissingError
from tests.neo4j.server import OwnServer, Server, missing, server
from tests.neo4j.server import own_server as start_own
from tests.realdata import folder

S = TypeVar("S", bound=Server)

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


def _absent() -> list[str]:
    """Say what is not there, and what becomes of its tests."""
    told = [] if folder() is not None else ["the real collections are absent; tests marked realdata are left out"]
    if lacking := missing():
        told.append(f"no Neo4j: {lacking}; tests marked neo4j {'fail' if os.environ.get('CI') else 'are left out'}")
    return told


def pytest_report_header() -> list[str]:
    """Say whether the real collections and a server are there."""
    return _absent() or [f"real collections: {folder()}; Neo4j: a real server is started when a test needs it"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it again at the end, which a quiet run prints as well."""
    for line in _absent():
        terminalreporter.write_line(line)


@contextlib.contextmanager
def _given(made: contextlib.AbstractContextManager[S], lacking: str) -> Iterator[S]:
    """A server whose password stands in the environment; `lacking` begins the failure when there is none."""
    with contextlib.ExitStack() as stack:
        try:
            found = stack.enter_context(made)
        except MissingError as error:
            pytest.fail(f"{lacking}: {missing() or error}", pytrace=False)
        stack.enter_context(pytest.MonkeyPatch.context()).setenv(PASSWORD, found.password)
        yield found


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server, one for each worker."""
    with _given(server(tmp_path_factory.mktemp("neo4j")), "no Neo4j for the tests") as found:
        yield found


@pytest.fixture
def own_server(neo4j_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnServer]:
    """A running server that may be killed: the one for all tests unless that was named, else one more."""
    if isinstance(neo4j_server, OwnServer):
        yield neo4j_server
        return
    lacking = "the named server is not ours to kill, and another cannot be had"
    with _given(start_own(tmp_path_factory.mktemp("neo4j")), lacking) as found:
        yield found


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[GraphStore]:
    """An empty store."""
    opened = await open_store(f"sqlite:///{tmp_path / 'graph.db'}")
    yield opened
    await opened.close()
