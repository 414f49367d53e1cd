"""Leaderboards of Papers with Code and of sota-extractor: the dump `evaluation-tables` (docs/sources/pwc-tables.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.claims import RANKS
from graph.evidence import Assertion, Place
from loaders import pwc
from loaders.head import Head
from loaders.shapes.nested_tables import nested_tables
from loaders.shapes.pieces import Records, SourceRecord
from loaders.sources import leaderboard
from loaders.units import Unit

LOADER = f"pwc-tables/1 {leaderboard.LOADER}"
EXAMPLE = '[{"task": "…", "subtasks": [], "datasets": [{"dataset": "SVHN", "sota": {"metrics": ["Error"], "rows": [{"model_name": "…", "metrics": {}}]}}]}]'
_PLACE = Place("", "pwc-tables/1", 1.0)


class Entry(SourceRecord):
    """A row of a table, or a task with its place in the tree and its datasets."""

    row: leaderboard.LeaderboardRow | None = None
    tree: pwc.TaskNode | None = None


def detect(head: Head) -> bool:
    """Whether the first record is a task with tables or subtasks; of a file that is no JSON, whether its text speaks of them."""
    if head.object is not None:
        return _is_task(head.object)
    return bool(_BROKEN.match(head.text or ""))


_BROKEN = re.compile(r'\s*(?:\[\s*)?\{(?=[\s\S]*"task"\s*:)(?=[\s\S]*"sota"\s*:)')


def _is_task(found: object) -> bool:
    if not isinstance(found, dict) or "areas" in found or "parent" in found:
        return False
    datasets, subtasks = found.get("datasets"), found.get("subtasks")
    if isinstance(datasets, list) and datasets:
        return isinstance(datasets[0], dict) and "dataset" in datasets[0]
    if isinstance(subtasks, list) and subtasks:
        return _is_task(subtasks[0])
    return "task" in found and isinstance(datasets, list)


def assertions(entry: Entry, unit: Unit) -> Iterable[Assertion]:
    """Return what a row or a task says."""
    if entry.row is not None:
        return leaderboard.assertions(entry.row, unit)
    return pwc.tree(entry.tree, _PLACE) if entry.tree is not None else ()


READER = Records(LOADER, RANKS["leaderboard"], Entry, assertions, nested_tables)
