"""A fetch: pages of a source into a file, gone on with where it was stopped."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

from loaders.errors import SourceError
from loaders.fetch.arxiv import ARXIV
from loaders.fetch.client import Client, Settings, StaleCursorError
from loaders.fetch.crossref import CROSSREF
from loaders.fetch.github import GITHUB
from loaders.fetch.huggingface import HUGGINGFACE
from loaders.fetch.named import identifiers
from loaders.fetch.openalex import OPENALEX
from loaders.fetch.output import Output, State
from loaders.fetch.pages import Asked, Page, Source, looked_up
from loaders.fetch.s2 import S2

SOURCES: dict[str, Source] = {source.name: source for source in (ARXIV, OPENALEX, CROSSREF, S2, GITHUB, HUGGINGFACE)}

Paging = Callable[[Client, Asked, str | None], AsyncGenerator[Page]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch brought: records, how many of what was asked for are not there, and how many the source says it has, if it does."""

    records: int
    missing: int
    total: int | None


class Listener(Protocol):
    """Is told how a fetch gets on."""

    def progress(self, records: int, total: int | None) -> None:
        """So many records are there, of so many when that is known."""
        ...

    def notice(self, text: str) -> None:
        """Something happened that a person should know."""
        ...


def source_named(name: str) -> Source:
    """Return a source. SourceError for an unknown one."""
    if name not in SOURCES:
        raise SourceError(f"{name!r} is no source to fetch from; known are {', '.join(SOURCES)}")
    return SOURCES[name]


async def fetch(
    source: Source, asked: Asked, to: Path, settings: Settings, listener: Listener, *, limit: int | None = None, resume: bool = False
) -> Fetched:
    """Fetch what is asked for into a file of JSON Lines, packed when its name ends in .gz or .zst; it takes its name when all is there.

    With `resume` an interrupted fetch of the same goes on. Without records there is no file. SourceError when the source fails, or when
    something of another fetch, or without `resume` of this one, would be lost; pages that came stay.
    """
    pages = _pages(source, asked)
    output = Output(to)
    start = State(source=source.name, query=asked.query, since=asked.since, until=asked.until)
    _check(output, start, resume)
    output.take_up()
    under_way = _Fetch(pages, asked, output, start, limit, listener)
    async with Client(source.service, settings) as client:
        await under_way.run(client)
    output.finish()
    state = output.state or start
    return Fetched(state.records, state.missing, under_way.total)


def _pages(source: Source, asked: Asked) -> Paging:
    """How a query is answered: by looking up what it names, or by asking."""
    if source.lookup is not None and (wanted := identifiers(asked.query, source.named)) is not None:
        if asked.since or asked.until:
            raise SourceError("identifiers are looked up whatever their days; leave --since and --until away")
        found = partial(looked_up, source.lookup, source.batch, wanted)
        return lambda client, asked, cursor: found(client, cursor)
    if source.pages is None:
        raise SourceError(f"{asked.query!r} cannot be asked of {source.service.name}; it takes {source.takes}")
    return source.pages


def _check(output: Output, start: State, resume: bool) -> None:
    held = output.state
    if held is None:
        return
    if held.wanted != start.wanted:
        raise SourceError(
            f"{output.part}: a fetch of {' '.join(held.wanted)} was interrupted there; go on with that, write to another file, or remove it"
        )
    if not resume:
        raise SourceError(f"{output.part}: this fetch was interrupted after {held.records:,} records; go on by --resume, or remove it")


@dataclass(slots=True)
class _Fetch:
    """One fetch under way."""

    pages: Paging
    asked: Asked
    output: Output
    start: State
    limit: int | None
    listener: Listener
    total: int | None = None
    anew: list[str | None] = field(default_factory=list)

    async def run(self, client: Client) -> None:
        """Fetch to the end or the limit, and past a cursor that is no longer taken."""
        while True:
            held = self.output.state or self.start
            if self.output.state is not None and (held.cursor is None or self._is_enough(held)):
                return
            asked = Asked(held.query, held.anew or held.since, held.until)
            try:
                async with aclosing(self.pages(client, asked, held.cursor)) as pages:
                    async for page in pages:
                        if self._take(page):
                            return
                return
            except StaleCursorError as error:
                self._start_anew(error)

    def _take(self, page: Page) -> bool:
        """Keep a page; returns whether that is enough."""
        held = self.output.state or self.start
        records = page.records if self.limit is None else page.records[: self.limit - held.records]
        state = held.model_copy(
            update={
                "cursor": page.cursor,
                "reached": page.reached or held.reached,
                "records": held.records + len(records),
                "missing": held.missing + page.missing,
            }
        )
        self.output.add(records, state)
        self.total = self.total if page.total is None else page.total
        self.listener.progress(state.records, self.total)
        return self._is_enough(state)

    def _is_enough(self, state: State) -> bool:
        return self.limit is not None and state.records >= self.limit

    def _start_anew(self, error: StaleCursorError) -> None:
        """Go back to the last day that came, or to the beginning where a source has another order; not twice to the same."""
        held = self.output.state
        if held is None or held.reached in self.anew:
            raise SourceError(f"{error}, not even anew; try again later, by --resume") from None
        self.anew.append(held.reached)
        if held.reached is None:
            self.listener.notice(f"{error}; starting anew from the beginning")
            self.output.start_anew()
        else:
            self.listener.notice(f"{error}; starting anew from {held.reached}: records of that day come twice, which loading notices")
            self.output.state = held.model_copy(update={"anew": held.reached, "cursor": ""})
