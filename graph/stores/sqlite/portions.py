"""Which parts of which files were read, so that a file that did not change need not be read again (`GraphStore.repeat`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import orjson

from graph.evidence import Rejection
from graph.store import Counts, Portion
from graph.stores.sqlite.sql import Row, many, rows, scalar
from graph.stores.sqlite.tables import Tables

Span = tuple[int, int]
"""Numbers of versions from the first to the last."""

MOST_REJECTIONS = 1000
"""A file that holds more than these is read again: they are told anew by each run."""


class Came(NamedTuple):
    """What a part of a file came to: the versions of its records (None: not all were stored), how many items repeat another, and its rejections."""

    versions: Iterable[int] | None
    merged: int
    rejections: Sequence[Rejection]


class WholeFile(NamedTuple):
    """What a file came to that was read from its beginning to its end."""

    versions: list[Span]
    merged: int
    rejections: list[Rejection]


def spans(numbers: Iterable[int]) -> Iterator[Span]:
    """Yield the ranges that numbers make, each number once, in order."""
    first = last = None
    for number in sorted(set(numbers)):
        if first is None or last is None:
            first = number
        elif number != last + 1:
            yield first, last
            first = number
        last = number
    if first is not None and last is not None:
        yield first, last


def note(db: Tables, portion: Portion, came: Came) -> None:
    """Keep what a part of a file came to. What is known of the same part of the same content is replaced."""
    kept = None if came.versions is None else many(spans(came.versions))
    db.execute(
        "INSERT INTO portion (file, start, until, is_last, versions, merged, rejections) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET until = excluded.until, is_last = excluded.is_last, versions = excluded.versions,"
        " merged = excluded.merged, rejections = excluded.rejections",
        (portion.file.hex(), portion.start, portion.end, int(portion.is_last), kept, came.merged, many(map(tuple, came.rejections))),
    )


def of_file(db: Tables, file: bytes) -> WholeFile | None:
    """Return what a file came to; None when not all of it is known."""
    found = rows(db, "SELECT start, until, is_last, versions, merged, rejections FROM portion WHERE file = ?", file.hex())
    return whole(found)


def whole(found: Iterable[Row]) -> WholeFile | None:
    """Put the parts of a file together: rows of start, end, whether it ends there, versions, repeated items, rejections.

    Each says what it is of one content, so that parts that runs cut differently are as good. None when they do not reach from the beginning to
    the end, or one of them is not to be repeated.
    """
    parts = {row[0]: row[1:] for row in found}
    versions: list[Span] = []
    rejections: list[Rejection] = []
    merged = start = 0
    is_last = False
    while not is_last:
        part = parts.pop(start, None)
        if part is None or part[2] is None:
            return None
        start, is_last, kept, repeated, rejected = part
        versions += [(first, last) for first, last in orjson.loads(kept)]
        rejections += [Rejection(*item) for item in orjson.loads(rejected)]
        merged += repeated
    return WholeFile(versions, merged, rejections) if len(rejections) <= MOST_REJECTIONS else None


_CURRENT = """
SELECT count(*) FROM json_each(?1) j CROSS JOIN version ON version.version BETWEEN j.value ->> 0 AND j.value ->> 1
CROSS JOIN record ON record.record = version.record WHERE record.version = version.version AND record.run <= ?2
"""
_SEEN = """
INSERT INTO seen (record, run, version) SELECT version.record, ?2, version.version
FROM json_each(?1) j CROSS JOIN version ON version.version BETWEEN j.value ->> 0 AND j.value ->> 1 WHERE true ON CONFLICT DO NOTHING
"""
_SETTLED = """
UPDATE record SET run = ?2 WHERE record IN (
    SELECT version.record FROM json_each(?1) j CROSS JOIN version ON version.version BETWEEN j.value ->> 0 AND j.value ->> 1)
"""


def see_again(db: Tables, run: int, came: WholeFile) -> Counts | None:
    """Let a run see the versions of a file, when all are current and no later run saw them; returns the counts."""
    chosen, number = many(came.versions), numbered(came.versions)
    if scalar(db, _CURRENT, chosen, run) != number:
        return None
    db.execute(_SEEN, (chosen, run))
    seen = db.changes()
    db.execute(_SETTLED, (chosen, run))
    return counted(came, seen)


def numbered(versions: Iterable[Span]) -> int:
    """Count the versions of ranges."""
    return sum(last - first + 1 for first, last in versions)


def counted(came: WholeFile, seen: int) -> Counts:
    """Return the counts of a file of which a run saw `seen` versions for the first time."""
    number = numbered(came.versions)
    repeated, rejected = came.merged + number - seen, len(came.rejections)
    return Counts(read=seen + repeated + rejected, unchanged=seen, merged=repeated, rejected=rejected)
