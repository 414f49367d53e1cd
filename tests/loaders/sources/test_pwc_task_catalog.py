"""The catalogue of tasks of Papers with Code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.evidence import NodeAssertion
from graph.store import GraphStore
from graph.text import fold
from loaders.pipeline import Options, load
from tests.loaders.sources.read import edges, nodes, records, rejections
from tests.realdata import real

TASK = {
    "task": "Bar Reading", "areas": ["cv"], "dataset_count": 3, "datasets": ["Bars", "[[Talk]]How do I talk to Expedia?"],
    "benchmarks": ["Bars test", "COCO test-dev", ".."], "metrics": ["Accuracy"], "subtasks": ["Bar Counting", "bar reading", "(deleted task 2)"],
    "categories": ["Computer Vision"], "description": None,
}  # fmt: skip


def lines(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


def test_a_task_page(tmp_path: Path) -> None:
    (record,) = records(lines(tmp_path / "t.jsonl", TASK), "pwc-task-catalog")
    assert (record.source, record.key, record.locator, record.url, record.rank) == ("pwc-task-catalog", "Bar Reading", "t.jsonl:1", None, 3)
    assert nodes(record) == {
        "task:name:Bar Reading": {"name": "Bar Reading"},
        "task:name:Bar Counting": {"name": "Bar Counting"},
        "task:name:bar reading": {"name": "bar reading"},
        "task:name:(deleted task 2)": {"name": "(deleted task 2)"},
        "dataset:name:Bars": {"name": "Bars"},
        "dataset:name:[[Talk]]How do I talk to Expedia?": {"name": "[[Talk]]How do I talk to Expedia?"},
        "dataset:name:COCO": {"name": "COCO"},
        "dataset:name:..": {"name": ".."},
    }
    assert edges(record) == [
        ("PART_OF", "task:name:Bar Counting", "task:name:Bar Reading"),
        ("PART_OF", "task:name:(deleted task 2)", "task:name:Bar Reading"),
    ]
    assert [(item.place.locator, item.place.flag) for item in record.assertions if item.place.flag] == [
        ("subtasks", "spam: a note on a deleted or faulty entry, not the name of anything"),
        ("subtasks", "spam: a note on a deleted or faulty entry, not the name of anything"),
        ("datasets", "spam: an advertisement, not the name of anything"),
        ("benchmarks", "spam: without a letter or digit, not the name of anything"),
    ]


def test_pages_that_differ_in_a_space_are_two_and_one_without_a_name_is_rejected(tmp_path: Path) -> None:
    path = lines(tmp_path / "t.jsonl", TASK, {**TASK, "task": "Bar  Reading"}, {**TASK, "task": None})
    assert rejections(path, "pwc-task-catalog") == ["t.jsonl:3: has no task"]
    found = records(lines(tmp_path / "t.jsonl", TASK, {**TASK, "task": "Bar  Reading"}), "pwc-task-catalog")
    assert [record.key for record in found] == ["Bar Reading", "Bar  Reading"]
    assert [next(iter(nodes(record))) for record in found] == ["task:name:Bar Reading"] * 2


async def test_tasks_in_a_circle_load_and_verify(store: GraphStore, tmp_path: Path) -> None:
    """The catalogue has such; no task of a circle is lost."""
    a, b = ({"task": name, "areas": [], "datasets": [], "benchmarks": [], "subtasks": [part]} for name, part in (("A", "B"), ("B", "A")))
    report = await load(store, [lines(tmp_path / "t.jsonl", a, b)], Options())
    assert (report.totals.written, report.totals.rejected) == (2, 0)
    stats = await store.stats()
    assert (stats.nodes["TASK"], stats.edges["PART_OF"]) == (2, 2)
    assert await store.verify() == []


@pytest.mark.realdata
def test_the_real_catalogue() -> None:
    path = real("data/pwc_task_catalog.jsonl")
    source = [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]]
    found = records(path, "pwc-task-catalog")
    assert len({record.key for record in found}) == len(found) == len(source) == 4451
    parts = {(part, whole) for record in found for _, part, whole in edges(record) if part.startswith("task:")}
    stated = {
        (f"task:name:{clean(part)}", f"task:name:{clean(row['task'])}")
        for row in source
        for part in row["subtasks"]
        if fold(part) != fold(row["task"])
    }
    assert parts == stated
    assert len(parts) == 1636
    datasets = {name for record in found for name in nodes(record) if name.startswith("dataset:name:")}
    assert {f"dataset:name:{name}" for name in ("Matterport3D", "ATLANTIS", "COCO")} <= datasets
    flagged = {item.subject.value for record in found for item in record.assertions if item.place.flag and isinstance(item, NodeAssertion)}
    assert len(flagged) == 42


def clean(name: str) -> str:
    return " ".join(name.split())
