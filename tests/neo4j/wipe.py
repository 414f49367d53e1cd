"""Emptying a database; constraints and indexes stay."""

from __future__ import annotations

from graph.stores.neo4j.address import parse_address, password
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.schema import LAYOUT_VERSION

_EMPTY = f"MATCH (n) WHERE NOT (n:Store AND n.layout = {LAYOUT_VERSION}) CALL (n) {{DETACH DELETE n}} IN TRANSACTIONS OF 5000 ROWS"
_RESET = "MATCH (s:Store) SET s = {name: s.name, layout: s.layout, version: 0, serial: 0}"


async def wipe(url: str) -> None:
    """Delete every node and relationship; a store that is laid out stays so, as new."""
    connection = Connection(parse_address(url), password())
    try:
        await connection.run(_EMPTY)
        await connection.run(_RESET)
    finally:
        await connection.close()
