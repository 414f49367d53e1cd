"""Papers of Papers with Code: the dump `papers-with-abstracts` (docs/sources/pwc-papers.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from graph.claims import RANKS
from graph.evidence import Assertion, EdgeAssertion, Place, Ref
from graph.ids import Identifier
from graph.kinds import Relation
from loaders import pwc
from loaders.head import Head, Row
from loaders.records import identifier_ref
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records, Some, SourceRecord, Text, field
from loaders.spam import judged
from loaders.text import LEXICON_VERSION
from loaders.text.markup import from_latex
from loaders.units import Unit
from loaders.works import Work, located, people, person, statements, subject_of, web

LOADER = f"pwc-papers/1 text/{LEXICON_VERSION}"
EXAMPLE = '{"paper_url": "https://paperswithcode.com/paper/…", "arxiv_id": "1805.10616", "title": "…", "url_abs": "…", "tasks": ["…"], "methods": []}'
_PLACE = Place("", "pwc-papers/1", 1.0)
_TAG = Place("methods", "pwc-papers/1", 0.9)
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


class UsedMethod(SourceRecord):
    """A method that the paper is tagged with, and the paper that the method comes from."""

    name: Name
    full_name: Text = None
    source_url: Text = None


class PwcPaper(SourceRecord):
    """A paper."""

    paper_url: Name
    arxiv_id: Text = None
    title: Text = None
    abstract: Text = None
    url_abs: Text = None
    url_pdf: Text = None
    conference_url_abs: Text = None
    conference_url_pdf: Text = None
    proceeding: Text = None
    authors: Some[Name] = ()
    tasks: Some[Name] = ()
    date: Text = None
    methods: Some[UsedMethod] = ()


def detect(head: Head) -> bool:
    """Whether the first record has the keys of a paper."""
    return head.has("paper_url", "title", "url_abs", "tasks")


def assertions(paper: PwcPaper, unit: Unit) -> Iterable[Assertion]:
    """Return what a paper's record says."""
    work = described(paper)
    return [*statements(work, _PLACE), *_methods(paper.methods, subject_of(work)[0], work.ids)]


def described(paper: PwcPaper) -> Work:
    """Return the paper in our words."""
    addresses = (paper.url_abs, paper.url_pdf, paper.conference_url_abs, paper.conference_url_pdf)
    return Work(
        ids=pwc.paper_ids(paper.paper_url, paper.arxiv_id, *addresses),
        title=from_latex(paper.title) if paper.title else None,
        authors=people(person(from_latex(name)) for name in paper.authors),
        published=paper.date if _DATE.fullmatch(paper.date or "") else None,
        venue=_venue(paper.proceeding),
        url=next(filter(web, addresses), None),
        abstract=paper.abstract,
        tasks=paper.tasks,
    )


def _venue(proceeding: str | None) -> str | None:
    """The proceedings without the month that ends them: "NeurIPS 2018 12"."""
    return re.sub(r"(?<=\s\d{4})\s\d{1,2}$", "", proceeding) if proceeding else None


def _methods(found: Iterable[UsedMethod], paper: Ref, own: Iterable[Identifier]) -> Iterator[Assertion]:
    """A method belongs to the paper that it comes from; a paper does not build on what comes from itself."""
    for item in found:
        origin = located(item.source_url)
        stated = pwc.method(item.name, item.full_name, identifier_ref(origin[0]).key if origin else "", _TAG)
        yield stated
        if not set(origin) & set(own):
            yield EdgeAssertion(Relation.USES, paper, stated.subject, {}, judged(_TAG, item.name))


def _key(row: Row) -> str | None:
    return field(row, "paper_url")


READER = Records(LOADER, RANKS["leaderboard"], PwcPaper, assertions, json_records, _key, lambda paper: web(paper.paper_url))
