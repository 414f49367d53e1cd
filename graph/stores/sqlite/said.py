"""Assertions as rows: what the projection sees of them, how they are read, and how new ones are inserted.

A new assertion is inserted once, when it is known what it hangs on (`graph/stores/sqlite/attach.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import orjson

from graph.claims import RANKS, TEXT_EXTRACTORS
from graph.evidence import Values
from graph.stores.sqlite.schema import numbers_of
from graph.stores.sqlite.sql import many, run_many
from graph.stores.sqlite.tables import Tables

NODE_ROW = 0  # the relation number of an assertion of property values

Where = tuple[int, float, str, int | None, int | None, str | None]
"""Where an assertion was found: extractor, confidence, locator, span's start and end, quote."""


class Said(NamedTuple):
    """One assertion: `relation` 0 for property values of `a`, else an edge from `a` to `b`; `rank` is that of its claims.

    `where` is known of those that are not stored yet.
    """

    assertion: int
    version: int
    relation: int
    a: int
    b: int | None
    flag: str | None
    values: Values
    rank: int
    where: Where | None = None


CLAIM_RANK = f"CASE WHEN extractor.name GLOB '{TEXT_EXTRACTORS}*' THEN {RANKS['text']} ELSE source.rank END"
"""The rank of an assertion's claims: that of running text, whatever the source, or the source's."""

ORIGIN = """CROSS JOIN extractor ON extractor.extractor = assertion.extractor CROSS JOIN version ON version.version = assertion.version
CROSS JOIN record ON record.record = version.record CROSS JOIN source ON source.source = record.source"""
"""Joins from a row of `assertion` to what says where it comes from."""

_COLUMNS = f"""assertion.assertion, assertion.version, assertion.relation, assertion.a, assertion.b, assertion.flag,
    assertion."values", {CLAIM_RANK} """


def read_said(db: Tables, which: str, bind: str) -> list[Said]:
    """Return the assertions whose numbers a SELECT chooses (`assertion`, without repetition)."""
    sql = f"SELECT {_COLUMNS} FROM ({which}) chosen CROSS JOIN assertion ON assertion.assertion = chosen.assertion {ORIGIN}"
    return [
        Said(number, version, relation, a, b, flag, orjson.loads(values) if values else {}, rank)
        for number, version, relation, a, b, flag, values, rank in db.execute(sql, (bind,))
    ]


_OF_VERSIONS = f"""
SELECT said.assertion AS assertion FROM json_each(?) j CROSS JOIN version ON version.version = j.value
CROSS JOIN assertion said ON said.assertion BETWEEN {numbers_of("version.version")}
"""


def said_by(db: Tables, versions: Iterable[int]) -> list[Said]:
    """Return the assertions of versions."""
    return read_said(db, _OF_VERSIONS, many(versions))


_INSERT = """
INSERT INTO assertion (assertion, version, relation, a, b, flag, "values",
    extractor, confidence, locator, span_start, span_end, quote, node, edge) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def insert(db: Tables, said: Iterable[Said], nodes: Mapping[int, int], edges: Mapping[int, int]) -> None:
    """Insert new assertions; `nodes` and `edges` map assertions to what they hang on."""
    rows = [
        (number, version, relation, a, b, flag, _json(values), *where, nodes.get(number), edges.get(number))
        for number, version, relation, a, b, flag, values, _, where in said
        if where is not None
    ]
    run_many(db, _INSERT, rows)


def _json(values: Values) -> str | None:
    return orjson.dumps(dict(values)).decode() if values else None
