"""All rows of tables as what stands in Neo4j: to fill an empty graph with, or to write into files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import cast

import apsw

from graph.property_graph import Nodes, Part
from graph.stores.neo4j.making import Making
from graph.stores.neo4j.push import Send, Statement, push, statements
from graph.stores.neo4j.schema import LAYOUT_VERSION
from graph.stores.sqlite.sql import rows
from graph.stores.sqlite.tables import Tables
from graph.stores.sqlite.working import GIVEN, KEYS, Changes

CHUNK = 5000
"""Rows of a table that are in memory at once."""

_ORDER = ("source", "run", "reject", "version", "record", "ref", "link", "pending", "retired", "node", "edge", "tested")
"""Tables in the order in which what they point at is there. `seen` comes with `record`, `assertion` with all others."""


async def fill(send: Send, tables: Tables) -> None:
    """Send everything that complete tables hold to an empty graph that is laid out (`graph.stores.neo4j.schema.statements`).

    Each sending may be a transaction of its own. The version comes last, so that a graph that is filled in part does not look whole.
    """
    for some in _chunks(tables):
        await push(send, some)
    await send("MATCH (s:Store {name: 'citegraph'}) SET s += $numbers", {"numbers": _numbers(tables)})


def parts(tables: Tables) -> Iterator[Part]:
    """Yield everything that `fill` leaves on a server; nodes come before the relationships that join them.

    The store's node is marked: its first opening makes what files cannot hold (`graph.stores.neo4j.schema.finishing`).
    """
    for some in _chunks(tables):
        for what, found in some:
            if found:
                assert isinstance(what, Making), what  # complete tables change nothing that is there
                yield what.shape, found
    yield Nodes(("Store",)), [{"name": "citegraph", "layout": LAYOUT_VERSION, "imported": True, **_numbers(tables)}]


def _numbers(tables: Tables) -> dict[str, int]:
    meta: dict[str, int] = dict(rows(tables, "SELECT name, value FROM meta WHERE name <> 'layout'"))
    meta |= {name: max(tables.highest(table), meta.get(name, 0)) for table, name in GIVEN.items()}
    return dict(sorted(meta.items()))


def _chunks(tables: Tables) -> Iterator[Iterable[Statement]]:
    known = _Places()
    for table in _ORDER:
        found = iter(tables.execute(f'SELECT * FROM "{table}" ORDER BY {", ".join(KEYS[table])}'))
        while chunk := list(islice(found, CHUNK)):
            changes = Changes()
            changes.tables[table].made = chunk
            if table == "node":
                changes.nodes = {int(str(row[0])) for row in chunk}
            yield statements(tables, changes, known)


class _Places:
    """Places that were told already, in a file that goes when this does: there may be as many as assertions."""

    def __init__(self) -> None:
        self._db = apsw.Connection("")
        self._db.execute("CREATE TABLE place (place INTEGER PRIMARY KEY); BEGIN")

    def __contains__(self, place: object, /) -> bool:
        return bool(list(self._db.execute("SELECT 1 FROM place WHERE place = ?", (cast(int, place),))))

    def update(self, places: Iterable[int], /) -> None:
        self._db.executemany("INSERT INTO place VALUES (?)", ((place,) for place in places))
