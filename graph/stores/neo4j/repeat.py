"""Counting a file that did not change as seen again, on the server itself, so that its records need not be fetched and sent back."""

from __future__ import annotations

from dataclasses import asdict

from neo4j import AsyncManagedTransaction

from graph.store import Checkpoint, Counts, OpenRun
from graph.stores.neo4j.connection import rows
from graph.stores.neo4j.rows import portion_row, reject_properties
from graph.stores.sqlite.portions import WholeFile, counted, numbered, whole
from graph.stores.sqlite.sql import many

MOST = 500_000
"""A file of more records is read again: a transaction that changes them all would be large for a server's memory."""

_PORTIONS = "MATCH (p:Portion {file: $file}) RETURN p {.*} AS found"
_CURRENT = """
UNWIND $spans AS s MATCH (r:Record) WHERE r.version >= s[0] AND r.version <= s[1] AND r.run <= $run RETURN count(r) AS found
"""
_SEEN = """
UNWIND $spans AS s MATCH (r:Record) WHERE r.version >= s[0] AND r.version <= s[1] WITH r, $run IN r.runs AS again
SET r.run = $run, r.runs = CASE WHEN again THEN r.runs ELSE r.runs + $run END,
    r.versions = CASE WHEN again THEN r.versions ELSE r.versions + r.version END
RETURN sum(CASE WHEN again THEN 0 ELSE 1 END) AS seen
"""
_REJECTED = """
OPTIONAL MATCH (j:Reject {run: $run}) WITH coalesce(max(j.ordinal), 0) AS last
UNWIND $rows AS row CREATE (n:Reject) SET n = row, n.ordinal = last + row.ordinal
"""


async def repeat(tx: AsyncManagedTransaction, run: OpenRun, path: str, file: bytes, before: Checkpoint) -> Counts | None:
    """See `GraphStore.repeat`; the store is locked."""
    portions = await rows(tx, _PORTIONS, {"file": file.hex()})
    came = whole(portion_row(row["found"])[1:] for row in portions)
    if came is None or numbered(came.versions) > MOST:
        return None
    asked = {"spans": [list(span) for span in came.versions], "run": run.number}
    if (await rows(tx, _CURRENT, asked))[0]["found"] != numbered(came.versions):
        return None
    counts = counted(came, (await rows(tx, _SEEN, asked))[0]["seen"])
    await _note(tx, run, came, counts, before.further(path, counts.read))
    return counts


async def _note(tx: AsyncManagedTransaction, run: OpenRun, came: WholeFile, counts: Counts, checkpoint: Checkpoint) -> None:
    rejected = [reject_properties((run.number, place, *item)) for place, item in enumerate(came.rejections, start=1)]
    await rows(tx, _REJECTED, {"run": run.number, "rows": rejected})
    added = ", ".join(f"r.{name} = r.{name} + $counts.{name}" for name in asdict(counts))
    asked = {"run": run.number, "counts": asdict(counts), "checkpoint": many(checkpoint.done)}
    await rows(tx, f"MATCH (r:Run {{run: $run}}) SET r.checkpoint = $checkpoint, {added}", asked)
