"""Attaching assertions to nodes and edges, and the counts that hang on it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import apsw
import orjson

from graph.claims import Claim, shown
from graph.kinds import RELATIONS, ValueType
from graph.stores.sqlite.ledger import NODE_ROW, Said
from graph.stores.sqlite.schema import EDGE_PROPERTIES, RELATION_OF_NUMBER, column
from graph.stores.sqlite.sql import Row, many, rows, run_many, scalar

EdgeKey = tuple[int, int, int]  # source, relation, target


@dataclass(slots=True)
class Changes:
    """What attaching changed: nodes whose claims changed, and edges (by key) made, removed or changed."""

    nodes: set[int] = field(default_factory=set)
    edges: set[EdgeKey] = field(default_factory=set)


def detach(db: apsw.Connection, said: Iterable[Said]) -> tuple[set[int], set[int]]:
    """Take retired assertions off the graph; returns the nodes and the edges (by number) they hung on."""
    chosen = many(item.assertion for item in said)
    found = rows(db, "SELECT node, edge FROM json_each(?) j CROSS JOIN assertion ON assertion.assertion = j.value", chosen)
    db.execute("UPDATE assertion SET node = NULL, edge = NULL WHERE assertion IN (SELECT value FROM json_each(?))", (chosen,))
    ends = many({ref for item in said for ref in (item.a, item.b) if ref is not None})
    db.execute(
        "DELETE FROM pending WHERE ref IN (SELECT value FROM json_each(?)) AND assertion IN (SELECT value FROM json_each(?))",
        (ends, chosen),
    )
    return {n for n, _ in found if n is not None}, {e for _, e in found if e is not None}


def attach(db: apsw.Connection, said: Sequence[Said], nodes: dict[int, int | None], touched_edges: set[int]) -> Changes:
    """Hang assertions on the nodes and edges that their references resolve to; those that lack an end become pending.

    `nodes` maps each reference to its node; `touched_edges` are edges that lost assertions and must be computed again.
    """
    accepted = [item for item in said if item.flag is None]
    changes = Changes()
    ready: list[tuple[Said, EdgeKey]] = []
    pending: list[tuple[int, int]] = []
    on_nodes: list[tuple[int, int]] = []
    for item in accepted:
        source = nodes[item.a]
        target = source if item.b is None else nodes[item.b]
        missing = {ref for ref in (item.a, item.b) if ref is not None and nodes[ref] is None}
        if source is None or target is None:
            pending += [(ref, item.assertion) for ref in missing]
        elif item.relation == NODE_ROW:
            on_nodes.append((source, item.assertion))
            changes.nodes.add(source)
        elif source == target:  # both ends became one node: no edge, until they are told apart
            pending += [(ref, item.assertion) for ref in (item.a, item.b) if ref is not None]
        else:
            ready.append((item, (source, item.relation, target)))
    run_many(db, "INSERT INTO pending (ref, assertion) VALUES (?, ?) ON CONFLICT DO NOTHING", pending)
    run_many(db, "UPDATE assertion SET node = ? WHERE assertion = ?", on_nodes)
    fresh = _hang_on_edges(db, ready, touched_edges, changes)
    _recompute(db, touched_edges - fresh, changes)
    return changes


def _hang_on_edges(db: apsw.Connection, ready: list[tuple[Said, EdgeKey]], touched: set[int], changes: Changes) -> set[int]:
    """Find or make the edges of assertions; returns those made here with one assertion, whose values are known already."""
    keys = {key for _, key in ready}
    existing = _existing(db, keys)
    next_edge = (scalar(db, "SELECT max(edge) FROM edge") or 0) + 1
    by_key: dict[EdgeKey, list[Said]] = defaultdict(list)
    for item, key in ready:
        by_key[key].append(item)
    made: list[Row] = []
    hung: list[tuple[int, int]] = []
    fresh: set[int] = set()
    for key, items in by_key.items():
        edge = existing.get(key)
        if edge is None:
            edge = next_edge
            next_edge += 1
            values = [item.values for item in items if item.values]
            made.append((edge, *key, len({item.version for item in items}), *_edge_values(key[1], values)))
            fresh.add(edge)
            changes.edges.add(key)
        touched.add(edge)
        hung += [(edge, item.assertion) for item in items]
    run_many(db, _INSERT_EDGE, made)
    run_many(db, "UPDATE assertion SET edge = ? WHERE assertion = ?", hung)
    _count_degrees(db, [(row[1], row[3]) for row in made], 1)
    return fresh


def _existing(db: apsw.Connection, keys: set[EdgeKey]) -> dict[EdgeKey, int]:
    found = db.execute(
        "SELECT source, relation, target, edge FROM json_each(?) j CROSS JOIN edge"
        " ON source = j.value ->> 0 AND relation = j.value ->> 1 AND target = j.value ->> 2",
        (many(keys),),
    )
    return {(row[0], row[1], row[2]): row[3] for row in found}


_COLUMNS = [column(item.name) for item in EDGE_PROPERTIES]
_INSERT_EDGE = (
    f"INSERT INTO edge (edge, source, relation, target, support, {', '.join(_COLUMNS)}) VALUES ({', '.join('?' * (5 + len(_COLUMNS)))})"
)
_UPDATE_EDGE = f"UPDATE edge SET support = ?, {', '.join(f'{name} = ?' for name in _COLUMNS)} WHERE edge = ?"


def _edge_values(relation: int, values: Sequence[str], ranks: Sequence[int] = ()) -> list[object]:
    """Return the values of an edge's columns from the claims of its assertions (JSON texts)."""
    if not values:
        return [None] * len(EDGE_PROPERTIES)
    spec = RELATIONS[RELATION_OF_NUMBER[relation]]
    chosen = shown(spec.properties, [Claim(rank, orjson.loads(text)) for rank, text in _ranked(values, ranks)])
    found: list[object] = []
    for item in EDGE_PROPERTIES:
        value = chosen.get(item.name)
        is_list = item.type is ValueType.TEXT_LIST and value is not None
        found.append(orjson.dumps(value).decode() if is_list else value)
    return found


