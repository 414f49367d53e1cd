"""The formats that are read: one entry each, and how a file's format is told from its beginning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.evidence import Record, Rejection
from loaders.errors import SourceError
from loaders.files import head
from loaders.head import Head
from loaders.mapping import beside
from loaders.sources import (
    acl,
    citations,
    facts,
    github,
    leaderboard,
    model_index,
    model_index_yaml,
    nlp_progress,
    openalex,
    table,
    text_collection,
)
from loaders.units import Reader

Read = Record | Rejection


@dataclass(frozen=True, slots=True)
class Format:
    """A format: `detect` says whether a file's first 64 KiB look like it; `reader` reads it."""

    name: str
    description: str
    example: str
    detect: Callable[[Head], bool]
    reader: Reader

    def read(self, path: Path, source: str) -> Iterator[Read]:
        """Yield a record or rejection for each unit of a file, here and now."""
        for unit in self.reader.units(path, source):
            yield unit if isinstance(unit, Rejection) else self.reader.record(unit)


FORMATS: dict[str, Format] = {
    item.name: item
    for item in (
        Format("facts", "your own facts, one JSON object a line (docs/facts.md)", facts.EXAMPLE, facts.detect, facts.READER),
        Format("acl", "ACL Anthology papers, flat JSONL", acl.EXAMPLE, acl.detect, acl.READER),
        Format("citations", "pairs of citing and cited ACL ids with contexts, JSONL", citations.EXAMPLE, citations.detect, citations.READER),
        Format("leaderboard", "leaderboard rows, JSONL", leaderboard.EXAMPLE, leaderboard.detect, leaderboard.READER),
        Format("model-index", "model-index rows, JSONL", model_index.EXAMPLE, model_index.detect, model_index.READER),
        Format("openalex", "OpenAlex works, JSONL or an answer of its API", openalex.EXAMPLE, openalex.detect, openalex.READER),
        Format("model-index-yaml", "model indexes of OpenMMLab, YAML", model_index_yaml.EXAMPLE, model_index_yaml.detect, model_index_yaml.READER),
        Format("github", "GitHub repositories, JSON of its API", github.EXAMPLE, github.detect, github.READER),
        Format("nlp-progress", "leaderboards as Markdown tables", nlp_progress.EXAMPLE, nlp_progress.detect, nlp_progress.READER),
        Format("table", "tables of your own, CSV, TSV or JSONL (docs/tables.md)", table.EXAMPLE, table.detect, table.READER),
        Format("collection", "a text of titles and abstracts", text_collection.EXAMPLE, text_collection.detect, text_collection.READER),
    )
}  # fmt: skip


def detect(path: Path) -> Format:
    """Return the format of a file; one with a mapping beside it is a table. SourceError when it is unreadable, empty, binary or of no known format."""
    start = Head(head(path))
    if b"\x00" in start.data:
        raise SourceError(f"{path}: is binary; `citegraph formats` lists what is read")
    if beside(path).is_file():
        return FORMATS["table"]
    if found := recognised(start):
        return found
    if start.text is None:
        raise SourceError(f"{path}: is not UTF-8; convert it, for example with iconv")
    raise SourceError(f"{path}: format not recognised; name it with --format ({', '.join(FORMATS)}), or map a table with `citegraph map`")


def recognised(start: Head) -> Format | None:
    """Return the format that the beginning of a file is of; None when it is of none."""
    return next((item for item in FORMATS.values() if item.detect(start)), None)


def named(name: str) -> Format:
    """Return the format called `name`. SourceError for an unknown one."""
    if name not in FORMATS:
        raise SourceError(f"{name!r} is no format; known are {', '.join(FORMATS)}")
    return FORMATS[name]
