"""Why two references are one node, or are not: the closure is read, `graph/reasons.py` tells, rows say where it comes from."""

from __future__ import annotations

from collections.abc import Iterable

from graph.errors import InputError
from graph.kinds import Kind
from graph.reasons import Bond, Gap, Seen, chain, gap
from graph.store import Explanation, Origin, Rule, Step
from graph.stores.sqlite.resolve import RULES, closure, stated_sets
from graph.stores.sqlite.schema import KIND_NUMBER
from graph.stores.sqlite.sql import many, rows
from graph.stores.sqlite.subjects import Subject, find, parts
from graph.stores.sqlite.tables import By, Tables

Sets = list[tuple[int, frozenset[int]]]


def why(db: Tables, a: str, b: str) -> Explanation:
    """See `GraphStore.why`."""
    ours, theirs = find(db, a), find(db, b)
    _check(ours, theirs)
    kind = ours.part.kind
    found = closure(db, KIND_NUMBER[kind], (ours.part.ref, theirs.part.ref))
    sets = stated_sets(db, found.nodes)
    decided = found.decided._replace(stated=tuple(refs for _, refs in sets))
    seen = Seen(kind, found.views, found.links, decided, RULES[kind](found._replace(decided=decided)), found.meetings)
    ids = (ours.id, theirs.id)
    if theirs.part.ref in seen.group(ours.part.ref):
        bonds = chain(seen, ours.part.ref, theirs.part.ref)
        named = parts(db, {ref for bond in bonds for ref in bond[:2]})
        steps = tuple(Step(named[bond.a].key, named[bond.b].key, bond.rule, _origin(db, bond, sets)) for bond in bonds)
        return Explanation(ours.part.key, theirs.part.key, ids, steps)
    between = gap(seen, ours.part.ref, theirs.part.ref)
    origin = _decision(db, between.pair) if between.pair else None
    return Explanation(ours.part.key, theirs.part.key, ids, (), between.apart, _details(db, between), origin)


def _check(ours: Subject, theirs: Subject) -> None:
    kinds = [subject.part.kind for subject in (ours, theirs)]
    if Kind.RESULT in kinds:
        raise InputError("results are one when reporter, method, dataset, task, metric and figure are equal; nothing else joins them")
    if kinds[0] is not kinds[1]:
        raise InputError(f"{ours.text!r} is a {kinds[0].value} and {theirs.text!r} a {kinds[1].value}; only nodes of one kind can be one")


def _details(db: Tables, between: Gap) -> tuple[str, ...]:
    refs = sorted(part.key for part in parts(db, between.refs).values())
    db.bring(By.NODE, (scope for scope in between.scopes if scope > 0))
    db.bring(By.REF, (-scope for scope in between.scopes if scope < 0))
    papers = rows(db, _SCOPES, many(between.scopes))
    return tuple(refs + [row[0] for row in papers])


_SCOPES = """
SELECT coalesce(node.id, reference.key) FROM json_each(?) j
LEFT JOIN node ON node.node = j.value LEFT JOIN reference ON reference.ref = -j.value ORDER BY 1
"""
_ORIGIN = """
SELECT source.name, record.key, version.locator, record.run, run.started_at FROM json_each(?) j
CROSS JOIN version ON version.version = j.value CROSS JOIN record ON record.record = version.record
CROSS JOIN source ON source.source = record.source CROSS JOIN run ON run.number = record.run
ORDER BY 1, 2 LIMIT 1
"""
_DECIDING = "SELECT version FROM link WHERE live AND verdict IS NOT NULL AND (a = ?1 AND b = ?2 OR a = ?2 AND b = ?1)"


def _origin(db: Tables, bond: Bond, sets: Sets) -> Origin | None:
    """Return where a join comes from: of records, the first by source and key; None for rules."""
    if bond.rule is Rule.DECIDED:
        return _decision(db, (bond.a, bond.b))
    if bond.rule is not Rule.STATED:
        return None
    return _first(db, (version for version, refs in sets if refs >= {bond.a, bond.b}))


def _decision(db: Tables, pair: tuple[int, int]) -> Origin:
    return _first(db, (row[0] for row in db.execute(_DECIDING, pair)))


def _first(db: Tables, versions: Iterable[int]) -> Origin:
    chosen = set(versions)
    db.bring(By.VERSION, chosen)
    return Origin(*rows(db, _ORIGIN, many(chosen))[0])
