"""What the JSONL formats share: telling them apart, and reading line by line with rejects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import orjson

from graph.evidence import Assertion, Record, Rejection
from loaders.errors import RecordError
from loaders.files import lines
from loaders.records import checked, content_key, decode, digest

Row = dict[str, object]


def first_object(head: bytes) -> Row | None:
    """Return the first JSON object among the first lines; None when there is none."""
    for line in head.split(b"\n")[:50]:
        try:
            found = orjson.loads(line)
        except orjson.JSONDecodeError:
            continue
        if isinstance(found, dict):
            return found
    return None


def has_keys(head: bytes, *names: str) -> bool:
    """Whether the first object has all of these keys."""
    row = first_object(head)
    return row is not None and all(name in row for name in names)


Make = Callable[[Row, str], tuple[Assertion, ...] | list[Assertion]]
"""From a row and its record key to assertions; RecordError rejects the row."""


def read_rows(
    path: Path,
    source: str,
    loader: str,
    rank: int,
    make: Make,
    key_of: Callable[[Row, bytes], str] = lambda row, raw: content_key(raw),
    url_of: Callable[[Row], str | None] = lambda row: None,
) -> Iterator[Record | Rejection]:
    """Yield a record for each line that is not blank, or its rejection with the reason."""
    for number, raw in lines(path):
        if not raw.strip():
            continue
        locator = f"{path.name}:{number}"
        key = None
        try:
            row = decode(raw)
            key = key_of(row, raw)
            assertions = checked(make(row, key))
            yield Record(source, key, digest(raw, loader), assertions, locator, url_of(row), rank)
        except RecordError as error:
            yield Rejection(source, key, locator, str(error))


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
