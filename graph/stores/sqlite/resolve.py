"""From references to nodes: gathers the closure that a change can matter to, applies `graph.identity`, stores the outcome."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import apsw

from graph.identity import RefView, Resolution, resolve_methods, resolve_names, resolve_papers
from graph.kinds import KINDS, Kind
from graph.stores.sqlite.schema import KIND_NUMBER, KIND_OF_NUMBER
from graph.stores.sqlite.sql import many, rows, run_many, scalar

Links = list[tuple[int, int]]
Rule = Callable[[Mapping[int, RefView], Links], Resolution]


@dataclass(slots=True)
class Moves:
    """What resolution changed: old node of each reference that moved, nodes that came and went, nodes whose references changed.

    `now` is the node of every reference that was looked at, moved or not.
    """

    now: dict[int, int | None] = field(default_factory=dict)
    moved: dict[int, int | None] = field(default_factory=dict)
    created: set[int] = field(default_factory=set)
    dissolved: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)

    def add(self, other: Moves) -> None:
        """Add another kind's changes."""
        self.now.update(other.now)
        self.moved.update(other.moved)
        self.created |= other.created
        self.dissolved |= other.dissolved
        self.changed |= other.changed


class _Closure(NamedTuple):
    views: dict[int, RefView]
    links: Links
    nodes: dict[int, int | None]
    doubts: dict[int, int]
    creating: set[int]


def _resolve_papers(views: Mapping[int, RefView], links: Links) -> Resolution:
    return resolve_papers(views, links, KINDS[Kind.PAPER].single_valued)


def resolve_results(views: Mapping[int, RefView], links: Links) -> Resolution:
    """One node for each block: the key of what is reported (`graph/stores/sqlite/results.py`)."""
    groups: dict[str, list[int]] = defaultdict(list)
    for ref, view in views.items():
        groups[view.block or f"alone {ref}"].append(ref)
    return Resolution(tuple(tuple(sorted(group)) for group in groups.values()))


RULES: dict[Kind, Rule] = {
    Kind.PAPER: _resolve_papers,
    Kind.METHOD: resolve_methods,
    Kind.DATASET: resolve_names,
    Kind.TASK: resolve_names,
    Kind.AUTHOR: resolve_names,
    Kind.REPOSITORY: resolve_names,
    Kind.RESULT: resolve_results,
}

_NEIGHBOURS = """
WITH frontier(ref) AS MATERIALIZED (SELECT value FROM json_each(?))
SELECT link.b FROM frontier CROSS JOIN link ON link.a = frontier.ref WHERE link.live
UNION SELECT link.a FROM frontier CROSS JOIN link ON link.b = frontier.ref WHERE link.live
UNION SELECT mate.ref FROM frontier CROSS JOIN ref ON ref.ref = frontier.ref
    CROSS JOIN ref mate ON mate.kind = ref.kind AND mate.block = ref.block WHERE ref.block IS NOT NULL
UNION SELECT mate.ref FROM frontier CROSS JOIN ref ON ref.ref = frontier.ref
    CROSS JOIN ref mate ON mate.node = ref.node WHERE ref.node IS NOT NULL
"""

_VIEWS = """
SELECT ref.ref, ref.scheme, ref.value, ref.block, coalesce(scope.node, -scope.ref), ref.introduced, ref.node, ref.doubt, ref.support
FROM json_each(?) j CROSS JOIN ref ON ref.ref = j.value LEFT JOIN ref scope ON scope.ref = ref.scope
"""

_LINKS = """
SELECT DISTINCT link.a, link.b FROM json_each(?) j CROSS JOIN link ON link.a = j.value WHERE link.live
"""


def _closure(db: apsw.Connection, seeds: Iterable[int]) -> _Closure:
    """Read everything the seeds could be joined with, leaving out references that no live assertion states."""
    reached = set(seeds)
    frontier = set(reached)
    while frontier:
        frontier = {row[0] for row in db.execute(_NEIGHBOURS, (many(frontier),))} - reached
        reached |= frontier
    chosen = many(reached)
    links = [(a, b) for a, b in db.execute(_LINKS, (chosen,))]
    linked = {ref for link in links for ref in link}
    closure = _Closure({}, links, {}, {}, set())
    for ref, scheme, value, block, scope, introduced, node, doubt, support in db.execute(_VIEWS, (chosen,)):
        closure.nodes[ref] = node
        closure.doubts[ref] = doubt
        if support or ref in linked:
            closure.views[ref] = RefView(scheme, value, block, scope, bool(introduced))
        if support:
            closure.creating.add(ref)
    return closure


def resolve(db: apsw.Connection, kind: Kind, seeds: Iterable[int]) -> Moves:
    """Resolve the references of one kind that the seeds could matter to; stores and returns what changed."""
    closure = _closure(db, seeds)
    resolution = RULES[kind](closure.views, closure.links)
    groups = [group for group in resolution.groups if any(ref in closure.creating for ref in group)]
    target = _assign(db, kind, groups, closure.nodes)
    moves = Moves()
    updates = []
    for ref, old in closure.nodes.items():
        new, doubt = target.get(ref), int(ref in resolution.doubtful)
        moves.now[ref] = new
        if new != old or doubt != closure.doubts[ref]:
            updates.append((new, doubt, ref))
        if new != old:
            moves.moved[ref] = old
            moves.changed |= {node for node in (old, new) if node is not None}
    run_many(db, "UPDATE ref SET node = ?, doubt = ? WHERE ref = ?", updates)
    held = {node for node in closure.nodes.values() if node is not None}
    now = set(target.values())
    moves.created, moves.dissolved = now - held, held - now
    return moves


def _assign(db: apsw.Connection, kind: Kind, groups: list[tuple[int, ...]], nodes: Mapping[int, int | None]) -> dict[int, int]:
    """Give each group a node: the oldest it holds, unless an older reference takes that node elsewhere; else a new one."""
    owner: dict[int, int] = {}
    for ref in sorted(nodes):
        node = nodes[ref]
        if node is not None:
            owner.setdefault(node, ref)
    serial = int(scalar(db, "SELECT value FROM meta WHERE name = 'serial'") or 0)
    start = serial
    target: dict[int, int] = {}
    for group in groups:
        members = set(group)
        held = sorted({node for ref in group if (node := nodes[ref]) is not None and owner[node] in members})
        if held:
            node = held[0]
        else:
            serial += 1
            node = serial * 8 + KIND_NUMBER[kind]
        target.update(dict.fromkeys(group, node))
    if serial != start:
        db.execute("INSERT INTO meta VALUES ('serial', ?) ON CONFLICT DO UPDATE SET value = excluded.value", (serial,))
    return target


def scoped_by(db: apsw.Connection, refs: Iterable[int]) -> set[int]:
    """Return the references whose scope is one of `refs`."""
    found = rows(db, "SELECT ref.ref FROM json_each(?) j CROSS JOIN ref ON ref.scope = j.value", many(refs))
    return {row[0] for row in found}


def by_kind(db: apsw.Connection, refs: Iterable[int]) -> dict[Kind, set[int]]:
    """Sort references by kind."""
    found: dict[Kind, set[int]] = defaultdict(set)
    for ref, number in db.execute("SELECT ref.ref, kind FROM json_each(?) j CROSS JOIN ref ON ref.ref = j.value", (many(refs),)):
        found[KIND_OF_NUMBER[number]].add(ref)
    return found
