"""Tasks, their parents and datasets as one list: the tree of the evaluation tables, flattened (docs/sources/pwc-tasks.md)."""

from __future__ import annotations

from collections.abc import Iterable

from graph.claims import RANKS
from graph.evidence import Assertion, Place
from loaders import pwc
from loaders.head import Head, Row
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Records, field
from loaders.units import Unit

LOADER = "pwc-tasks/1"
EXAMPLE = '{"task": "Dialogue act classification", "parent": "Dialogue", "datasets": [{"name": "…", "links": []}], "source": "…"}'
_PLACE = Place("", LOADER, 1.0)


def detect(head: Head) -> bool:
    """Whether the first record has the keys of this format."""
    return head.has("task", "parent", "datasets")


def assertions(node: pwc.TaskNode, unit: Unit) -> Iterable[Assertion]:
    """Return what a task's record says."""
    return pwc.tree(node, _PLACE)


def _key(row: Row) -> str | None:
    task = field(row, "task")
    return " > ".join(filter(None, (field(row, "source"), field(row, "parent"), task))) if task else None


READER = Records(LOADER, RANKS["leaderboard"], pwc.TaskNode, assertions, json_records, _key)
