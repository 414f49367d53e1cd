"""What the datasets and the API of Semantic Scholar share: names of fields, identifiers, and the datasets that say nothing (docs/sources/s2.md)."""

from __future__ import annotations

import re

from pydantic import model_validator

from graph.ids import Identifier, InvalidIdentifier, parse_s2, parse_url
from loaders.errors import RecordError
from loaders.head import Head, Row
from loaders.shapes.pieces import SourceRecord, Text, field
from loaders.works import identifiers


def lowered(row: Row) -> Row:
    """Return an object with the names of its fields as the datasets write them: of a release `corpusid`, of others and the API `corpusId`."""
    return {name.lower().replace("_", ""): value for name, value in row.items()}


class S2Record(SourceRecord):
    """A part of a record; the fields' names are in lower case here, whatever they are there."""

    @model_validator(mode="before")
    @classmethod
    def _lowered(cls, data: object) -> object:
        return lowered(data) if isinstance(data, dict) else data


class ExternalIds(S2Record):
    """A paper's identifiers elsewhere."""

    corpusid: Text = None
    doi: Text = None
    arxiv: Text = None
    acl: Text = None
    dblp: Text = None


def has(head: Head, *names: str) -> bool:
    """Whether the first record has all of these fields."""
    return head.object is not None and lowered(head.object).keys() >= {*names}


def own(corpus_id: str) -> Identifier:
    """Return a record's own corpus id. RecordError when it is none."""
    try:
        return parse_s2(corpus_id)
    except InvalidIdentifier as error:
        raise RecordError(str(error)) from None


def elsewhere(found: ExternalIds | None) -> list[Identifier]:
    """Return the identifiers of other catalogues; ids of MAG and PubMed are none of ours."""
    return identifiers({"doi": found.doi, "arxiv": found.arxiv, "acl": found.acl, "dblp": found.dblp}) if found else []


_SHA = re.compile(r"(?:https?://(?:www\.)?semanticscholar\.org/paper/(?:[^/]+/)?)?([0-9a-f]{40})")


def address(sha: str | None) -> list[Identifier]:
    """Return the address of the page that a paper's older, SHA-like id leads to, given the id or an address with it; nothing for anything else."""
    found = _SHA.fullmatch(sha or "")
    return [parse_url(f"https://www.semanticscholar.org/paper/{found[1]}")] if found else []


def key(row: Row) -> str | None:
    """Return the key of a record of a paper: its corpus id, else its SHA-like id."""
    found = lowered(row)
    elsewhere = found.get("externalids")
    return (
        field(found, "corpusid")
        or (field(lowered(elsewhere), "corpusid") if isinstance(elsewhere, dict) else None)
        or field(found, "paperid")
    )


_UNREAD = (
    (
        ("corpusid", "model", "text"),
        "holds Semantic Scholar's TLDRs, which a model wrote: no evidence of anything. Load its papers and abstracts",
    ),
    (
        ("corpusid", "model", "vector"),
        "holds Semantic Scholar's embeddings: numbers of which nothing is made. Load its papers and abstracts",
    ),
    (
        ("alternateissns", "alternatenames", "issn"),
        "holds Semantic Scholar's venues, of which nothing is made: its papers name theirs. Load those",
    ),
)


def unread(head: Head) -> str | None:
    """Say why a dataset is not read; None when it is none of those."""
    return next((reason for names, reason in _UNREAD if has(head, *names)), None)
