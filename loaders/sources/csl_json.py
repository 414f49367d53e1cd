"""CSL-JSON, as reference managers and citation services write it (docs/sources/csl-json.md)."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from graph.claims import RANKS
from graph.evidence import Assertion, Place
from loaders.dates import dated
from loaders.errors import RecordError
from loaders.head import Head, Row
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records, Some, SourceRecord, Text, field
from loaders.text import LEXICON_VERSION
from loaders.text.markup import from_html
from loaders.units import Unit
from loaders.works import Person, Work, addressed, identifiers, noted, people, person, statements, web

LOADER = f"csl-json/1 text/{LEXICON_VERSION}"
EXAMPLE = '[{"id": "example2019", "type": "paper-conference", "title": "…", "author": [{"family": "Example", "given": "Ada"}], "DOI": "10.18653/v1/P19-1001"}]'
_PLACE = Place("", "csl-json/1", 1.0)
_WHERE = {"authors": "author"}
_WORKS = frozenset(
    [
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "book",
        "chapter",
        "document",
        "entry",
        "entry-dictionary",
        "entry-encyclopedia",
        "manuscript",
        "pamphlet",
        "paper-conference",
        "patent",
        "post",
        "post-weblog",
        "report",
        "review",
        "review-book",
        "speech",
        "standard",
        "thesis",
        "webpage",
    ]
)
_NO_PAPERS = frozenset(
    [
        "bill",
        "broadcast",
        "classic",
        "collection",
        "dataset",
        "event",
        "figure",
        "graphic",
        "hearing",
        "interview",
        "legal_case",
        "legislation",
        "map",
        "motion_picture",
        "musical_score",
        "performance",
        "periodical",
        "personal_communication",
        "regulation",
        "software",
        "song",
        "treaty",
    ]
)
_OURS = ("DOI", "URL", "author", "citation-key", "container-title", "editor", "issued", "publisher")


class CslName(SourceRecord):
    """A person in parts, or what is written as it is."""

    family: Text = None
    given: Text = None
    dropping: Text = Field(None, alias="dropping-particle")
    non_dropping: Text = Field(None, alias="non-dropping-particle")
    suffix: Text = None
    literal: Text = None
    name: Text = None
    orcid: Text = Field(None, alias="ORCID")


class CslDate(SourceRecord):
    """A date in parts, or as written."""

    parts: Some[Some[int | str]] = Field((), alias="date-parts")
    raw: Text = None
    literal: Text = None


class CslItem(SourceRecord):
    """An item."""

    type: Name
    id: Text = None
    title: Text = None
    author: Some[CslName] = ()
    issued: CslDate | None = None
    container: Text = Field(None, alias="container-title")
    publisher: Text = None
    doi: Text = Field(None, alias="DOI")
    url: Text = Field(None, alias="URL")
    abstract: Text = None
    archive: Text = None
    archive_location: Text = None
    number: Text = None
    note: str | None = None


def detect(head: Head) -> bool:
    """Whether the first record has an id, a type of CSL's, and a field of CSL's."""
    row = head.object or {}
    return head.has("id", "type") and row["type"] in _WORKS | _NO_PAPERS and "indexed" not in row and any(name in row for name in _OURS)


def assertions(item: CslItem, unit: Unit) -> Iterable[Assertion]:
    """Return what an item says. RecordError for types that are no papers."""
    if item.type in _NO_PAPERS:
        raise RecordError(f"is of type {item.type}, no paper")
    return statements(described(item), _PLACE)


def described(item: CslItem) -> Work:
    """Return the work in our words."""
    published = _published(item.issued)
    arxiv = item.archive_location if (item.archive or "").lower() == "arxiv" else None
    venue = item.container or (item.publisher if item.type in ("report", "thesis") else None)
    return Work(
        ids=[*identifiers({"doi": item.doi, "arxiv": arxiv}), *addressed(item.url), *noted(item.number, item.container, item.note)],
        title=from_html(item.title) if item.title else None,
        authors=people(_person(name) for name in item.author),
        year=int(published[:4]) if published else None,
        published=published if published and len(published) > 4 else None,
        venue=from_html(venue) if venue and not noted(venue) else None,
        url=web(item.url),
        abstract=from_html(item.abstract) if item.abstract else None,
        where=_WHERE,
    )


def _person(name: CslName) -> Person | None:
    parts = (name.given, name.dropping, name.non_dropping, name.family, name.suffix)
    return person(name.literal or " ".join(part for part in parts if part) or name.name, name.orcid)


def _published(date: CslDate | None) -> str | None:
    """The first day of a span; parts are numbers or texts."""
    if date is None:
        return None
    return dated("-".join(str(part) for part in date.parts[0])) if date.parts else dated(date.raw or date.literal)


def _key(row: Row) -> str | None:
    return field(row, "id")


READER = Records(LOADER, RANKS["publisher"], CslItem, assertions, json_records, _key, lambda item: web(item.url), named=True)
