"""The dump: everything that a store holds, in one file that every store writes and restores alike.

One JSON array a line, its first element the line's name, its other elements the fields of the class of that name below, in their
order; lines of one name stand together, names in the order of `LINES`. The graph itself is not in it: it follows from its records.
Only what does not follow is told: public ids, and where former ones lead.

References, records, versions and runs are told by number. Numbers are part of what a dump holds: what is listed in the order in which it
came is listed so after restoring too, and dumping again gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

import orjson
from pydantic import TypeAdapter, ValidationError

from graph.errors import InputError
from graph.evidence import Value, Verdict
from graph.kinds import Kind, Relation
from graph.store import RunState

FORMAT = 1
"""The number of the form described here. Only dumps of this form are restored."""


class HeadLine(NamedTuple):
    """The first line."""

    format: int
    program: str  # the version of the program that wrote it


class RunLine(NamedTuple):
    """A run; `undoes` is the number of the run it undoes."""

    number: int
    command: str
    paths: list[str]
    program: str
    state: RunState
    started_at: str
    finished_at: str | None
    counts: dict[str, int]
    checkpoint: list[tuple[str, int]]
    undoes: int | None


class SourceLine(NamedTuple):
    """A source and the rank of its claims."""

    number: int
    name: str
    rank: int


class ReferenceLine(NamedTuple):
    """A reference; `scope` is the number of the one in whose context it stands. Those without a scope come first."""

    number: int
    kind: Kind
    scheme: str
    value: str
    scope: int | None


class RecordLine(NamedTuple):
    """A record; `source` is the number of its source."""

    number: int
    source: int
    key: str


class SaidLine(NamedTuple):
    """An assertion of a version: property values of `a` when it has no relation, else an edge from `a` to `b`. Not a line of its own."""

    relation: Relation | None
    a: int
    b: int | None
    values: dict[str, Value]
    locator: str
    extractor: str
    confidence: float
    span_start: int | None
    span_end: int | None
    quote: str | None
    flag: str | None


class LinkLine(NamedTuple):
    """Two references that a version states for one subject, or decides on: `a` is kept then. Not a line of its own."""

    a: int
    b: int
    verdict: Verdict | None


class VersionLine(NamedTuple):
    """One content of a record; `digest` in hexadecimal."""

    number: int
    record: int
    digest: str
    locator: str
    url: str | None
    said: list[SaidLine]
    links: list[LinkLine]


class SeenLine(NamedTuple):
    """A run saw a version of a record, or retracted the record (no version)."""

    record: int
    run: int
    version: int | None


class RejectLine(NamedTuple):
    """What a run rejected."""

    run: int
    ordinal: int
    source: str
    key: str | None
    locator: str
    reason: str


class IdLine(NamedTuple):
    """The public id of the node that a reference belongs to, and for which it was minted."""

    id: str
    reference: int


class FormerIdLine(NamedTuple):
    """A public id of a node that ceased to be, its reference, and whether that belonged to another node by then."""

    id: str
    reference: int
    led: bool


class EndLine(NamedTuple):
    """The last line: how many there are before it."""

    lines: int


Line = HeadLine | RunLine | SourceLine | ReferenceLine | RecordLine | VersionLine | SeenLine | RejectLine | IdLine | FormerIdLine | EndLine
LINES: dict[str, type[Line]] = {
    "citegraph": HeadLine,
    "run": RunLine,
    "source": SourceLine,
    "reference": ReferenceLine,
    "record": RecordLine,
    "version": VersionLine,
    "seen": SeenLine,
    "reject": RejectLine,
    "id": IdLine,
    "former id": FormerIdLine,
    "end": EndLine,
}
_NAMES = {line: name for name, line in LINES.items()}
_PLACES = {line: place for place, line in enumerate(LINES.values())}
_READERS: dict[str, TypeAdapter[Line]] = {name: TypeAdapter(line) for name, line in LINES.items()}


def encode(lines: Iterable[Line]) -> Iterator[bytes]:
    """Write lines; the last line is added."""
    count = 0
    for line in lines:
        count += 1
        yield _encoded(line)
    yield _encoded(EndLine(count))


def _encoded(line: Line) -> bytes:
    return orjson.dumps([_NAMES[type(line)], *line], default=tuple, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_SORT_KEYS)


def decode(lines: Iterable[bytes]) -> Iterator[Line]:
    """Read the lines of a dump but the first and the last.

    InputError for what is no dump, of another form, damaged or cut off: after what could be read, so that nothing may be kept of it
    before the end is reached.
    """
    number, before = 0, 0
    found: Line | None = None
    for number, data in enumerate(lines, start=1):
        found = _decoded(number, data)
        place = _PLACES[type(found)]
        if (number == 1) != isinstance(found, HeadLine) or place < before or before == _PLACES[EndLine]:
            raise InputError(f"line {number} of the dump does not belong there: {_begin(data)}; the file is no dump, or was changed")
        before = place
        if isinstance(found, HeadLine) and found.format != FORMAT:
            raise InputError(f"this dump has form {found.format}, this version restores form {FORMAT}; use the version {found.program}")
        if not isinstance(found, HeadLine | EndLine):
            yield found
    if not isinstance(found, EndLine) or found.lines != number - 1:
        raise InputError(f"the dump is cut off after line {number}; get the file again")


def _decoded(number: int, data: bytes) -> Line:
    try:
        name, *fields = orjson.loads(data)
        return _READERS[name].validate_python(tuple(fields))
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        where = ".".join(map(str, problem["loc"]))
        raise InputError(f"line {number} of the dump: {where}: {problem['msg']}: {_begin(data)}; the file is damaged") from None
    except (ValueError, TypeError, KeyError):
        raise InputError(f"line {number} of the dump cannot be read: {_begin(data)}; the file is no dump, or is damaged") from None


def _begin(data: bytes, most: int = 60) -> str:
    return repr(data[:most].decode(errors="replace").rstrip("\n"))


def grouped(lines: Iterable[Line], size: int) -> Iterator[tuple[type[Line], list[Any]]]:
    """Group lines of one name that follow each other, at most `size` together."""
    for kind, group in groupby(lines, key=type):
        chunk: list[Any] = []
        for line in group:
            chunk.append(line)
            if len(chunk) == size:
                yield kind, chunk
                chunk = []
        if chunk:
            yield kind, chunk
