"""Both kinds of store, for tests that hold for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.neo4j.server import Server
from tests.neo4j.wipe import wipe

BOTH = ("sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j))
"""The parameters of a fixture that gives a store of each kind."""


async def emptied(request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of an empty store of the kind that the fixture's parameter names; a file lies in the folder."""
    if request.param == "sqlite":
        return f"sqlite:///{folder / 'graph.db'}"
    server: Server = request.getfixturevalue("neo4j_server")
    await wipe(server.uri)
    return server.uri
