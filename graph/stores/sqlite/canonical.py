"""The canonical dump: the graph without anything that depends on order, time or public ids. Equal graphs give equal bytes.

One JSON array a line, sorted by bytes:

    ["node", key, references, shown values, claims]
    ["edge", relation, source key, target key, shown values, assertions]
    ["tested", owner key, method key, dataset key, task key or null, vias, results]
    ["waiting", relation or null, end or null, end or null, assertion]
    ["decided", same or different, reference kept, reference dropped]

A claim or assertion is [source, record key, locator, extractor, confidence, start, end, quote, values]. A node's key is its
smallest identifier by the precedence of schemes, else its smallest name with its scope.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from graph.evidence import HANDLE, NAME
from graph.kinds import KINDS, RELATIONS, Kind, Property, ValueType
from graph.stores.sqlite.said import NODE_ROW
from graph.stores.sqlite.schema import KIND_OF_NUMBER, RELATION_OF_NUMBER, VERDICT_OF_NUMBER, column, long_text
from graph.stores.sqlite.tables import Tables
from graph.text import fold

_PLACE = """source.name, record.key, assertion.locator, extractor.name, assertion.confidence,
    assertion.span_start, assertion.span_end, assertion.quote, assertion."values" """
_FROM = """assertion JOIN extractor USING (extractor) JOIN version USING (version)
    JOIN record ON record.record = version.record JOIN source ON source.source = record.source"""


def _said(row: Iterable[Any]) -> list[Any]:
    *place, values = row
    return [*place, orjson.loads(values) if values else {}]


def canonical_rank(kind: Kind, scheme: str, value: str, key: str) -> tuple[int, str]:
    """Return what orders the references of a node: precedence of the scheme, then the key, of names folded and with the scope."""
    schemes = KINDS[kind].schemes
    precedence = schemes.index(scheme) if scheme in schemes else len(schemes)
    if scheme not in (NAME, HANDLE):
        return precedence, key
    scope = key.partition("@")[2] if scheme == NAME else ""
    return precedence, f"{kind.value}:name:{fold(value)}@{scope}"


def canonical_key(kind: Kind, refs: Iterable[tuple[str, str, str]]) -> str:
    """Return a node's key from its references (scheme, value, key)."""
    return min(canonical_rank(kind, *ref) for ref in refs)[1]


def _text(said: list[Any]) -> bytes:
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)


def _keys(db: Tables) -> tuple[dict[int, str], dict[int, list[str]]]:
    refs: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for node, *ref in db.execute("SELECT node, scheme, value, key FROM reference WHERE node IS NOT NULL"):
        refs[node].append((ref[0], ref[1], ref[2]))
    keys = {node: canonical_key(KIND_OF_NUMBER[node & 7], found) for node, found in refs.items()}
    return keys, {node: sorted(ref[2] for ref in found) for node, found in refs.items()}


def _value(item: Property) -> str:
    return long_text("node", item.name) if item.type is ValueType.LONG_TEXT else column(item.name)


def _shown(properties: tuple[Property, ...], row: Iterable[Any]) -> dict[str, Any]:
    found = {}
    for item, value in zip(properties, row, strict=True):
        if value is not None:
            found[item.name] = orjson.loads(value) if item.type is ValueType.TEXT_LIST else value
    return found


def _nodes(db: Tables, keys: dict[int, str], refs: dict[int, list[str]]) -> Iterator[list[Any]]:
    claims: dict[int, list[Any]] = defaultdict(list)
    for node, *said in db.execute(f"SELECT assertion.node, {_PLACE} FROM {_FROM} WHERE assertion.node IS NOT NULL"):
        claims[node].append(_said(said))
    for kind, spec in KINDS.items():
        columns = ", ".join(_value(item) for item in spec.properties)
        for node, *row in db.execute(f"SELECT node, {columns} FROM node WHERE kind = ?", (_number(kind),)):
            yield ["node", keys[node], refs[node], _shown(spec.properties, row), sorted(claims[node], key=_text)]


def _number(kind: Kind) -> int:
    return next(number for number, found in KIND_OF_NUMBER.items() if found is kind)


def _edges(db: Tables, keys: dict[int, str]) -> Iterator[list[Any]]:
    claims: dict[int, list[Any]] = defaultdict(list)
    for edge, *said in db.execute(f"SELECT assertion.edge, {_PLACE} FROM {_FROM} WHERE assertion.edge IS NOT NULL"):
        claims[edge].append(_said(said))
    for number, relation in RELATION_OF_NUMBER.items():
        properties = RELATIONS[relation].properties
        columns = ", ".join(["edge", "source", "target", *(column(item.name) for item in properties)])
        for edge, source, target, *row in db.execute(f"SELECT {columns} FROM edge WHERE relation = ?", (number,)):
            said = sorted(claims[edge], key=_text)
            yield ["edge", relation.value, keys[source], keys[target], _shown(properties, row), said]


def _tested(db: Tables, keys: dict[int, str]) -> Iterator[list[Any]]:
    for owner, method, dataset, task, vias, results in db.execute("SELECT owner, method, dataset, task, vias, results FROM tested"):
        yield ["tested", keys[owner], keys[method], keys[dataset], keys[task] if task else None, vias, results]


def _waiting(db: Tables, keys: dict[int, str]) -> Iterator[list[Any]]:
    found = db.execute(
        f"SELECT assertion.relation, a.key, b.key, {_PLACE} FROM {_FROM} JOIN reference a ON a.ref = assertion.a"
        " LEFT JOIN reference b ON b.ref = assertion.b WHERE assertion.edge IS NULL AND assertion.assertion IN (SELECT assertion FROM pending)"
    )
    for relation, a, b, *said in found:
        yield ["waiting", None if relation == NODE_ROW else RELATION_OF_NUMBER[relation].value, a, b, _said(said)]


def _decided(db: Tables) -> Iterator[list[Any]]:
    found = db.execute(
        "SELECT verdict, a.key, b.key FROM link CROSS JOIN reference a ON a.ref = link.a CROSS JOIN reference b ON b.ref = link.b"
        " WHERE verdict IS NOT NULL AND live"
    )
    for verdict, keep, drop in found:
        yield ["decided", VERDICT_OF_NUMBER[verdict].value, keep, drop]


def canonical_lines(db: Tables) -> list[bytes]:
    """Return the lines of the dump, each with its line feed, sorted."""
    keys, refs = _keys(db)
    parts = (_nodes(db, keys, refs), _edges(db, keys), _tested(db, keys), _waiting(db, keys), _decided(db))
    return sorted(_text(line) + b"\n" for part in parts for line in part)
