"""References as rows: interning, and what the projection needs to know of them."""

from __future__ import annotations

from collections.abc import Iterable
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


class Interner:
    """Numbers references. Keeps the most recent in memory; forget them after a rolled-back transaction."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db
        self._known: dict[Ref, int] = {}

    def forget(self) -> None:
        """Drop what is remembered."""
        self._known.clear()

    def intern(self, references: Iterable[Ref]) -> dict[Ref, int]:
        """Return the number of each reference, storing those that are new."""
        if len(self._known) > _CACHE_LIMIT:
            self._known.clear()
        known = self._known
        wanted = dict.fromkeys(references)
        missing = [ref for ref in wanted if ref not in known]
        if missing:
            scopes = {ref.scope: None for ref in missing if ref.scope}
            self._store([_scope_ref(key) for key in scopes if _scope_ref(key) not in known])
            self._store([ref for ref in missing if ref not in known])
        return known

    def _store(self, references: list[Ref]) -> None:
        keys = {ref.key: ref for ref in references}
        for key, number in self._db.execute("SELECT key, ref FROM ref WHERE key IN (SELECT value FROM json_each(?))", (many(keys),)):
            self._known[keys.pop(key)] = number
        start = (scalar(self._db, "SELECT max(ref) FROM ref") or 0) + 1
        made = []
        for number, (key, ref) in enumerate(keys.items(), start=start):
            scope = self._known[_scope_ref(ref.scope)] if ref.scope else None
            made.append((number, key, KIND_NUMBER[ref.kind], ref.scheme, ref.value, scope, block_of(ref)))
            self._known[ref] = number
        run_many(self._db, "INSERT INTO ref (ref, key, kind, scheme, value, scope, block) VALUES (?, ?, ?, ?, ?, ?, ?)", made)


def states(db: apsw.Connection, refs: Iterable[int]) -> dict[int, RefState]:
    """Return the stored state of references."""
    found = rows(
        db,
        "SELECT ref, kind, scheme, node, doubt, support, introduced FROM json_each(?) j CROSS JOIN ref ON ref.ref = j.value",
        many(refs),
    )
    return {row[0]: RefState(*row) for row in found}
