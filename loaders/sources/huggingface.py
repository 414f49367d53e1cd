"""Daily papers of Hugging Face: answers of its API (docs/sources/huggingface.md)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from graph.claims import RANKS
from graph.evidence import Assertion, NodeAssertion, Place
from graph.ids import repository
from loaders.head import Head, Row
from loaders.records import identifier_ref
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records, Some, SourceRecord, Text, field
from loaders.sources.arxiv import own_id
from loaders.text import LEXICON_VERSION
from loaders.text.markup import from_latex
from loaders.units import Unit
from loaders.works import Work, people, person, statements

LOADER = f"huggingface/1 text/{LEXICON_VERSION}"
EXAMPLE = '[{"paper": {"id": "1706.03762", "title": "…", "authors": [{"name": "Ada Example"}], "upvotes": 1, "summary": "…"}}]'
_PLACE = Place("", "huggingface/1", 1.0)
_WHERE = {"authors": "paper.authors", "code": "paper.githubRepo"}


class Author(SourceRecord):
    """An author, as on the paper."""

    name: Text = None


class Paper(SourceRecord):
    """A paper of arXiv, with what readers of the page added; its texts are LaTeX."""

    id: Name
    title: Text = None
    authors: Some[Author] = ()
    published: Annotated[Text, Field(alias="publishedAt")] = None
    summary: Text = None
    project_page: Annotated[Text, Field(alias="projectPage")] = None
    github_repo: Annotated[Text, Field(alias="githubRepo")] = None
    github_stars: Annotated[int | None, Field(alias="githubStars")] = None


class DailyPaper(SourceRecord):
    """A paper on the page of a day."""

    paper: Paper


def detect(head: Head) -> bool:
    """Whether the first record holds a paper that readers can vote for."""
    found = head.object.get("paper") if head.object else None
    return isinstance(found, dict) and "id" in found and "upvotes" in found


def assertions(row: DailyPaper, unit: Unit) -> Iterable[Assertion]:
    """Return what a paper's row says."""
    said = statements(described(row.paper), _PLACE)
    code, stars = repository(row.paper.github_repo or ""), row.paper.github_stars
    if code is not None and stars is not None:
        said.append(NodeAssertion(identifier_ref(code), {"stars": stars}, (), _PLACE._replace(locator="paper.githubStars")))
    return said


def described(paper: Paper) -> Work:
    """Return the work in our words."""
    own = own_id(paper.id)
    return Work(
        ids=[own],
        title=from_latex(paper.title) if paper.title else None,
        authors=people(person(item.name) for item in paper.authors),
        published=paper.published and paper.published[:10],
        url=own.url,
        links=[paper.project_page] if paper.project_page else [],
        abstract=from_latex(paper.summary) if paper.summary else None,
        code=[paper.github_repo] if paper.github_repo else [],
        where=_WHERE,
    )


def _key(row: Row) -> str | None:
    paper = row.get("paper")
    return field(paper, "id") if isinstance(paper, dict) else None


READER = Records(
    LOADER, RANKS["leaderboard"], DailyPaper, assertions, json_records, _key, lambda row: f"https://huggingface.co/papers/{row.paper.id}"
)
