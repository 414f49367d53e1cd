"""The beginning of a file, by which its format is told."""

from __future__ import annotations

from functools import cached_property

import orjson
from pydantic_core import from_json

Row = dict[str, object]

WRAPPERS = ("message.items", "message", "results", "data", "items")
"""Where an answer of a service holds its records, as dotted names: Crossref, OpenAlex, Semantic Scholar, GitHub."""

_AROUND = frozenset(
    [
        "status",
        "message-type",
        "message-version",
        "message",
        "meta",
        "results",
        "group_by",
        "total",
        "offset",
        "next",
        "token",
        "data",
        "total_count",
        "incomplete_results",
        "items",
    ]
)
_FIRST_LINES = 50
_BOM = b"\xef\xbb\xbf"


class Head:
    """The first bytes of a file (a whole one, when small), looked at once however many formats ask."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @cached_property
    def text(self) -> str | None:
        """The bytes as UTF-8 text, without a character cut in two at the end; None when they are something else."""
        for cut in range(4):
            try:
                found = self.data[: len(self.data) - cut].decode("utf-8-sig")
            except UnicodeDecodeError:
                continue
            return None if "\x00" in found else found
        return None

    @cached_property
    def document(self) -> object:
        """The one JSON value that the file is, as far as it stands here; None when it is none, or has an object on each line."""
        data = self.data.removeprefix(_BOM).lstrip()
        if data[:1] not in (b"[", b"{"):
            return None
        found = _parsed(data)
        if isinstance(found, dict) and (b"\n" not in data or _parsed(data.split(b"\n", 1)[0], whole=True) is not None):
            return found if wrapper(found) else None  # an object that ends with its line, or a line longer than this beginning
        return found if isinstance(found, (dict, list)) else None

    @cached_property
    def object(self) -> Row | None:
        """The first record: of the lines, of the array, or of what wraps it; None when there is none."""
        found = self.document
        if isinstance(found, dict):
            found = unwrapped(found)
        if isinstance(found, list):
            found = next((item for item in found if isinstance(item, dict)), None)
        if isinstance(found, dict) and found:
            return found
        return self._first_line

    def has(self, *names: str) -> bool:
        """Whether the first record has all of these keys."""
        return self.object is not None and all(name in self.object for name in names)

    @cached_property
    def _first_line(self) -> Row | None:
        for line in self.data.removeprefix(_BOM).split(b"\n")[:_FIRST_LINES]:
            found = _parsed(line, whole=True)
            if isinstance(found, dict) and found:
                return found
        return _partial_line(self.data)


def _parsed(data: bytes, whole: bool = False) -> object:
    try:
        return orjson.loads(data) if whole else from_json(data, allow_partial=True)
    except ValueError:
        return None


def _partial_line(data: bytes) -> Row | None:
    """The record of which only the beginning stands here."""
    found = None if b"\n" in data else _parsed(data)
    return found if isinstance(found, dict) and found else None


def wrapper(row: Row) -> str | None:
    """Return the dotted name under which an answer of a service holds its records; None when the object is a record itself."""
    if not row.keys() <= _AROUND:
        return None
    for path in WRAPPERS:
        found: object = row
        for name in path.split("."):
            found = found.get(name) if isinstance(found, dict) else None
        if isinstance(found, (list, dict)):
            return path
    return None


def unwrapped(row: Row) -> object:
    """Return what an answer of a service holds; the object itself when it wraps nothing."""
    path = wrapper(row)
    found: object = row
    for name in path.split(".") if path else ():
        assert isinstance(found, dict)
        found = found[name]
    return found
