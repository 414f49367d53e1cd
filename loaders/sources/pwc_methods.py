"""Methods of Papers with Code: the dump `methods` (docs/sources/pwc-methods.md)."""

from __future__ import annotations

from collections.abc import Iterable

from graph.claims import RANKS
from graph.evidence import Assertion, Place
from graph.text import fold
from loaders import pwc
from loaders.head import Head, Row
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records, SourceRecord, Text, field
from loaders.spam import judged
from loaders.text.markup import from_latex
from loaders.units import Unit
from loaders.works import web

LOADER = "pwc-methods/1"
EXAMPLE = '{"url": "https://paperswithcode.com/method/…", "name": "GRU", "full_name": "…", "paper": {"title": "…", "url": "…"}, "collections": []}'
_PLACE = Place("", LOADER, 1.0)


class PwcMethod(SourceRecord):
    """A method."""

    url: Text = None
    name: Name
    full_name: Text = None
    paper: pwc.PaperLink | Text = None
    source_url: Text = None
    source_title: Text = None


def detect(head: Head) -> bool:
    """Whether the first record has the keys of a method."""
    return head.has("url", "name", "full_name", "paper", "collections")


def assertions(item: PwcMethod, unit: Unit) -> Iterable[Assertion]:
    """Return what a method's record says."""
    where = judged(_PLACE, item.name)
    paper = pwc.linked_paper(item.paper, where._replace(locator="paper"), *_source(item))
    stated = pwc.method(item.name, item.full_name, paper.subject.key if paper else "", where)
    return [stated, *pwc.introduction(paper, stated.subject, paper.place)] if paper else [stated]


def _source(item: PwcMethod) -> list[str]:
    """The address of the source, when that is the paper, as its title tells."""
    title = item.paper.title if isinstance(item.paper, pwc.PaperLink) else item.paper
    same = title and item.source_title and fold(from_latex(title)) == fold(from_latex(item.source_title))
    return [item.source_url] if same and item.source_url else []


def _key(row: Row) -> str | None:
    return field(row, "url", "name")


READER = Records(LOADER, RANKS["leaderboard"], PwcMethod, assertions, json_records, _key, lambda item: web(item.url))
