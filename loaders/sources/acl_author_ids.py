"""Which authors of ACL papers are known by an id: paper → places, names, ids and ORCIDs, JSONL (docs/sources/acl-author-ids.md)."""

from __future__ import annotations

from collections.abc import Iterable

from graph.claims import RANKS
from graph.evidence import Assertion, Place
from graph.ids import InvalidIdentifier, parse_acl
from loaders.errors import RecordError
from loaders.head import Head, Row
from loaders.records import identifier_ref
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records, Some, SourceRecord, Text, field
from loaders.sources.anthology import author, told_apart
from loaders.units import Unit
from loaders.works import wrote

LOADER = "acl-author-ids/1"
EXAMPLE = '{"paper": "P19-1001", "authors": [{"pos": 0, "name": "Ada Example", "id": "ada-example"}]}'
_PLACE = Place("authors", LOADER, 1.0)


class KnownAuthor(SourceRecord):
    """An author at a place on the paper, which counts from 0."""

    pos: int
    name: Name
    id: Text = None
    orcid: Text = None


class PaperAuthors(SourceRecord):
    """The authors of a paper that are known by more than a name; the others are not listed."""

    paper: Name
    authors: Some[KnownAuthor] = ()


def detect(head: Head) -> bool:
    """Whether the first record lists authors of a paper by their places."""
    listed = head.object.get("authors") if head.object and "paper" in head.object else None
    return isinstance(listed, list) and bool(listed) and isinstance(listed[0], dict) and "pos" in listed[0]


def assertions(row: PaperAuthors, unit: Unit) -> Iterable[Assertion]:
    """Yield who wrote a paper, as far as it is listed. The paper by its id alone: it is none until another record describes it."""
    try:
        paper = identifier_ref(parse_acl(row.paper))
    except InvalidIdentifier as error:
        raise RecordError(str(error)) from None
    known = [(item.pos + 1, who) for item in row.authors if (who := author(item.name, item.id, item.orcid))]
    for (position, _), who in zip(known, told_apart(who for _, who in known), strict=True):
        yield from wrote(who, position, paper, _PLACE)


def _key(row: Row) -> str | None:
    return field(row, "paper")


READER = Records(LOADER, RANKS["publisher"], PaperAuthors, assertions, json_records, _key)
