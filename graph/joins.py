"""Partitions of references: joining them, and taking apart what a person told apart. Pure, and independent of any order.

Joins come in layers, from those that are given up last to those that are given up first. Where a decision "different" is broken, the
reference that it drops gives up its joins of each layer that would unite it with the one kept. The rest stays together: records
state sets of references, so that what one of them joined beside the dropped reference, it still joins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from networkx.utils import UnionFind

Pair = tuple[int, int]


class Decided(NamedTuple):
    """What people decided: pairs (kept, dropped) of references.

    `stated` are the sets of references that one record states together. They matter where something was told apart, and need
    not be given otherwise.
    """

    same: tuple[Pair, ...] = ()
    different: tuple[Pair, ...] = ()
    stated: tuple[frozenset[int], ...] = ()


NOTHING = Decided()


def components(refs: Iterable[int], joins: Iterable[Pair]) -> list[set[int]]:
    """Return the connected components of `refs` under `joins`."""
    sets: UnionFind[int] = UnionFind()
    for a, b in joins:
        sets.union(a, b)
    joined = [set(part) for part in sets.to_sets()]
    placed = set().union(*joined)
    return [*joined, *({ref} for ref in refs if ref not in placed)]


def chained(keyed: Iterable[tuple[Hashable, int]]) -> list[Pair]:
    """Joins that make one component of the references under each key."""
    first: dict[Hashable, int] = {}
    return [(first[key], ref) for key, ref in keyed if first.setdefault(key, ref) != ref]


def grouped(keyed: Iterable[tuple[Hashable, int]]) -> list[frozenset[int]]:
    """Return the references under each key."""
    found: dict[Hashable, set[int]] = defaultdict(set)
    for key, ref in keyed:
        found[key].add(ref)
    return [frozenset(refs) for refs in found.values()]


def consistent(decided: Decided) -> Decided:
    """Return the decisions without those "same" that a "different" contradicts: the dropped reference keeps none of its own."""
    if not decided.same or not decided.different:
        return decided
    refs = {ref for pair in decided.same for ref in pair}
    owner = _owners(components(refs, decided.same))
    apart = {drop for keep, drop in decided.different if keep in owner and owner[keep] == owner.get(drop)}
    return decided._replace(same=tuple(pair for pair in decided.same if not apart.intersection(pair)))


def holds(part: set[int] | frozenset[int], different: Iterable[Pair]) -> bool:
    """Whether a part has two references that were told apart."""
    return any(keep in part and drop in part for keep, drop in different)


def told_apart(part: Iterable[int], layers: Sequence[Iterable[Iterable[int]]], different: Iterable[Pair]) -> list[set[int]]:
    """Join the references of a part layer by layer, leaving apart what was told apart; each layer is sets of references."""
    refs = set(part)
    broken = [(keep, drop) for keep, drop in different if keep in refs and drop in refs]
    units = [{ref} for ref in refs]
    joins: list[Pair] = []
    for layer in layers:
        sets = [refs.intersection(found) for found in layer]
        before = _owners(units)
        parts = components(refs, [*joins, *_within(sets)])
        if any(holds(found, broken) for found in parts):
            whole = _owners(parts)
            dropped = {before[drop] for keep, drop in broken if whole[keep] == whole[drop]}
            rest = [{ref for ref in found if before[ref] not in dropped} for found in sets]
            spared = _spared(sets, before, dropped, broken, _owners(components(refs, [*joins, *_within(rest)])))
            is_apart = not any(holds(found, broken) for found in components(refs, [*joins, *_within(spared)]))
            sets = spared if is_apart else rest
        joins += _within(sets)
        units = components(refs, joins)
    return units


def _spared(
    sets: Iterable[set[int]], before: Mapping[int, int], dropped: set[int], broken: Iterable[Pair], after: Mapping[int, int]
) -> list[set[int]]:
    """Return the sets of a layer without the dropped units where these would meet what they were told apart from.

    `before` numbers the units, `after` the parts that the layer makes of them when dropped ones take no part in it.
    """
    forbidden: dict[int, set[int]] = defaultdict(set)
    for keep, drop in broken:
        forbidden[before[drop]].add(after[keep])
    found = []
    for refs in sets:
        staying = {ref for ref in refs if before[ref] not in dropped}
        met = {after[ref] for ref in staying}
        found.append(staying | {ref for ref in refs - staying if met and met.isdisjoint(forbidden[before[ref]])})
    return found


def _within(sets: Iterable[Iterable[int]]) -> list[Pair]:
    return chained((number, ref) for number, found in enumerate(sets) for ref in found)


def _owners(parts: Iterable[Iterable[int]]) -> dict[int, int]:
    return {ref: number for number, part in enumerate(parts) for ref in part}
