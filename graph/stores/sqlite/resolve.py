"""From references to nodes: gathers the closure that a change can matter to, applies `graph.identity`, stores the outcome."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import apsw

from graph.evidence import Verdict
from graph.identity import RefView, Resolution, resolve_methods, resolve_names, resolve_papers
from graph.joins import Decided, Pair, components
from graph.kinds import KINDS, Kind
from graph.stores.sqlite.schema import KIND_NUMBER, KIND_OF_NUMBER, VERDICT_NUMBER
from graph.stores.sqlite.sql import many, rows, run_many, scalar

Links = list[Pair]
Rule = Callable[[Mapping[int, RefView], Links, Decided], Resolution]


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


class Closure(NamedTuple):
    """What rules see of references (`views`, `links`, `decided`), and what is stored of them.

    `views` leaves out the references that no live assertion states; `creating` are those that make a node by themselves.
    """

    views: dict[int, RefView]
    links: Links
    decided: Decided
    nodes: dict[int, int | None]
    doubts: dict[int, int]
    creating: set[int]


def _resolve_papers(views: Mapping[int, RefView], links: Links, decided: Decided) -> Resolution:
    return resolve_papers(views, links, KINDS[Kind.PAPER].single_valued, decided)


def resolve_results(views: Mapping[int, RefView], links: Links, decided: Decided) -> Resolution:
    """One node for each block: the key of what is reported (`graph/stores/sqlite/results.py`). Nobody decides on it."""
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
SELECT DISTINCT link.a, link.b, link.verdict FROM json_each(?) j CROSS JOIN link ON link.a = j.value WHERE link.live
"""

_STATED = """
SELECT link.version, link.a, link.b FROM json_each(?) j CROSS JOIN link ON link.a = j.value WHERE link.live AND link.verdict IS NULL
"""


def stated_sets(db: apsw.Connection, refs: Iterable[int]) -> list[tuple[int, frozenset[int]]]:
    """Return the sets of references that one version states together, each with the version, in their order."""
    links: dict[int, Links] = defaultdict(list)
    for version, a, b in db.execute(_STATED, (many(refs),)):
        links[version].append((a, b))
    return [
        (version, frozenset(part))
        for version in sorted(links)
        for part in components({r for link in links[version] for r in link}, links[version])
    ]


def closure(db: apsw.Connection, seeds: Iterable[int]) -> Closure:
    """Read everything the seeds could be joined with, leaving out references that no live assertion states."""
    reached = set(seeds)
    frontier = set(reached)
    while frontier:
        frontier = {row[0] for row in db.execute(_NEIGHBOURS, (many(frontier),))} - reached
        reached |= frontier
    chosen = many(reached)
    said: dict[int | None, Links] = defaultdict(list)
    for a, b, verdict in db.execute(_LINKS, (chosen,)):
        said[verdict].append((a, b))
    linked = {ref for link in said[None] for ref in link}
    views: dict[int, RefView] = {}
    found = Closure(views, said[None], Decided(), {}, {}, set())
    for ref, scheme, value, block, scope, introduced, node, doubt, support in db.execute(_VIEWS, (chosen,)):
        found.nodes[ref] = node
        found.doubts[ref] = doubt
        if support or ref in linked:
            views[ref] = RefView(scheme, value, block, scope, bool(introduced))
        if support:
            found.creating.add(ref)
    same, different = (tuple(pair for pair in said[VERDICT_NUMBER[verdict]] if views.keys() >= set(pair)) for verdict in Verdict)
    stated = tuple(refs for _, refs in stated_sets(db, reached)) if different else ()
    return found._replace(decided=Decided(same, different, stated))


def resolve(db: apsw.Connection, kind: Kind, seeds: Iterable[int]) -> Moves:
    """Resolve the references of one kind that the seeds could matter to; stores and returns what changed."""
    found = closure(db, seeds)
    resolution = RULES[kind](found.views, found.links, found.decided)
    groups = [group for group in resolution.groups if any(ref in found.creating for ref in group)]
    target = _assign(db, kind, groups, found.nodes, found.decided.same)
    moves = Moves()
    updates = []
    for ref, old in found.nodes.items():
        new, doubt = target.get(ref), int(ref in resolution.doubtful)
        moves.now[ref] = new
        if new != old or doubt != found.doubts[ref]:
            updates.append((new, doubt, ref))
        if new != old:
            moves.moved[ref] = old
            moves.changed |= {node for node in (old, new) if node is not None}
    run_many(db, "UPDATE ref SET node = ?, doubt = ? WHERE ref = ?", updates)
    held = {node for node in found.nodes.values() if node is not None}
    now = set(target.values())
    moves.created, moves.dissolved = now - held, held - now
    return moves


def _assign(
    db: apsw.Connection, kind: Kind, groups: list[tuple[int, ...]], nodes: Mapping[int, int | None], same: Iterable[Pair]
) -> dict[int, int]:
    """Give each group a node: the oldest it holds, but one that a decision keeps before one that it drops; else a new one.

    A kept reference that comes back, after all that stated it was retracted, brings its former id back by a new node.
    """
    place = {ref: number for number, group in enumerate(groups) for ref in group}
    owner = _owners(db, place, nodes)
    joined = [(keep, drop) for keep, drop in same if keep in place and place[keep] == place.get(drop) and nodes[keep] != nodes[drop]]
    dropped = {nodes[drop] for _, drop in joined}
    returning = {place[keep] for keep, _ in joined if nodes[keep] is None}
    serial = int(scalar(db, "SELECT value FROM meta WHERE name = 'serial'") or 0)
    start = serial
    target: dict[int, int] = {}
    for number, group in enumerate(groups):
        held = {node for ref in group if (node := nodes[ref]) is not None and owner[node] == number}
        kept = held - dropped or (set() if number in returning else held)
        if kept:
            node = min(kept)
        else:
            serial += 1
            node = serial * 8 + KIND_NUMBER[kind]
        target.update(dict.fromkeys(group, node))
    if serial != start:
        db.execute("INSERT INTO meta VALUES ('serial', ?) ON CONFLICT DO UPDATE SET value = excluded.value", (serial,))
    return target


def _owners(db: apsw.Connection, place: Mapping[int, int], nodes: Mapping[int, int | None]) -> dict[int, int | None]:
    """Return the group that each node stays with, None when with none.

    It is the one that its references are in; when they part, that of the reference for which its id was minted.
    """
    owner: dict[int, int | None] = {}
    parted: set[int] = set()
    for ref in sorted(nodes):
        node = nodes[ref]
        if node is not None and owner.setdefault(node, place.get(ref)) != place.get(ref):
            parted.add(node)
    if parted:
        minted = rows(db, "SELECT node.node, minted FROM json_each(?) j CROSS JOIN node ON node.node = j.value", many(parted))
        owner |= {node: place.get(ref) for node, ref in minted if nodes.get(ref) == node}
    return owner


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
