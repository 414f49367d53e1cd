"""Every line of the table of commands gives on a server what it gives on a file."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.cli.command import Command, make_model, run
from tests.cli.conftest import services as services
from tests.cli.table import COMMANDS
from tests.neo4j.held import hold
from tests.neo4j.server import Server

pytestmark = pytest.mark.neo4j


def _is_of_a_file(command: Command) -> bool:
    """Whether a line is about the file of the SQLite store, or about a graph of its own."""
    return any("own.db" in text for text in (command.typed, command.err, *command.files))


def _asks_no_graph(command: Command) -> bool:
    """Whether a line has nothing to do with any graph."""
    return command.typed.startswith(("fetch ", "map ", "extract ", "names ", "formats")) and not command.first


SERVED = [command for command in COMMANDS if not _is_of_a_file(command) and not _asks_no_graph(command)]


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the facts and the graph they make, in a file."""
    return make_model(tmp_path_factory.mktemp("model"))


@pytest.mark.parametrize("command", SERVED, ids=lambda command: f"{'; '.join((*command.first, command.typed))}")
def test_a_command_gives_the_same_on_a_server(
    command: Command, neo4j_server: Server, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asyncio.run(hold(neo4j_server, model / "own.db"))
    command.prepare(model, tmp_path, neo4j_server.uri)
    command.check(run(command.argv, command.stdin, neo4j_server.uri))
