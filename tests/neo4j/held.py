"""Seeing to it that the server holds the graph of a file, for tests that mostly read it."""

from __future__ import annotations

from pathlib import Path

from graph.stores import open_store
from graph.stores.neo4j.address import parse_address
from graph.stores.neo4j.connection import Connection
from tests.neo4j.server import Server
from tests.neo4j.wipe import wipe


async def hold(server: Server, file: Path) -> None:
    """Copy the graph of a file to the server, unless it is there: what only read has left it as it was, which the store's version tells."""
    connection = Connection(parse_address(server.uri), server.password)
    try:
        held = await connection.run("MATCH (m:TestModel) MATCH (s:Store {version: m.version}) RETURN m.file AS file")
        if held != [{"file": str(file)}]:
            await wipe(server.uri)
            await _copy(f"sqlite:///{file}", server.uri)
            await connection.run("MATCH (s:Store) CREATE (:TestModel {version: s.version, file: $file})", {"file": str(file)})
    finally:
        await connection.close()


async def _copy(source: str, target: str) -> None:
    stores = [await open_store(url) for url in (source, target)]
    await stores[1].restore(stores[0].dump())
    for store in stores:
        await store.close()
