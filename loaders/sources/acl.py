"""ACL Anthology papers as flat JSONL: identifiers, authors in order, and the code and dataset tags of Papers with Code."""

from __future__ import annotations

from collections.abc import Iterable

from graph.claims import RANKS
from graph.evidence import Assertion, NodeAssertion, Place, Ref
from graph.ids import InvalidIdentifier, parse_acl, parse_doi
from loaders.errors import RecordError
from loaders.head import Head, Row
from loaders.records import identifier_ref, known, paper_address, title_refs
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records, Some, SourceRecord, Text, field
from loaders.spam import judged
from loaders.text import LEXICON_VERSION, assertions_of, extract
from loaders.units import Unit
from loaders.works import Person, authorship, code, tagged

LOADER = f"acl/2 text/{LEXICON_VERSION}"
EXAMPLE = '{"id": "P19-1001", "title": "…", "authors": ["Ada Example"], "year": 2019, "doi": "10.18653/v1/P19-1001"}'
_PLACE = Place("", "acl/2", 1.0)
_TAG = Place("datasets", "acl/2", 0.9)


class Tag(SourceRecord):
    """A dataset that Papers with Code tags the paper with."""

    name: Name


class AclPaper(SourceRecord):
    """A paper of the Anthology, flattened."""

    id: Name
    title: Name
    authors: Some[Name] = ()
    year: int | None = None
    venue: Text = None
    pdf_url: Text = None
    abstract: str | None = None
    doi: Text = None
    code_url: Text = None
    datasets: Some[Tag | Name] = ()


def detect(head: Head) -> bool:
    """Whether the first record has the keys of this format."""
    return head.has("id", "title", "authors", "bibkey")


def assertions(row: AclPaper, unit: Unit) -> Iterable[Assertion]:
    """Return what one paper's row says."""
    try:
        paper = identifier_ref(parse_acl(row.id))
    except InvalidIdentifier as error:
        raise RecordError(str(error)) from None
    values = known({"title": row.title, "year": row.year, "venue": row.venue, "url": row.pdf_url, "abstract": row.abstract})
    same_as = [*title_refs(row.title, row.authors[0] if row.authors else None, row.year), *_doi(row.doi)]
    said: list[Assertion] = [NodeAssertion(paper, values, tuple(same_as), _PLACE)]
    said += authorship(map(Person, row.authors), paper, _PLACE)
    said += code([row.code_url or ""], paper, _PLACE._replace(locator="code_url"), official=True)
    names = [tag if isinstance(tag, str) else tag.name for tag in row.datasets]
    said += [tagged(paper, name, judged(_TAG, name)) for name in names]
    return [*said, *assertions_of(paper, extract(row.title, row.abstract))]


def _doi(doi: str | None) -> list[Ref]:
    """The DOI, or nothing when the field holds something else: the paper stands on its ACL id."""
    if doi is None:
        return []
    try:
        return [identifier_ref(parse_doi(doi))]
    except InvalidIdentifier:
        address = paper_address(doi)
        return [address] if address else []


def _key(row: Row) -> str | None:
    return field(row, "id")


READER = Records(LOADER, RANKS["publisher"], AclPaper, assertions, json_records, _key, lambda row: row.pdf_url)
