"""A source's units before they are understood: told apart at little cost, so that what the store holds already is never read twice.

Every format is a pair of steps: `units` finds the units of a file, with key and digest; `record` understands one, which is where
the time goes. The second is a pure function of the unit, so that it may run in another process.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from graph.evidence import Record, RecordVersion, Rejection


class Unit(NamedTuple):
    """One unit of a source. `digest` covers `raw` and the loader's name and version (`loaders.records.digest`)."""

    source: str
    key: str
    digest: bytes
    locator: str
    raw: bytes

    @property
    def version(self) -> RecordVersion:
        """What the store would know it by."""
        return RecordVersion(self.source, self.key, self.digest)


class Reader(Protocol):
    """How one format is read."""

    def reading(self, path: Path) -> str:
        """Return all that decides what is read from a file besides its content, name and source: the loader with its version, and options.

        SourceError when an option of it cannot be read.
        """
        ...

    def units(self, path: Path, source: str) -> Iterator[Unit | Rejection]:
        """Yield the units of a file in order; a Rejection for what cannot be told apart. SourceError when it cannot be read further."""
        ...

    def record(self, unit: Unit) -> Record | Rejection:
        """Understand a unit. Pure; never raises for what the unit holds."""
        ...
