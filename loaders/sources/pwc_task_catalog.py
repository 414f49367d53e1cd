"""The catalogue of tasks of Papers with Code: one record a task page (docs/sources/pwc-task-catalog.md)."""

from __future__ import annotations

from collections.abc import Iterator

from graph.claims import RANKS
from graph.evidence import Assertion, Place
from loaders import pwc
from loaders.head import Head, Row
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records, Some, SourceRecord
from loaders.units import Unit

LOADER = "pwc-task-catalog/1"
EXAMPLE = '{"task": "Object Detection", "areas": ["cv"], "datasets": ["…"], "benchmarks": ["COCO test-dev"], "subtasks": ["…"]}'
_PLACE = Place("", LOADER, 1.0)


class CatalogTask(SourceRecord):
    """A task's page; lists hold the first few of their kind."""

    task: Name
    subtasks: Some[Name] = ()
    datasets: Some[Name] = ()
    benchmarks: Some[Name] = ()


def detect(head: Head) -> bool:
    """Whether the first record has the keys of this format."""
    return head.has("task", "areas", "datasets", "benchmarks", "subtasks")


def assertions(item: CatalogTask, unit: Unit) -> Iterator[Assertion]:
    """Yield what a task's page says."""
    yield from pwc.task(item.task, (), _PLACE._replace(locator="task"))
    for name in item.subtasks:
        at = _PLACE._replace(locator="subtasks")
        yield from pwc.task(name, (), at)
        yield from pwc.subtask(name, item.task, at)
    for name in item.datasets:
        yield from pwc.dataset(name, [], None, _PLACE._replace(locator="datasets"))
    for heading in item.benchmarks:
        yield from pwc.board_dataset(heading, None, _PLACE._replace(locator="benchmarks"))


def _key(row: Row) -> str | None:
    """The name as written: two pages may differ in nothing but a space."""
    task = row.get("task")
    return task if isinstance(task, str) and task.strip() else None


READER = Records(LOADER, RANKS["leaderboard"], CatalogTask, assertions, json_records, _key)
