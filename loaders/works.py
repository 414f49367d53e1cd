"""What every bibliographic source says of a paper, and the statements that become of it: one place, whatever the source's shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.evidence import Assertion, EdgeAssertion, NodeAssertion, Place, Ref, Value
from graph.ids import Identifier, InvalidIdentifier, kind_of, parse, recognise, repository
from graph.kinds import Kind, Relation
from graph.names import dataset_alias
from loaders.errors import RecordError
from loaders.records import identifier_ref, known, name_ref, title_refs
from loaders.spam import judged
from loaders.text import assertions_of, extract

MAX_NAME = 300


@dataclass(frozen=True, slots=True)
class Person:
    """An author as one paper names them: the name as printed, and what the source knows them by (best first)."""

    name: str
    ids: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """A paper as a source describes it. Texts are plain (no markup); empty ones say nothing.

    `ids` are the paper's own, the one it is known by in this source first. `published` is YYYY, YYYY-MM or YYYY-MM-DD. `code` and
    `links` are addresses, `cites` references of papers. `where` gives the source's name of a field where it differs from ours.
    """

    ids: Sequence[Identifier] = ()
    title: str | None = None
    authors: Sequence[Person] = ()
    year: int | None = None
    published: str | None = None
    venue: str | None = None
    url: str | None = None
    links: Sequence[str] = ()
    retracted: bool = False
    abstract: str | None = None
    code: Sequence[str] = ()
    tasks: Sequence[str] = ()
    cites: Sequence[Ref] = ()
    where: Mapping[str, str] = field(default_factory=dict)


def subject_of(work: Work) -> tuple[Ref, tuple[Ref, ...]]:
    """Return the reference that a work is stated by, and the further ones that mean it. RecordError when nothing names it."""
    refs = [identifier_ref(found) for found in dict.fromkeys(work.ids)]
    if work.title:
        refs += title_refs(work.title, work.authors[0].name if work.authors else None, year_of(work))
    if not refs:
        raise RecordError("has neither identifier nor title")
    return refs[0], tuple(refs[1:])


def year_of(work: Work) -> int | None:
    """Return the year of publication; that of the date when only a date is stated."""
    return work.year if work.year is not None else int(work.published[:4]) if work.published else None


def statements(work: Work, place: Place) -> list[Assertion]:
    """Return what a work's record says: the paper, its authors in order, code, tasks, citations, and what its text tells.

    `place` gives the extractor and the confidence.
    """
    paper, same_as = subject_of(work)
    values = known({
        "title": work.title, "year": year_of(work), "publishedOn": work.published, "venue": work.venue, "url": work.url,
        "links": sorted(set(work.links)), "retracted": work.retracted or None, "abstract": work.abstract,
    })  # fmt: skip
    said: list[Assertion] = [NodeAssertion(paper, values, same_as, place)]
    said += authorship(work.authors, paper, _at(work, place, "authors"))
    said += code(work.code, paper, _at(work, place, "code"))
    at_tasks = _at(work, place, "tasks")
    for task in dict.fromkeys(work.tasks):
        said.append(EdgeAssertion(Relation.ADDRESSES, paper, name_ref(Kind.TASK, task), {}, judged(at_tasks, task)))
    at_cites = _at(work, place, "cites")
    said += [EdgeAssertion(Relation.CITES, paper, cited, {}, at_cites) for cited in dict.fromkeys(work.cites) if cited != paper]
    if work.title or work.abstract:
        said += assertions_of(paper, extract(work.title or "", work.abstract))
    return said


def _at(work: Work, place: Place, name: str) -> Place:
    return place._replace(locator=work.where.get(name, name))


def authorship(people: Iterable[Person], paper: Ref, place: Place) -> Iterator[Assertion]:
    """Yield who wrote a paper, in order. Someone known by an identifier is that person; a name alone is whoever bears it."""
    for position, person in enumerate(people, start=1):
        yield from wrote(person, position, paper, place)


def wrote(person: Person, position: int, paper: Ref, place: Place) -> Iterator[Assertion]:
    """Yield that someone is a paper's author at a position, from 1."""
    author = person.ids[0] if person.ids else name_ref(Kind.AUTHOR, person.name)
    if person.ids:
        yield NodeAssertion(author, {"name": person.name}, person.ids[1:], place)
    values: dict[str, Value] = {"position": position, "nameAsWritten": person.name}
    yield EdgeAssertion(Relation.WROTE, author, paper, values, place)


