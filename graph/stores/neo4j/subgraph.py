"""Subgraphs: rings of nodes around centres, and the edges among the nodes shown (`graph.plan.Neighbourhood`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.kinds import KINDS, Kind, Relation, Via
from graph.plan import DIRECTLY_TESTED, TESTED_ON, Connection, Item, Neighbourhood
from graph.stores.neo4j.binds import Binds
from graph.stores.neo4j.causes import cause_edges
from graph.stores.neo4j.evidence import evidence
from graph.stores.neo4j.page import labelled, object_of, text
from graph.stores.neo4j.schema import TYPES
from graph.stores.neo4j.support import End, Reach, results, support
from graph.text import hash64

if TYPE_CHECKING:
    from graph.stores.neo4j.select import Writer

STORED = "|".join(TYPES.values())
_PLACES = {name: place for place, name in enumerate((*TYPES.values(), TESTED_ON))}


def neighbourhood(writer: Writer, item: Item, wanted: Neighbourhood) -> str:
    """Return the object of a subgraph. Rings are variables of the statement, each a list of nodes."""
    asked = writer.called(lambda: _asked(writer, wanted))
    rings = [writer.called(lambda: _centres(asked))]
    found = list(rings)
    for _ in range(wanted.depth):
        found.append(writer.called(lambda: _candidates(writer, rings[-1], found, wanted)))
        room = " - ".join([writer.binds.add(wanted.limit), *(f"size({ring})" for ring in rings)])
        rings.append(_value(writer, f"{found[-1]}[..{room}]"))
    shown = _value(writer, " + ".join(f"[x IN {ring} | {{node: x, distance: {distance}}}]" for distance, ring in enumerate(rings)))
    parts = {
        "nodeCount": " + ".join(f"size({candidates})" for candidates in found),
        "unknown": f"[x IN {asked} WHERE x.node IS NULL | x.id]",
    }
    return object_of([(part.key, parts.get(part.name) or _part(writer, part, shown)) for part in item.items])


def _value(writer: Writer, expression: str) -> str:
    """Return a variable with the value of an expression."""
    return writer.called(lambda: f"RETURN {expression}")


def _asked(writer: Writer, wanted: Neighbourhood) -> str:
    ids, hashes = writer.binds.add(list(wanted.ids)), writer.binds.add([hash64(value) for value in wanted.ids])
    i, n = writer.binds.alias("i"), writer.binds.alias("n")
    found = writer.named_by(f"{ids}[{i}]", f"{hashes}[{i}]")
    return f"UNWIND range(0, size({ids}) - 1) AS {i} WITH {i}, {found} AS {n} ORDER BY {i} RETURN collect({{id: {ids}[{i}], node: {n}}})"


def _centres(asked: str) -> str:
    return (
        f"UNWIND range(0, size({asked}) - 1) AS place WITH place, {asked}[place].node AS centre WHERE centre IS NOT NULL"
        " WITH centre, min(place) AS place ORDER BY place RETURN collect(centre)"
    )


def _candidates(writer: Writer, ring: str, known: list[str], wanted: Neighbourhood) -> str:
    """The candidates for the ring behind a ring, best first."""
    r, n, e, t, much = (writer.binds.alias(name) for name in ("r", "n", "e", "t", "much"))
    before = " + ".join(f"[x IN {one} | x.node]" for one in known)
    fits = labelled(n, wanted.kinds)
    touching = (
        f"UNWIND {ring} AS {r} MATCH ({r})-[{e}:{STORED}]-({n}) WHERE {fits} RETURN {n}, sum(size({e}.support)) AS {much}"
        f" UNION ALL UNWIND {ring} AS {r} MATCH ({r})-[{t}:TESTED_ON]-({n}) WHERE {fits} AND {counted_only(writer.binds, t)}"
        f" WITH {r}, {n}, {tested_support(t)} AS each RETURN {n}, sum(each) AS {much}"
    )
    return (
        f"WITH {before} AS before CALL (*) {{ {touching} }} WITH before, {n}, sum({much}) AS strength WHERE NOT {n}.node IN before"
        f" WITH {n}, strength ORDER BY strength DESC, {n}.degree DESC, {n}.sortName, {n}.id RETURN collect({n})"
    )


def counted_only(binds: Binds, t: str) -> str:
    """Condition: a relationship counts as TESTED_ON of the very method and the very dataset."""
    return f"{t}.vias IN {binds.add([number for number in range(1, sum(Via) + 1) if number & DIRECTLY_TESTED.via])}"


def place_of(relation: str) -> str:
    """Where a relation stands among relations, TESTED_ON last."""
    return f"CASE {relation} {' '.join(f'WHEN {text(name)} THEN {number}' for name, number in _PLACES.items())} END"


def tested_support(t: str) -> str:
    """The support of a TESTED_ON of one method and one dataset, over its relationships."""
    return f"count(DISTINCT {t}.paper) + sum({results(t, DIRECTLY_TESTED)})"


# --- what is shown of it --------------------------------------------------------------------------------------------


def _part(writer: Writer, part: Item, shown: str) -> str:
    match part.name:
        case "nodes":
            return writer.called(lambda: _nodes(writer, part, shown))
        case "edges":
            return writer.called(lambda: _edges(writer, part, shown))
        case "export":
            return object_of([(inner.key, _part(writer, inner, shown)) for inner in part.items])
        case _:
            raise ValueError(f"a subgraph has no {part.name!r}")


def _nodes(writer: Writer, part: Item, shown: str) -> str:
    n, place = writer.binds.alias("n"), writer.binds.alias("i")
    body = object_of([(item.key, node_item(writer, item, n, f"{shown}[{place}].distance")) for item in part.items])
    each = f"UNWIND range(0, size({shown}) - 1) AS {place} WITH {place}, {shown}[{place}].node AS {n} ORDER BY {place}"
    return f"{each} {writer.take()}RETURN collect({body})"


def node_item(writer: Writer, item: Item, n: str, distance: str) -> str:
    """Return what is wanted of the node `n` as a node of a subgraph."""
    match item.name:
        case "node":
            return writer.node(n, tuple(Kind), item.items)
        case "id" | "degree":
            return f"{n}.{item.name}"
        case "distance":
            return distance
        case "kind":
            return f"CASE {' '.join(f'WHEN {labelled(n, (kind,))} THEN {text(kind.name)}' for kind in Kind)} END"
        case "name":
            return f"CASE {' '.join(f'WHEN {labelled(n, (kind,))} THEN {n}.{spec.name}' for kind, spec in KINDS.items())} END"
        case "year":
            p = writer.binds.alias("p")
            introduced = f"MATCH ({p}:Paper)-[:{TYPES[Relation.INTRODUCES]}]->({n}) WHERE {p}.year IS NOT NULL"
            return f"coalesce({n}.year, COLLECT {{ {introduced} RETURN {p}.year ORDER BY {p}.year LIMIT 1 }}[0])"
        case _:
            raise ValueError(f"a node of a subgraph has no {item.name!r}")


def _edges(writer: Writer, part: Item, shown: str) -> str:
    """The edges, each a row with the variables `edge` (null of TESTED_ON), `source`, `target`, `relation`, `support` behind its name."""
    x, e, t, r = (writer.binds.alias(name) for name in ("x", "e", "t", "r"))
    body = object_of([(item.key, edge_item(writer, item, r)) for item in part.items])
    found = (
        f"UNWIND {shown} AS {x} WITH {x}.node AS {r}source MATCH ({r}source)-[{e}:{STORED}]->({r}target) WHERE {r}target.node IN numbers"
        f" RETURN {e} AS {r}edge, {r}source, {r}target, type({e}) AS {r}relation, size({e}.support) AS {r}support"
        f" UNION ALL UNWIND {shown} AS {x} WITH {x}.node AS {r}source MATCH ({r}source)-[{t}:TESTED_ON]->({r}target) WHERE {r}target.node IN numbers"
        f" AND {counted_only(writer.binds, t)}"
        f" RETURN null AS {r}edge, {r}source, {r}target, {text(TESTED_ON)} AS {r}relation, {tested_support(t)} AS {r}support"
    )
    place = place_of(f"{r}relation")
    ends = ", ".join(f"{r}{end}.{name}" for end in ("source", "target") for name in ("sortName", "id"))
    return (
        f"WITH [x IN {shown} | x.node.node] AS numbers CALL (*) {{ {found} }} WITH {', '.join(f'{r}{name}' for name in _ROW)}"
        f" ORDER BY {place}, {ends} {writer.take()}RETURN collect({body})"
    )


_ROW = ("edge", "source", "target", "relation", "support")


def edge_item(writer: Writer, item: Item, r: str) -> str:
    """Return what is wanted of the row of an edge."""
    match item.name:
        case "source" | "target":
            return f"{r}{item.name}.id"
        case "relation" | "support":
            return f"{r}{item.name}"
        case "evidence":
            return _evidence(writer, item, r)
        case _:
            raise ValueError(f"an edge of a subgraph has no {item.name!r}")


def _evidence(writer: Writer, item: Item, r: str) -> str:
    """Statements behind the edge; behind TESTED_ON, which alone joins a method to a dataset, those behind what causes it."""
    assert isinstance(item.fetch, Connection)
    s = writer.binds.alias("s")
    found = support(writer, DIRECTLY_TESTED, End(f"{r}source", Reach.ITSELF), End(f"{r}target", Reach.ITSELF))
    causes, e = cause_edges(writer, found, DIRECTLY_TESTED)
    said = f"CALL (*) {{ UNWIND {r}edge.said AS {s} RETURN {s} UNION {causes} UNWIND {e}.said AS {s} RETURN {s} }}"
    return writer.page_of(item, item.fetch, evidence(writer.binds, said, s))
