"""arXiv's metadata snapshot: JSON Lines, one paper a line (docs/sources/arxiv.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from graph.claims import RANKS
from graph.evidence import Assertion, Place
from graph.ids import Identifier, InvalidIdentifier, parse_arxiv
from loaders.dates import day_of
from loaders.errors import RecordError
from loaders.head import Head, Row
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records, Some, SourceRecord, Text, field
from loaders.text import LEXICON_VERSION
from loaders.text.markup import from_latex
from loaders.units import Unit
from loaders.works import Person, Work, identifiers, people, person, statements

LOADER = f"arxiv/1 text/{LEXICON_VERSION}"
EXAMPLE = (
    '{"id": "1706.03762", "title": "…", "authors_parsed": [["Example", "Ada", ""]], "versions": [], "update_date": "…", "abstract": "…"}'
)
_PLACE = Place("", "arxiv/1", 1.0)


class Version(SourceRecord):
    """A version of a paper."""

    created: Text = None


class ArxivPaper(SourceRecord):
    """A paper; its texts are LaTeX. `authors_parsed` are family name, first names, suffix, and affiliations."""

    id: Name
    title: Text = None
    authors: Text = None
    authors_parsed: Some[tuple[Text, ...]] = ()
    doi: Text = None
    journal_ref: Annotated[Text, Field(alias="journal-ref")] = None
    abstract: Text = None
    versions: Some[Version] = ()


def detect(head: Head) -> bool:
    """Whether the first record has the keys of a line of the snapshot."""
    return head.has("id", "title", "abstract", "versions", "update_date")


def assertions(paper: ArxivPaper, unit: Unit) -> Iterable[Assertion]:
    """Return what a paper's line says."""
    return statements(described(paper), _PLACE)


def described(paper: ArxivPaper) -> Work:
    """Return the work in our words."""
    own = own_id(paper.id)
    return Work(
        ids=[own, *article(paper.doi)],
        title=from_latex(paper.title) if paper.title else None,
        authors=people(map(_person, paper.authors_parsed)) or written_authors(paper.authors),
        published=next((day_of(version.created) for version in paper.versions), None),
        venue=from_latex(paper.journal_ref) if paper.journal_ref else None,
        url=own.url,
        abstract=from_latex(paper.abstract) if paper.abstract else None,
        where={"authors": "authors_parsed" if paper.authors_parsed else "authors"},
    )


def own_id(text: str) -> Identifier:
    """Return the identifier that a paper is known by. RecordError when it is none."""
    try:
        return parse_arxiv(text)
    except InvalidIdentifier as error:
        raise RecordError(str(error)) from None


def article(doi: str | None) -> list[Identifier]:
    """Return the DOI of the published article: the first of the field, which errata and the like may follow."""
    return identifiers({"doi": doi.split()[0]}) if doi else []


def _person(parts: tuple[str | None, ...]) -> Person | None:
    family, first, suffix = (*parts[:3], None, None, None)[:3]
    return person(from_latex(" ".join(part for part in (first, family, suffix) if part)))


_ASIDE = re.compile(r"\([^()]*\)")
_BETWEEN = re.compile(r"\s*[,;:]\s*(?:and\s+)?|\s+and\s+")
_SUFFIX = re.compile(r"(?:jr|sr|i{2,3}|iv)\.?", re.IGNORECASE)


def written_authors(text: str | None) -> tuple[Person, ...]:
    """Return the authors of a line as arXiv asks for it: names between commas or "and", affiliations in parentheses, LaTeX."""
    rest, count = text or "", 1
    while count:
        rest, count = _ASIDE.subn(" ", rest)
    names: list[str] = []
    for name in filter(None, _BETWEEN.split(rest)):
        if names and _SUFFIX.fullmatch(name):
            names[-1] += f" {name}"
        else:
            names.append(name)
    return people(person(from_latex(name)) for name in names)


def _key(row: Row) -> str | None:
    return field(row, "id")


READER = Records(LOADER, RANKS["publisher"], ArxivPaper, assertions, json_records, _key, lambda paper: own_id(paper.id).url)
