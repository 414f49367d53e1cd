"""References as rows: interning, and what the projection needs to know of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import NamedTuple

import apsw

from graph.evidence import NAME, PLACEHOLDER, TEXT
from graph.packed import Packed
from graph.stores.sqlite.schema import KIND_NUMBER
from graph.stores.sqlite.sql import many, rows, run_many, scalar

SELF_CREATING = frozenset({NAME, PLACEHOLDER, TEXT, "repo"})
"""Schemes whose bare mention creates a node; a bare identifier of a paper or an author does not."""

_CACHE_LIMIT = 200_000


class RefState(NamedTuple):
    """A reference as stored."""

    ref: int
    kind: int
    scheme: str
    node: int | None
    doubt: int
    support: int
    introduced: int


class NewRef(NamedTuple):
    """A reference that has a number and no row yet."""

    ref: int
    key: str
    kind: int
    scheme: str
    value: str
    scope: int | None
    block: str | None


class Interner:
    """Numbers references. Keeps the most recent in memory; forget them after a rolled-back transaction."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db
        self._known: dict[str, int] = {}

    def forget(self) -> None:
        """Drop what is remembered."""
        self._known.clear()

    def intern(self, packed: Packed) -> tuple[list[int], list[NewRef]]:
        """Return the number of each reference, and those that are new, to be inserted before the next call."""
        if len(self._known) > _CACHE_LIMIT:
            self._known.clear()
        known = self._known
        missing = [place for place, key in enumerate(packed.keys) if key not in known]
        wanted = many(packed.keys[place] for place in missing)
        known.update(self._db.execute("SELECT key, ref FROM ref WHERE key IN (SELECT value FROM json_each(?))", (wanted,)))
        new = [place for place in missing if packed.keys[place] not in known]
        start = scalar(self._db, "SELECT max(ref) FROM ref") or 0
        known.update((packed.keys[place], number) for number, place in enumerate(new, start=start + 1))
        numbers = [known[key] for key in packed.keys]
        return numbers, [_new_ref(packed, place, numbers) for place in new]


def _new_ref(packed: Packed, place: int, numbers: list[int]) -> NewRef:
    ref, scope = packed.references[place], packed.scopes[place]
    scoped = None if scope is None else numbers[scope]
    return NewRef(numbers[place], packed.keys[place], KIND_NUMBER[ref.kind], ref.scheme, ref.value, scoped, packed.blocks[place])


def states(db: apsw.Connection, refs: set[int], fresh: Iterable[NewRef]) -> dict[int, RefState]:
    """Return the state of references, stored or `fresh`."""
    known = {new.ref: RefState(new.ref, new.kind, new.scheme, None, 0, 0, 0) for new in fresh}
    found = rows(
        db,
        "SELECT ref, kind, scheme, node, doubt, support, introduced FROM json_each(?) j CROSS JOIN ref ON ref.ref = j.value",
        many(refs - known.keys()),
    )
    return known | {row[0]: RefState(*row) for row in found}


def insert(db: apsw.Connection, fresh: Iterable[NewRef], support: Mapping[int, int], introduced: Mapping[int, int]) -> None:
    """Insert new references with how often they are supported and introduced.

    In the order of their keys, so that pages of the index are written once: by number it took twice the time.
    """
    run_many(
        db,
        "INSERT INTO ref (ref, key, kind, scheme, value, scope, block, support, introduced) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(*new, support.get(new.ref, 0), introduced.get(new.ref, 0)) for new in sorted(fresh, key=attrgetter("key"))],
    )
