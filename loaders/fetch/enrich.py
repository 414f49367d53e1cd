"""Enriching: a source is asked for what the graph lacks. What comes is a file of that source's records, to be loaded as any other."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path

from graph.store import GraphStore
from loaders.errors import SourceError
from loaders.fetch.client import Client, Settings
from loaders.fetch.fetch import SOURCES, Listener
from loaders.fetch.gaps import FILLINGS, Gap, Lacking, lacking
from loaders.fetch.pages import Source
from loaders.formats import detect
from loaders.units import Unit


@dataclass(slots=True)
class Collected:
    """For what a source was asked, how many records it gave, and how many of them the graph does not hold; `error` is why it was asked no further."""

    asked: Counter[Gap] = field(default_factory=Counter)
    found: int = 0
    new: int = 0
    error: str | None = None


def enriching(names: str) -> list[Source]:
    """Return the sources of a list such as `openalex,s2`. SourceError for one in which nothing is looked up for a graph."""
    chosen = [name.strip() for name in names.split(",")]
    for name in chosen:
        if name not in FILLINGS:
            raise SourceError(f"{name!r} is no source to enrich from; known are {', '.join(FILLINGS)}")
    return [SOURCES[name] for name in chosen]


async def lacked(store: GraphStore, source: Source, limit: int) -> Collected:
    """Return for what a source would be asked first; nobody is asked."""
    told = Collected()
    async with aclosing(lacking(store, FILLINGS[source.name])) as found:
        async for item in found:
            told.asked[item.gap] += 1
            if told.asked.total() == limit:
                break
    return told


async def collect(store: GraphStore, source: Source, to: Path, settings: Settings, listener: Listener, *, limit: int) -> Collected:
    """Ask a source for what the graph lacks, and write the records that it does not hold into a file, until there are `limit` of them.

    When the source fails what it gave before stays.
    """
    told = Collected()
    assert source.lookup is not None
    async with Client(source.service, settings) as client, aclosing(lacking(store, FILLINGS[source.name])) as found:
        async for batch in _batches(found, source.batch):
            try:
                records = await source.lookup(client, [item.identifier for item in batch])
            except SourceError as error:
                told.error = str(error)
                break
            told.asked.update(item.gap for item in batch)
            told.found += len(records)
            new = (await _new(store, records, to))[: limit - told.new]
            with to.open("ab") as file:
                file.writelines(record + b"\n" for record in new)
            told.new += len(new)
            listener.progress(told.new, None)
            if told.new == limit:
                break
    return told


async def _batches(found: AsyncIterator[Lacking], size: int) -> AsyncGenerator[list[Lacking]]:
    batch: list[Lacking] = []
    async for item in found:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


async def _new(store: GraphStore, records: list[bytes], to: Path) -> list[bytes]:
    """Return the records that the store does not hold as they are: a source may have no more to say than it said before."""
    if not records:
        return []
    some = to.with_name(f"some-{to.name}")
    some.write_bytes(b"".join(record + b"\n" for record in records))
    format_ = detect(some)
    units = list(format_.reader.units(some, format_.name))
    some.unlink()
    held = await store.held([unit.version for unit in units if isinstance(unit, Unit)])
    return [record for record, unit in zip(records, units, strict=True) if not isinstance(unit, Unit) or unit.version not in held]
