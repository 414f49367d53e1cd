"""Emptying a database; constraints and indexes stay."""

from __future__ import annotations

from graph.stores.neo4j.address import parse_address, password
from graph.stores.neo4j.connection import Connection


async def wipe(url: str) -> None:
    """Delete every node and relationship."""
    connection = Connection(parse_address(url), password())
    try:
        await connection.run("MATCH (n) CALL (n) {DETACH DELETE n} IN TRANSACTIONS OF 5000 ROWS")
    finally:
        await connection.close()
