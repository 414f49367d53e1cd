"""Families of methods and datasets: which of several parents counts, and the root of each chain. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Parent(NamedTuple):
    """A candidate parent; the smallest is chosen: most support first, then sort name, then key."""

    less_support: int
    sort_name: str
    key: str
    node: int


def roots(parents: Mapping[int, Iterable[Parent]]) -> dict[int, int]:
    """Return the root of every node: the top of the chain of chosen parents; a cycle's root is its smallest by (name, key)."""
    chosen = {node: min(found) for node, found in ((n, list(f)) for n, f in parents.items()) if found}
    return {node: _top(node, chosen) for node in parents}


def _top(node: int, chosen: Mapping[int, Parent]) -> int:
    path: list[Parent] = []
    seen = {node: 0}
    while (parent := chosen.get(node)) is not None:
        path.append(parent)
        node = parent.node
        if node in seen:
            return min(path[seen[node] :], key=lambda p: (p.sort_name, p.key)).node
        seen[node] = len(path)
    return node