def _ranked(values: Sequence[str], ranks: Sequence[int]) -> Iterable[tuple[int, str]]:
    return zip(ranks, values, strict=True) if ranks else ((0, text) for text in values)


_CLAIMS = """
SELECT edge.edge, edge.source, edge.relation, edge.target, assertion."values", record.record,
    CASE WHEN extractor.name GLOB 'text/*' THEN 4 ELSE source.rank END
FROM json_each(?) j CROSS JOIN edge ON edge.edge = j.value
LEFT JOIN assertion ON assertion.edge = edge.edge
LEFT JOIN extractor USING (extractor)
LEFT JOIN version USING (version) LEFT JOIN record ON record.record = version.record LEFT JOIN source ON source.source = record.source
"""


def _recompute(db: apsw.Connection, edges: set[int], changes: Changes) -> None:
    """Compute edges again from their assertions; those without any are removed."""
    keys: dict[int, EdgeKey] = {}
    claims: dict[int, list[tuple[int, str]]] = defaultdict(list)
    records: dict[int, set[int]] = defaultdict(set)
    for edge, source, relation, target, values, record, rank in db.execute(_CLAIMS, (many(edges),)):
        keys[edge] = (source, relation, target)
        if record is not None:
            records[edge].add(record)
            if values:
                claims[edge].append((rank, values))
    changes.edges |= set(keys.values())
    gone = [edge for edge in keys if edge not in records]
    db.execute("DELETE FROM edge WHERE edge IN (SELECT value FROM json_each(?))", (many(gone),))
    _count_degrees(db, [(keys[edge][0], keys[edge][2]) for edge in gone], -1)
    updates = []
    for edge, supporters in records.items():
        ranked = claims[edge]
        values = _edge_values(keys[edge][1], [text for _, text in ranked], [rank for rank, _ in ranked])
        updates.append((len(supporters), *values, edge))
    run_many(db, _UPDATE_EDGE, updates)


def _count_degrees(db: apsw.Connection, ends: Iterable[tuple[int, int]], sign: int) -> None:
    tally = Counter(node for pair in ends for node in pair)
    run_many(db, "UPDATE node SET degree = degree + ? WHERE node = ?", [(sign * count, node) for node, count in tally.items()])


_MENTIONING = """
WITH moved(ref, node) AS MATERIALIZED (SELECT value ->> 0, value ->> 1 FROM json_each(?)),
found(assertion) AS (
    SELECT assertion FROM pending WHERE ref IN (SELECT ref FROM moved)
    UNION SELECT assertion.assertion FROM moved CROSS JOIN assertion ON assertion.node = moved.node WHERE assertion.a = moved.ref
    UNION SELECT assertion.assertion FROM moved CROSS JOIN edge ON edge.source = moved.node
        CROSS JOIN assertion ON assertion.edge = edge.edge WHERE assertion.a = moved.ref
    UNION SELECT assertion.assertion FROM moved CROSS JOIN edge ON edge.target = moved.node
        CROSS JOIN assertion ON assertion.edge = edge.edge WHERE assertion.b = moved.ref)
SELECT assertion, version, relation, a, b, flag, "values" FROM found CROSS JOIN assertion USING (assertion)
"""


def mentioning(db: apsw.Connection, moved: dict[int, int | None]) -> list[Said]:
    """Return the live assertions that mention references that moved (`moved` maps each to the node it had)."""
    return [Said(*row) for row in db.execute(_MENTIONING, (many(moved.items()),))]
