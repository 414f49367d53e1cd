"""Papers of the Semantic Scholar datasets: JSON Lines (docs/sources/s2.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.claims import RANKS
from graph.evidence import Assertion, Place
from graph.ids import Identifier
from loaders.head import Head
from loaders.records import identifier_ref
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records, Some, Text
from loaders.sources.s2 import ExternalIds, S2Record, address, elsewhere, has, key, own
from loaders.text import LEXICON_VERSION
from loaders.text.markup import from_html
from loaders.units import Unit
from loaders.works import Person, Work, identifiers, people, person, statements

LOADER = f"s2-papers/1 text/{LEXICON_VERSION}"
EXAMPLE = '{"corpusid": 13756489, "externalids": {"ArXiv": "1706.03762"}, "title": "…", "authors": [{"authorId": "1", "name": "Ada Example"}], "year": 2017}'
_PLACE = Place("", "s2-papers/1", 1.0)


class Author(S2Record):
    """An author of a paper."""

    authorid: Text = None
    name: Text = None


class Journal(S2Record):
    """The journal of a paper."""

    name: Text = None


class Paper(S2Record):
    """A paper, as far as the dataset and the API tell the same of it."""

    corpusid: Text = None
    externalids: ExternalIds | None = None
    url: Text = None
    title: Text = None
    authors: Some[Author] = ()
    venue: Text = None
    journal: Journal | None = None
    year: int | None = None
    publicationdate: Text = None


class DatasetPaper(Paper):
    """A paper of the dataset."""

    corpusid: Name


def detect(head: Head) -> bool:
    """Whether the first record has the fields of the dataset."""
    return has(head, "corpusid", "title", "externalids") and not has(head, "paperid")


def assertions(paper: DatasetPaper, unit: Unit) -> Iterable[Assertion]:
    """Return what a paper's record says."""
    return statements(described(paper, address(paper.url)), _PLACE)


def described(paper: Paper, addresses: list[Identifier], abstract: str | None = None) -> Work:
    """Return a paper in our words; `addresses` are those of its pages."""
    external = paper.externalids or ExternalIds()
    corpus_id = paper.corpusid or external.corpusid
    date = paper.publicationdate or ""
    return Work(
        ids=[*([own(corpus_id)] if corpus_id else []), *elsewhere(external), *addresses],
        title=from_html(paper.title) if paper.title else None,
        authors=people(map(_person, paper.authors)),
        year=paper.year,
        published=date if re.fullmatch(r"\d{4}-\d\d-\d\d", date) else None,
        venue=paper.venue or (paper.journal.name if paper.journal else None),
        url=paper.url,
        abstract=from_html(abstract) if abstract else None,
    )


def _person(author: Author) -> Person | None:
    return person(author.name, None, *map(identifier_ref, identifiers({"s2author": author.authorid})))


READER = Records(LOADER, RANKS["registry"], DatasetPaper, assertions, json_records, key, lambda paper: paper.url)
