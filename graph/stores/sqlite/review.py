"""What waits for a person: references in doubt of which something is stated, and papers that are stated with titles of nothing in common."""

from __future__ import annotations

import orjson

from graph.errors import Candidate
from graph.evidence import TEXT, Verdict
from graph.kinds import Kind
from graph.store import Apart, Contradiction, Review, ReviewItem
from graph.stores.sqlite.contradictions import contradictions
from graph.stores.sqlite.schema import KIND_OF_NUMBER, VERDICT_NUMBER
from graph.stores.sqlite.select import candidates_of
from graph.stores.sqlite.sql import rows, scalar
from graph.stores.sqlite.subjects import parts_of
from graph.stores.sqlite.tables import Tables

_DOUBTS = """
WITH waiting(ref, statements) AS MATERIALIZED (
    SELECT ref, count(*) FROM pending CROSS JOIN ref USING (ref) WHERE ref.doubt GROUP BY ref)
SELECT ref, key, kind, statements FROM waiting CROSS JOIN reference USING (ref) ORDER BY statements DESC, key LIMIT ?
"""
_DOUBT_COUNT = "SELECT count(DISTINCT ref) FROM pending CROSS JOIN ref USING (ref) WHERE ref.doubt"
_COULD_BE = """
SELECT mate.node FROM ref JOIN ref mate ON mate.block = ref.block AND mate.kind = ref.kind WHERE ref.ref = ?1 AND mate.node IS NOT NULL
UNION SELECT mate.node FROM link JOIN ref mate ON mate.ref = link.b WHERE link.a = ?1 AND link.live AND mate.node IS NOT NULL
UNION SELECT mate.node FROM link JOIN ref mate ON mate.ref = link.a WHERE link.b = ?1 AND link.live AND mate.node IS NOT NULL
"""
_FLAGGED = """
SELECT assertion.flag, count(*) FROM assertion JOIN version USING (version) JOIN record ON record.version = version.version
WHERE assertion.flag IS NOT NULL GROUP BY 1 ORDER BY 1
"""


def review(db: Tables, limit: int) -> Review:
    """See `GraphStore.review`."""
    doubts = [_doubt(db, *row) for row in db.execute(_DOUBTS, (limit,))]
    titles = [item for item in contradictions(db, None) if not _is_merged(db, item.id)]
    total = scalar(db, _DOUBT_COUNT) + len(titles)
    papers = [_contradictory(db, item) for item in titles[: max(0, limit - len(doubts))]]
    return Review((*doubts, *papers), total, dict(rows(db, _FLAGGED)))


def _doubt(db: Tables, ref: int, key: str, kind: int, waiting: int) -> ReviewItem:
    found = orjson.loads(str(scalar(db, f"SELECT {candidates_of(_COULD_BE)}", ref)))
    candidates = tuple(Candidate(**one) for one in found)
    reason = Apart.INTRODUCED if KIND_OF_NUMBER[kind] is Kind.METHOD else Apart.AMBIGUOUS
    return ReviewItem(key, reason, waiting, candidates, (), ("merge", candidates[0].id, key) if candidates else ())


def _is_merged(db: Tables, public: str) -> bool:
    """Whether a person decided on the paper: who brought its titles together knew them."""
    found = scalar(
        db,
        "SELECT EXISTS (SELECT 1 FROM node CROSS JOIN ref ON ref.node = node.node CROSS JOIN link ON link.a = ref.ref"
        " WHERE node.id = ? AND link.live AND link.verdict = ?)",
        public,
        VERDICT_NUMBER[Verdict.SAME],
    )
    return bool(found)


def _contradictory(db: Tables, item: Contradiction) -> ReviewItem:
    identifiers = [part for part in parts_of(db, scalar(db, "SELECT node FROM node WHERE id = ?", item.id)) if part.scheme != TEXT]
    last = identifiers[-1] if len(identifiers) > 1 else None
    return ReviewItem(item.id, Apart.TITLES, 0, (), item.titles, ("split", item.id, "--off", f"{last.scheme}:{last.value}") if last else ())
