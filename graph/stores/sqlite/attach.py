"""Attaching assertions to nodes and edges, and the counts that hang on it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

import orjson

from graph.claims import Claim, shown
from graph.evidence import Value
from graph.kinds import RELATIONS, ValueType
from graph.stores.sqlite import said as assertions
from graph.stores.sqlite.said import CLAIM_RANK, NODE_ROW, Said, read_said
from graph.stores.sqlite.schema import RELATION_OF_NUMBER, RELATIONS_AT_MOST, column
from graph.stores.sqlite.sql import Row, many, rows, run_many
from graph.stores.sqlite.tables import By, Tables

EdgeKey = tuple[int, int, int]  # source, relation, target
Pair = tuple[int, int]  # source, target


@dataclass(slots=True)
class Changes:
    """What attaching changed: nodes whose claims changed, and edges made, removed or changed (source and target, by relation).

    `claims` are those that were attached, by node, and `degrees` what to add to the degrees of nodes.
    """

    edges: dict[int, list[Pair]] = field(default_factory=lambda: defaultdict(list))
    claims: dict[int, list[Claim]] = field(default_factory=lambda: defaultdict(list))
    degrees: Counter[int] = field(default_factory=Counter)


def detach(db: Tables, said: Iterable[Said]) -> tuple[set[int], set[int]]:
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


@dataclass(frozen=True, slots=True)
class Ends:
    """What attaching needs to know: the node of each reference, the nodes made just now, and edges that lost assertions.

    `authors` are the nodes of assertions that hang elsewhere than their reference says (`graph/stores/sqlite/bylines.py`).
    """

    nodes: Mapping[int, int | None]
    authors: Mapping[int, int]
    created: Set[int]
    touched: set[int]


class Hanging(NamedTuple):
    """Assertions to hang: `stored` ones, and `new` ones, which are inserted, as are `idle` ones, which hang on nothing."""

    stored: Sequence[Said]
    new: Sequence[Said]
    idle: Sequence[Said]


def attach(db: Tables, hanging: Hanging, ends: Ends) -> Changes:
    """Hang assertions on the nodes and edges that their references resolve to; those that lack an end become pending."""
    changes = Changes()
    ready: dict[EdgeKey, list[Said]] = defaultdict(list)
    pending: list[tuple[int, int]] = []
    on_nodes: dict[int, int] = {}
    nodes = ends.nodes
    for item in (*hanging.stored, *hanging.new):
        number, _, relation, a, b, flag, values, rank, _ = item
        if flag is not None:
            continue
        source = ends.authors.get(number, nodes[a])
        target = source if b is None else nodes[b]
        if source is None or target is None:
            pending += [(ref, number) for ref in (a, b) if ref is not None and nodes[ref] is None]
        elif relation == NODE_ROW:
            on_nodes[number] = source
            changes.claims[source].append(Claim(rank, values, 1, number))
        elif source == target:  # both ends became one node: no edge, until they are told apart
            pending += [(ref, number) for ref in (a, b) if ref is not None]
        else:
            ready[source, relation, target].append(item)
            if number in ends.authors:
                pending.append((a, number))
    run_many(db, "INSERT INTO pending (ref, assertion) VALUES (?, ?) ON CONFLICT DO NOTHING", pending)
    known = _existing(db, (key for key in ready if key[0] not in ends.created and key[2] not in ends.created))
    edges = known | _make(db, {key: items for key, items in ready.items() if key not in known}, changes)
    on_edges = {item.assertion: edges[key] for key, items in ready.items() for item in items}
    _hang(db, hanging, on_nodes, on_edges)
    _recompute(db, ends.touched.union(known.values()), changes)
    return changes


def _hang(db: Tables, hanging: Hanging, on_nodes: Mapping[int, int], on_edges: Mapping[int, int]) -> None:
    """Insert new assertions where they hang, and hang stored ones."""
    assertions.insert(db, hanging.new, on_nodes, on_edges)
    assertions.insert(db, hanging.idle, {}, {})
    for name, found in (("node", on_nodes), ("edge", on_edges)):
        hung = [(found[item.assertion], item.assertion) for item in hanging.stored if item.assertion in found]
        run_many(db, f"UPDATE assertion SET {name} = ? WHERE assertion = ?", hung)


def _make(db: Tables, ready: Mapping[EdgeKey, list[Said]], changes: Changes) -> dict[EdgeKey, int]:
    """Make the edge of each key, with its values; returns their numbers."""
    start = db.highest("edge") // RELATIONS_AT_MOST + 1
    edges: dict[EdgeKey, int] = {}
    made: dict[int, list[Row]] = defaultdict(list)
    for serial, (key, items) in enumerate(ready.items(), start):
        edges[key] = number = serial * RELATIONS_AT_MOST + key[1]
        support = 1 if len(items) == 1 else len({item.version for item in items})
        made[key[1]].append((number, *key, support, *_first_values(key[1], items)))
    for relation, found in made.items():
        run_many(db, _INSERT_EDGE[relation], found)
        changes.edges[relation] += [(source, target) for _, source, _, target, *_ in found]
        changes.degrees.update(row[1] for row in found)
        changes.degrees.update(row[3] for row in found)
    return edges


def _first_values(relation: int, items: Sequence[Said]) -> list[object]:
    """Return the values of the columns of a new edge."""
    if len(items) == 1 and not _HAS_LISTS[relation]:
        values = items[0].values
        return [values.get(item.name) for item in _PROPERTIES[relation]]
    return _edge_values(relation, [Claim(item.rank, item.values) for item in items])


def _existing(db: Tables, keys: Iterable[EdgeKey]) -> dict[EdgeKey, int]:
    wanted = list(keys)
    db.bring(By.EDGE_KEY, wanted)
    found = db.execute(
        "SELECT source, relation, target, edge FROM json_each(?) j CROSS JOIN edge"
        " ON source = j.value ->> 0 AND relation = j.value ->> 1 AND target = j.value ->> 2",
        (many(wanted),),
    )
    return {(row[0], row[1], row[2]): row[3] for row in found}


_PROPERTIES = {number: RELATIONS[relation].properties for number, relation in RELATION_OF_NUMBER.items()}
_HAS_LISTS = {number: any(item.type is ValueType.TEXT_LIST for item in found) for number, found in _PROPERTIES.items()}


def _insert_edge(relation: int) -> str:
    names = ["edge", "source", "relation", "target", "support", *(column(item.name) for item in _PROPERTIES[relation])]
    return f"INSERT INTO edge ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


def _update_edge(relation: int) -> str:
    names = ["support", *(column(item.name) for item in _PROPERTIES[relation])]
    return f"UPDATE edge SET {', '.join(f'{name} = ?' for name in names)} WHERE edge = ?"


_INSERT_EDGE = {relation: _insert_edge(relation) for relation in _PROPERTIES}
_UPDATE_EDGE = {relation: _update_edge(relation) for relation in _PROPERTIES}


def _edge_values(relation: int, claims: Sequence[Claim]) -> list[object]:
    """Return the values of the columns of a relation's edge from the claims of its assertions."""
    properties = _PROPERTIES[relation]
    if not properties:
        return []
    chosen = shown(properties, claims)
    return [_stored(chosen[item.name]) if item.name in chosen else None for item in properties]


