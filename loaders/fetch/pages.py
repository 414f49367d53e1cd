"""What fetching passes on: pages of records as they came, and what of a source is asked for."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import orjson

from graph.ids import Identifier
from loaders.errors import SourceError
from loaders.fetch.client import Answer, Client, Params, Service, ServiceError, StaleCursorError
from loaders.head import Row


@dataclass(frozen=True, slots=True)
class Asked:
    """A query in a source's own words, and the first and last day (YYYY-MM-DD) of what is wanted; what these days are, the source says."""

    query: str
    since: str | None = None
    until: str | None = None


class Page(NamedTuple):
    """Records as they came, each a JSON object without a line feed.

    `cursor` is where the source goes on after them, None at the end. `reached` is a day before which nothing is to come any more, where a source
    gives its records by day. `missing` counts what was asked for and is not there, or no longer. `total` is how many the source says it has.
    """

    records: list[bytes]
    cursor: str | None
    reached: str | None = None
    missing: int = 0
    total: int | None = None


class Pages(Protocol):
    """How a query is answered."""

    def __call__(self, client: Client, asked: Asked, cursor: str | None) -> AsyncGenerator[Page]:
        """Yield pages from a cursor on, from the beginning without one. ServiceError; StaleCursorError for a cursor that is no longer taken."""
        ...


Lookup = Callable[[Client, Sequence[Identifier]], Awaitable[list[bytes]]]
"""Returns the records of some identifiers; those that a service does not know have none."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source that can be fetched from.

    `takes` tells what a query is, for people. `lookup` looks up identifiers, at most `batch` at once, and `named` reads a word of a query as one of
    these. `pages` answers any other query. What is None the source does not have.
    """

    name: str
    service: Service
    takes: str
    pages: Pages | None
    lookup: Lookup | None = None
    batch: int = 1
    named: Callable[[str], Identifier | None] = lambda word: None


async def looked_up(
    lookup: Lookup, size: int, wanted: Sequence[Identifier], client: Client, cursor: str | None = None
) -> AsyncGenerator[Page]:
    """Yield the records of identifiers, `size` asked for at once; the cursor counts how many were."""
    start = int(cursor or 0)
    while start < len(wanted):
        batch = wanted[start : start + size]
        found = await lookup(client, batch)
        start += len(batch)
        yield Page(found, str(start) if start < len(wanted) else None, missing=max(0, len(batch) - len(found)), total=len(wanted))


FIRST = "*"
"""The cursor that a list begins with, where a service makes cursors."""
_GONE = (400, 404, 410)


async def listed(client: Client, path: str, params: Params, cursor: str) -> Answer:
    """Return the page of a list at a cursor. StaleCursorError when the service took what is asked for before, and does not take the cursor now."""
    try:
        return await client.json(path, {**params, "cursor": cursor})
    except ServiceError as error:
        if cursor == FIRST or error.status not in _GONE:
            raise
        raise StaleCursorError(f"{client.service.name} no longer takes the cursor it gave", error.status, error.said) from None


def lines(rows: Sequence[object]) -> list[bytes]:
    """Return records as lines of JSON."""
    return [orjson.dumps(row) for row in rows]


def rows_at(service: Service, answer: Answer, *names: str) -> tuple[Row, list[Row]]:
    """Return what an answer's records lie in, and the records: objects under a path of names. SourceError when there are none."""
    inside: object = answer.value
    around: Row = {}
    for name in names:
        around = inside if isinstance(inside, dict) else {}
        inside = around.get(name)
    if not isinstance(inside, list) or not all(isinstance(item, dict) for item in inside):
        raise SourceError(
            f"{service.name}: the answer has no list of records ({'.'.join(names) or 'at its top'}); its API may have changed"
        )
    return around, inside


def whole(value: object) -> int | None:
    """Return a whole number; None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def text(value: object) -> str | None:
    """Return a text that says something; None for anything else."""
    return value if isinstance(value, str) and value else None


_FILTER = re.compile(r"[a-z][a-z_.-]*:\S")


def is_filter(query: str) -> bool:
    """Whether a query is a filter in the source's own language (`type:article,…`) and no text to search for."""
    return bool(_FILTER.match(query))


def filters(*parts: str | None) -> str:
    """Return filters that all must hold, as one."""
    return ",".join(part for part in parts if part)
