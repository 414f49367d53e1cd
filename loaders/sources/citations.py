"""Citation pairs between ACL papers, with the sentences in which they stand. Bare identifiers: they create no paper."""

from __future__ import annotations

from graph.claims import RANKS
from graph.evidence import Assertion, EdgeAssertion, Place
from graph.ids import InvalidIdentifier, parse_acl
from graph.kinds import Relation
from loaders.errors import RecordError
from loaders.records import identifier_ref
from loaders.sources.jsonl import JsonLines, Row, has_keys, required, texts
from loaders.units import Unit

LOADER = "citations/1"
EXAMPLE = '{"citing": "A00-1009", "cited": "A92-1006", "contexts": ["… as in (Doe, 1992)."]}'


def detect(head: bytes) -> bool:
    """Whether the first object has the keys of this format."""
    return has_keys(head, "citing", "cited")


def _key(row: Row) -> str:
    return f"{required(row, 'citing')} {required(row, 'cited')}"


def assertions(row: Row, unit: Unit) -> list[Assertion]:
    """Return the one citation of a row."""
    try:
        citing, cited = (identifier_ref(parse_acl(required(row, name))) for name in ("citing", "cited"))
    except InvalidIdentifier as error:
        raise RecordError(str(error)) from None
    values = {"contexts": texts(row, "contexts")}
    return [EdgeAssertion(Relation.CITES, citing, cited, values, Place("contexts", LOADER, 1.0))]


READER = JsonLines(LOADER, RANKS["publisher"], assertions, _key)
