"""Reading a file as a load does, and looking at what its records say."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from graph.evidence import EdgeAssertion, NodeAssertion, Record, Rejection
from graph.kinds import Relation
from loaders.formats import detect


def read(path: Path, name: str) -> list[Record | Rejection]:
    """Return what a file holds, which must be told to be of format `name` by nothing but its content."""
    chosen = detect(path)
    assert chosen.name == name
    return list(chosen.read(path, chosen.name))


def records(path: Path, name: str) -> list[Record]:
    """Return a file's records, of which none may be rejected."""
    found = read(path, name)
    assert [item for item in found if isinstance(item, Rejection)] == []
    return [item for item in found if isinstance(item, Record)]


def rejections(path: Path, name: str) -> list[str]:
    """Return `locator: reason` of what is rejected."""
    return [f"{item.locator}: {item.reason}" for item in read(path, name) if isinstance(item, Rejection)]


def nodes(record: Record) -> dict[str, dict[str, object]]:
    """Return what a record states of nodes: key of the reference → values, with `same_as` when further references mean it."""
    found: dict[str, dict[str, object]] = {}
    for item in record.assertions:
        if isinstance(item, NodeAssertion):
            same_as = {"same_as": [ref.key for ref in item.same_as]} if item.same_as else {}
            found.setdefault(item.subject.key, {}).update({**item.values, **same_as})
    return found


def edges(record: Record, *relations: Relation) -> list[tuple[str, str, str]]:
    """Return (relation, from, to) of each edge that a record states, in order; of these relations when any are named."""
    return [
        (item.relation.value, item.source.key, item.target.key)
        for item in record.assertions
        if isinstance(item, EdgeAssertion) and (not relations or item.relation in relations)
    ]


def counted(found: list[Record]) -> Counter[str]:
    """Return how many edges of each relation records state."""
    return Counter(relation for record in found for relation, _, _ in edges(record))


def names_of(record: Record) -> list[str]:
    """Return the keys of the references that mean what a record is of: that which it is stated by first."""
    first = record.assertions[0]
    assert isinstance(first, NodeAssertion)
    return [ref.key for ref in (first.subject, *first.same_as)]
