"""References as rows: interning, and those of a batch, which get their rows when it is known what they resolve to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

import apsw

from graph.evidence import NAME, PLACEHOLDER, TEXT
from graph.packed import Packed, PackedRef
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
    hash: int
    kind: int
    scheme: str
    value: str
    scope: int | None
    block: int | None


class Fresh:
    """The new references of a batch: what is known of them, and what they resolve to, until they are inserted.

    `links` are all pairs of references that the batch links, those of stored references included.
    """

    def __init__(self, references: Iterable[NewRef], links: Iterable[tuple[int, int]]) -> None:
        self.refs = {new.ref: new for new in references}
        self.nodes: dict[int, int | None] = {}
        self.doubtful: set[int] = set()
        self.support: Counter[int] = Counter()
        self.introduced: Counter[int] = Counter()
        self._blocks: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._partners: dict[int, list[int]] = defaultdict(list)
        for new in self.refs.values():
            if new.block is not None:
                self._blocks[new.kind, new.block].append(new.ref)
        for a, b in links:
            self._partners[a].append(b)
            self._partners[b].append(a)

    def in_block(self, kind: int, block: int | None) -> list[int]:
        """Return the new references of a kind in a block."""
        return self._blocks.get((kind, block), []) if block is not None else []

    def linked(self, ref: int) -> list[int]:
        """Return what the batch links with a reference."""
        return self._partners.get(ref, [])


class Interner:
    """Numbers references. Keeps the most recent in memory; forget them after a rolled-back transaction."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db
        self._known: dict[tuple[int, str], int] = {}  # by hash and value

    def forget(self) -> None:
        """Drop what is remembered."""
        self._known.clear()

    def intern(self, packed: Packed) -> tuple[list[int], list[NewRef]]:
        """Return the number of each reference, and those that are new, to be inserted before the next call."""
        if len(self._known) > _CACHE_LIMIT:
            self._known.clear()
        known = self._known
        keys = [(ref[3], ref[2]) for ref in packed.references]
        missing = [place for place, key in enumerate(keys) if key not in known]
        wanted = many(sorted(keys[place][0] for place in missing))  # in the order of the index
        found = self._db.execute("SELECT ref.hash, ref.value, ref.ref FROM json_each(?) j CROSS JOIN ref ON ref.hash = j.value", (wanted,))
        known.update(((hash_, value), ref) for hash_, value, ref in found)
        new = [place for place in missing if keys[place] not in known]
        start = scalar(self._db, "SELECT max(ref) FROM ref") or 0
        known.update((keys[place], number) for number, place in enumerate(new, start=start + 1))
        numbers = [known[key] for key in keys]
        return numbers, [_new_ref(numbers[place], packed.references[place], numbers) for place in new]


def _new_ref(number: int, ref: PackedRef, numbers: list[int]) -> NewRef:
    kind, scheme, value, hash_, block, scope = ref
    return NewRef(number, hash_, KIND_NUMBER[kind], scheme, value, None if scope is None else numbers[scope], block)


def states(db: apsw.Connection, refs: set[int], fresh: Iterable[NewRef]) -> dict[int, RefState]:
    """Return the state of references, stored or `fresh`."""
    known = {new.ref: RefState(new.ref, new.kind, new.scheme, None, 0, 0, 0) for new in fresh}
    found = rows(
        db,
        "SELECT ref, kind, scheme, node, doubt, support, introduced FROM json_each(?) j CROSS JOIN ref ON ref.ref = j.value",
        many(refs - known.keys()),
    )
    return known | {row[0]: RefState(*row) for row in found}


def insert(db: apsw.Connection, fresh: Fresh) -> None:
    """Insert new references with what they resolve to.

    In the order of their hashes, so that pages of the index are written once: by number it took longer.
    """
    columns = "ref, hash, kind, scheme, value, scope, block, support, introduced, node, doubt"
    found = [
        (*new, fresh.support[ref], fresh.introduced[ref], fresh.nodes.get(ref), ref in fresh.doubtful)
        for new in sorted(fresh.refs.values(), key=attrgetter("hash"))
        if (ref := new.ref)
    ]
    run_many(db, f"INSERT INTO ref ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", found)
