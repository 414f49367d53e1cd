"""References as rows: interning, and what the projection needs to know of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import apsw

from graph.evidence import NAME, PLACEHOLDER, TEXT, Ref
from graph.kinds import Kind
from graph.stores.sqlite.schema import KIND_NUMBER
from graph.stores.sqlite.sql import many, rows, run_many, scalar
from graph.text import fold

SELF_CREATING = frozenset({NAME, PLACEHOLDER, TEXT, "repo"})
"""Schemes whose bare mention creates a node; a bare identifier of a paper or an author does not."""

_CACHE_LIMIT = 400_000


class RefState(NamedTuple):
    """A reference as stored."""

    ref: int
    kind: int
    scheme: str
    node: int | None
    doubt: int
    support: int
    introduced: int


def block_of(ref: Ref) -> str | None:
    """Return the block of a reference: what a weak rule compares it by."""
    if ref.scheme == TEXT:
        return ref.value.rsplit("|", 2)[0]
    if ref.scheme == NAME:
        return fold(ref.value)
    return None


def _scope_ref(key: str) -> Ref:
    kind, scheme, value = key.split(":", 2)
    return Ref(Kind(kind), scheme, value)


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
        self._known: dict[Ref, int] = {}

    def forget(self) -> None:
        """Drop what is remembered."""
        self._known.clear()

    def intern(self, references: Iterable[Ref]) -> tuple[Mapping[Ref, int], list[NewRef]]:
        """Return the number of each reference, and those that are new, to be inserted before the next call."""
        if len(self._known) > _CACHE_LIMIT:
            self._known.clear()
        missing = [ref for ref in dict.fromkeys(references) if ref not in self._known]
        fresh: list[NewRef] = []
        if missing:
            scopes = dict.fromkeys(_scope_ref(ref.scope) for ref in missing if ref.scope)
            self._number([ref for ref in scopes if ref not in self._known], fresh)
            self._number([ref for ref in missing if ref not in self._known], fresh)
        return self._known, fresh

    def _number(self, references: list[Ref], fresh: list[NewRef]) -> None:
        keys = {ref.key: ref for ref in references}
        for key, number in self._db.execute("SELECT key, ref FROM ref WHERE key IN (SELECT value FROM json_each(?))", (many(keys),)):
            self._known[keys.pop(key)] = number
        start = fresh[-1].ref if fresh else scalar(self._db, "SELECT max(ref) FROM ref") or 0
        for number, (key, ref) in enumerate(sorted(keys.items()), start=start + 1):
            scope = self._known[_scope_ref(ref.scope)] if ref.scope else None
            fresh.append(NewRef(number, key, KIND_NUMBER[ref.kind], ref.scheme, ref.value, scope, block_of(ref)))
            self._known[ref] = number


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
    """Insert new references with how often they are supported and introduced."""
    run_many(
        db,
        "INSERT INTO ref (ref, key, kind, scheme, value, scope, block, support, introduced) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(*new, support.get(new.ref, 0), introduced.get(new.ref, 0)) for new in fresh],
    )
