"""Crossref works: JSON Lines, the public data file, or answers of its API (docs/sources/crossref.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pydantic import ConfigDict

from graph.claims import RANKS
from graph.evidence import Assertion, EdgeAssertion, NodeAssertion, Place, Ref
from graph.ids import Identifier, InvalidIdentifier, parse_doi
from graph.kinds import Relation
from graph.text import fold
from loaders.errors import RecordError
from loaders.head import Head, Row
from loaders.records import identifier_ref, text_ref
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records, Some, SourceRecord, Text, Texts, field
from loaders.text import LEXICON_VERSION
from loaders.text.markup import from_html
from loaders.units import Unit
from loaders.works import MAX_NAME, Person, Work, addressed, identifiers, people, person, statements, subject_of

LOADER = f"crossref/1 text/{LEXICON_VERSION}"
EXAMPLE = '{"DOI": "10.1000/xyz", "type": "journal-article", "title": ["…"], "author": [{"given": "Ada", "family": "Example"}]}'
_PLACE = Place("", "crossref/1", 1.0)
_CITED = Place(
    "reference", "text/crossref/1", 0.9
)  # what a citing paper writes of another ranks as text: never above what that one says itself
_WHERE = {"authors": "author", "cites": "reference"}

NO_PAPERS = {
    "component": "a part of a paper, such as a figure",
    "dataset": "a dataset",
    "database": "a database",
    "grant": "a grant",
    "peer-review": "a review of a paper",
    "journal": "a journal",
    "journal-volume": "a volume of a journal",
    "journal-issue": "an issue of a journal",
    "proceedings": "a volume of proceedings",
    "proceedings-series": "a series of proceedings",
    "book-series": "a series of books",
    "book-set": "a set of books",
    "report-series": "a series of reports",
    "standard-series": "a series of standards",
}
"""Types of works that are no papers, and what they are; books, chapters, reports, theses and preprints are."""

SAME_WORK = (
    "is-preprint-of", "has-preprint", "is-manuscript-of", "has-manuscript", "is-version-of", "has-version", "is-identical-to", "is-same-as",
)  # fmt: skip
"""Relations by which two DOIs are one Paper: drafts and versions are. Translations, reviews, supplements and comments are other things."""


class CrossrefRecord(SourceRecord):
    """A part of Crossref's metadata; names of fields have hyphens there."""

    model_config = ConfigDict(alias_generator=lambda name: name.replace("_", "-"))


class Date(CrossrefRecord):
    """A date as year, month, day; what is unknown is left out or null."""

    date_parts: Some[tuple[int | None, ...]] = ()


class Author(CrossrefRecord):
    """A person, or an organisation, which has a `name` only."""

    given: Text = None
    family: Text = None
    suffix: Text = None
    name: Text = None
    ORCID: Text = None


class Named(CrossrefRecord):
    """An event or an institution."""

    name: Text = None


class Address(CrossrefRecord):
    """An address."""

    URL: Text = None


class Resource(CrossrefRecord):
    """Where the DOI leads."""

    primary: Address | None = None


class Related(CrossrefRecord):
    """What a work is related to."""

    id_type: Text = None
    id: Text = None


class Reference(CrossrefRecord):
    """One entry of the list of references, as the publisher deposited it."""

    DOI: Text = None
    article_title: Text = None
    author: Text = None
    year: Text = None
    journal_title: Text = None
    volume_title: Text = None
    series_title: Text = None
    unstructured: Text = None


class CrossrefWork(CrossrefRecord):
    """A work as its DOI was registered. Titles are lists in Crossref's own answers, single texts in what doi.org gives of them."""

    DOI: Name
    type: Text = None
    title: Texts = ()
    subtitle: Texts = ()
    author: Some[Author] = ()
    issued: Date | None = None
    published: Date | None = None
    published_print: Date | None = None
    published_online: Date | None = None
    posted: Date | None = None
    container_title: Texts = ()
    event: Named | None = None
    institution: Some[Named] = ()
    URL: Text = None
    resource: Resource | None = None
    abstract: str | None = None
    reference: Some[Reference] = ()
    relation: dict[str, Some[Related]] | None = None


def detect(head: Head) -> bool:
    """Whether the first record has a DOI with a list of titles, or with the marks of its registration."""
    return head.has("DOI") and (head.has("prefix", "member") or (head.object is not None and isinstance(head.object.get("title"), list)))


def assertions(work: CrossrefWork, unit: Unit) -> Iterable[Assertion]:
    """Return what a work's record says."""
    if work.type in NO_PAPERS:
        raise RecordError(f"type is {work.type!r}: {NO_PAPERS[work.type]}, no paper")
    paper = described(work)
    return [*statements(paper, _PLACE), *_cited_by_title(work.reference, subject_of(paper)[0])]


def described(work: CrossrefWork) -> Work:
    """Return the work in our words."""
    page = work.resource.primary.URL if work.resource and work.resource.primary else None
    return Work(
        ids=[_own(work.DOI), *addressed(page), *_same(work.relation or {})],
        title=_title(work),
        authors=people(_person(item) for item in work.author),
        published=_date(work.issued, work.published, work.published_print, work.published_online, work.posted),
        venue=_venue(work),
        url=work.URL,
        abstract=_plain(_HEADING.sub("", work.abstract)) if work.abstract else None,
        cites=[identifier_ref(found) for item in work.reference if (found := _cited(item))],
        where=_WHERE,
    )


def _own(text: str) -> Identifier:
    try:
        return parse_doi(text)
    except InvalidIdentifier as error:
        raise RecordError(str(error)) from None


