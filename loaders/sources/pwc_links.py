"""Which repository holds a paper's code: the dump `links-between-papers-and-code` (docs/sources/pwc-links.md)."""

from __future__ import annotations

from collections.abc import Iterable

from graph.claims import RANKS
from graph.evidence import Assertion, EdgeAssertion, NodeAssertion, Place
from graph.ids import InvalidIdentifier, parse_repository
from graph.kinds import Relation
from loaders import pwc
from loaders.errors import RecordError
from loaders.head import Head, Row
from loaders.records import identifier_ref, known
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records, SourceRecord, Text, field
from loaders.text.markup import from_latex
from loaders.units import Unit
from loaders.works import Work, subject_of, web

LOADER = "pwc-links/1"
EXAMPLE = '{"paper_url": "https://paperswithcode.com/paper/…", "paper_title": "…", "repo_url": "https://github.com/owner/name", "is_official": true}'
_PLACE = Place("repo_url", LOADER, 1.0)


class PwcLink(SourceRecord):
    """A paper and a repository with its code."""

    paper_url: Text = None
    paper_title: Text = None
    paper_arxiv_id: Text = None
    paper_url_abs: Text = None
    paper_url_pdf: Text = None
    repo_url: Name
    is_official: bool | None = None
    framework: Text = None


def detect(head: Head) -> bool:
    """Whether the first record has the keys of a link."""
    return head.has("paper_url", "paper_title", "repo_url")


def assertions(link: PwcLink, unit: Unit) -> Iterable[Assertion]:
    """Return what a link says."""
    try:
        code = identifier_ref(parse_repository(link.repo_url))
    except InvalidIdentifier as error:
        raise RecordError(f"repo_url {error}") from None
    title = from_latex(link.paper_title) if link.paper_title else None
    ids = pwc.paper_ids(link.paper_url, link.paper_arxiv_id, link.paper_url_abs, link.paper_url_pdf)
    paper, same_as = subject_of(Work(ids=ids, title=title))
    framework = None if link.framework == "none" else link.framework
    values = known({"official": True if link.is_official else None, "framework": framework})
    return [
        NodeAssertion(paper, known({"title": title}), same_as, _PLACE._replace(locator="paper_title")),
        EdgeAssertion(Relation.IMPLEMENTS, code, paper, values, _PLACE),
    ]


def _key(row: Row) -> str | None:
    paper, code = field(row, "paper_url", "paper_title"), field(row, "repo_url")
    return f"{paper} {code}" if paper and code else None


READER = Records(LOADER, RANKS["leaderboard"], PwcLink, assertions, json_records, _key, lambda link: web(link.paper_url))
