"""Paths between two nodes: a bounded search over a store's neighbours, the same for every store.

Breadth-first from both ends (bidirectional search), ring by ring, each ring one call of `GraphStore.neighbours` for the side whose next
ring is the smaller; so a plan with paths takes at most 1 + `max_length` calls besides its own statement. When both depths add up to d, every
path of up to d edges lies within what was seen, and the search ends as soon as these are as many as wanted.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from graph.errors import NotFoundError
from graph.plan import FoundPaths, Item, NodesById, Paths, Plan
from graph.store import GraphStore, Neighbour

MAX_SEEN = 200_000
"""How many neighbours a search looks at."""
MAX_TRIED = 20_000
"""How many paths of one length are put in order."""

_ENDS = (Item("id", "id"),)


async def found(store: GraphStore, plan: Plan) -> tuple[Plan, dict[str, NotFoundError]]:
    """Return the plan with what its `Paths` found in their place, and the errors of those, by key, that name nothing; they are left out."""
    items, errors = [], {}
    for item in plan.items:
        if not isinstance(item.fetch, Paths):
            items.append(item)
            continue
        try:
            items.append(replace(item, fetch=await _search(store, item.fetch)))
        except NotFoundError as error:
            errors[item.key] = error
    return Plan(tuple(items)), errors


async def _search(store: GraphStore, wanted: Paths) -> FoundPaths:
    start, end = await _ends(store, wanted)
    if start == end:
        return FoundPaths((), is_complete=True)
    web = Web()
    sides = (Side(start), Side(end))
    for reached in range(1, wanted.max_length + 1):
        side = min((side for side in sides if side.ring), key=lambda side: side.weight, default=None)
        if side is None:
            break
        asked = [node for node in side.ring if node not in web.seen]
        room = MAX_SEEN - web.count
        joints = await store.neighbours(asked, ends=(start, end), avoid_degree_above=wanted.avoid_degree_above, limit=room + 1)
        web.add(asked, joints[:room])
        side.widen(web)
        if len(joints) > room:
            return _listed(web, start, end, reached, wanted, is_complete=False)
        paths = _listed(web, start, end, reached, wanted, is_complete=True)
        if len(paths.paths) >= wanted.first or not paths.is_complete:
            return paths
    return _listed(web, start, end, wanted.max_length, wanted, is_complete=True)


async def _ends(store: GraphStore, wanted: Paths) -> tuple[str, str]:
    """The public ids of the ends. NotFoundError for one that names nothing."""
    asked = (wanted.start, wanted.end)
    answer = await store.run(Plan((Item("ends", "nodes", NodesById(asked), _ENDS),)))
    ends = json.loads(answer.json)["ends"]
    for name, node in zip(asked, ends, strict=True):
        if node is None:
            raise NotFoundError(f"{name!r} names nothing in this graph")
    return ends[0]["id"], ends[1]["id"]


# --- what was seen --------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Web:
    """Nodes and what joins them, as far as they were seen: `seen` are those of which all neighbours are known."""

    joined: dict[str, set[str]] = field(default_factory=dict)
    known: dict[str, Neighbour] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    count: int = 0

    def add(self, asked: Sequence[str], neighbours: Sequence[Neighbour]) -> None:
        """Take in the neighbours of nodes."""
        self.seen.update(asked)
        self.count += len(neighbours)
        for one in neighbours:
            self.known.setdefault(one.id, one)
            self.joined.setdefault(one.of, set()).add(one.id)
            self.joined.setdefault(one.id, set()).add(one.of)

    def order(self, node: str) -> tuple[int, str, str]:
        """What nodes are ordered by: the less connected first."""
        known = self.known.get(node)
        return (known.degree, known.sort_name, node) if known else (0, "", node)


class Side:
    """The ring that one end has come to."""

    def __init__(self, end: str) -> None:
        self.ring = [end]
        self.weight = 0
        self._reached = {end}

    def widen(self, web: Web) -> None:
        """Go on to the next ring: the neighbours of this one that no ring before it held."""
        ring = {other for node in self.ring for other in web.joined.get(node, ())} - self._reached
        self._reached |= ring
        self.ring = sorted(ring, key=web.order)
        self.weight = sum(web.order(node)[0] for node in self.ring)


# --- paths in it ----------------------------------------------------------------------------------------------------


def _listed(web: Web, start: str, end: str, longest: int, wanted: Paths, *, is_complete: bool) -> FoundPaths:
    """The best of the paths of up to `longest` edges."""
    chosen: list[tuple[str, ...]] = []
    for length in range(1, longest + 1):
        tried = list(islice(of_length(web.joined, start, end, length), MAX_TRIED + 1))
        if len(tried) > MAX_TRIED:
            tried.pop()
            is_complete = False
        chosen += sorted(tried, key=lambda path: _rank(web, path))[: wanted.first - len(chosen)]
        if len(chosen) == wanted.first or not is_complete:
            break
    return FoundPaths(tuple(chosen), is_complete=is_complete)


def _rank(web: Web, path: tuple[str, ...]) -> tuple[int, list[tuple[str, str]]]:
    """Among paths of one length: the highest degree of a node between the ends, then the names along it."""
    inner = [web.order(node) for node in path[1:-1]]
    return max((degree for degree, _, _ in inner), default=0), [(name, node) for _, name, node in inner]


def of_length(joined: Mapping[str, set[str]], start: str, end: str, length: int) -> Iterator[tuple[str, ...]]:
    """Yield the simple paths of exactly `length` edges, in a stable order. Steps that lead too far from the end are not tried."""
    away = distances(joined, end, length)
    if away.get(start, length + 1) > length:
        return
    path = [start]
    ways = [_onward(joined, start, away, length - 1)]
    while ways:
        step = next(ways[-1], None)
        if step is None:
            ways.pop()
            path.pop()
        elif step in path:
            continue
        elif len(path) == length:
            if step == end:
                yield (*path, step)
        elif step != end:
            path.append(step)
            ways.append(_onward(joined, step, away, length - len(path)))


def _onward(joined: Mapping[str, set[str]], node: str, away: Mapping[str, int], left: int) -> Iterator[str]:
    """The neighbours from which `left` edges may reach the end."""
    return iter(sorted(other for other in joined.get(node, ()) if away.get(other, left + 1) <= left))


def distances(joined: Mapping[str, set[str]], end: str, longest: int) -> dict[str, int]:
    """How many edges nodes are from the end, up to a number."""
    away = {end: 0}
    queue = deque([end])
    while queue:
        node = queue.popleft()
        if away[node] == longest:
            break
        for other in joined.get(node, ()):
            if other not in away:
                away[other] = away[node] + 1
                queue.append(other)
    return away
