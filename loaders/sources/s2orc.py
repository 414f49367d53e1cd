"""Full texts of the Semantic Scholar datasets, `s2orc` and `s2orc_v2`: JSON Lines (docs/sources/s2.md). Title, abstract, and what is cited."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated

import orjson
from pydantic import BeforeValidator

from graph.claims import RANKS
from graph.evidence import Assertion, Place
from loaders.head import Head
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records, Some, Text
from loaders.sources.s2 import ExternalIds, S2Record, elsewhere, has, key, own
from loaders.text import LEXICON_VERSION
from loaders.units import Unit
from loaders.works import Work, papers, statements

LOADER = f"s2orc/1 text/{LEXICON_VERSION}"
EXAMPLE = '{"corpusid": 13756489, "externalids": {"arxiv": "1706.03762"}, "content": {"text": "A title", "annotations": {"title": "[{\\"start\\": 0, \\"end\\": 7}]"}}}'
_PLACE = Place("", "s2orc/1", 1.0)
_WHERE = {"cites": "bibentry"}


def _parsed(value: object) -> object:
    """Spans are a text of JSON within JSON."""
    return orjson.loads(value) if isinstance(value, str) and value else value


class Attributes(S2Record):
    """What is known of a span."""

    matchedpaperid: Text = None


class Span(S2Record):
    """Characters of a text."""

    start: int
    end: int
    attributes: Attributes | None = None


Spans = Annotated[Some[Span], BeforeValidator(_parsed)]


class Annotations(S2Record):
    """The spans of a text, by what they are."""

    title: Spans = ()
    abstract: Spans = ()
    bibentry: Spans = ()


class Content(S2Record):
    """A text with its spans."""

    text: str | None = None
    annotations: Annotations = Annotations()

    def at(self, spans: Iterable[Span]) -> list[str]:
        """Return what stands at spans, without white space around and doubled."""
        text = self.text or ""
        return [found for span in spans if (found := " ".join(text[span.start : span.end].split()))]


class FullText(S2Record):
    """A paper as a program read it: all of it in `content`, or in the second version of the dataset in parts."""

    corpusid: Name
    externalids: ExternalIds | None = None
    title: Text = None
    content: Content = Content()
    body: Content = Content()
    bibliography: Content = Content()


def detect(head: Head) -> bool:
    """Whether the first record has a corpus id and an annotated text."""
    return has(head, "corpusid", "content") or has(head, "corpusid", "body", "bibliography")


def assertions(row: FullText, unit: Unit) -> Iterable[Assertion]:
    """Return what a text says of its paper."""
    parts = (row.content, row.body)
    titles = [row.title or "", *(found for part in parts for found in part.at(part.annotations.title))]
    matched = [span.attributes for part in (row.content, row.bibliography) for span in part.annotations.bibentry if span.attributes]
    work = Work(
        ids=[own(row.corpusid), *elsewhere(row.externalids)],
        title=next((_unmarked(found) for found in titles if _unmarked(found)), None),
        abstract=" ".join(found for part in parts for found in part.at(part.annotations.abstract)) or None,
        cites=papers("s2", (found.matchedpaperid for found in matched)),
        where=_WHERE,
    )
    return statements(work, _PLACE)


def _unmarked(title: str) -> str:
    """A title without the marks of its footnotes."""
    return re.sub(r"[\s*∗†‡§¶]+$", "", title)


READER = Records(LOADER, RANKS["text"], FullText, assertions, json_records, key, lambda row: own(row.corpusid).url)
