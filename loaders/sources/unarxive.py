"""unarXive, compact: arXiv papers with the entries of their bibliographies, JSON Lines (docs/sources/unarxive.md)."""

from __future__ import annotations

from collections.abc import Iterable

from graph.claims import RANKS
from graph.evidence import Assertion, NodeAssertion, Place
from graph.ids import Identifier
from loaders.dates import submitted
from loaders.head import Head, Row
from loaders.records import identifier_ref
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records, Some, SourceRecord, Text, field
from loaders.sources.arxiv import article, own_id, written_authors
from loaders.text import LEXICON_VERSION
from loaders.text.markup import from_latex
from loaders.units import Unit
from loaders.works import Work, addressed, identifiers, statements

LOADER = f"unarxive/1 text/{LEXICON_VERSION}"
EXAMPLE = '{"id": "1706.03762", "title": "…", "authors": "…", "discipline": "…", "references": [{"raw": "…", "arxiv_id": "1409.0473"}]}'
_PLACE = Place("", "unarxive/1", 1.0)
_CITED = _PLACE._replace(locator="references")


class Entry(SourceRecord):
    """An entry of a bibliography: the work it was matched with, and the ids and links that stand in its text."""

    doi: Text = None
    arxiv_id: Text = None
    open_alex_id: Text = None
    arxiv_ids: Some[str] = ()
    links: Some[str] = ()


class UnarxivePaper(SourceRecord):
    """A paper; its texts are LaTeX."""

    id: Name
    title: Text = None
    authors: Text = None
    doi: Text = None
    abstract: Text = None
    references: Some[Entry] = ()


def detect(head: Head) -> bool:
    """Whether the first record has the keys of this format."""
    return head.has("id", "title", "discipline", "references")


def assertions(paper: UnarxivePaper, unit: Unit) -> Iterable[Assertion]:
    """Return what a paper's line says; the ids of one matched work are those of one paper."""
    said = statements(described(paper), _PLACE)
    for ids in filter(None, map(_matched, paper.references)):
        first, *others = map(identifier_ref, ids)
        if others:
            said.append(NodeAssertion(first, {}, tuple(others), _CITED))
    return said


def described(paper: UnarxivePaper) -> Work:
    """Return the work in our words."""
    own = own_id(paper.id)
    return Work(
        ids=[own, *article(paper.doi)],
        title=from_latex(paper.title) if paper.title else None,
        authors=written_authors(paper.authors),
        published=submitted(own),
        url=own.url,
        abstract=from_latex(paper.abstract) if paper.abstract else None,
        cites=[identifier_ref(found) for entry in paper.references for found in _cited(entry)],
        where={"cites": "references"},
    )


def _matched(entry: Entry) -> list[Identifier]:
    return identifiers({"doi": entry.doi, "arxiv": entry.arxiv_id, "openalex": entry.open_alex_id})


def _cited(entry: Entry) -> list[Identifier]:
    """The papers that an entry names: the matched work, else what its text does; one without any id names none."""
    in_text = (found for text in entry.arxiv_ids for found in identifiers({"arxiv": text}))
    return _matched(entry)[:1] or list(dict.fromkeys(in_text)) or addressed(*entry.links)


def _key(row: Row) -> str | None:
    return field(row, "id")


READER = Records(LOADER, RANKS["publisher"], UnarxivePaper, assertions, json_records, _key, lambda paper: own_id(paper.id).url)
