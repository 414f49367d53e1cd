"""Reading records back from the ledger, as they were written: for verifying, dumping and copying."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import orjson

from graph.evidence import Assertion, Decision, EdgeAssertion, NodeAssertion, Place, Record, Ref
from graph.kinds import Kind
from graph.stores.sqlite.said import NODE_ROW
from graph.stores.sqlite.schema import RELATION_OF_NUMBER, VERDICT_OF_NUMBER, numbers_of
from graph.stores.sqlite.tables import Tables

_CURRENT = f"""
SELECT record.record, source.name, record.key, source.rank, version.version, version.digest, version.locator, version.url,
    assertion.assertion, assertion.relation, a.key, b.key, assertion."values", assertion.locator, extractor.name,
    assertion.confidence, assertion.span_start, assertion.span_end, assertion.quote, assertion.flag
FROM record JOIN source USING (source) JOIN version ON version.version = record.version
LEFT JOIN assertion ON assertion.assertion BETWEEN {numbers_of("version.version")}
LEFT JOIN extractor USING (extractor) LEFT JOIN reference a ON a.ref = assertion.a LEFT JOIN reference b ON b.ref = assertion.b
ORDER BY record.record, assertion.assertion
"""
_LINKED = """
SELECT a.key, b.key, link.verdict FROM link JOIN reference a ON a.ref = link.a JOIN reference b ON b.ref = link.b
WHERE link.version = ? ORDER BY a.key, b.key
"""


_SCOPE = re.compile(r"@(?:paper|dataset):")


def parse_key(key: str) -> Ref:
    """Return the reference of a key (the inverse of `Ref.key`)."""
    kind, scheme, rest = key.split(":", 2)
    value, scope = rest, ""
    if scoped := _SCOPE.search(rest):
        value, scope = rest[: scoped.start()], rest[scoped.start() + 1 :]
    return Ref(Kind(kind), scheme, value, scope)


def current_records(db: Tables) -> Iterator[Record]:
    """Yield the records of the graph in their current versions, in the order they first came."""
    for _, group in groupby(db.execute(_CURRENT), key=itemgetter(0)):
        found = list(group)
        _, source, key, rank, version, digest, locator, url, *_ = found[0]
        partners, decisions = _linked(db, version)
        assertions = tuple(_assertion(row[9:], partners) for row in found if row[8] is not None)
        yield Record(source, key, digest, assertions, locator, url, rank, decisions)


def _linked(db: Tables, version: int) -> tuple[dict[str, list[Ref]], tuple[Decision, ...]]:
    """Return what a version states together with each reference, and what it decides."""
    partners: dict[str, list[Ref]] = {}
    decisions = []
    for a, b, verdict in db.execute(_LINKED, (version,)):
        if verdict is not None:
            decisions.append(Decision(VERDICT_OF_NUMBER[verdict], parse_key(a), parse_key(b)))
            continue
        partners.setdefault(a, []).append(parse_key(b))
        partners.setdefault(b, []).append(parse_key(a))
    return partners, tuple(decisions)


def _assertion(row: tuple[Any, ...], partners: dict[str, list[Ref]]) -> Assertion:
    relation, a, b, values, locator, extractor, confidence, start, end, quote, flag = row
    place = Place(locator, extractor, confidence, start, end, quote, flag)
    said = orjson.loads(values) if values else {}
    if relation == NODE_ROW:
        same_as = tuple(partners.get(a, ())) if flag is None else ()
        return NodeAssertion(parse_key(a), said, same_as, place)
    return EdgeAssertion(RELATION_OF_NUMBER[relation], parse_key(a), parse_key(b), said, place)
