"""Citation pairs between ACL papers, with the sentences in which they stand. Bare identifiers: they create no paper."""

from __future__ import annotations

from collections.abc import Iterable

from graph.claims import RANKS
from graph.evidence import Assertion, EdgeAssertion, Place
from graph.ids import InvalidIdentifier, parse_acl
from graph.kinds import Relation
from loaders.errors import RecordError
from loaders.head import Head, Row
from loaders.records import identifier_ref
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records, Some, SourceRecord, field
from loaders.units import Unit

LOADER = "citations/1"
EXAMPLE = '{"citing": "A00-1009", "cited": "A92-1006", "contexts": ["… as in (Doe, 1992)."]}'


class Citation(SourceRecord):
    """One paper's citation of another."""

    citing: Name
    cited: Name
    contexts: Some[Name] = ()


def detect(head: Head) -> bool:
    """Whether the first record has the keys of this format."""
    return head.has("citing", "cited")


def assertions(row: Citation, unit: Unit) -> Iterable[Assertion]:
    """Return the one citation of a row."""
    try:
        citing, cited = (identifier_ref(parse_acl(name)) for name in (row.citing, row.cited))
    except InvalidIdentifier as error:
        raise RecordError(str(error)) from None
    return [EdgeAssertion(Relation.CITES, citing, cited, {"contexts": list(row.contexts)}, Place("contexts", LOADER, 1.0))]


def _key(row: Row) -> str | None:
    citing, cited = field(row, "citing"), field(row, "cited")
    return f"{citing} {cited}" if citing and cited else None


READER = Records(LOADER, RANKS["publisher"], Citation, assertions, json_records, _key)
