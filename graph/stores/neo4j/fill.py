"""Filling an empty graph with all rows of tables: what restoring, copying and exporting do."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from graph.stores.neo4j.push import Send, push, statements
from graph.stores.sqlite.sql import rows
from graph.stores.sqlite.tables import Tables
from graph.stores.sqlite.working import GIVEN, KEYS, Changes

CHUNK = 5000
"""Rows of a table that are in memory at once."""
PLACES_AT_MOST = 1_000_000
"""Places that are known to be there already; beyond this they are asked for again."""

_ORDER = ("source", "run", "reject", "version", "record", "ref", "link", "pending", "retired", "node", "edge", "tested")
"""Tables in the order in which what they point at is there. `seen` comes with `record`, `assertion` with all others."""


async def fill(send: Send, tables: Tables) -> None:
    """Send everything that complete tables hold to an empty graph that is laid out (`graph.stores.neo4j.schema.statements`).

    Each sending may be a transaction of its own. The version comes last, so that a graph that is filled in part does not look whole.
    """
    known: set[int] = set()
    for changes in _chunks(tables):
        if len(known) > PLACES_AT_MOST:
            known.clear()
        await push(send, statements(tables, changes, known))
    meta: dict[str, int] = dict(rows(tables, "SELECT name, value FROM meta WHERE name <> 'layout'"))
    meta |= {name: max(tables.highest(table), meta.get(name, 0)) for table, name in GIVEN.items()}
    await send("MATCH (s:Store {name: 'citegraph'}) SET s += $numbers", {"numbers": meta})


def _chunks(tables: Tables) -> Iterator[Changes]:
    for table in _ORDER:
        found = iter(tables.execute(f'SELECT * FROM "{table}" ORDER BY {", ".join(KEYS[table])}'))
        while chunk := list(islice(found, CHUNK)):
            changes = Changes()
            changes.tables[table].made = chunk
            if table == "node":
                changes.nodes = {int(str(row[0])) for row in chunk}
            yield changes
