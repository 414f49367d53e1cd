"""The projection: from a difference in what is asserted to the difference in the graph, in one transaction.

    delta ─ support of references ─ identity (papers first, then authors and names, then results) ─ nodes' claims and edges
          ─ node rows ─ family roots ─ TESTED_ON

Only what the difference can matter to is read and written.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from graph.kinds import KINDS, Kind, Relation, ValueType
from graph.stores.sqlite import attach, authors, families, nodes, refs, results, tested
from graph.stores.sqlite.bylines import WROTE
from graph.stores.sqlite.ledger import Delta
from graph.stores.sqlite.refs import SELF_CREATING, State
from graph.stores.sqlite.resolve import Moves, resolve, scoped_by
from graph.stores.sqlite.said import NODE_ROW, Said
from graph.stores.sqlite.schema import KIND_NUMBER, KIND_OF_NUMBER, RELATION_NUMBER
from graph.stores.sqlite.sql import many, rows, run_many
from graph.stores.sqlite.tables import By, Tables

_INTRODUCES = RELATION_NUMBER[Relation.INTRODUCES]
_RESULT = KIND_NUMBER[Kind.RESULT]
_LONG_TEXTS = {item.name for spec in KINDS.values() for item in spec.properties if item.type is ValueType.LONG_TEXT}


def project(db: Tables, delta: Delta) -> None:
    """Bring the graph to what is now asserted."""
    stood = authors.stood(db, delta.retired)
    lost_nodes, lost_edges = attach.detach(db, delta.retired)
    known = delta.states | refs.states(db, _mentioned(delta) - delta.states.keys())
    fresh = refs.Fresh(delta.references, delta.linked, delta.decided)
    seeds = _count_support(db, delta, known, fresh) | {ref for link in delta.linked for ref in link}
    named = _resolve_named(db, seeds, authors.Batch(delta, known, Moves(), (), fresh, stood))
    moves, again = named.moves, named.again
    refs.insert(db, fresh)
    again |= {said.assertion: said for said in delta.revived}
    _resolve_results(db, delta, again, moves, known)
    stored = list(again.values())
    released = _release(db, stored)
    _clear_pending(db, stored)
    ends = attach.Ends(_nodes_of(db, stored, known, moves.now), named.attributed, moves.members.keys(), lost_edges | released)
    changes = attach.attach(db, attach.Hanging(stored, delta.activated, delta.idle), ends)
    dirty = lost_nodes | changes.claims.keys() | moves.changed | moves.created | _renamed(db, known, named.counted)
    nodes.remove(db, moves.dissolved)
    nodes.refresh(db, dirty - moves.dissolved, nodes.Created(moves.members, changes.claims, changes.degrees, delta.packed))
    _count_degrees(db, changes.degrees, moves.created)
    _derive(db, changes.edges)
    tested.redate(db, (node for node in dirty if node & 7 == KIND_NUMBER[Kind.PAPER]))


def _mentioned(delta: Delta) -> set[int]:
    """Return the references that what was stored before mentions, or that links join."""
    said = [*delta.revived, *delta.retired]
    mentioned = {item.a for item in said} | {item.b for item in said if item.b is not None}
    return mentioned.union(*delta.linked)


def _count_support(db: Tables, delta: Delta, known: dict[int, State], fresh: refs.Fresh) -> set[int]:
    """Update how often references are supported and introduced; returns those for which that begins or ends."""
    creating = {ref for ref, state in known.items() if state.scheme in SELF_CREATING}
    support, introduced = _tally([*delta.activated, *delta.revived], creating)
    lost_support, lost_introduced = _tally(delta.retired, creating)
    support.subtract(lost_support)
    introduced.subtract(lost_introduced)
    fresh.support, fresh.introduced = support, introduced
    changed = {ref for ref in {*support, *introduced} if support[ref] or introduced[ref]}
    updates = [(support[ref], introduced[ref], ref) for ref in changed - fresh.refs.keys()]
    run_many(db, "UPDATE ref SET support = support + ?, introduced = introduced + ? WHERE ref = ?", updates)
    return {
        ref
        for ref in changed
        if bool(known[ref].support) != bool(known[ref].support + support[ref])
        or bool(known[ref].introduced) != bool(known[ref].introduced + introduced[ref])
    }


def _tally(said: Iterable[Said], creating: set[int]) -> tuple[Counter[int], Counter[int]]:
    """Count for each reference the accepted assertions that make a node of it by themselves, and those that introduce it.

    Property values make a node of their subject, but a long text alone, which describes what others state; any mention makes one of a
    reference in `creating`, but that of an author, whose name may be another's (`graph/stores/sqlite/authors.py`).
    """
    support: list[int | None] = []
    introduced: list[int | None] = []
    for item in said:
        if item.flag is not None:
            continue
        if (item.a in creating and item.relation != WROTE) or (item.relation == NODE_ROW and not item.values.keys() <= _LONG_TEXTS):
            support.append(item.a)
        if item.b in creating:
            support.append(item.b)
        if item.relation == _INTRODUCES:
            introduced.append(item.b)
    return Counter(ref for ref in support if ref is not None), Counter(ref for ref in introduced if ref is not None)


class Named(NamedTuple):
    """What came of resolving: the moves, the stored assertions to attach anew, what is attributed to whom (assertion to node).

    `counted` are names of which the batch says nothing and that count more or less often.
    """

    moves: Moves
    again: dict[int, Said]
    attributed: dict[int, int]
    counted: set[int]


def _resolve_named(db: Tables, seeds: set[int], batch: authors.Batch) -> Named:
    """Resolve every kind but results.

    Authors come after papers, which tell whom names alone stand for; methods come last: what their names mean depends on papers and, for
    handles, on datasets.
    """
    sorted_seeds: dict[Kind, set[int]] = defaultdict(set)
    for ref in seeds:
        sorted_seeds[KIND_OF_NUMBER[batch.states[ref].kind]].add(ref)
    moves, fresh = batch.moves, batch.fresh
    for kind in (Kind.PAPER, Kind.DATASET, Kind.TASK):
        if chosen := sorted_seeds[kind]:
            moves.add(resolve(db, kind, chosen, fresh))
    again = {said.assertion: said for said in attach.mentioning(db, moves.moved)}
    settled = authors.settle(db, batch._replace(again=again.values()), sorted_seeds[Kind.AUTHOR])
    sorted_seeds[Kind.METHOD] |= scoped_by(db, moves.moved)
    sorted_seeds[Kind.AUTHOR] = settled.seeds
    others = Moves()
    for kind in (Kind.AUTHOR, Kind.REPOSITORY, Kind.METHOD):
        if chosen := sorted_seeds[kind]:
            others.add(resolve(db, kind, chosen, fresh, settled.bylines if kind is Kind.AUTHOR else None))
    again |= {said.assertion: said for said in attach.mentioning(db, others.moved)}
    settled = authors.followed(db, settled, others.moved)
    moves.add(others)
    attributed = _authors_of(db, settled, moves.now)
    again |= {said.assertion: said for said in authors.elsewhere(db, settled, attributed)}
    return Named(moves, again, attributed, settled.counted)


def _authors_of(db: Tables, settled: authors.Settled, now: Mapping[int, int | None]) -> dict[int, int]:
    """Return the node that each attributed assertion hangs on."""
    wanted = set(settled.attributed.values()) - now.keys()
    found: dict[int, int | None] = dict(
        rows(db, "SELECT ref.ref, node FROM json_each(?) j CROSS JOIN ref ON ref.ref = j.value", many(wanted))
    )
    ends = ((said, now.get(ref, found.get(ref))) for said, ref in settled.attributed.items())
    return {said: node for said, node in ends if node is not None}


def _resolve_results(db: Tables, delta: Delta, again: dict[int, Said], moves: Moves, known: dict[int, State]) -> None:
    """Resolve the results that changed or whose ends moved; adds to `again` the stored assertions that must be attached anew."""
    moved_ends = {ref for item in again.values() for ref in (item.a, item.b) if ref is not None and ref not in known}
    db.bring(By.REF, moved_ends)
    found = db.execute(
        f"SELECT ref.ref FROM json_each(?) j CROSS JOIN ref ON ref.ref = j.value WHERE kind = {_RESULT}", (many(moved_ends),)
    )
    touched = {ref for ref, state in known.items() if state.kind == _RESULT} | {row[0] for row in found}
    if not touched:
        return
    live = {item.assertion: item for item in results.said_of(db, touched)}
    live |= {item.assertion: item for item in (*delta.activated, *delta.revived)}
    results.store_keys(db, touched, live.values())
    moved = resolve(db, Kind.RESULT, touched, refs.Fresh((), ()))
    again |= {item.assertion: item for item in attach.mentioning(db, moved.moved)}
    moves.add(moved)


def _release(db: Tables, said: Iterable[Said]) -> set[int]:
    """Return the edges that assertions about to be attached again hang on now."""
    old = many(item.assertion for item in said)
    found = rows(
        db, "SELECT DISTINCT edge FROM json_each(?) j CROSS JOIN assertion ON assertion.assertion = j.value WHERE edge IS NOT NULL", old
    )
    db.execute("UPDATE assertion SET node = NULL, edge = NULL WHERE assertion IN (SELECT value FROM json_each(?))", (old,))
    return {row[0] for row in found}


def _nodes_of(db: Tables, said: Iterable[Said], known: dict[int, State], now: dict[int, int | None]) -> dict[int, int | None]:
    """Return the node of each end; `now` has those that were just resolved, `known` those that the difference mentions."""
    nodes = {ref: state.node for ref, state in known.items()} | now
    wanted = {ref for item in said for ref in (item.a, item.b) if ref is not None} - nodes.keys()
    db.bring(By.REF, wanted)
    return nodes | dict(rows(db, "SELECT ref.ref, node FROM json_each(?) j CROSS JOIN ref ON ref.ref = j.value", many(wanted)))


def _clear_pending(db: Tables, said: Iterable[Said]) -> None:
    """Take assertions about to be attached again off the waiting list, under both of their ends."""
    waiting = [(ref, item.assertion) for item in said for ref in (item.a, item.b) if ref is not None]
    run_many(db, "DELETE FROM pending WHERE ref = ? AND assertion = ?", waiting)


def _renamed(db: Tables, known: dict[int, State], counted: set[int]) -> set[int]:
    """Return nodes known by several written names whose counts may have changed which one is shown."""
    held = {state.node for state in known.values() if state.node is not None and state.scheme in ("name", "handle")}
    held |= {
        row[0]
        for row in rows(
            db, "SELECT DISTINCT node FROM json_each(?) j CROSS JOIN ref ON ref.ref = j.value WHERE node IS NOT NULL", many(counted)
        )
    }
    db.bring(By.REF_NODE, held)
    found = rows(
        db,
        "SELECT ref.node FROM json_each(?) j CROSS JOIN ref ON ref.node = j.value WHERE scheme IN ('name', 'handle') GROUP BY 1 HAVING count(*) > 1",
        many(held),
    )
    return {row[0] for row in found}


def _count_degrees(db: Tables, changed: Counter[int], created: set[int]) -> None:
    """Add to the degrees of nodes that had a row before."""
    updates = [(change, node) for node, change in changed.items() if change and node not in created]
    db.bring(By.NODE, (node for _, node in updates))
    run_many(db, "UPDATE node SET degree = degree + ? WHERE node = ?", updates)


def _derive(db: Tables, edges: Mapping[int, Iterable[attach.Pair]]) -> None:
    """Update what derives from edges: TESTED_ON of the owners they touch, then the roots of the families they touch."""
    tested.update(db, tested.owners(db, edges))
    touched = {node for relation in families.FAMILY_RELATIONS for pair in edges.get(relation, ()) for node in pair}
    families.update_roots(db, touched)
