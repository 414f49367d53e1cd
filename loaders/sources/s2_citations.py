"""Citations of the Semantic Scholar datasets: JSON Lines (docs/sources/s2.md). Bare identifiers: they create no paper."""

from __future__ import annotations

from collections.abc import Iterable

from graph.claims import RANKS
from graph.evidence import Assertion, EdgeAssertion, Place
from graph.kinds import Relation
from loaders.errors import RecordError
from loaders.head import Head, Row
from loaders.records import identifier_ref, known
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records, Some, Text, field
from loaders.sources.s2 import S2Record, has, lowered, own
from loaders.units import Unit

LOADER = "s2-citations/1"
EXAMPLE = '{"citingcorpusid": "13756489", "citedcorpusid": "11212020", "contexts": ["… as in [2]."], "intents": ["background"]}'
_PLACE = Place("", LOADER, 1.0)


class Citation(S2Record):
    """One paper's citation of another; intents stand in one list, or in one for each context."""

    citingcorpusid: Name
    citedcorpusid: Text = None
    contexts: Some[Name] = ()
    intents: Some[Name | Some[Name]] = ()


def detect(head: Head) -> bool:
    """Whether the first record has both corpus ids."""
    return has(head, "citingcorpusid", "citedcorpusid")


def assertions(row: Citation, unit: Unit) -> Iterable[Assertion]:
    """Return the one citation of a row."""
    if row.citedcorpusid is None:
        raise RecordError("has no citedcorpusid: what is cited was not identified")
    intents = {name for item in row.intents for name in ([item] if isinstance(item, str) else item)}
    values = known({"contexts": list(row.contexts), "intents": sorted(intents)})
    return [EdgeAssertion(Relation.CITES, identifier_ref(own(row.citingcorpusid)), identifier_ref(own(row.citedcorpusid)), values, _PLACE)]


def _key(row: Row) -> str | None:
    found = lowered(row)
    citing, cited = field(found, "citingcorpusid"), field(found, "citedcorpusid")
    return field(found, "citationid") or (f"{citing} {cited}" if citing and cited else None)


READER = Records(LOADER, RANKS["registry"], Citation, assertions, json_records, _key)
