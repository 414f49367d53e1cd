"""Filters as SQL conditions. Two-valued: a comparison with null is false, so its negation is true."""

from __future__ import annotations

from graph.kinds import KINDS, Kind, ValueType, is_of_type
from graph.plan import SIGNS, AnyOf, Compare, Every, Filter, HasId, Not, OfKind, Operator, Supported
from graph.stores.sqlite.binds import Binds
from graph.stores.sqlite.refs import SELF_CREATING
from graph.stores.sqlite.schema import KIND_NUMBER, column
from graph.text import sort_name

_CREATING = ", ".join(f"'{scheme}'" for scheme in sorted(SELF_CREATING))


def condition(where: Filter | None, node: str, edge: str | None, binds: Binds, kinds: tuple[Kind, ...]) -> str:
    """Return the condition of a filter on the row aliased `node`; `edge` is the alias of the edge when there is one."""
    match where:
        case None:
            return "1"
        case Every(filters):
            return _joined(" AND ", "1", [condition(item, node, edge, binds, kinds) for item in filters])
        case AnyOf(filters):
            return _joined(" OR ", "0", [condition(item, node, edge, binds, kinds) for item in filters])
        case Not(inner):
            return f"NOT coalesce({condition(inner, node, edge, binds, kinds)}, 0)"
        case HasId(ids):
            return f"{node}.node IN (SELECT node FROM ({_any_id(binds.many(ids))}))"
        case OfKind(chosen):
            return f"{node}.kind IN ({', '.join(str(KIND_NUMBER[kind]) for kind in chosen) or 'NULL'})"
        case Supported():
            return _supported(where, node, edge, binds)
        case Compare():
            return _compare(where, node, binds, kinds)


def _joined(word: str, empty: str, parts: list[str]) -> str:
    return f"({word.join(f'coalesce({part}, 0)' for part in parts)})" if parts else empty


def _any_id(values: str) -> str:
    each = f"(SELECT value FROM json_each({values}))"
    return (
        f"SELECT node FROM node WHERE id IN {each} UNION SELECT node FROM redirect WHERE id IN {each}"
        f" UNION SELECT reference.node FROM json_each({values}) j CROSS JOIN reference ON reference.hash = hash64(j.value)"
        " AND reference.key = j.value WHERE reference.node IS NOT NULL"
    )


def _supported(where: Supported, node: str, edge: str | None, binds: Binds) -> str:
    parts = [f"a.confidence >= {binds.add(where.min_confidence)}"]
    if where.sources:
        parts.append(f"source.name IN (SELECT value FROM json_each({binds.many(where.sources)}))")
    joins = "JOIN version USING (version) JOIN record ON record.record = version.record JOIN source ON source.source = record.source"
    found = f"{joins} WHERE {' AND '.join(parts)}"
    if edge:
        return f"EXISTS (SELECT 1 FROM assertion a {found} AND a.edge = {edge}.edge)"
    stated = f"EXISTS (SELECT 1 FROM assertion a {found} AND a.node = {node}.node)"
    mentioned = [
        f"EXISTS (SELECT 1 FROM edge e CROSS JOIN assertion a ON a.edge = e.edge CROSS JOIN ref ON ref.ref = a.{said}"
        f" AND ref.scheme IN ({_CREATING}) {found} AND e.{end} = {node}.node)"
        for end, said in (("source", "a"), ("target", "b"))
    ]
    return f"({' OR '.join([stated, *mentioned])})"


def _compare(where: Compare, node: str, binds: Binds, kinds: tuple[Kind, ...]) -> str:
    if is_of_type(where.property, kinds, ValueType.TEXT_LIST):
        if where.operator is Operator.IS_NULL:
            return f"{'NOT ' if where.value else ''}EXISTS (SELECT 1 FROM json_each({node}.{column(where.property)}))"
        inner = _comparison("item.value", where, binds, folded="sort_name(item.value)")
        return f"EXISTS (SELECT 1 FROM json_each({node}.{column(where.property)}) item WHERE {inner})"
    is_name = all(KINDS[kind].name == where.property for kind in kinds)
    found = f"{node}.{column(where.property)}"
    return _comparison(found, where, binds, folded=f"{node}.sort_name" if is_name else f"sort_name({found})")


def _comparison(found: str, where: Compare, binds: Binds, folded: str) -> str:
    value, operator = where.value, where.operator
    if operator is Operator.IS_NULL:
        return f"({found} IS {'' if value else 'NOT '}NULL)"
    if operator is Operator.IN:
        return f"{found} IN (SELECT value FROM json_each({binds.many(value if isinstance(value, tuple) else (value,))}))"
    if operator in (Operator.CONTAINS, Operator.STARTS_WITH):
        bound = binds.add(sort_name(str(value)))
        at_start = operator is Operator.STARTS_WITH
        return f"substr({folded}, 1, length({bound})) = {bound}" if at_start else f"instr({folded}, {bound}) > 0"
    assert not isinstance(value, tuple)
    return f"{found} {SIGNS[operator]} {binds.add(int(value) if isinstance(value, bool) else value)}"