def code(addresses: Iterable[str], paper: Ref, place: Place, *, official: bool = False) -> Iterator[Assertion]:
    """Yield which repositories hold a paper's code, each once; what is no repository's address names none."""
    values: dict[str, Value] = {"official": True} if official else {}
    for found in dict.fromkeys(repository(address) for address in addresses):
        if found is not None:
            yield EdgeAssertion(Relation.IMPLEMENTS, identifier_ref(found), paper, values, place)


def tagged(paper: Ref, dataset: str, place: Place) -> EdgeAssertion:
    """Return that a source tags a paper with a dataset."""
    return EdgeAssertion(Relation.EVALUATES_ON, paper, name_ref(Kind.DATASET, dataset_alias(dataset)), {"roles": ["tagged"]}, place)


# --- identifiers that a source states ----------------------------------------------------------------------------------


def identifiers(found: Mapping[str, str | None]) -> list[Identifier]:
    """Return the identifiers of a mapping from scheme (`graph.ids.IdScheme`) to text, in order; what is none of its scheme is left out.

    A source's field holds what people typed: a DOI field with an address in it says nothing, and the record stands on the rest. arXiv's own DOI
    is read as the arXiv id.
    """
    made = (_identifier(scheme, text) for scheme, text in found.items() if text)
    return list(dict.fromkeys(item for item in made if item is not None))


def _identifier(scheme: str, text: str) -> Identifier | None:
    try:
        one = parse(scheme, text)
    except InvalidIdentifier:
        return None
    return recognise(one.url) or one if scheme == "doi" and one.url else one


def papers(scheme: str, texts: Iterable[str | None]) -> list[Ref]:
    """Return references to the papers that texts of one scheme name, in order, each once; what names none is left out."""
    found = (_identifier(scheme, text) for text in texts if text)
    return list(dict.fromkeys(identifier_ref(item) for item in found if item is not None and kind_of(item) is Kind.PAPER))


def addressed(*addresses: str | None) -> list[Identifier]:
    """Return the papers' identifiers that addresses name (arXiv, DOI, ACL…), in order, each once; others name none."""
    found = (recognise(address) for address in addresses if address)
    return list(dict.fromkeys(item for item in found if item is not None and kind_of(item) is Kind.PAPER))


def located(*addresses: str | None) -> list[Identifier]:
    """Return what papers' addresses identify them by, in order, each once: what `addressed` finds in one, else the address itself.

    An address of code or of a whole site is none of a paper.
    """
    found = (identity for address in addresses if address for identity in (addressed(address) or _own_address(address)))
    return list(dict.fromkeys(found))


def _own_address(address: str) -> list[Identifier]:
    if recognise(address) is not None or repository(address) is not None:
        return []
    return [found for found in identifiers({"url": address}) if re.match(r"https://[^/?]+[/?].", found.value)]


def noted(*texts: str | None) -> list[Identifier]:
    """Return the arXiv ids that texts of other purposes state as the work's own: a line of which is `arXiv:ID`, with or without `preprint`."""
    found = (match[1] for text in texts if text and "rxiv" in text.lower() for match in _NOTED.finditer(text))
    return list(dict.fromkeys(one for stated in found for one in identifiers({"arxiv": stated})))


_NOTED = re.compile(
    r"^\s*(?:arxiv(?: e-prints?| preprint)?,?\s+)?(arxiv:\s*[^\s\[\]]+)(?:\s*\[[\w.-]+\])?\s*$", re.IGNORECASE | re.MULTILINE
)


def web(*addresses: str | None) -> str | None:
    """Return the first that is a web address, as written."""
    return next((address for address in addresses if address and identifiers({"url": address})), None)


def person(name: str | None, orcid: str | None = None, *others: Ref) -> Person | None:
    """Return an author by name, ORCID (left out when its check digit is wrong) and the source's own references; None without a name."""
    plain = " ".join((name or "").split())
    if not plain or len(plain) > MAX_NAME:
        return None
    known_by = [identifier_ref(found) for found in identifiers({"orcid": orcid})]
    return Person(plain, (*known_by, *others))


def people(found: Iterable[Person | None]) -> tuple[Person, ...]:
    """Return those of whom a name is known, in order."""
    return tuple(item for item in found if item is not None)
