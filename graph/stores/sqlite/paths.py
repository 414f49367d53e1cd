"""Paths: the neighbours that a search asks for, and what is shown of the paths that it found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.kinds import Kind
from graph.plan import FoundPaths, Item
from graph.store import Neighbour
from graph.stores.sqlite.rows import boolean, json_object
from graph.stores.sqlite.schema import KIND_NUMBER
from graph.stores.sqlite.sql import many
from graph.stores.sqlite.subgraph import COUNTED, TESTED_NUMBER, TESTED_SUPPORT, edge_item, node_item
from graph.stores.sqlite.tables import Tables

if TYPE_CHECKING:
    from graph.stores.sqlite.select import Writer

_NEIGHBOURS = f"""
WITH asked AS MATERIALIZED (SELECT node.node, node.id FROM json_each(:ids) j CROSS JOIN node ON node.id = j.value),
joined AS (
    SELECT a.id, e.target AS other FROM asked a CROSS JOIN edge e ON e.source = a.node
    UNION SELECT a.id, e.source FROM asked a CROSS JOIN edge e ON e.target = a.node
    UNION SELECT a.id, t.dataset FROM asked a CROSS JOIN tested t ON t.method = a.node WHERE {COUNTED}
    UNION SELECT a.id, t.method FROM asked a CROSS JOIN tested t ON t.dataset = a.node WHERE {COUNTED})
SELECT j.id, n.id, n.degree, n.sort_name FROM joined j CROSS JOIN node n ON n.node = j.other
WHERE n.kind <> {KIND_NUMBER[Kind.RESULT]} AND (:most IS NULL OR n.degree <= :most OR n.id IN (SELECT value FROM json_each(:ends)))
ORDER BY n.degree, n.sort_name, n.id, j.id LIMIT :limit
"""


def neighbours(db: Tables, ids: Sequence[str], ends: Sequence[str], most: int | None, limit: int) -> list[Neighbour]:
    """See `GraphStore.neighbours`."""
    binds = {"ids": many(ids), "ends": many(ends), "most": most, "limit": limit}
    return [Neighbour(*row) for row in db.execute(_NEIGHBOURS, binds)]


def paths(writer: Writer, item: Item, wanted: FoundPaths) -> str:
    """Return the JSON object of paths that were found."""
    parts = {"isComplete": boolean("1" if wanted.is_complete else "0")}
    return json_object([(part.key, parts.get(part.name) or _paths(writer, part, wanted)) for part in item.items])


def _paths(writer: Writer, part: Item, wanted: FoundPaths) -> str:
    alias = writer.binds.alias
    listed, joined, p = writer.binds.add(many(wanted.paths)), alias("joined"), alias("p")
    body = json_object([(item.key, _path_item(writer, item, p, joined)) for item in part.items])
    return f"json((WITH {joined} AS MATERIALIZED ({_joined(listed)}) SELECT json_group_array({body} ORDER BY {p}.key) FROM json_each({listed}) {p}))"


def _joined(listed: str) -> str:
    """Every edge between two neighbouring nodes of a path; `best` is 1 for the one that is shown."""
    steps = (
        "SELECT p.key AS path, s.key AS place, a.node AS a, b.node AS b"
        f" FROM json_each({listed}) p, json_each(p.value) s CROSS JOIN node b ON b.id = s.value CROSS JOIN node a ON a.id = p.value ->> (s.key - 1)"
        " WHERE s.key > 0"
    )
    edge = "SELECT s.path, s.place, e.edge, e.relation, e.source, e.target, e.support, {back} AS back FROM step s CROSS JOIN edge e ON e.source = s.{a} AND e.target = s.{b}"
    tested = (
        f"SELECT s.path, s.place, NULL, {TESTED_NUMBER}, t.method, t.dataset, {TESTED_SUPPORT}, {{back}} FROM step s"
        f" CROSS JOIN tested t ON t.method = s.{{a}} AND t.dataset = s.{{b}} WHERE {COUNTED} GROUP BY 1, 2"
    )
    ways = ({"a": "a", "b": "b", "back": "0"}, {"a": "b", "b": "a", "back": "1"})
    every = " UNION ALL ".join(one.format(**way) for one in (edge, tested) for way in ways)
    ranked = "row_number() OVER (PARTITION BY path, place ORDER BY support DESC, relation, back) AS best"
    return f"WITH step AS MATERIALIZED ({steps}) SELECT *, {ranked} FROM ({every})"


def _path_item(writer: Writer, item: Item, p: str, joined: str) -> str:
    match item.name:
        case "length":
            return f"(json_array_length({p}.value) - 1)"
        case "nodes":
            return _nodes(writer, item, p)
        case "edges":
            return _edges(writer, item, p, joined)
        case _:
            raise ValueError(f"a path has no {item.name!r}")


def _nodes(writer: Writer, part: Item, p: str) -> str:
    n, s = writer.binds.alias("n"), writer.binds.alias("s")
    body = json_object([(item.key, node_item(writer, item, n, f"{s}.key")) for item in part.items])
    return (
        f"json((SELECT json_group_array({body} ORDER BY {s}.key) FROM json_each({p}.value) {s} CROSS JOIN node {n} ON {n}.id = {s}.value))"
    )


def _edges(writer: Writer, part: Item, p: str, joined: str) -> str:
    r, a, b = (writer.binds.alias(name) for name in ("r", "n", "n"))
    body = json_object([(item.key, edge_item(writer, item, r, a, b)) for item in part.items])
    return (
        f"json((SELECT json_group_array({body} ORDER BY {r}.place) FROM {joined} {r} CROSS JOIN node {a} ON {a}.node = {r}.source"
        f" CROSS JOIN node {b} ON {b}.node = {r}.target WHERE {r}.path = {p}.key AND {r}.best = 1))"
    )
