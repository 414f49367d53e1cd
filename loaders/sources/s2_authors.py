"""Authors of the Semantic Scholar datasets, or answers of its API: JSON Lines (docs/sources/s2.md)."""

from __future__ import annotations

from collections.abc import Iterable

from graph.claims import RANKS
from graph.evidence import Assertion, NodeAssertion, Place
from graph.ids import InvalidIdentifier, parse
from loaders.errors import RecordError
from loaders.head import Head, Row
from loaders.records import identifier_ref, known
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records, Some, Text, Texts, field
from loaders.sources.s2 import S2Record, has, lowered
from loaders.units import Unit
from loaders.works import identifiers

LOADER = "s2-authors/1"
EXAMPLE = '{"authorid": "1741101", "externalids": {"ORCID": null}, "name": "Ada Example", "aliases": ["A. Example"], "papercount": 1}'


class AuthorIds(S2Record):
    """An author's identifiers elsewhere."""

    orcid: Texts = ()


class Author(S2Record):
    """An author."""

    authorid: Name
    externalids: AuthorIds | None = None
    name: Name
    aliases: Some[Name] = ()
    url: Text = None


def detect(head: Head) -> bool:
    """Whether the first record has the id and the name of an author."""
    return has(head, "authorid", "name")


def assertions(author: Author, unit: Unit) -> Iterable[Assertion]:
    """Return an author's names and identifiers."""
    try:
        own = identifier_ref(parse("s2author", author.authorid))
    except InvalidIdentifier as error:
        raise RecordError(str(error)) from None
    orcids = author.externalids.orcid if author.externalids else ()
    same_as = tuple(identifier_ref(found) for orcid in orcids for found in identifiers({"orcid": orcid}))
    values = known({"name": author.name, "aliases": sorted({*author.aliases} - {author.name})})
    return [NodeAssertion(own, values, same_as, Place("", LOADER, 1.0))]


def _key(row: Row) -> str | None:
    return field(lowered(row), "authorid")


READER = Records(LOADER, RANKS["registry"], Author, assertions, json_records, _key, lambda author: author.url)
