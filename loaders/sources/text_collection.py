"""A text of papers: blocks of a title and its abstract, between words of the page it was copied from.

A block is a paragraph between blank lines. A paper is a one-line block of title length followed by a block of abstract length
(sentences). Everything else (dates, buttons, headings) is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from graph.claims import RANKS
from graph.evidence import NodeAssertion, Place, Record, Rejection
from graph.text import fold
from loaders.errors import RecordError
from loaders.files import text
from loaders.head import Head
from loaders.records import checked, digest, text_ref
from loaders.text import LEXICON_VERSION, assertions_of, extract
from loaders.units import Unit

LOADER = f"collection/1 text/{LEXICON_VERSION}"
EXAMPLE = "A title on a line of its own, a blank line, the abstract, a blank line, and so on."
MIN_ABSTRACT = 200
MAX_TITLE = 300


class Block(NamedTuple):
    """A paragraph: the line it starts on (from 1) and its text."""

    line: int
    text: str


class Paper(NamedTuple):
    """A title and abstract, and the line of the title."""

    line: int
    title: str
    abstract: str


def detect(head: Head) -> bool:
    """Whether the text holds at least one title followed by an abstract."""
    start = head.text
    if start is None or "\ufffd" in start or start.lstrip().startswith(("{", "[", "<", "@", "#")):
        return False
    return next(papers(start), None) is not None


def blocks(content: str) -> Iterator[Block]:
    """Yield the paragraphs of a text."""
    for match in re.finditer(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*", content):
        yield Block(content.count("\n", 0, match.start()) + 1, match[0].strip())


def papers(content: str) -> Iterator[Paper]:
    """Yield the papers of a text in order."""
    title: Block | None = None
    for block in blocks(content):
        if title is not None and _is_abstract(block.text):
            yield Paper(title.line, " ".join(title.text.split()), " ".join(block.text.split()))
            title = None
        else:
            title = block if _is_title(block.text) else None


def _is_abstract(block: str) -> bool:
    return len(block) >= MIN_ABSTRACT and len(re.findall(r"[.!?](?:\s|$)", block)) >= 2


def _is_title(block: str) -> bool:
    return "\n" not in block and 8 <= len(block) <= MAX_TITLE and " " in block and not block.endswith((".", "!"))


class _Collection:
    """Implements `loaders.units.Reader`: one unit a paper, keyed by its folded title; raw is the title, a line feed, the abstract."""

    def reading(self, path: Path) -> str:
        return LOADER

    def units(self, path: Path, source: str) -> Iterator[Unit | Rejection]:
        for paper in papers(text(path)):
            raw = f"{paper.title}\n{paper.abstract}".encode()
            yield Unit(source, fold(paper.title), digest(raw, LOADER), f"{path.name}:{paper.line}", raw)

    def record(self, unit: Unit) -> Record | Rejection:
        title, _, abstract = unit.raw.decode().partition("\n")
        try:
            subject = text_ref(title)
            stated = NodeAssertion(subject, {"title": title, "abstract": abstract}, (), Place("", LOADER, 1.0))
            said = checked([stated, *assertions_of(subject, extract(title, abstract))])
            return Record(unit.source, unit.key, unit.digest, said, unit.locator, None, RANKS["text"])
        except RecordError as error:
            return Rejection(unit.source, unit.key, unit.locator, str(error))


READER = _Collection()
