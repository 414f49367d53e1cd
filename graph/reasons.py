"""Why references are one thing, or are not: chains of joins, and what keeps apart. Pure, over what `graph/identity.py` sees."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import networkx as nx

from graph.evidence import NAME, TEXT
from graph.identity import Papers, RefView, Resolution, contradictory, join_papers, rivals
from graph.joins import Decided, Pair, chained, components, consistent, grouped
from graph.kinds import KINDS, Kind
from graph.store import Apart, Rule


class Seen(NamedTuple):
    """References of a kind with everything that could join them, and what came of it; `decided.stated` is given.

    `meetings` are the identifiers of authors under one name on one paper (`graph/bylines.py`).
    """

    kind: Kind
    views: Mapping[int, RefView]
    links: Sequence[Pair]
    decided: Decided
    resolution: Resolution
    meetings: Sequence[frozenset[int]] = ()

    def group(self, ref: int) -> set[int]:
        """Return the references that are one with this one; itself alone while it is in doubt."""
        return next((set(group) for group in self.resolution.groups if ref in group), {ref})

    def papers(self) -> Papers:
        """Return how papers are joined."""
        return join_papers(self.views, self.links, KINDS[self.kind].single_valued, consistent(self.decided))


class Bond(NamedTuple):
    """One join of a chain."""

    a: int
    b: int
    rule: Rule


class Gap(NamedTuple):
    """What keeps two references apart: the pair that was decided, the references that contradict each other, or scopes of names."""

    apart: Apart
    pair: Pair | None = None
    refs: tuple[int, ...] = ()
    scopes: tuple[int, ...] = ()


def parts(kind: Kind, views: Mapping[int, RefView], links: Iterable[Pair]) -> list[set[int]]:
    """Return what the references of one node are without its weakest joins.

    Of papers, what identifiers join, without text; when that is one, also the text references that it does not state. Of other
    kinds, what a folded name joins, and each identifier, without what records state together.
    """
    if kind is not Kind.PAPER:
        return components(views, chained((view.block, ref) for ref, view in views.items() if view.scheme == NAME))
    texts = {ref for ref, view in views.items() if view.scheme == TEXT}
    stated = list(links)
    firm = components(views.keys() - texts, (link for link in stated if texts.isdisjoint(link)))
    told = {ref for link in stated if not texts.issuperset(link) for ref in link}
    return firm if len(firm) > 1 else [*firm, *({ref} for ref in texts - told)]


# --- one ------------------------------------------------------------------------------------------------------------

_COST = {rule: 100 + place for place, rule in enumerate(Rule)}
"""Of two chains of one length the one by firmer joins is told."""


def chain(seen: Seen, a: int, b: int) -> list[Bond]:
    """Return the shortest chain of joins between two references of one group; empty when they are the same."""
    network = _network(seen, seen.group(a))
    path = nx.shortest_path(network, a, b, weight="cost")
    stops = [(place, node) for place, node in enumerate(path) if isinstance(node, int)]
    return [Bond(one, other, network.edges[one, path[place + 1]]["rule"]) for (place, one), (_, other) in pairwise(stops)]


def _network(seen: Seen, group: set[int]) -> nx.Graph[Hashable]:
    """The joins that hold within a group; what joins a set of references is a stop between them."""
    network: nx.Graph[Hashable] = nx.Graph()
    network.add_nodes_from(sorted(group))
    for rule, sets in ((Rule.STATED, seen.decided.stated), (Rule.BYLINE, _met(seen, group)), (Rule.NAME, _names(seen, group))):
        for number, found in enumerate(sets):
            for ref in sorted(group & found):
                network.add_edge(ref, (rule, number), rule=rule, cost=_COST[rule])
    pairs = [(Rule.TITLE, pair) for pair in _titles(seen, group)] + [(Rule.DECIDED, pair) for pair in consistent(seen.decided).same]
    for rule, (a, b) in pairs:
        if a in group and b in group:
            network.add_edge(a, b, rule=rule, cost=2 * _COST[rule])
    return network


def _met(seen: Seen, group: set[int]) -> list[frozenset[int]]:
    """Meetings that may have joined a group: those with nobody else, in which no source has two."""
    views = seen.views.keys()
    return sorted((met & views for met in seen.meetings if met & views <= group), key=sorted)


def _titles(seen: Seen, group: set[int]) -> list[Pair]:
    if seen.kind is not Kind.PAPER:
        return []
    found = seen.papers()
    return [] if any(group <= part for part in found.doubted) else sorted(found.titled)


def _names(seen: Seen, group: set[int]) -> list[frozenset[int]]:
    """Sets of references that one folded name joins: of methods in one paper's context only, when several groups introduce it."""
    if seen.kind is Kind.PAPER:
        return []
    named = [(ref, view) for ref, view in sorted(seen.views.items()) if view.scheme == NAME]
    shared = {view.block for ref, view in named if view.introduced and ref not in group} & {
        view.block for ref, view in named if view.introduced and ref in group
    }
    joined = [(ref, view) for ref, view in named if view.block not in shared or view.scope is not None]
    return grouped(((view.block, view.scope if view.block in shared else None), ref) for ref, view in joined)


