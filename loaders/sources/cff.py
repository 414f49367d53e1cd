"""CITATION.cff files, by which repositories say how they are to be cited (docs/sources/cff.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import Field

from graph.claims import RANKS
from graph.evidence import Assertion, EdgeAssertion, NodeAssertion, Place
from graph.ids import Identifier, repository
from graph.kinds import Relation
from loaders.dates import dated
from loaders.errors import RecordError
from loaders.head import Head, Row
from loaders.records import identifier_ref
from loaders.shapes.pieces import BadPiece, Piece, Records, Some, SourceRecord, Text, field, packed
from loaders.shapes.yaml_documents import documents, line, texts
from loaders.text import LEXICON_VERSION
from loaders.units import Unit
from loaders.works import Person, Work, addressed, identifiers, noted, people, person, statements, subject_of, web

LOADER = f"cff/1 text/{LEXICON_VERSION}"
EXAMPLE = """\
cff-version: 1.2.0
repository-code: https://github.com/owner/name
preferred-citation: {type: conference-paper, title: "…", authors: [{family-names: Example, given-names: Ada}], year: 2019}"""
_PLACE = Place("", "cff/1", 1.0)
_PREFERRED = _PLACE._replace(locator="preferred-citation")
_ONLY = _PLACE._replace(locator="references", confidence=0.9)
_PAPERS = frozenset(["article", "book", "conference-paper", "magazine-article", "report", "thesis", "unpublished"])
_START = re.compile(r"(?:\s*(?:#[^\n]*|---[^\n]*)?\n)*[\w-]+[ \t]*:")
_VERSION = re.compile(r"^cff-version[ \t]*:", re.MULTILINE)


class Someone(SourceRecord):
    """A person in parts, or a group by its name."""

    family: Text = Field(None, alias="family-names")
    given: Text = Field(None, alias="given-names")
    particle: Text = Field(None, alias="name-particle")
    suffix: Text = Field(None, alias="name-suffix")
    name: Text = None
    orcid: Text = None


class Conference(SourceRecord):
    """Where a paper was read."""

    name: Text = None


class OtherId(SourceRecord):
    """A further identifier; `type` is doi, url, swh or other."""

    type: Text = None
    value: Text = None


class Reference(SourceRecord):
    """A work that is to be cited, or that the software builds on."""

    type: Text = None
    title: Text = None
    authors: Some[Someone] = ()
    doi: Text = None
    url: Text = None
    identifiers: Some[OtherId] = ()
    year: Text = None
    month: Text = None
    published: Text = Field(None, alias="date-published")
    journal: Text = None
    conference: Conference | Text = None
    collection: Text = Field(None, alias="collection-title")
    booktitle: Text = None
    notes: Text = None
    abstract: Text = None


class CitationFile(SourceRecord):
    """A file: the software's own title, authors and DOI are the software's, and no paper's."""

    code: Text = Field(None, alias="repository-code")
    url: Text = None
    preferred: Reference | None = Field(None, alias="preferred-citation")
    references: Some[Reference] = ()


def detect(head: Head) -> bool:
    """Whether the text begins as a YAML object and has the version of the format among its keys."""
    return head.text is not None and _START.match(head.text) is not None and _VERSION.search(head.text) is not None


def pieces(path: Path) -> Iterator[Piece | BadPiece]:
    """Yield the file's one document, every value a text."""
    for document in documents(path):
        place = f":{line(document)}"
        try:
            yield Piece(place, packed(texts(document)))
        except RecordError as error:
            yield BadPiece(place, str(error))


def assertions(file: CitationFile, unit: Unit) -> Iterable[Assertion]:
    """Return what a file says: its repository, the paper to be cited, and that the one holds the code of the other."""
    found = _repository(file.code, file.url)
    paper, place = _paper(file)
    work = described(paper) if paper else None
    if work is not None and not work.ids and not work.title:
        work = None
    if found is None and work is None:
        raise RecordError("names neither a repository nor a paper; its own title and DOI are those of the software")
    said: list[Assertion] = statements(work, place) if work else []
    if found is not None:
        code = identifier_ref(found)
        said.append(NodeAssertion(code, {"url": found.value}, (), _PLACE))
        if work is not None:
            values = {"official": True} if place is _PREFERRED else {}
            said.append(EdgeAssertion(Relation.IMPLEMENTS, code, subject_of(work)[0], values, place))
    return said


def _repository(*addresses: str | None) -> Identifier | None:
    return next((found for address in addresses if address and (found := repository(address))), None)


def _paper(file: CitationFile) -> tuple[Reference | None, Place]:
    """The paper that is to be cited; else the only paper among the references: of several it is not known whether they are its own."""
    if file.preferred is not None:
        return (file.preferred if file.preferred.type in _PAPERS else None), _PREFERRED
    papers = [item for item in file.references if item.type in _PAPERS]
    return (papers[0] if len(papers) == 1 else None), _ONLY


def described(paper: Reference) -> Work:
    """Return the work in our words."""
    others = [item.value for item in paper.identifiers if item.type in ("doi", "url", "other")]
    published = dated(paper.published) or dated(f"{paper.year}-{paper.month}" if paper.month else paper.year)
    conference = paper.conference.name if isinstance(paper.conference, Conference) else paper.conference
    journal = None if noted(paper.journal) else paper.journal
    return Work(
        ids=list(dict.fromkeys([
            *identifiers({"doi": paper.doi}), *addressed(paper.url), *(one for text in others for one in _identified(text)),
            *noted(paper.journal, paper.notes),
        ])),
        title=paper.title,
        authors=people(_person(one) for one in paper.authors),
        year=int(published[:4]) if published else None,
        published=published if published and len(published) > 4 else None,
        venue=journal or conference or paper.collection or paper.booktitle,
        url=web(paper.url),
        abstract=paper.abstract,
    )  # fmt: skip


def _identified(text: str | None) -> list[Identifier]:
    return identifiers({"doi": text}) or addressed(text)


def _person(one: Someone) -> Person | None:
    parts = (one.given, one.particle, one.family, one.suffix)
    return person(one.name or " ".join(part for part in parts if part), one.orcid)


def _key(row: Row) -> str | None:
    found = _repository(field(row, "repository-code"), field(row, "url"))
    return found.value if found else None


def _look_up(file: CitationFile) -> str | None:
    found = _repository(file.code, file.url)
    return found.value if found else web(file.url)


READER = Records(LOADER, RANKS["publisher"], CitationFile, assertions, pieces, _key, _look_up)
