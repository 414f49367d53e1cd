"""From references to nodes: gathers the closure that a change can matter to, applies `graph.identity`, stores the outcome."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.evidence import HANDLE, SHORT, TEXT, Verdict
from graph.identity import RefView, Resolution, resolve_authors, resolve_methods, resolve_names, resolve_papers, without_handles
from graph.joins import Decided, Pair, components
from graph.kinds import KINDS, Kind
from graph.stores.sqlite.bylines import Bylines
from graph.stores.sqlite.refs import NO_FRESH, Fresh, NewRef
from graph.stores.sqlite.schema import KIND_NUMBER, VERDICT_NUMBER
from graph.stores.sqlite.sql import Row, many, rows, run_many, scalar
from graph.stores.sqlite.tables import By, Tables

Links = list[Pair]
Member = tuple[int, str, str, int]
"""A reference of a node: number, scheme, value, support."""


@dataclass(slots=True)
class Moves:
    """What resolution changed: old node of each stored reference that moved, nodes that came and went, nodes whose references changed.

    `now` is the node of every reference that was looked at, moved or not; `members` are the references of created nodes.
    """

    now: dict[int, int | None] = field(default_factory=dict)
    moved: dict[int, int | None] = field(default_factory=dict)
    created: set[int] = field(default_factory=set)
    dissolved: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    members: dict[int, list[Member]] = field(default_factory=dict)

    def add(self, other: Moves) -> None:
        """Add another kind's changes."""
        self.now.update(other.now)
        self.moved.update(other.moved)
        self.created |= other.created
        self.dissolved |= other.dissolved
        self.changed |= other.changed
        self.members.update(other.members)


class Closure(NamedTuple):
    """What rules see of references (`views`, `links`, `decided`, of authors `meetings`), and what is stored of them.

    `views` leaves out the references that no live assertion states, `links` those of short titles, which say themselves what they belong
    to; `support` counts what makes a node by itself.
    """

    views: Mapping[int, RefView]
    links: Links
    decided: Decided
    nodes: dict[int, int | None]
    doubts: dict[int, int]
    support: dict[int, int]
    meetings: list[frozenset[int]]


Rule = Callable[[Closure], Resolution]


def _papers(found: Closure) -> Resolution:
    return resolve_papers(found.views, found.links, KINDS[Kind.PAPER].single_valued, found.decided)


def _methods(found: Closure) -> Resolution:
    return resolve_methods(found.views, found.links, found.decided)


def _names(found: Closure) -> Resolution:
    return resolve_names(found.views, found.links, found.decided)


def _authors(found: Closure) -> Resolution:
    return resolve_authors(found.views, found.links, found.meetings, found.decided)


def _results(found: Closure) -> Resolution:
    return resolve_results(found.views)


def resolve_results(views: Mapping[int, RefView]) -> Resolution:
    """One node for each block: the key of what is reported (`graph/stores/sqlite/results.py`). Nobody decides on it."""
    groups: dict[tuple[str, Hashable], list[int]] = defaultdict(list)
    for ref, view in views.items():
        groups[("alone", ref) if view.block is None else ("equal", view.block)].append(ref)
    return Resolution(tuple(tuple(sorted(group)) for group in groups.values()))


RULES: dict[Kind, Rule] = {
    Kind.PAPER: _papers,
    Kind.METHOD: _methods,
    Kind.DATASET: _names,
    Kind.TASK: _names,
    Kind.AUTHOR: _authors,
    Kind.REPOSITORY: _names,
    Kind.RESULT: _results,
}

