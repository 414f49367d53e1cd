"""Every line of the table of commands gives on a server what it gives on a file."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from graph.stores import open_store
from graph.stores.neo4j.address import parse_address
from graph.stores.neo4j.connection import Connection
from tests.cli.command import Command, make_model, run
from tests.cli.table import COMMANDS
from tests.neo4j.server import Server
from tests.neo4j.wipe import wipe

pytestmark = pytest.mark.neo4j


def _is_of_a_file(command: Command) -> bool:
    """Whether a line is about the file of the SQLite store, or about a graph of its own."""
    return any("own.db" in text for text in (command.typed, command.err, *command.files))


SERVED = [command for command in COMMANDS if not _is_of_a_file(command)]


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the facts and the graph they make, in a file."""
    return make_model(tmp_path_factory.mktemp("model"))


async def _hold(server: Server, model: Path) -> None:
    """See to it that the server holds the model's graph: what only read has left it as it was, which the store's version tells."""
    connection = Connection(parse_address(server.uri), server.password)
    try:
        held = await connection.run("MATCH (m:TestModel) MATCH (s:Store {version: m.version}) RETURN m.folder AS folder")
        if held != [{"folder": str(model)}]:
            await wipe(server.uri)
            await _copy(f"sqlite:///{model / 'own.db'}", server.uri)
            await connection.run("MATCH (s:Store) CREATE (:TestModel {version: s.version, folder: $folder})", {"folder": str(model)})
    finally:
        await connection.close()


async def _copy(source: str, target: str) -> None:
    stores = [await open_store(url) for url in (source, target)]
    await stores[1].restore(stores[0].dump())
    for store in stores:
        await store.close()


@pytest.mark.parametrize("command", SERVED, ids=lambda command: f"{'; '.join((*command.first, command.typed))}")
def test_a_command_gives_the_same_on_a_server(
    command: Command, neo4j_server: Server, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asyncio.run(_hold(neo4j_server, model))
    command.prepare(model, tmp_path, neo4j_server.uri)
    command.check(run(command.argv, command.stdin, neo4j_server.uri))
