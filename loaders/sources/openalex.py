"""OpenAlex works: JSON Lines, parts of the snapshot, or answers of its API (docs/sources/openalex.md)."""

from __future__ import annotations

from collections.abc import Iterable

from graph.claims import RANKS
from graph.evidence import Assertion, Place
from graph.ids import Identifier, InvalidIdentifier, kind_of, parse_openalex
from graph.kinds import Kind
from loaders.errors import RecordError
from loaders.head import Head, Row
from loaders.records import identifier_ref
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records, Some, SourceRecord, Text, field
from loaders.text import LEXICON_VERSION
from loaders.text.markup import from_html
from loaders.units import Unit
from loaders.works import Person, Work, addressed, identifiers, papers, people, person, statements

LOADER = f"openalex/2 text/{LEXICON_VERSION}"
EXAMPLE = '{"id": "https://openalex.org/W2741809807", "title": "…", "publication_year": 2018, "authorships": [], "referenced_works": []}'
_PLACE = Place("", "openalex/2", 1.0)
_WHERE = {"authors": "authorships", "cites": "referenced_works"}


class Author(SourceRecord):
    """Who an authorship names."""

    id: Text = None
    display_name: Text = None
    orcid: Text = None


class Authorship(SourceRecord):
    """One author of a work, as printed on it."""

    author: Author | None = None
    raw_author_name: Text = None


class Venue(SourceRecord):
    """Where a work was published."""

    display_name: Text = None


class Location(SourceRecord):
    """One place where a work can be read."""

    landing_page_url: Text = None
    pdf_url: Text = None
    source: Venue | None = None


class OpenAlexWork(SourceRecord):
    """A work, as of the API of 2023 and later."""

    id: Name
    doi: Text = None
    title: Text = None
    display_name: Text = None
    publication_year: int | None = None
    publication_date: Text = None
    authorships: Some[Authorship] = ()
    primary_location: Location | None = None
    host_venue: Venue | None = None
    locations: Some[Location] = ()
    referenced_works: Some[Name] = ()
    is_retracted: bool | None = None
    abstract_inverted_index: dict[str, list[int]] | None = None


def detect(head: Head) -> bool:
    """Whether the first record has the keys of a work."""
    return head.has("id", "authorships", "referenced_works")


def assertions(work: OpenAlexWork, unit: Unit) -> Iterable[Assertion]:
    """Return what a work's record says."""
    return statements(described(work), _PLACE)


def described(work: OpenAlexWork) -> Work:
    """Return the work in our words."""
    places = [place for place in (work.primary_location, *work.locations) if place]
    title = work.title or work.display_name
    venue = next((place.source.display_name for place in places if place.source and place.source.display_name), None)
    return Work(
        ids=[_own(work.id), *identifiers({"doi": work.doi}), *addressed(*(place.landing_page_url for place in places))],
        title=from_html(title) if title else None,
        authors=people(_person(item) for item in work.authorships),
        year=work.publication_year,
        published=work.publication_date,
        venue=venue or (work.host_venue.display_name if work.host_venue else None),
        url=next((address for place in places if (address := place.landing_page_url or place.pdf_url)), None),
        retracted=bool(work.is_retracted),
        abstract=_abstract(work.abstract_inverted_index),
        cites=papers("openalex", work.referenced_works),
        where=_WHERE,
    )


def _own(text: str) -> Identifier:
    try:
        own = parse_openalex(text)
    except InvalidIdentifier as error:
        raise RecordError(str(error)) from None
    if kind_of(own) is not Kind.PAPER:
        raise RecordError(f"{text!r} is no work")
    return own


def _person(authorship: Authorship) -> Person | None:
    author = authorship.author or Author()
    own = [identifier_ref(found) for found in identifiers({"openalex": author.id}) if kind_of(found) is Kind.AUTHOR]
    return person(authorship.raw_author_name or author.display_name, author.orcid, *own)


def _abstract(index: dict[str, list[int]] | None) -> str | None:
    """The words in their places (docs.openalex.org, "abstract_inverted_index")."""
    placed = sorted((place, word) for word, places in (index or {}).items() for place in places)
    return from_html(" ".join(word for _, word in placed)) or None


def _key(row: Row) -> str | None:
    own = field(row, "id")
    return own.rsplit("/", 1)[-1] if own else None


READER = Records(LOADER, RANKS["registry"], OpenAlexWork, assertions, json_records, _key, lambda work: work.id)
