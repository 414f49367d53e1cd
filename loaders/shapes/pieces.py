"""Pieces of a file, and the reader that makes records of them: what all formats of JSON-like records share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Generic, NamedTuple, TypeVar

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from graph.evidence import Assertion, Record, Rejection
from loaders.errors import RecordError
from loaders.head import Row
from loaders.records import checked, content_key, decode, digest, stored
from loaders.units import Unit


class Piece(NamedTuple):
    """One record of a file before it is understood: `raw` is a JSON object, `place` follows the file's name (`:12`, `#/3`)."""

    place: str
    raw: bytes


class BadPiece(NamedTuple):
    """A part of a file that is no record, and why."""

    place: str
    reason: str


Pieces = Callable[[Path], Iterator[Piece | BadPiece]]
"""Yields the pieces of a file in order, in bounded memory. SourceError where it cannot be read further."""


def packed(row: object) -> bytes:
    """Return the raw form of a piece that was parsed: JSON, keys as they stood. RecordError when it is not JSON's."""
    try:
        return orjson.dumps(row, default=str, option=orjson.OPT_NON_STR_KEYS)
    except (orjson.JSONEncodeError, RecursionError) as error:
        raise RecordError(f"cannot be kept as JSON: {error}") from None


def _blank(value: object) -> object:
    if isinstance(value, str):
        return " ".join(value.split()) or None
    return value


Text = Annotated[str | None, BeforeValidator(_blank)]
"""A field of text with white space collapsed; None when absent or blank."""

Name = Annotated[str, BeforeValidator(_blank)]
"""A field of text that must say something."""


def _some(value: object) -> object:
    return [item for item in value if _blank(item) is not None] if isinstance(value, list) else value or ()


T = TypeVar("T")
Some = Annotated[tuple[T, ...], BeforeValidator(_some)]
"""A list whose absence, null, and null or blank items say nothing."""


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Texts = Annotated[Some[str], BeforeValidator(_listed)]
"""A list of texts, or one."""


class SourceRecord(BaseModel):
    """What a source says in one record, in the source's own shape; fields that nothing is made of are left out."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, coerce_numbers_to_str=True)


R = TypeVar("R", bound=SourceRecord)


def understood(model: type[R], row: object) -> R:
    """Return the record that a JSON object is. RecordError names the first field that does not fit, its value, and what is expected."""
    try:
        return model.model_validate(row)
    except ValidationError as error:
        raise RecordError(_told(error)) from None


def _told(error: ValidationError) -> str:
    first: Any = error.errors(include_url=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "it"
    if first["type"] == "missing" or first["input"] is None:
        return f"has no {where}"
    shown = repr(first["input"])
    return f"{where} is {shown if len(shown) <= 80 else shown[:77] + '...'}; {_lowered(first['msg'])}"


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


@dataclass(frozen=True, slots=True)
class Records(Generic[R]):
    """A format of records; implements `loaders.units.Reader`.

    `pieces` finds them in a file and `model` mirrors one. `make` says what one claims: a pure function. `key_of` names a record by
    what stands in its object (None: by its content), `url_of` says where a person can look it up. All raise RecordError to reject it.
    `loader` is the format's name and version; with another version all records are read anew. `around` tells what besides a file decides what
    is read from it: its folder's name, other files. `named` says that people gave the keys: of
    two records of one file that share one and differ, the first counts and the other is rejected.
    """

    loader: str
    rank: int
    model: type[R]
    make: Callable[[R, Unit], Iterable[Assertion]]
    pieces: Pieces
    key_of: Callable[[Row], str | None] = lambda row: None
    url_of: Callable[[R], str | None] = lambda record: None
    named: bool = False
    around: Callable[[Path], str] = lambda path: ""

    def reading(self, path: Path) -> str:
        """See `Reader.reading`."""
        return f"{self.loader}\n{self.around(path)}"

    def units(self, path: Path, source: str) -> Iterator[Unit | Rejection]:
        """See `Reader.units`: one unit for each piece."""
        seen: dict[str, bytes] = {}
        for piece in self.pieces(path):
            locator = f"{path.name}{piece.place}"
            if isinstance(piece, BadPiece):
                yield Rejection(source, None, locator, piece.reason)
                continue
            try:
                key = stored("key", self.key_of(decode(piece.raw)) or content_key(piece.raw))
                content = digest(piece.raw, self.loader)
                if self.named and seen.setdefault(key, content) != content:
                    raise RecordError(f"repeats the key {key!r} of another record of the file; give it one of its own")
                yield Unit(source, key, content, locator, piece.raw)
            except RecordError as error:
                yield Rejection(source, None, locator, str(error))

    def record(self, unit: Unit) -> Record | Rejection:
        """See `Reader.record`."""
        try:
            found = understood(self.model, decode(unit.raw))
            said = checked(self.make(found, unit))
            url = self.url_of(found)
            return Record(unit.source, unit.key, unit.digest, said, unit.locator, url and stored("url", url), self.rank)
        except RecordError as error:
            return Rejection(unit.source, unit.key, unit.locator, str(error))


def field(row: Row, *names: str) -> str | None:
    """Return the first of these fields that holds text or a whole number, as text: a record's natural key."""
    for name in names:
        value = row.get(name)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and (found := " ".join(str(value).split())):
            return found
    return None
