"""Papers as answers of the Semantic Scholar graph API: one, a list, or a page of a search (docs/sources/s2.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.claims import RANKS
from graph.evidence import Assertion, EdgeAssertion, NodeAssertion, Place, Ref
from graph.kinds import Relation
from loaders.head import Head
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Records, Some, Text
from loaders.sources.s2 import address, has, key
from loaders.sources.s2_papers import Paper, described
from loaders.text import LEXICON_VERSION
from loaders.units import Unit
from loaders.works import Work, statements, subject_of, year_of

LOADER = f"s2-api/1 text/{LEXICON_VERSION}"
EXAMPLE = '{"paperId": "204e3073870fae3d05bcbc2f6a8e263d9b72e776", "title": "…", "references": [{"paperId": "…", "title": "…"}]}'
_PLACE = Place("", "s2-api/1", 1.0)


class ApiPaper(Paper):
    """A paper with the fields that were asked for."""

    paperid: Text = None
    abstract: Text = None


class Answer(ApiPaper):
    """A paper with what it cites and what cites it."""

    references: Some[ApiPaper] = ()
    citations: Some[ApiPaper] = ()


def detect(head: Head) -> bool:
    """Whether the first record has the API's id of a paper, and a title or identifiers."""
    return has(head, "paperid", "title") or has(head, "paperid", "externalids")


def assertions(answer: Answer, unit: Unit) -> Iterable[Assertion]:
    """Return what a paper's record says, of the papers around it too."""
    work = _work(answer)
    paper = subject_of(work)[0]
    said = statements(work, _PLACE)
    for other, about in _around(answer.references, "references"):
        said += [*about, *_cites(paper, other, "references")]
    for other, about in _around(answer.citations, "citations"):
        said += [*about, *_cites(other, paper, "citations")]
    return said


def _work(paper: ApiPaper) -> Work:
    return described(paper, address(paper.paperid) or address(paper.url), paper.abstract)


def _around(found: Iterable[ApiPaper], name: str) -> Iterator[tuple[Ref, list[Assertion]]]:
    """Yield papers of a list, with what their entries say of them: those with identifiers, and those that title, authors and year make clear.

    One without a title stays a bare identifier, whatever else was asked for.
    """
    place = _PLACE._replace(locator=name)
    for item in found:
        work = _work(item)
        if work.ids or (work.title and work.authors and year_of(work)):
            paper, same_as = subject_of(work)
            yield paper, statements(work, place) if work.title else [NodeAssertion(paper, {}, same_as, place)]


def _cites(citing: Ref, cited: Ref, name: str) -> list[Assertion]:
    return [EdgeAssertion(Relation.CITES, citing, cited, {}, _PLACE._replace(locator=name))] if citing != cited else []


READER = Records(LOADER, RANKS["registry"], Answer, assertions, json_records, key, lambda paper: paper.url)
