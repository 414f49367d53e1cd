"""What the JSONL formats share: telling them apart, and reading line by line with rejects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.evidence import Assertion, Record, Rejection
from loaders.errors import RecordError
from loaders.files import lines
from loaders.head import Row
from loaders.records import checked, content_key, decode, digest, stored
from loaders.units import Unit


@dataclass(frozen=True, slots=True)
class JsonLines:
    """A format of one JSON object a line; implements `loaders.units.Reader`.

    `make` turns a row into assertions; `key_of` names the row (None: by its content), `url_of` says where a person can look it
    up. All three raise RecordError to reject it.
    """

    loader: str
    rank: int
    make: Callable[[Row, Unit], Iterable[Assertion]]
    key_of: Callable[[Row], str | None] = lambda row: None
    url_of: Callable[[Row], str | None] = lambda row: None

    def units(self, path: Path, source: str) -> Iterator[Unit | Rejection]:
        """See `Reader.units`: one unit for each line that is not blank."""
        for number, raw in lines(path):
            if not raw.strip():
                continue
            locator = f"{path.name}:{number}"
            try:
                key = stored("key", self.key_of(decode(raw)) or content_key(raw))
                yield Unit(source, key, digest(raw, self.loader), locator, raw)
            except RecordError as error:
                yield Rejection(source, None, locator, str(error))

    def record(self, unit: Unit) -> Record | Rejection:
        """See `Reader.record`."""
        try:
            row = decode(unit.raw)
            said = checked(self.make(row, unit))
            url = self.url_of(row)
            return Record(unit.source, unit.key, unit.digest, said, unit.locator, url and stored("url", url), self.rank)
        except RecordError as error:
            return Rejection(unit.source, unit.key, unit.locator, str(error))


def text(row: Row, name: str) -> str | None:
    """Return a field's text, stripped, None when absent or blank. RecordError for another type."""
    value = row.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise RecordError(f"{name} is {type(value).__name__}; expected text")
    return " ".join(value.split()) or None


def required(row: Row, name: str) -> str:
    """Return a field's text. RecordError when it is absent."""
    value = text(row, name)
    if value is None:
        raise RecordError(f"has no {name}")
    return value


def texts(row: Row, name: str) -> list[str]:
    """Return a field's list of texts, empty when absent. RecordError for another type."""
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RecordError(f"{name} is no list of texts")
    return [item for item in (" ".join(item.split()) for item in value) if item]


def integer(row: Row, name: str) -> int | None:
    """Return a field's whole number, None when absent. RecordError for another type."""
    value = row.get(name)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise RecordError(f"{name} is {value!r}; expected a whole number")
