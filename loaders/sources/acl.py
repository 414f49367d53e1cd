"""ACL Anthology papers as flat JSONL: identifiers, authors in order, and the code and dataset tags of Papers with Code."""

from __future__ import annotations

import re

from graph.claims import RANKS
from graph.evidence import Assertion, EdgeAssertion, NodeAssertion, Place, Ref
from graph.ids import InvalidIdentifier, parse_acl, parse_doi, repository
from graph.kinds import Kind, Relation
from graph.names import dataset_alias
from loaders.errors import RecordError
from loaders.records import identifier_ref, known, name_ref, paper_address, text_ref
from loaders.sources.jsonl import JsonLines, Row, has_keys, integer, required, text, texts
from loaders.text import LEXICON_VERSION, assertions_of, extract
from loaders.units import Unit

LOADER = f"acl/1 text/{LEXICON_VERSION}"
EXAMPLE = '{"id": "P19-1001", "title": "…", "authors": ["Ada Example"], "year": 2019, "doi": "10.18653/v1/P19-1001"}'
_PLACE = Place("", "acl/1", 1.0)
_TAG = Place("datasets", "acl/1", 0.9)
_SPAM = re.compile(
    r"\bhow (?:to|do i) (?:fix|contact|call|get|cancel)|quickbooks|customer (?:service|support|care)|phone number|toll.free|cash ?app|\berror \d{3,}",
    re.IGNORECASE,
)


def detect(head: bytes) -> bool:
    """Whether the first object has the keys of this format."""
    return has_keys(head, "id", "title", "authors", "bibkey")


def _key(row: Row) -> str:
    return required(row, "id")


def assertions(row: Row, unit: Unit) -> list[Assertion]:
    """Return what one paper's row says."""
    try:
        paper = identifier_ref(parse_acl(unit.key))
    except InvalidIdentifier as error:
        raise RecordError(str(error)) from None
    title, authors, year = required(row, "title"), texts(row, "authors"), integer(row, "year")
    abstract = row.get("abstract")
    values = known({
        "title": title, "year": year, "venue": text(row, "venue"), "url": text(row, "pdf_url"),
        "abstract": abstract if isinstance(abstract, str) else None,
    })  # fmt: skip
    same_as = [text_ref(title, authors[0] if authors else None, year)]
    if doi := text(row, "doi"):
        same_as += _doi(doi)
    said: list[Assertion] = [NodeAssertion(paper, values, tuple(same_as), _PLACE)]
    said += [
        EdgeAssertion(Relation.WROTE, name_ref(Kind.AUTHOR, name), paper, {"position": place, "nameAsWritten": name}, _PLACE)
        for place, name in enumerate(authors, start=1)
    ]
    said += _code(row, paper)
    said += [
        EdgeAssertion(Relation.EVALUATES_ON, paper, name_ref(Kind.DATASET, dataset_alias(name)), {"roles": ["tagged"]}, _tag(name))
        for name in _tags(row)
    ]
    return [*said, *assertions_of(paper, extract(title, abstract if isinstance(abstract, str) else None))]


def _doi(doi: str) -> list[Ref]:
    """The DOI, or nothing when the field holds something else: the paper stands on its ACL id."""
    try:
        return [identifier_ref(parse_doi(doi))]
    except InvalidIdentifier:
        address = paper_address(doi)
        return [address] if address else []


def _code(row: Row, paper: Ref) -> list[Assertion]:
    found = repository(text(row, "code_url") or "")
    if found is None:
        return []
    return [EdgeAssertion(Relation.IMPLEMENTS, identifier_ref(found), paper, {"official": True}, _PLACE._replace(locator="code_url"))]


def _tags(row: Row) -> list[str]:
    """Names of tagged datasets; a tag is a name, or an object with one."""
    tags = row.get("datasets") or []
    if not isinstance(tags, list):
        raise RecordError("datasets is no list")
    return [required(tag, "name") if isinstance(tag, dict) else str(tag) for tag in tags]


def _tag(name: str) -> Place:
    return _TAG._replace(flag="spam: a tag that names no dataset") if _SPAM.search(name) else _TAG


READER = JsonLines(LOADER, RANKS["publisher"], assertions, _key, lambda row: text(row, "pdf_url"))