# A short title is compared with whole titles, not with others of its form.
_NEIGHBOURS = f"""
WITH frontier(ref) AS MATERIALIZED (SELECT value FROM json_each(?1))
SELECT link.b, NULL FROM frontier CROSS JOIN link ON link.a = frontier.ref WHERE link.live
UNION SELECT link.a, NULL FROM frontier CROSS JOIN link ON link.b = frontier.ref WHERE link.live
UNION SELECT mate.ref, mate.block FROM frontier CROSS JOIN ref ON ref.ref = frontier.ref
    CROSS JOIN ref mate ON mate.block = ref.block AND mate.kind = ref.kind
    WHERE ref.block IS NOT NULL AND (ref.scheme <> '{SHORT}' OR mate.scheme = '{TEXT}')
UNION SELECT mate.ref, NULL FROM json_each(?2) j CROSS JOIN ref mate ON mate.block = j.value WHERE mate.kind = ?3
UNION SELECT mate.ref, NULL FROM json_each(?4) j CROSS JOIN ref mate ON mate.block = j.value WHERE mate.kind = ?3 AND mate.scheme = '{TEXT}'
UNION SELECT mate.ref, NULL FROM frontier CROSS JOIN ref ON ref.ref = frontier.ref
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


def stated_sets(db: Tables, refs: Iterable[int]) -> list[tuple[int, frozenset[int]]]:
    """Return the sets of references that one version states together, each with the version, in their order."""
    links: dict[int, Links] = defaultdict(list)
    for version, a, b in db.execute(_STATED, (many(refs),)):
        links[version].append((a, b))
    return [
        (version, frozenset(part))
        for version in sorted(links)
        for part in components({r for link in links[version] for r in link}, links[version])
    ]


def _reach(db: Tables, kind: int, seeds: Iterable[int], fresh: Fresh, bylines: Bylines | None) -> tuple[set[int], list[frozenset[int]]]:
    """Return everything the seeds could be joined with: by link, by block, by node, by bylines, in any number of steps; and who meets."""
    reached = set(seeds)
    met: set[frozenset[int]] = set()
    frontier = set(reached)
    while frontier:
        stored = frontier - fresh.refs.keys()
        new = [fresh.refs[ref] for ref in frontier & fresh.refs.keys()]
        found = {mate for item in new for mate in _mates(kind, item, fresh)}
        found.update(other for ref in frontier for other in fresh.linked(ref))
        if bylines is not None:
            met.update(bylines.meetings_of(frontier))
            found.update(*met)
        blocks, shorts = (
            {item.block for item in new if item.block is not None and (item.scheme == SHORT) is short} for short in (False, True)
        )
        _bring_neighbours(db, stored, blocks | shorts)
        for ref, block in db.execute(_NEIGHBOURS, (many(stored), many(blocks), kind, many(shorts))):
            found.add(ref)
            found.update(fresh.in_block(kind, block))
        frontier = found - reached
        reached |= frontier
    return reached, list(met)


def _mates(kind: int, item: NewRef, fresh: Fresh) -> list[int]:
    """Return the new references that a new one may be joined with by its block."""
    found = fresh.in_block(kind, item.block)
    return [ref for ref in found if fresh.refs[ref].scheme == TEXT] if item.scheme == SHORT else found


def _bring_neighbours(db: Tables, refs: set[int], blocks: set[int]) -> None:
    db.bring(By.REF, refs)
    db.bring(By.LINK, refs)
    held = rows(db, "SELECT block, node FROM json_each(?) j CROSS JOIN ref ON ref.ref = j.value", many(refs))
    db.bring(By.REF_BLOCK, blocks | {block for block, _ in held if block is not None})
    db.bring(By.REF_NODE, {node for _, node in held if node is not None})


def _links(db: Tables, reached: set[int], fresh: Fresh) -> dict[int | None, Links]:
    """Return the live links between references that were reached, once each, by their verdict; None: stated by a record."""
    found: dict[int | None, Links] = defaultdict(list)
    new = reached & fresh.refs.keys()
    for a, b, verdict in db.execute(_LINKS, (many(reached if fresh.decided else reached - new),)):
        found[verdict].append((a, b))
    if not fresh.decided:  # what the batch links is known
        linked = {(min(ref, other), max(ref, other)) for ref in new for other in fresh.linked(ref)}
        found[None] += linked.difference(found[None])
    return found


def closure(db: Tables, kind: int, seeds: Iterable[int], fresh: Fresh = NO_FRESH, bylines: Bylines | None = None) -> Closure:
    """Read everything the seeds could be joined with, leaving out references that no live assertion states.

    `bylines` are those of authors while a batch is written; else the stored ones count.
    """
    if kind == KIND_NUMBER[Kind.AUTHOR] and bylines is None:
        bylines = Bylines(db)
    reached, met = _reach(db, kind, seeds, fresh, bylines)
    links = _links(db, reached, fresh)
    linked = {ref for link in links[None] for ref in link}
    views: dict[int, RefView] = {}
    found = Closure(views, [], Decided(), {}, {}, {}, met)
    for ref, scheme, value, block, scope, introduced, node, doubt, support in _views(db, reached, fresh):
        found.nodes[ref] = node
        found.doubts[ref] = doubt
        found.support[ref] = support
        if support or ref in linked:
            views[ref] = RefView(scheme, value, block, scope, bool(introduced))
    shorts = {ref for ref, view in views.items() if view.scheme == SHORT}
    found.links.extend(link for link in links[None] if shorts.isdisjoint(link))
    same, different = (tuple(pair for pair in links[VERDICT_NUMBER[verdict]] if views.keys() >= set(pair)) for verdict in Verdict)
    stated = tuple(refs for _, refs in stated_sets(db, reached)) if different else ()
    decided = Decided(same, different, stated)
    seen = without_handles(views, decided) if kind == KIND_NUMBER[Kind.METHOD] else views
    return found._replace(views=seen, decided=decided)


def _views(db: Tables, reached: set[int], fresh: Fresh) -> Iterator[Row]:
    """Yield what the rules and the store know of references, in the columns of `_VIEWS`."""
    yield from db.execute(_VIEWS, (many(reached - fresh.refs.keys()),))
    new = [fresh.refs[ref] for ref in reached & fresh.refs.keys()]
    scopes = {item.scope for item in new if item.scope is not None}
    db.bring(By.REF, scopes)
    held = dict(rows(db, "SELECT ref.ref, node FROM json_each(?) j CROSS JOIN ref ON ref.ref = j.value", many(scopes))) | fresh.nodes
    for ref, _, _, scheme, value, scope, block, *_ in new:
        within = None if scope is None else held.get(scope) or -scope
        yield ref, scheme, value, block, within, fresh.introduced[ref], None, 0, fresh.support[ref]


_HELD_BLOCKS = "SELECT ref.block FROM json_each(?) j CROSS JOIN ref ON ref.block = j.value WHERE ref.kind = ?"


def _alone(db: Tables, kind: Kind, seeds: Iterable[int], fresh: Fresh) -> list[tuple[int, ...]]:
    """Return the groups that no rule can change, each sorted: most of a first load.

    They are new references of which nothing is decided, that share their block with no other and are linked with none; or, of
    papers, a title with the short titles and new identifiers that are stated with it and with each other.
    """
    number = KIND_NUMBER[kind]
    found = [fresh.refs[ref] for ref in seeds if ref in fresh.refs]
    blocks = {item.block for item in found if item.block is not None and len(fresh.in_block(number, item.block)) == 1}
    db.bring(By.REF_BLOCK, blocks)
    blocks.difference_update(row[0] for row in db.execute(_HELD_BLOCKS, (many(blocks), number)))
    groups: list[tuple[int, ...]] = []
    for item in found:
        if (item.block is not None and item.block not in blocks) or item.scheme == HANDLE:
            continue
        if not fresh.linked(item.ref):
            groups.append((item.ref,))
        elif kind is Kind.PAPER and item.scheme == TEXT:
            groups.append(_stated_with(item.ref, blocks, fresh))
    open_ = fresh.decided | fresh.met
    return [group for group in groups if any(fresh.support[ref] for ref in group) and open_.isdisjoint(group)]


def _stated_with(title: int, blocks: Container[int], fresh: Fresh) -> tuple[int, ...]:
    """Return a title and the new short titles and identifiers that links lead to; nothing when they lead anywhere else.

    `blocks` are those with one reference. A title that several records state beside different identifiers is left to the rules.
    """
    group, coming = {title}, [title]
    while coming:
        ref = coming.pop()
        further = [other for other in fresh.linked(ref) if other not in group]
        if any(not _is_alone(fresh.refs.get(other), blocks) for other in further):
            return ()
        if ref == title and sum(fresh.refs[other].scheme != SHORT for other in further) > 1:
            return ()
        group.update(further)
        coming += further
    return tuple(sorted(group))


def _is_alone(item: NewRef | None, blocks: Container[int]) -> bool:
    return item is not None and item.scheme != TEXT and (item.block is None or item.block in blocks)


def resolve(db: Tables, kind: Kind, seeds: Iterable[int], fresh: Fresh, bylines: Bylines | None = None) -> Moves:
    """Resolve the references of one kind that the seeds could matter to; stores and returns what changed.

    What new references resolve to is noted in `fresh`.
    """
    chosen = set(seeds)
    settled = _alone(db, kind, chosen, fresh)
    alone = [tuple(ref for ref in group if fresh.refs[ref].scheme != SHORT) for group in settled]
    found = closure(db, KIND_NUMBER[kind], chosen.difference(*settled), fresh, bylines)
    resolution = RULES[kind](found)
    groups = [group for group in resolution.groups if any(found.support[ref] for ref in group)]
    target = _assign(db, kind, groups, alone, found)
    moves = Moves(now=dict(target))
    updates = []
    for ref, old in found.nodes.items():
        new, doubt = target.get(ref), int(ref in resolution.doubtful)
        moves.now[ref] = new
        if new != old:
            moves.changed |= {node for node in (old, new) if node is not None}
        if ref in fresh.refs:
            continue
        if new != old or doubt != found.doubts[ref]:
            updates.append((new, doubt, ref))
        if new != old:
            moves.moved[ref] = old
    run_many(db, "UPDATE ref SET node = ?, doubt = ? WHERE ref = ?", updates)
    fresh.nodes.update((ref, node) for ref, node in moves.now.items() if ref in fresh.refs)
    fresh.doubtful |= resolution.doubtful & fresh.refs.keys()
    held = {node for node in found.nodes.values() if node is not None}
    now = set(target.values())
    moves.created, moves.dissolved = now - held, held - now
    moves.members = _members(moves.created, groups, target, found)
    moves.members.update((target[group[0]], [_member(ref, fresh) for ref in group]) for group in alone)
    return moves


def _member(ref: int, fresh: Fresh) -> Member:
    new = fresh.refs[ref]
    return ref, new.scheme, new.value, fresh.support[ref]


def _members(created: set[int], groups: Iterable[tuple[int, ...]], target: Mapping[int, int], found: Closure) -> dict[int, list[Member]]:
    return {
        node: [(ref, found.views[ref].scheme, found.views[ref].value, found.support[ref]) for ref in group]
        for group in groups
        if (node := target[group[0]]) in created
    }


def _assign(db: Tables, kind: Kind, groups: list[tuple[int, ...]], alone: Iterable[tuple[int, ...]], found: Closure) -> dict[int, int]:
    """Give each group a node: one that a decision keeps before others, and one that it drops last; else the oldest it holds; else a new one.

    A kept reference that comes back, after all that stated it was retracted, brings its former id back by a new node.
    """
    nodes = found.nodes
    place = {ref: number for number, group in enumerate(groups) for ref in group}
    owner = _owners(db, place, nodes)
    joined = [(a, b) for a, b in found.decided.same if a in place and place[a] == place.get(b) and nodes[a] != nodes[b]]
    dropped = {nodes[drop] for _, drop in joined}
    chosen = {nodes[keep] for keep, _ in joined} - dropped
    returning = {place[keep] for keep, _ in joined if nodes[keep] is None}
    serial = int(scalar(db, "SELECT value FROM meta WHERE name = 'serial'") or 0)
    start = serial
    target: dict[int, int] = {}
    for number, group in enumerate((*groups, *alone)):
        held = {node for ref in group if (node := nodes.get(ref)) is not None and owner[node] == number}
        kept = held & chosen or held - dropped or (set() if number in returning else held)
        node = min(kept, default=0)
        if not node:
            serial += 1
            node = serial * 8 + KIND_NUMBER[kind]
        for ref in group:
            target[ref] = node
    if serial != start:
        db.execute("INSERT INTO meta VALUES ('serial', ?) ON CONFLICT DO UPDATE SET value = excluded.value", (serial,))
    return target


def _owners(db: Tables, place: Mapping[int, int], nodes: Mapping[int, int | None]) -> dict[int, int | None]:
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
        db.bring(By.NODE, parted)
        minted = rows(db, "SELECT node.node, minted FROM json_each(?) j CROSS JOIN node ON node.node = j.value", many(parted))
        owner |= {node: place.get(ref) for node, ref in minted if nodes.get(ref) == node}
    return owner


def scoped_by(db: Tables, refs: Iterable[int]) -> set[int]:
    """Return the references whose scope is one of `refs`."""
    scopes = set(refs)
    db.bring(By.REF_SCOPE, scopes)
    found = rows(db, "SELECT ref.ref FROM json_each(?) j CROSS JOIN ref ON ref.scope = j.value", many(scopes))
    return {row[0] for row in found}