# --- apart ----------------------------------------------------------------------------------------------------------


def gap(seen: Seen, a: int, b: int) -> Gap:
    """Return what keeps two references of different groups apart."""
    ours, theirs = seen.group(a), seen.group(b)
    for keep, drop in sorted(seen.decided.different):
        if (keep in ours and drop in theirs) or (keep in theirs and drop in ours):
            return Gap(Apart.DECIDED, (keep, drop))
    if not _would_join(seen, a, b):
        return Gap(Apart.NOTHING)
    if {a, b} & seen.resolution.doubtful:
        return Gap(Apart.AMBIGUOUS)
    return _papers_gap(seen, a) if seen.kind is Kind.PAPER else _names_gap(seen, ours, theirs)


def _would_join(seen: Seen, a: int, b: int) -> bool:
    joins = [*seen.links, *seen.decided.same]
    if seen.kind is Kind.PAPER:
        joins += seen.papers().titled
    else:
        joins += chained((view.block, ref) for ref, view in seen.views.items() if view.scheme == NAME)
        joins += chained((number, ref) for number, met in enumerate(seen.meetings) for ref in met & seen.views.keys())
    return any(a in part and b in part for part in components(seen.views, joins))


def _papers_gap(seen: Seen, a: int) -> Gap:
    found = seen.papers()
    part = next((part for part in found.doubted if a in part), set())
    if scheme := contradictory(part, seen.views, found.owner, KINDS[seen.kind].single_valued):
        return Gap(Apart.IDENTIFIERS, refs=tuple(sorted(ref for ref in part if seen.views[ref].scheme == scheme)))
    return Gap(Apart.TITLES, refs=tuple(sorted(part & found.titles.keys()))) if part else Gap(Apart.DECIDED)


def _names_gap(seen: Seen, ours: set[int], theirs: set[int]) -> Gap:
    if seen.kind is Kind.AUTHOR:
        return _authors_gap(seen, ours, theirs)
    scopes = [{view.scope for ref in group if (view := seen.views[ref]).introduced and view.scope is not None} for group in (ours, theirs)]
    if all(scopes):
        return Gap(Apart.INTRODUCED, scopes=tuple(sorted(set().union(*scopes))))
    return Gap(Apart.DECIDED if seen.decided.different else Apart.AMBIGUOUS)


def _authors_gap(seen: Seen, ours: set[int], theirs: set[int]) -> Gap:
    """Bylines would join the groups: those of one source that they would join stand against it, or a decision on others does."""
    groups = chained((number, ref) for number, group in enumerate(seen.resolution.groups) for ref in group)
    met = chained((number, ref) for number, found in enumerate(seen.meetings) for ref in found & seen.views.keys())
    whole = next(part for part in components(seen.views, [*groups, *met]) if not part.isdisjoint(ours))
    refs = rivals(whole, seen.views) if not whole.isdisjoint(theirs) else []
    return Gap(Apart.IDENTIFIERS, refs=tuple(refs)) if refs else Gap(Apart.DECIDED)
