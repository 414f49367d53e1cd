"""Abstracts of the Semantic Scholar datasets: JSON Lines (docs/sources/s2.md). They wait for their papers, which another dataset names."""

from __future__ import annotations

from collections.abc import Iterable

from graph.claims import RANKS
from graph.evidence import Assertion, Place
from loaders.errors import RecordError
from loaders.head import Head
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records
from loaders.sources.s2 import ExternalIds, S2Record, elsewhere, has, key, own
from loaders.text import LEXICON_VERSION
from loaders.text.markup import from_html
from loaders.units import Unit
from loaders.works import Work, statements

LOADER = f"s2-abstracts/1 text/{LEXICON_VERSION}"
EXAMPLE = '{"corpusid": 13756489, "openaccessinfo": {"externalids": {"ArXiv": "1706.03762"}}, "abstract": "…"}'
_PLACE = Place("", "s2-abstracts/1", 1.0)


class OpenAccess(S2Record):
    """Where a paper is free to read."""

    externalids: ExternalIds | None = None


class Abstract(S2Record):
    """A paper's abstract."""

    corpusid: Name
    openaccessinfo: OpenAccess | None = None
    abstract: Name


def detect(head: Head) -> bool:
    """Whether the first record has an abstract and no title."""
    return has(head, "corpusid", "abstract") and not has(head, "title")


def assertions(row: Abstract, unit: Unit) -> Iterable[Assertion]:
    """Return the abstract and what it tells."""
    text = from_html(row.abstract)
    if not text:
        raise RecordError("has no abstract")
    ids = [own(row.corpusid), *elsewhere(row.openaccessinfo.externalids if row.openaccessinfo else None)]
    return statements(Work(ids=ids, abstract=text), _PLACE)


READER = Records(LOADER, RANKS["registry"], Abstract, assertions, json_records, key, lambda row: own(row.corpusid).url)
