"""The formats that are read: one entry each, and how a file's format is told from its beginning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.evidence import Record, Rejection
from loaders.errors import SourceError
from loaders.files import head
from loaders.head import Head
from loaders.sources import (
    acl,
    acl_author_ids,
    acl_people,
    acl_xml,
    arxiv,
    citations,
    facts,
    huggingface,
    leaderboard,
    model_index,
    no_records,
    openalex,
    text_collection,
    unarxive,
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
        Format("acl-xml", "ACL Anthology papers, the Anthology's XML", acl_xml.EXAMPLE, acl_xml.detect, acl_xml.READER),
        Format("acl-people", "people of the ACL Anthology, name_variants.yaml", acl_people.EXAMPLE, acl_people.detect, acl_people.READER),
        Format("acl-author-ids", "ids of ACL papers' authors, JSONL", acl_author_ids.EXAMPLE, acl_author_ids.detect, acl_author_ids.READER),
        Format("arxiv", "arXiv's metadata snapshot, JSONL", arxiv.EXAMPLE, arxiv.detect, arxiv.READER),
        Format("unarxive", "arXiv papers with their bibliographies, JSONL", unarxive.EXAMPLE, unarxive.detect, unarxive.READER),
        Format("huggingface", "daily papers of Hugging Face, an answer of its API", huggingface.EXAMPLE, huggingface.detect, huggingface.READER),
        Format("citations", "pairs of citing and cited ACL ids with contexts, JSONL", citations.EXAMPLE, citations.detect, citations.READER),
        Format("leaderboard", "leaderboard rows, JSONL", leaderboard.EXAMPLE, leaderboard.detect, leaderboard.READER),
        Format("model-index", "model-index rows, JSONL", model_index.EXAMPLE, model_index.detect, model_index.READER),
        Format("openalex", "OpenAlex works, JSONL or an answer of its API", openalex.EXAMPLE, openalex.detect, openalex.READER),
        Format("collection", "a text of titles and abstracts", text_collection.EXAMPLE, text_collection.detect, text_collection.READER),
    )
}  # fmt: skip


def detect(path: Path) -> Format:
    """Return the format of a file. SourceError when it is unreadable, empty, binary or of no known format."""
    start = Head(head(path))
    if b"\x00" in start.data:
        raise SourceError(f"{path}: is binary; `citegraph formats` lists what is read")
    for item in FORMATS.values():
        if item.detect(start):
            return item
    if start.text is None:
        raise SourceError(f"{path}: is not UTF-8; convert it, for example with iconv")
    if reason := no_records.why(start):
        raise SourceError(f"{path}: {reason}")
    raise SourceError(f"{path}: format not recognised; name it with --format ({', '.join(FORMATS)})")


def named(name: str) -> Format:
    """Return the format called `name`. SourceError for an unknown one."""
    if name not in FORMATS:
        raise SourceError(f"{name!r} is no format; known are {', '.join(FORMATS)}")
    return FORMATS[name]
