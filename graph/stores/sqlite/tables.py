"""The tables that everything works on: all of their rows, as in a file, or only those that were asked for.

The code that writes asks for rows before it uses them (`Tables.bring`). Where all rows are in the file, asking does nothing. A store that
keeps its rows elsewhere (`graph/stores/neo4j`) fetches what is asked for into tables in memory, lets the same code work on them, and
writes back what changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

import apsw


class By(Enum):
    """By what rows are asked for: a table and its column or columns. Runs and sources need not be asked for."""

    RECORD = "record, with its versions and who saw them"
    RECORD_KEY = "record by (number of the source, key), with its versions and who saw them"
    RECORD_SOURCE = "records by source, with their versions and who saw them"
    SEEN_RUN = "records by a run that saw them, with their versions and who else saw them"
    VERSION = "version, with its assertions and links, what waits of them, and its record"
    REJECT_RUN = "reject by run"
    REF = "reference by number"
    REF_HASH = "reference by hash"
    REF_BLOCK = "reference by block"
    REF_NODE = "reference by node"
    REF_SCOPE = "reference by scope"
    LINK = "link by either end, with its version"
    NODE_ASSERTIONS = "assertion by node, with its version"
    EDGE_ASSERTIONS = "assertion by edge, with its version"
    PENDING = "what waits by the reference that is missing, with the assertion and its version"
    EDGE = "edge by number"
    EDGE_KEY = "edge by (source, relation, target)"
    EDGES_FROM = "edge by (source, relation)"
    EDGES_TO = "edge by (target, relation)"
    NODE = "node by number"
    NODE_ID = "node by id"
    NODE_NAME = "node by sort name"
    RETIRED = "former id"
    RETIRED_REF = "former id by reference"
    TESTED_OWNER = "tested by owner"
    TESTED_METHOD = "tested by method"
    TESTED_DATASET = "tested by dataset"


_WAITING = """
SELECT count(DISTINCT pending.assertion) FROM pending
JOIN assertion ON assertion.assertion = pending.assertion JOIN version USING (version)
JOIN record ON record.record = version.record
JOIN ref ON ref.ref = pending.ref AND ref.node IS NULL
WHERE record.run = ? AND assertion.relation > 0 AND assertion.edge IS NULL
"""


class Tables(apsw.Connection):
    """Tables as `graph/stores/sqlite/schema.py` makes them."""

    def bring(self, by: By, keys: Iterable[object]) -> None:
        """See to it that every row with one of the keys is here. References come with the one in whose scope they stand."""

    def highest(self, table: str) -> int:
        """Return the highest number that a row of a table has or had (0: none)."""
        found = next(iter(self.execute(f"SELECT max({table}) FROM {table}")))[0]
        return int(found) if isinstance(found, int) else 0

    def waiting(self, run: int) -> int:
        """Count the edges that wait for an end that is no node, of the records that a run saw last."""
        return int(str(next(iter(self.execute(_WAITING, (run,))))[0]))
