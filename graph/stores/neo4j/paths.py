"""Paths: the neighbours that a search asks for, and what is shown of the paths that it found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.plan import FoundPaths, Item
from graph.store import Neighbour
from graph.stores.neo4j.binds import Binds
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.page import object_of
from graph.stores.neo4j.subgraph import STORED, counted_only, edge_item, node_item, place_of, tested_support

if TYPE_CHECKING:
    from graph.stores.neo4j.select import Writer

_NEIGHBOURS = """
UNWIND $p.ids AS id MATCH (a:Node {{id: id}})
CALL (a) {{
    MATCH (a)-[:{stored}]-(n) RETURN n
    UNION MATCH (a)-[t:TESTED_ON]-(n) WHERE {counted} RETURN n
}}
WITH a, n WHERE NOT n:Result AND ($p.most IS NULL OR n.degree <= $p.most OR n.id IN $p.ends)
RETURN a.id AS of, n.id AS id, n.degree AS degree, n.sortName AS name ORDER BY degree, name, id, of LIMIT $p.limit
"""


async def neighbours(connection: Connection, ids: Sequence[str], ends: Sequence[str], most: int | None, limit: int) -> list[Neighbour]:
    """See `GraphStore.neighbours`."""
    binds = Binds()
    text = _NEIGHBOURS.format(stored=STORED, counted=counted_only(binds, "t"))
    given = {**binds.values, "ids": list(ids), "ends": list(ends), "most": most, "limit": limit}
    found = await connection.read(text, {"p": given})
    return [Neighbour(row["of"], row["id"], row["degree"], row["name"]) for row in found]


def paths(writer: Writer, item: Item, wanted: FoundPaths) -> str:
    """Return the object of paths that were found."""
    parts = {"isComplete": "true" if wanted.is_complete else "false"}
    return object_of([(part.key, parts.get(part.name) or _paths(writer, part, wanted)) for part in item.items])


def _paths(writer: Writer, part: Item, wanted: FoundPaths) -> str:
    """The ids of all paths stand behind one another in one list, since a list of lists is no parameter that Neo4j plans once for."""
    p, ids = writer.binds.alias("p"), writer.binds.alias("ids")
    every, sizes = (
        writer.binds.add([node for path in wanted.paths for node in path]),
        writer.binds.add([len(path) for path in wanted.paths]),
    )

    def write() -> str:
        body = object_of([(item.key, _path_item(writer, item, ids)) for item in part.items])
        cut = f"reduce(before = 0, size IN {sizes}[..{p}] | before + size)"
        return (
            f"UNWIND range(0, size({sizes}) - 1) AS {p} WITH {p}, {cut} AS cut WITH {p}, {every}[cut..cut + {sizes}[{p}]] AS {ids} ORDER BY {p}"
            f" {writer.take()}RETURN collect({body})"
        )

    return writer.called(write)


def _path_item(writer: Writer, item: Item, ids: str) -> str:
    match item.name:
        case "length":
            return f"size({ids}) - 1"
        case "nodes":
            return _nodes(writer, item, ids)
        case "edges":
            return _edges(writer, item, ids)
        case _:
            raise ValueError(f"a path has no {item.name!r}")


def _nodes(writer: Writer, part: Item, ids: str) -> str:
    n, s = writer.binds.alias("n"), writer.binds.alias("s")

    def write() -> str:
        body = object_of([(item.key, node_item(writer, item, n, s)) for item in part.items])
        return f"UNWIND range(0, size({ids}) - 1) AS {s} MATCH ({n}:Node {{id: {ids}[{s}]}}) WITH {s}, {n} ORDER BY {s} {writer.take()}RETURN collect({body})"

    return writer.called(write)


def _edges(writer: Writer, part: Item, ids: str) -> str:
    """For each step the edge that is shown, a row with the variables of `edge_item`."""
    r, s, a, b, best = (writer.binds.alias(name) for name in ("r", "s", "a", "b", "best"))
    counted = counted_only(writer.binds, "t")
    pairs = (f"({a})-[{{e}}]->({b})", a, b, "0"), (f"({b})-[{{e}}]->({a})", b, a, "1")
    stored = [
        f"MATCH {pattern.format(e=f'e:{STORED}')} RETURN {{edge: e, source: {source}, target: {target}, relation: type(e), support: size(e.support),"
        f" back: {back}}} AS x"
        for pattern, source, target, back in pairs
    ]
    tested = [
        f"MATCH {pattern.format(e='t:TESTED_ON')} WHERE {counted} WITH {tested_support('t')} AS much WHERE much > 0"
        f" RETURN {{edge: null, source: {source}, target: {target}, relation: 'TESTED_ON', support: much, back: {back}}} AS x"
        for pattern, source, target, back in pairs
    ]

    def write() -> str:
        body = object_of([(item.key, edge_item(writer, item, r)) for item in part.items])
        row = ", ".join(f"{best}.{name} AS {r}{name}" for name in ("edge", "source", "target", "relation", "support"))
        return (
            f"UNWIND range(1, size({ids}) - 1) AS {s} MATCH ({a}:Node {{id: {ids}[{s} - 1]}}) MATCH ({b}:Node {{id: {ids}[{s}]}})"
            f" CALL ({a}, {b}) {{ CALL ({a}, {b}) {{ {' UNION ALL '.join([*stored, *tested])} }}"
            f" WITH x ORDER BY x.support DESC, {place_of('x.relation')}, x.back LIMIT 1 RETURN x AS {best} }}"
            f" WITH {s}, {row} ORDER BY {s} {writer.take()}RETURN collect({body})"
        )

    return writer.called(write)
