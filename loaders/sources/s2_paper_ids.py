"""Ids of papers of the Semantic Scholar datasets: JSON Lines (docs/sources/s2.md). They make no paper: one more address of each."""

from __future__ import annotations

from collections.abc import Iterable

from graph.claims import RANKS
from graph.evidence import Assertion, NodeAssertion, Place
from loaders.errors import RecordError
from loaders.head import Head, Row
from loaders.records import identifier_ref
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records, field
from loaders.sources.s2 import S2Record, address, has, lowered, own
from loaders.units import Unit

LOADER = "s2-paper-ids/1"
EXAMPLE = '{"sha": "204e3073870fae3d05bcbc2f6a8e263d9b72e776", "corpusid": 13756489, "primary": true}'


class PaperIds(S2Record):
    """A paper's SHA-like id, of which it may have had several."""

    sha: Name
    corpusid: Name


def detect(head: Head) -> bool:
    """Whether the first record has both ids and nothing of the paper."""
    return has(head, "sha", "corpusid")


def assertions(row: PaperIds, unit: Unit) -> Iterable[Assertion]:
    """Return that both ids mean one paper."""
    pages = address(row.sha)
    if not pages:
        raise RecordError(f"sha is {row.sha!r}; expected 40 hexadecimal digits")
    return [NodeAssertion(identifier_ref(own(row.corpusid)), {}, (identifier_ref(pages[0]),), Place("sha", LOADER, 1.0))]


def _key(row: Row) -> str | None:
    return field(lowered(row), "sha")


READER = Records(LOADER, RANKS["registry"], PaperIds, assertions, json_records, _key)
