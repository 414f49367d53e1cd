"""Lists of papers with their code and its stars (docs/sources/paper-code-list.md)."""

from __future__ import annotations

from collections.abc import Iterable

from graph.claims import RANKS
from graph.evidence import Assertion, NodeAssertion, Place
from graph.ids import repository
from loaders.head import Head, Row
from loaders.records import identifier_ref
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records, SourceRecord, Text, field
from loaders.text import LEXICON_VERSION
from loaders.text.markup import from_latex
from loaders.units import Unit
from loaders.works import Work, located, statements, web

LOADER = f"paper-code-list/1 text/{LEXICON_VERSION}"
EXAMPLE = '{"title": "…", "paper_url": "https://arxiv.org/abs/1808.06601", "conf": "NIPS", "year": 2018, "code_url": "https://github.com/owner/name", "stars": 7}'
_PLACE = Place("", "paper-code-list/1", 1.0)
_WHERE = {"code": "code_url"}


class ListedPaper(SourceRecord):
    """A paper and its code."""

    title: Name
    paper_url: Text = None
    conf: Text = None
    year: int | None = None
    code_url: Text = None
    stars: int | None = None


def detect(head: Head) -> bool:
    """Whether the first record has the keys of this format."""
    return head.has("title", "paper_url", "conf", "code_url")


def assertions(row: ListedPaper, unit: Unit) -> Iterable[Assertion]:
    """Return what a row says."""
    work = Work(
        ids=located(row.paper_url), title=from_latex(row.title), year=row.year, venue=row.conf, url=web(row.paper_url),
        code=[row.code_url] if row.code_url else [], where=_WHERE,
    )  # fmt: skip
    said = statements(work, _PLACE)
    code = repository(row.code_url or "")
    if code is not None and row.stars is not None:
        said.append(NodeAssertion(identifier_ref(code), {"stars": row.stars}, (), _PLACE._replace(locator="stars")))
    return said


def _key(row: Row) -> str | None:
    title = field(row, "title")
    return " ".join(filter(None, (field(row, "conf"), field(row, "year"), title))) if title else None


READER = Records(LOADER, RANKS["leaderboard"], ListedPaper, assertions, json_records, _key)
