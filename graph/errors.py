"""The errors of the graph, in one place.

    CitegraphError
    ├── InputError            what the caller gave is wrong; the message names the value and the remedy
    │   ├── CursorError       a page cursor that is damaged or belongs to another order or filter
    │   ├── AmbiguousError    a look-up key that fits several nodes
    │   ├── NotFoundError     a run, node or path that does not exist
    │   └── RefusedError      an operation that would lose data and was not forced
    └── StoreError            the store cannot do it now
        ├── StoreUnavailableError   not there, locked or unreachable
        │   └── StoreTimeoutError   a statement took longer than it may
        └── StoreCorruptError       the file or its contents are damaged

Each message is one line for the person who reads it: the offending thing first, then what to do.
"""

from __future__ import annotations

from dataclasses import dataclass


class CitegraphError(Exception):
    """Base of every error that the graph raises on purpose."""


class InputError(CitegraphError):
    """What the caller gave is wrong."""


class CursorError(InputError):
    """A page cursor is damaged, or belongs to another order or filter."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the nodes that an ambiguous key fits."""

    id: str
    name: str
    year: int | None = None
    paper: str | None = None


class AmbiguousError(InputError):
    """A look-up key fits several nodes; `candidates` lists them by (name, id)."""

    def __init__(self, key: str, candidates: tuple[Candidate, ...]) -> None:
        self.key = key
        self.candidates = candidates
        ids = ", ".join(candidate.id for candidate in candidates[:5])
        super().__init__(f"{key!r} fits {len(candidates)} nodes: {ids}. Use one of the ids.")


class NotFoundError(InputError):
    """A run, node or path does not exist."""


class RefusedError(InputError):
    """The operation would lose data and was not forced."""


class StoreError(CitegraphError):
    """The store cannot do it now."""


class StoreUnavailableError(StoreError):
    """The store is not there, is locked or cannot be reached."""


class StoreTimeoutError(StoreUnavailableError):
    """A statement took longer than it may, and was cancelled."""


class StoreCorruptError(StoreError):
    """The store's file or its contents are damaged."""
