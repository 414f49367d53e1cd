"""Filters as conditions. Two-valued: a comparison with null is false, so its negation is true."""

from __future__ import annotations

from graph.kinds import KINDS, Kind, ValueType, is_of_type
from graph.plan import SIGNS, AnyOf, Compare, Every, Filter, HasId, Not, OfKind, Operator, Supported
from graph.stores.neo4j.binds import Binds
from graph.stores.neo4j.page import labelled, texts
from graph.stores.neo4j.schema import TYPES
from graph.stores.sqlite.refs import SELF_CREATING
from graph.stores.sqlite.schema import ORDINALS
from graph.text import hash64, sort_name

_EDGES = "|".join(TYPES.values())


def condition(where: Filter | None, node: str, edge: str | None, binds: Binds, kinds: tuple[Kind, ...]) -> str:
    """Return the condition of a filter on the node `node`; `edge` is the relationship when there is one."""
    match where:
        case None:
            return "true"
        case Every(filters):
            return _joined(" AND ", "true", [condition(item, node, edge, binds, kinds) for item in filters])
        case AnyOf(filters):
            return _joined(" OR ", "false", [condition(item, node, edge, binds, kinds) for item in filters])
        case Not(inner):
            return _negated(condition(inner, node, edge, binds, kinds))
        case HasId(ids):
            return f"{node}.node IN {_any_id(ids, binds)}"
        case OfKind(chosen):
            return labelled(node, chosen)
        case Supported():
            return _supported(where, node, edge, binds)
        case Compare():
            return _compare(where, node, binds, kinds)


_CONTRARY = {"true": "false", "false": "true"}


def _joined(word: str, empty: str, parts: list[str]) -> str:
    """Join conditions. Within a conjunction null acts as false does, and each stays plain for the sake of indexes.

    What is always true or false is left out: the server cannot plan every condition that holds both constants and subqueries.
    """
    if _CONTRARY[empty] in parts:
        return _CONTRARY[empty]
    kept = [part for part in parts if part != empty]
    return f"({word.join(kept)})" if kept else empty


def _negated(inner: str) -> str:
    return _CONTRARY.get(inner) or f"NOT coalesce({inner}, false)"


def _any_id(ids: tuple[str, ...], binds: Binds) -> str:
    wanted, hashes = binds.add(list(ids)), binds.add([hash64(value) for value in ids])
    return binds.once(
        f"COLLECT {{ MATCH (x:Node) WHERE x.id IN {wanted} RETURN x.node AS node"
        f" UNION MATCH (f:FormerId) WHERE f.id IN {wanted} MATCH (r:Reference {{ref: f.ref}}) WHERE r.node IS NOT NULL RETURN r.node AS node"
        f" UNION MATCH (r:Reference) WHERE r.hash IN {hashes} AND any(k IN {wanted} WHERE k CONTAINS r.value) AND r.node IS NOT NULL"
        f" RETURN r.node AS node }}"
    )


def _supported(where: Supported, node: str, edge: str | None, binds: Binds) -> str:
    parts = [f"p.confidence >= {binds.add(where.min_confidence)}"]
    if where.sources:
        parts.append(f"w.source IN {binds.add(list(where.sources))}")
    proof = f"MATCH (v:Version {{version: s / {ORDINALS}}}) MATCH (w:Record {{record: v.record}}) MATCH (p:Place {{place: v.places[s % {ORDINALS}]}})"
    found = f"{proof} WHERE {' AND '.join(parts)}"
    if edge:
        return f"EXISTS {{ UNWIND {edge}.said AS s {found} RETURN s }}"
    # The label once more: of few nodes the server looks at all and may ask this first, of a version too, whose `said` is a text.
    stated = f"EXISTS {{ UNWIND CASE WHEN {node}:Node THEN {node}.said END AS s {found} RETURN s }}"
    creating = texts(sorted(SELF_CREATING))
    mentioned = [
        f"EXISTS {{ MATCH ({node}){left}[e:{_EDGES}]{right}() UNWIND e.said AS s {found}"
        f" MATCH (r:Reference {{ref: v.{end}[s % {ORDINALS}]}}) WHERE r.scheme IN {creating} RETURN s }}"
        for left, right, end in (("-", "->", "a"), ("<-", "-", "b"))
    ]
    return f"({' OR '.join([stated, *mentioned])})"


def _compare(where: Compare, node: str, binds: Binds, kinds: tuple[Kind, ...]) -> str:
    found = f"{node}.{where.property}"
    if not is_of_type(where.property, kinds, ValueType.TEXT_LIST):
        return _comparison(found, where, binds, _form(where.property, node, kinds))
    if where.operator is Operator.IS_NULL:
        return f"size(coalesce({found}, [])) {'=' if where.value else '>'} 0"
    if where.operator in (Operator.CONTAINS, Operator.STARTS_WITH):
        return f"any(item IN {found}Form WHERE {_comparison('item', where, binds, 'item')})"
    return f"any(item IN {found} WHERE {_comparison('item', where, binds, 'item')})"


def _form(name: str, node: str, kinds: tuple[Kind, ...]) -> str:
    """Return the sort form of a property; that of a name is the name of the order."""
    named = [kind for kind in kinds if KINDS[kind].name == name]
    if len(named) == len(kinds):
        return f"{node}.sortName"
    if not named:
        return f"{node}.{name}" if is_of_type(name, kinds, ValueType.PARTIAL_DATE) else f"{node}.{name}Form"
    return f"CASE WHEN {labelled(node, named)} THEN {node}.sortName ELSE {node}.{name}Form END"


def _comparison(found: str, where: Compare, binds: Binds, folded: str) -> str:
    value, operator = where.value, where.operator
    if operator is Operator.IS_NULL:
        return f"{found} IS {'' if value else 'NOT '}NULL"
    if operator is Operator.IN:
        return f"{found} IN {binds.add(list(value) if isinstance(value, tuple) else [value])}"
    if operator in (Operator.CONTAINS, Operator.STARTS_WITH):
        word = "STARTS WITH" if operator is Operator.STARTS_WITH else "CONTAINS"
        return f"{folded} {word} {binds.add(sort_name(str(value)))}"
    assert not isinstance(value, tuple)
    return f"{found} {SIGNS[operator]} {binds.add(value)}"
