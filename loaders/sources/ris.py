"""RIS, as publishers, databases and reference managers export it (docs/sources/ris.md)."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from graph.claims import RANKS
from graph.evidence import Assertion, Place
from loaders.dates import dated
from loaders.errors import RecordError
from loaders.head import Head, Row
from loaders.shapes.pieces import Name, Records, Some, SourceRecord, Text, field
from loaders.shapes.ris import begins, ris_records
from loaders.text import LEXICON_VERSION
from loaders.text.markup import from_html
from loaders.units import Unit
from loaders.works import Person, Work, addressed, identifiers, noted, people, person, statements, web

LOADER = f"ris/1 text/{LEXICON_VERSION}"
EXAMPLE = "TY  - CONF\nTI  - …\nAU  - Example, Ada\nPY  - 2019\nDO  - 10.18653/v1/P19-1001\nER  - "
_PLACE = Place("", "ris/1", 1.0)
_WHERE = {"authors": "AU"}
_NO_PAPERS = frozenset(
    [
        "ADVS",
        "AGGR",
        "ART",
        "BILL",
        "CASE",
        "COMP",
        "CTLG",
        "DATA",
        "DBASE",
        "EDBOOK",
        "FIGURE",
        "GRANT",
        "HEAR",
        "ICOMM",
        "JFULL",
        "LEGAL",
        "MAP",
        "MPCT",
        "MULTI",
        "MUSIC",
        "PCOMM",
        "SER",
        "SLIDE",
        "SOUND",
        "STAT",
        "VIDEO",
    ]
)


class RisRecord(SourceRecord):
    """A record under rispy's names of the tags, which differ among those who write them."""

    type: Name = Field(alias="type_of_reference")
    id: Text = None
    title: Text = None
    primary_title: Text = None
    authors: Some[Text] = ()
    first_authors: Some[Text] = ()
    date: Text = None
    year: Text = None
    publication_year: Text = None
    secondary_title: Text = None
    journal: Text = Field(None, alias="alternate_title3")
    journal_name: Text = None
    journal_short: Text = Field(None, alias="alternate_title2")
    proceedings: Text = Field(None, alias="custom3")
    publisher: Text = None
    doi: Text = None
    urls: Some[Text] = ()
    abstract: Text = None
    notes_abstract: Text = None
    number: Text = Field(None, alias="note")
    notes: Some[Text] = ()


def detect(head: Head) -> bool:
    """Whether a record stands at the beginning."""
    return head.text is not None and begins(head.text)


def assertions(record: RisRecord, unit: Unit) -> Iterable[Assertion]:
    """Return what a record says. RecordError for types that are no papers."""
    if record.type in _NO_PAPERS:
        raise RecordError(f"is of type {record.type}, no paper")
    return statements(described(record), _PLACE)


def described(record: RisRecord) -> Work:
    """Return the work in our words."""
    title = record.title or record.primary_title
    abstract = record.abstract or record.notes_abstract
    published, venue = _published(record), _venue(record)
    return Work(
        ids=[*identifiers({"doi": record.doi}), *addressed(*record.urls), *noted(record.number, *record.notes)],
        title=from_html(title) if title else None,
        authors=people(_person(name) for name in record.authors or record.first_authors if name),
        year=int(published[:4]) if published else None,
        published=published if published and len(published) > 4 else None,
        venue=from_html(venue) if venue else None,
        url=web(*record.urls),
        abstract=from_html(abstract) if abstract else None,
        where=_WHERE,
    )


def _person(name: str) -> Person | None:
    """`Family, Given, Suffix`; a name without comma is one, as it is printed."""
    family, given, suffix = (*(part.strip() for part in name.split(",", 2)), "", "")[:3]
    return person(" ".join(part for part in (given, family, suffix) if part))


def _published(record: RisRecord) -> str | None:
    """The year, or the date when it is one of that year."""
    year, date = dated(record.year) or dated(record.publication_year), dated(record.date)
    return date if date and (year is None or (date[:4] == year[:4] and len(date) > len(year))) else year


def _venue(record: RisRecord) -> str | None:
    where = record.secondary_title or record.journal or record.journal_name or record.journal_short or record.proceedings
    return where or (record.publisher if record.type in ("RPRT", "THES") else None)


def _key(row: Row) -> str | None:
    return field(row, "id")


READER = Records(LOADER, RANKS["publisher"], RisRecord, assertions, ris_records, _key, lambda record: web(*record.urls), named=True)