def _same(relation: dict[str, tuple[Related, ...]]) -> Iterator[Identifier]:
    for name in SAME_WORK:
        for item in relation.get(name, ()):
            if item.id_type in ("doi", "arxiv"):
                yield from identifiers({item.id_type: item.id})


# --- texts ------------------------------------------------------------------------------------------------------------

_HEADING = re.compile(r"^\s*(?:<jats:sec>\s*)?<jats:title>\s*(?:abstract|summary)\s*</jats:title>", re.IGNORECASE)
_TEX_BESIDE_MATHML = re.compile(r"<jats:tex-math\b[^>]*>.*?</jats:tex-math>\s*(?=<mml:math)", re.DOTALL)
_SET_APART = re.compile(r"(?<=[(\[])\s*\n\s*(?=<)|(?<=>)\s*\n\s*(?=[)\].,;:?!])")  # markup on lines of its own, where no space was meant


_ESCAPED = re.compile(r"</[a-z][\w:]*>|&(?:amp|lt|gt|quot|nbsp|#x?\w+);", re.IGNORECASE)  # markup that was deposited as text


def _plain(text: str) -> str | None:
    found = from_html(_SET_APART.sub("", _TEX_BESIDE_MATHML.sub("", text)))
    return (from_html(found) if _ESCAPED.search(found) else found) or None


def _title(work: CrossrefWork) -> str | None:
    """The first title (further ones are translations), and the subtitle unless the title holds it already."""
    titles, subtitles = ([plain for text in texts if (plain := _plain(text))] for texts in (work.title, work.subtitle))
    if not titles or not subtitles or fold(subtitles[0]) in fold(titles[0]):
        return titles[0] if titles else None
    return f"{titles[0]}{'' if titles[0][-1] in ':?!.–—' else ':'} {subtitles[0]}"


def _venue(work: CrossrefWork) -> str | None:
    """What contains it: of a series and a book, the book, which comes last; else the event, or the server of a preprint."""
    holders = [plain for text in work.container_title if (plain := _plain(text))]
    if holders:
        return holders[0] if work.type == "journal-article" else holders[-1]
    if work.event and work.event.name:
        return work.event.name
    return work.institution[0].name if work.institution and work.type == "posted-content" else None


def _person(author: Author) -> Person | None:
    parts = [author.given, author.family, author.suffix] if author.family or author.given else [author.name]
    return person(from_html(" ".join(part for part in parts if part)), author.ORCID)


def _date(*dates: Date | None) -> str | None:
    """The first that says a year, as precise as it is valid."""
    return next((found for date in dates if date for parts in date.date_parts if (found := _partial(parts))), None)


def _partial(parts: tuple[int | None, ...]) -> str | None:
    written: list[str] = []
    for value, least, most in zip(parts, (1000, 1, 1), (9999, 12, 31), strict=False):
        if value is None or not least <= value <= most:
            break
        written.append(f"{value:02}")
    return "-".join(written) or None


# --- references -------------------------------------------------------------------------------------------------------

_ARXIV = re.compile(r"\barxiv:\s?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?!\d)", re.IGNORECASE)
_HYPHENS = str.maketrans("\u2010\u2011", "--")  # Crossref's DOIs are ASCII; some publishers deposit typeset ones
_YEAR = re.compile(r"((?:1[5-9]|20)\d\d)[a-z]?")
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[-‐]?){1,4}")  # "J.P.", "JH"
_FEWEST_WORDS = 3


def _cited(reference: Reference) -> Identifier | None:
    """The DOI, else the one arXiv id that the entry writes out."""
    if doi := identifiers({"doi": (reference.DOI or "").translate(_HYPHENS)}):
        return doi[0]
    texts = (reference.unstructured, reference.journal_title, reference.volume_title, reference.series_title, reference.article_title)
    written = {number for text in texts if text for number in _ARXIV.findall(text)}
    found = {item for number in written for item in identifiers({"arxiv": number})}
    return found.pop() if len(found) == 1 else None


def _cited_by_title(references: Iterable[Reference], paper: Ref) -> Iterator[Assertion]:
    """Yield the papers that are cited without an identifier, by title, first author's family name and year, where all three are clear."""
    for reference in references:
        title = (_plain(reference.article_title or "") or "").rstrip(" .,;")
        year = _YEAR.fullmatch(reference.year or "")
        family = _family(reference.author or "")
        if _cited(reference) or year is None or family is None or len(title.split()) < _FEWEST_WORDS or len(title) > MAX_NAME:
            continue
        cited = text_ref(title, family, int(year[1]))
        yield NodeAssertion(cited, {"title": title, "year": int(year[1])}, (), _CITED)
        yield EdgeAssertion(Relation.CITES, paper, cited, {}, _CITED)


def _family(author: str) -> str | None:
    """The family name of "Doe", "Doe J.", "J. Doe" or "JA Doe"; None for what is written otherwise, such as a full name in either order."""
    words = author.split()
    names = [word for word in words if not _INITIALS.fullmatch(word)]
    if len(words) == 1:
        return author.strip(" ,") or None
    apart = 0 < len(names) < len(words) and names in (words[: len(names)], words[-len(names) :])
    return names[-1].strip(",") if apart and not re.search(r"\d", author) else None


def _key(row: Row) -> str | None:
    doi = field(row, "DOI")
    try:
        return parse_doi(doi).value if doi else None
    except InvalidIdentifier:
        return doi


READER = Records(LOADER, RANKS["registry"], CrossrefWork, assertions, json_records, _key, lambda work: parse_doi(work.DOI).url)
