"""References as rows: interning, and those of a batch, which get their rows when it is known what they resolve to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from graph.evidence import HANDLE, NAME, PLACEHOLDER, TEXT
from graph.packed import Packed, PackedRef
from graph.stores.sqlite.schema import KIND_NUMBER
from graph.stores.sqlite.sql import many, rows, run_many
from graph.stores.sqlite.tables import By, Tables

SELF_CREATING = frozenset({NAME, HANDLE, PLACEHOLDER, TEXT, "repo"})
"""Schemes whose bare mention creates a node (a handle's, when its name stands elsewhere too); that of a paper's or author's
identifier does not."""


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
    """A reference that has a number and no row yet; also its own state, until it has one."""

    ref: int
    hash: int
    kind: int
    scheme: str
    value: str
    scope: int | None
    block: int | None
    node: None = None
    doubt: int = 0
    support: int = 0
    introduced: int = 0


State = RefState | NewRef


class Fresh:
    """The new references of a batch: what is known of them, and what they resolve to, until they are inserted.

    `links` are all pairs of references that the batch links, those of stored references included; `decided` are the references that
    its decisions name, `met` the identifiers of authors that stand under one name on one paper.
    """

    def __init__(self, references: Iterable[NewRef], links: Iterable[tuple[int, int]], decided: Iterable[int] = ()) -> None:
        self.decided = frozenset(decided)
        self.met: frozenset[int] = frozenset()
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


NO_FRESH = Fresh((), ())


class Interned(NamedTuple):
    """References of a batch as numbers, in their order: those that are `new`, to be inserted, and the state of all."""

    numbers: list[int]
    new: list[NewRef]
    states: dict[int, State]


_FIND = "SELECT ref.hash, {columns} FROM json_each(?) j CROSS JOIN ref ON ref.hash = j.value"
_STATE = "ref.ref, ref.kind, ref.scheme, ref.node, ref.doubt, ref.support, ref.introduced"


def intern(db: Tables, packed: Packed) -> Interned:
    """Number the references of a batch. What has the same hash is the same reference (`graph.text.hash64`)."""
    hashes = [ref[3] for ref in packed.references]
    db.bring(By.REF_HASH, hashes)
    found = rows(db, _FIND.format(columns=_STATE), many(sorted(hashes)))  # in the order of the index
    known = {row[0]: row[1] for row in found}
    new = [place for place, hash_ in enumerate(hashes) if hash_ not in known]
    start = db.highest("ref")
    known.update((hashes[place], number) for number, place in enumerate(new, start=start + 1))
    numbers = [known[hash_] for hash_ in hashes]
    fresh = [_new_ref(numbers[place], packed.references[place], numbers) for place in new]
    states: dict[int, State] = {row[1]: RefState(*row[1:]) for row in found}
    states.update((item.ref, item) for item in fresh)
    return Interned(numbers, fresh, states)


def _new_ref(number: int, ref: PackedRef, numbers: list[int]) -> NewRef:
    kind, scheme, value, hash_, block, scope = ref
    return NewRef(number, hash_, KIND_NUMBER[kind], scheme, value, None if scope is None else numbers[scope], block)


def states(db: Tables, refs: Iterable[int]) -> dict[int, State]:
    """Return the state of stored references."""
    chosen = set(refs)
    db.bring(By.REF, chosen)
    found = db.execute(f"SELECT {_STATE} FROM json_each(?) j CROSS JOIN ref ON ref.ref = j.value", (many(chosen),))
    return {row[0]: RefState(*row) for row in found}


def insert(db: Tables, fresh: Fresh) -> None:
    """Insert new references with what they resolve to.

    In the order of their hashes, so that pages of the index are written once: by number it took longer.
    """
    columns = "ref, hash, kind, scheme, value, scope, block, support, introduced, node, doubt"
    found = [
        (*new[:7], fresh.support[new.ref], fresh.introduced[new.ref], fresh.nodes.get(new.ref), new.ref in fresh.doubtful)
        for new in sorted(fresh.refs.values(), key=attrgetter("hash"))
    ]
    run_many(db, f"INSERT INTO ref ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", found)
