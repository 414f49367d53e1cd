"""GitHub repositories: objects of its API, arrays of them, and answers of its search (docs/sources/github.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.claims import RANKS
from graph.evidence import Assertion, EdgeAssertion, NodeAssertion, Place
from graph.ids import Identifier, InvalidIdentifier, parse_repository
from graph.kinds import Relation
from loaders.errors import RecordError
from loaders.head import Head, Row
from loaders.records import identifier_ref, known
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records, SourceRecord, Text, field
from loaders.units import Unit
from loaders.works import addressed

LOADER = "github/1"
EXAMPLE = '{"id": 1, "full_name": "owner/name", "html_url": "https://github.com/owner/name", "stargazers_count": 10, "description": "…"}'
_PLACE = Place("", LOADER, 1.0)
_NAMED = Place("description", LOADER, 0.9)

_PAPER = re.compile(
    r"(?:https?://|(?:www\.)?(?:arxiv|doi|aclanthology)\.org/|\bdoi:\s*)[^\s<>\"']+|\barxiv[:\s]\s*\d{4}\.\d{4,5}(?:v\d+)?", re.IGNORECASE
)


class GithubRepository(SourceRecord):
    """A repository, as the API describes it."""

    full_name: Name
    html_url: Name
    stargazers_count: int | None = None
    description: Text = None
    homepage: Text = None
    fork: bool = False


def detect(head: Head) -> bool:
    """Whether the first record has the keys of a repository."""
    return head.has("full_name", "html_url", "stargazers_count")


def assertions(found: GithubRepository, unit: Unit) -> Iterable[Assertion]:
    """Return what a repository's object says: the repository, and the paper when it names exactly one. A fork repeats what its parent says."""
    try:
        repository = identifier_ref(parse_repository(found.html_url))
    except InvalidIdentifier as error:
        raise RecordError(str(error)) from None
    values = known({"name": found.full_name, "url": found.html_url, "stars": found.stargazers_count})
    said: list[Assertion] = [NodeAssertion(repository, values, (), _PLACE)]
    papers = [] if found.fork else papers_named(f"{found.description or ''} {found.homepage or ''}")
    if len(papers) == 1:
        said.append(EdgeAssertion(Relation.IMPLEMENTS, repository, identifier_ref(papers[0]), {}, _NAMED))
    return said


def papers_named(text: str) -> list[Identifier]:
    """Return the papers that a text names by address or identifier, in order, each once."""
    return addressed(*(_address(match[0].rstrip(").,;:]}'")) for match in _PAPER.finditer(text)))


def _address(name: str) -> str:
    """An identifier as it is written with its scheme, in the form that tells it from other text."""
    return re.sub(r"^doi:\s*", "https://doi.org/", re.sub(r"^arxiv\s", "arxiv:", name, flags=re.IGNORECASE), flags=re.IGNORECASE)


def _key(row: Row) -> str | None:
    return field(row, "id", "full_name")


READER = Records(LOADER, RANKS["registry"], GithubRepository, assertions, json_records, _key, lambda found: found.html_url)
