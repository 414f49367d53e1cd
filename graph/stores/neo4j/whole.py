"""A copy of the whole graph in a file, for what looks at all of it: verifying, dumping, copying, exporting."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from neo4j import AsyncManagedTransaction

from graph.kinds import Relation
from graph.stores.neo4j.connection import stream
from graph.stores.neo4j.fetch import VERSION, Rows
from graph.stores.neo4j.rows import (
    assertion_rows,
    edge_row,
    former_id_row,
    link_row,
    node_row,
    record_rows,
    reference_row,
    reject_row,
    run_row,
    tested_row,
    version_row,
)
from graph.stores.neo4j.schema import TYPES
from graph.stores.sqlite.schema import KIND_OF_NUMBER, ORDINALS
from graph.stores.sqlite.sql import Row
from graph.stores.sqlite.tables import Tables
from graph.stores.sqlite.working import insert_fetched

Found = dict[str, Any]


async def copy(tx: AsyncManagedTransaction, to: Tables) -> None:
    """Fill empty tables with everything, as one transaction sees it that keeps others from writing.

    What is searched for is left out, since nobody searches a copy.
    """
    names: dict[str, int] = {}
    places: dict[int, Found] = {}
    async for some in stream(tx, "MATCH (s:Source) RETURN s.source AS source, s.name AS name, s.rank AS rank"):
        names.update((found["name"], found["source"]) for found in some)
        insert_fetched(to, {"source": [(found["source"], found["name"], found["rank"]) for found in some]})
    async for some in stream(tx, "MATCH (p:Place) RETURN p {.*} AS found"):
        places.update((row["found"]["place"], row["found"]) for row in some)
    async for some in stream(tx, "MATCH (s:Store {name: 'citegraph'}) RETURN s {.*} AS found"):
        meta = [(name, value) for row in some for name, value in row["found"].items() if name != "name"]
        to.executemany("INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value WHERE name <> 'layout'", meta)
    async for some in stream(tx, f"MATCH (v:Version) RETURN {VERSION} AS version, v.said AS said, v.places AS places"):
        insert_fetched(to, _versions(some, places))
    for text, make in _parts(names):
        async for some in stream(tx, text):
            insert_fetched(to, make([row["found"] for row in some]))
    for text, column in _hanging():
        async for some in stream(tx, text):
            hung = ((row["on"], number) for row in some for number in row["said"])
            to.executemany(f"UPDATE assertion SET {column} = ? WHERE assertion = ?", hung)


def _versions(some: list[Found], places: dict[int, Found]) -> Rows:
    said: list[Row] = []
    for row in some:
        said += assertion_rows(row["version"]["version"], ORDINALS, row["said"], [places[place] for place in row["places"]])
    return {"version": [version_row(row["version"]) for row in some], "assertion": said}


Make = Callable[[list[Found]], Rows]


def _table(name: str, make: Callable[[Found], Row]) -> Make:
    return lambda some: {name: list(map(make, some))}


def _parts(names: dict[str, int]) -> Iterable[tuple[str, Make]]:
    """Yield statements that read parts of the graph as `found`, and what makes rows of it."""
    yield "MATCH (r:Run) RETURN r {.*} AS found", _table("run", run_row)
    yield "MATCH (j:Reject) RETURN j {.*} AS found", _table("reject", reject_row)
    yield "MATCH (r:Reference) RETURN r {.*} AS found", _table("ref", reference_row)
    yield "MATCH (f:FormerId) RETURN f {.*} AS found", _table("retired", former_id_row)
    yield "MATCH (a)-[l:LINK]->(b) RETURN l {.*, a: a.ref, b: b.ref} AS found", _table("link", link_row)
    yield "MATCH ()-[w:WAITS]->() RETURN w {.*} AS found", _table("pending", lambda found: (found["missing"], found["said"]))

    def records(some: list[Found]) -> Rows:
        made = [record_rows(found, names[found["source"]]) for found in some]
        return {"record": [record for record, _ in made], "seen": [row for _, seen in made for row in seen]}

    yield "MATCH (r:Record) RETURN r {.*} AS found", records
    nodes = "MATCH (n:Node) RETURN n {.*, said: NULL, tokens: NULL, abstract: NULL} AS found"
    yield nodes, _table("node", lambda found: node_row(KIND_OF_NUMBER[found["node"] & 7], found))
    tested = "MATCH (m)-[t:TESTED_ON]->(d) RETURN t {.*, method: m.node, dataset: d.node} AS found"
    yield tested, _table("tested", tested_row)
    for relation, name in TYPES.items():
        edges = f"MATCH (a)-[e:{name}]->(b) RETURN e {{.*, `from`: a.node, `to`: b.node}} AS found"
        yield edges, _table("edge", _edge(relation))


def _edge(relation: Relation) -> Callable[[Found], Row]:
    return lambda found: edge_row(relation, found["from"], found["to"], found)


def _hanging() -> Iterable[tuple[str, str]]:
    yield "MATCH (n:Node) WHERE size(n.said) > 0 RETURN n.node AS on, n.said AS said", "node"
    for name in TYPES.values():
        yield f"MATCH ()-[e:{name}]->() RETURN e.edge AS on, e.said AS said", "edge"
