"""The file that a fetch writes: it grows by whole pages, and a small file beside it knows how far it has come.

While it grows it is called `FILE.part`, and what is known of it stands in `FILE.cursor`. A page counts once that says so: what a crash left
behind it in the growing file is cut off when the fetch goes on.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from loaders.errors import SourceError
from loaders.files import compressed


class State(BaseModel):
    """How far a fetch has come. `size` is that of the growing file; `anew` the day it was started from anew; the rest is as in `loaders.fetch.pages`."""

    model_config = ConfigDict(extra="forbid")

    source: str
    query: str
    since: str | None = None
    until: str | None = None
    anew: str | None = None
    cursor: str | None = None
    reached: str | None = None
    records: int = 0
    missing: int = 0
    size: int = 0

    @property
    def wanted(self) -> tuple[str, ...]:
        """What is fetched, in words."""
        return (self.source, self.query, *(f"--{name} {day}" for name, day in (("since", self.since), ("until", self.until)) if day))


class Output:
    """A file under way; `state` is how far it has come, None before its first page."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.part = path.with_name(f"{path.name}.part")
        self._beside = path.with_name(f"{path.name}.cursor")
        self.state = self._read()

    def _read(self) -> State | None:
        with _writable(self._beside):
            if not self._beside.exists():
                return None
            text = self._beside.read_text(encoding="utf-8")
        try:
            return State.model_validate_json(text)
        except ValidationError:
            raise SourceError(f"{self._beside}: is damaged; remove it and {self.part.name}, and start anew") from None

    def take_up(self) -> None:
        """Cut off what came after the last page that counts. SourceError when that page is not all there."""
        size = self.state.size if self.state else 0
        with _writable(self.part):
            if self.state is None:
                self.part.write_bytes(b"")
                return
            if not self.part.exists() or self.part.stat().st_size < size:
                raise SourceError(f"{self.part}: is not what {self._beside.name} says of it; remove both, and start anew")
            os.truncate(self.part, size)

    def start_anew(self) -> None:
        """Forget what is there."""
        self.state = None
        with _writable(self.part):
            self._beside.unlink(missing_ok=True)
            self.part.write_bytes(b"")

    def add(self, records: list[bytes], state: State) -> None:
        """Add a page, and remember how far that is; all or nothing, also when the machine stops."""
        with _writable(self.part):
            if records:
                _write(self.part, "ab", compressed(self.path, b"".join(record + b"\n" for record in records)))
            state.size = self.part.stat().st_size
            new = self._beside.with_name(f"{self._beside.name}.part")
            _write(new, "wb", state.model_dump_json(indent=1).encode() + b"\n")
            new.replace(self._beside)
        self.state = state

    def finish(self) -> None:
        """Give the file its name; a file without records is not kept."""
        with _writable(self.path):
            if self.state is not None and self.state.records:
                self.part.replace(self.path)
            self.part.unlink(missing_ok=True)
            self._beside.unlink(missing_ok=True)


def _write(path: Path, mode: Literal["ab", "wb"], data: bytes) -> None:
    """Write, and wait until it is on the disk."""
    with path.open(mode) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _writable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SourceError(f"{path}: cannot be written ({error.strerror})") from error