def _stored(value: Value) -> Value:
    return orjson.dumps(value).decode() if isinstance(value, list) else value


_CLAIMS = f"""
SELECT edge.edge, edge.source, edge.relation, edge.target, assertion."values", record.record, {CLAIM_RANK}
FROM json_each(?) j CROSS JOIN edge ON edge.edge = j.value
LEFT JOIN assertion ON assertion.edge = edge.edge
LEFT JOIN extractor USING (extractor)
LEFT JOIN version USING (version) LEFT JOIN record ON record.record = version.record LEFT JOIN source ON source.source = record.source
"""


def _recompute(db: Tables, edges: set[int], changes: Changes) -> None:
    """Compute edges again from their assertions; those without any are removed."""
    db.bring(By.EDGE, edges)
    db.bring(By.EDGE_ASSERTIONS, edges)
    keys: dict[int, EdgeKey] = {}
    claims: dict[int, list[Claim]] = defaultdict(list)
    records: dict[int, set[int]] = defaultdict(set)
    for edge, source, relation, target, values, record, rank in db.execute(_CLAIMS, (many(edges),)):
        keys[edge] = (source, relation, target)
        if record is not None:
            records[edge].add(record)
            if values:
                claims[edge].append(Claim(rank, orjson.loads(values)))
    for source, relation, target in keys.values():
        changes.edges[relation].append((source, target))
    gone = [edge for edge in keys if edge not in records]
    db.execute("DELETE FROM edge WHERE edge IN (SELECT value FROM json_each(?))", (many(gone),))
    changes.degrees.subtract(node for edge in gone for node in (keys[edge][0], keys[edge][2]))
    updates: dict[int, list[Row]] = defaultdict(list)
    for edge, supporters in records.items():
        relation = keys[edge][1]
        updates[relation].append((len(supporters), *_edge_values(relation, claims[edge]), edge))
    for relation, found in updates.items():
        run_many(db, _UPDATE_EDGE[relation], found)


_MENTIONING = """
WITH moved(ref, node) AS MATERIALIZED (SELECT value ->> 0, value ->> 1 FROM json_each(?)),
found(assertion) AS (
    SELECT assertion FROM pending CROSS JOIN assertion USING (assertion) WHERE ref IN (SELECT ref FROM moved) AND assertion.edge IS NULL
    UNION SELECT assertion.assertion FROM moved CROSS JOIN assertion ON assertion.node = moved.node WHERE assertion.a = moved.ref
    UNION SELECT assertion.assertion FROM moved CROSS JOIN edge ON edge.source = moved.node
        CROSS JOIN assertion ON assertion.edge = edge.edge WHERE assertion.a = moved.ref
        AND NOT EXISTS (SELECT 1 FROM pending WHERE pending.ref = moved.ref AND pending.assertion = assertion.assertion)
    UNION SELECT assertion.assertion FROM moved CROSS JOIN edge ON edge.target = moved.node
        CROSS JOIN assertion ON assertion.edge = edge.edge WHERE assertion.b = moved.ref)
SELECT assertion FROM found
"""


def _touching(db: Tables, nodes: Iterable[int]) -> set[int]:
    found = "SELECT edge FROM json_each(?1) j CROSS JOIN edge ON {} = j.value"
    return {row[0] for row in rows(db, f"{found.format('source')} UNION {found.format('target')}", many(nodes))}


def mentioning(db: Tables, moved: dict[int, int | None]) -> list[Said]:
    """Return the live assertions that mention references that moved (`moved` maps each to the node it had).

    Not those that are attributed to another than the author mentioned: they hang where they did.
    """
    nodes = {node for node in moved.values() if node is not None}
    db.bring(By.PENDING, moved)
    db.bring(By.NODE_ASSERTIONS, nodes)
    ends = [(node, relation) for node in nodes for relation in RELATION_OF_NUMBER]
    db.bring(By.EDGES_FROM, ends)
    db.bring(By.EDGES_TO, ends)
    db.bring(By.EDGE_ASSERTIONS, _touching(db, nodes))
    return read_said(db, _MENTIONING, many(moved.items()))
