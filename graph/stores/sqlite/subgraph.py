"""Subgraphs: rings of nodes around centres, and the edges among the nodes shown (`graph.plan.Neighbourhood`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.kinds import KINDS, Kind, Relation, Via
from graph.plan import DIRECTLY_TESTED, TESTED_ON, Connection, Item, Neighbourhood
from graph.stores.sqlite.causes import cause_edges
from graph.stores.sqlite.evidence import evidence
from graph.stores.sqlite.rows import json_object, text
from graph.stores.sqlite.schema import KIND_NUMBER, RELATION_NUMBER, column

if TYPE_CHECKING:
    from graph.stores.sqlite.select import Writer

# Of rows of `tested` (alias t): where TESTED_ON stands among relations, which rows count, and the support of one method and one dataset.
TESTED_NUMBER = len(RELATION_NUMBER) + 1
COUNTED = f"t.vias & {int(DIRECTLY_TESTED.via)}"
TESTED_SUPPORT = f"count(DISTINCT t.paper) + sum(CASE WHEN t.vias & {Via.REPORTED.value} THEN t.results ELSE 0 END)"


def neighbourhood(writer: Writer, item: Item, wanted: Neighbourhood) -> str:
    """Return the JSON object of a subgraph.

    Its rings are columns of one row, to which each ring adds two: a table that is named more than once is expanded each time, and the rings
    stand on one another. `last0` are the centres, `found1` the candidates for the next ring with their strength, `last1` those shown of them.
    """
    alias = writer.binds.alias
    asked, shown, limit = alias("asked"), alias("shown"), writer.binds.add(wanted.limit)
    step = alias("step")
    with_ = [
        f"{asked} AS MATERIALIZED (SELECT i.key, i.value, {writer.by_id('i.value')} AS node FROM json_each({writer.binds.many(wanted.ids)}) i)",
        f"{step} AS MATERIALIZED (SELECT json_group_array(node ORDER BY place) AS last0 FROM"
        f" (SELECT node, min(key) AS place FROM {asked} WHERE node IS NOT NULL GROUP BY node))",
    ]
    for distance in range(1, wanted.depth + 1):
        found, before, step = alias("step"), step, alias("step")
        with_ += [
            f"{found} AS MATERIALIZED (SELECT p.*, {_candidates(distance, wanted)} AS found{distance} FROM {before} p)",
            f"{step} AS MATERIALIZED (SELECT p.*, {_ring(distance, limit)} AS last{distance} FROM {found} p)",
        ]
    rings = ", ".join(f"json(p.last{distance})" for distance in range(wanted.depth + 1))
    with_.append(
        f"{shown} AS MATERIALIZED (SELECT one.value AS node, ring.key AS distance, one.key AS place"
        f" FROM {step} p, json_each(json_array({rings})) ring, json_each(ring.value) one)"
    )
    candidates = "".join(f" + (SELECT count(*) FROM json_each(p.found{distance}))" for distance in range(1, wanted.depth + 1))
    parts = {
        "nodeCount": f"(SELECT json_array_length(p.last0){candidates} FROM {step} p)",
        "unknown": f"json((SELECT json_group_array(value ORDER BY key) FROM {asked} WHERE node IS NULL))",
    }
    pairs = [(part.key, parts.get(part.name) or _part(writer, part, shown)) for part in item.items]
    return f"json((WITH {', '.join(with_)} SELECT {json_object(pairs)}))"


def _candidates(distance: int, wanted: Neighbourhood) -> str:
    """The candidates for a ring, as a JSON object of strengths by node. Rows of nodes are not read for it."""
    ring = f"json_each(p.last{distance - 1}) r"
    fits = f"& 7 IN ({', '.join(str(KIND_NUMBER[kind]) for kind in wanted.kinds)})"
    touching = [
        f"SELECT e.target AS node, e.support AS support, 0 AS known FROM {ring} CROSS JOIN edge e ON e.source = r.value WHERE e.target {fits}",
        f"SELECT e.source, e.support, 0 FROM {ring} CROSS JOIN edge e ON e.target = r.value WHERE e.source {fits}",
    ]
    for near, far, kind in (("method", "dataset", Kind.DATASET), ("dataset", "method", Kind.METHOD)):
        if kind in wanted.kinds:
            touching.append(
                f"SELECT t.{far}, {TESTED_SUPPORT}, 0 FROM {ring} CROSS JOIN tested t ON t.{near} = r.value WHERE {COUNTED} GROUP BY t.{near}, t.{far}"
            )
    touching.append("SELECT value, 0, 1 FROM json_each(p.last0)")
    touching += [f"SELECT CAST(key AS INTEGER), 0, 1 FROM json_each(p.found{before})" for before in range(1, distance)]
    grouped = f"SELECT node, sum(support) AS strength FROM ({' UNION ALL '.join(touching)}) GROUP BY node HAVING max(known) = 0"
    return f"(SELECT json_group_object(node, strength) FROM ({grouped}))"


def _ring(distance: int, limit: str) -> str:
    """Those of the candidates for a ring that there is room for, best first."""
    room = " - ".join([limit, *(f"json_array_length(p.last{before})" for before in range(distance))])
    ordered = (
        f"SELECT n.node FROM json_each(p.found{distance}) c CROSS JOIN node n ON n.node = CAST(c.key AS INTEGER)"
        f" ORDER BY c.value DESC, n.degree DESC, n.sort_name, n.id LIMIT {limit}"
    )
    return f"(SELECT json_group_array(node ORDER BY rn) FILTER (WHERE rn <= {room}) FROM (SELECT node, row_number() OVER () AS rn FROM ({ordered})))"


# --- what is shown of it --------------------------------------------------------------------------------------------


def _part(writer: Writer, part: Item, shown: str) -> str:
    match part.name:
        case "nodes":
            return _nodes(writer, part, shown)
        case "edges":
            return _edges(writer, part, shown)
        case "export":
            return json_object([(inner.key, _part(writer, inner, shown)) for inner in part.items])
        case _:
            raise ValueError(f"a subgraph has no {part.name!r}")


def _nodes(writer: Writer, part: Item, shown: str) -> str:
    n = writer.binds.alias("n")
    body = json_object([(item.key, node_item(writer, item, n, "s.distance")) for item in part.items])
    return f"json((SELECT json_group_array({body} ORDER BY s.distance, s.place) FROM {shown} s CROSS JOIN node {n} ON {n}.node = s.node))"


def node_item(writer: Writer, item: Item, n: str, distance: str) -> str:
    """Return what is wanted of the node row aliased `n` as a node of a subgraph."""
    match item.name:
        case "node":
            return writer.node(n, tuple(Kind), item.items)
        case "id" | "degree":
            return f"{n}.{item.name}"
        case "distance":
            return distance
        case "kind":
            return f"CASE {n}.kind {' '.join(f'WHEN {number} THEN {text(kind.name)}' for kind, number in KIND_NUMBER.items())} END"
        case "name":
            return f"CASE {n}.kind {' '.join(f'WHEN {number} THEN {n}.{column(KINDS[kind].name)}' for kind, number in KIND_NUMBER.items())} END"
        case "year":
            return _YEAR.format(n=n)
        case _:
            raise ValueError(f"a node of a subgraph has no {item.name!r}")


_YEAR = (
    "coalesce({n}.year, (SELECT min(p.year) FROM edge e CROSS JOIN node p ON p.node = e.source WHERE e.target = {n}.node"
    f" AND e.relation = {RELATION_NUMBER[Relation.INTRODUCES]}))"
)


def _edges(writer: Writer, part: Item, shown: str) -> str:
    r, a, b = writer.binds.alias("r"), writer.binds.alias("n"), writer.binds.alias("n")
    # the plus keeps the far end from driving an index: that would be a search for each pair of nodes
    both = f"CROSS JOIN {{table}} ON {{near}} = s.node WHERE +{{far}} IN (SELECT node FROM {shown})"
    stored = both.format(table="edge e", near="e.source", far="e.target")
    tested = both.format(table="tested t", near="t.method", far="t.dataset")
    found = (
        f"SELECT e.edge, e.relation, e.source, e.target, e.support FROM {shown} s {stored}"
        f" UNION ALL SELECT NULL, {TESTED_NUMBER}, t.method, t.dataset, {TESTED_SUPPORT} FROM {shown} s {tested} AND {COUNTED} GROUP BY 3, 4"
    )
    body = json_object([(item.key, edge_item(writer, item, r, a, b)) for item in part.items])
    order = f"{r}.relation, {a}.sort_name, {a}.id, {b}.sort_name, {b}.id"
    return (
        f"json((SELECT json_group_array({body} ORDER BY {order}) FROM ({found}) {r}"
        f" CROSS JOIN node {a} ON {a}.node = {r}.source CROSS JOIN node {b} ON {b}.node = {r}.target))"
    )


_RELATIONS = " ".join(
    [*(f"WHEN {number} THEN {text(relation.name)}" for relation, number in RELATION_NUMBER.items()), f"ELSE {text(TESTED_ON)}"]
)


def edge_item(writer: Writer, item: Item, r: str, a: str, b: str) -> str:
    """Return what is wanted of an edge, a row `r` of (edge or null, relation, source, target, support), of which `a` and `b` are the ends."""
    match item.name:
        case "source":
            return f"{a}.id"
        case "target":
            return f"{b}.id"
        case "relation":
            return f"CASE {r}.relation {_RELATIONS} END"
        case "support":
            return f"{r}.support"
        case "evidence":
            return _evidence(writer, item, r)
        case _:
            raise ValueError(f"an edge of a subgraph has no {item.name!r}")


def _evidence(writer: Writer, item: Item, r: str) -> str:
    assert isinstance(item.fetch, Connection)
    causes = cause_edges(f"t.method = {r}.source AND t.dataset = {r}.target AND {COUNTED}", DIRECTLY_TESTED)
    stored = writer.page_of(item, item.fetch, evidence(f"a.edge = {r}.edge"))
    derived = writer.page_of(item, item.fetch, evidence(f"a.edge IN (SELECT edge FROM ({causes}))"))
    return f"json(CASE WHEN {r}.edge IS NULL THEN {derived} ELSE {stored} END)"
