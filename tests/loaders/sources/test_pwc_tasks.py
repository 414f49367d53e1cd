"""Tasks with their parents and datasets, as a list."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from graph.evidence import NodeAssertion
from graph.kinds import Kind
from graph.names import parse_dataset_name
from tests.loaders.sources.read import counted, edges, nodes, records, rejections
from tests.realdata import real

TASK = {
    "task": "Bar Counting", "parent": "Bar Reading", "description": "…", "source": "boards/a",
    "datasets": [
        {"name": "Poles test", "description": None, "links": [{"title": "Poles test website", "url": "https://poles.example"}], "citations": []},
        {"name": "Unsupervised", "links": []},
        {"name": "Bars / Thin", "links": [{"title": "Bars / Thin", "url": "https://bars.example/thin.pdf"}]},
    ],
}  # fmt: skip


def lines(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


def test_a_task(tmp_path: Path) -> None:
    (record,) = records(lines(tmp_path / "t.jsonl", TASK), "pwc-tasks")
    assert (record.source, record.key, record.locator, record.url, record.rank) == (
        "pwc-tasks", "boards/a > Bar Reading > Bar Counting", "t.jsonl:1", None, 3,
    )  # fmt: skip
    assert nodes(record) == {
        "task:name:Bar Counting": {"name": "Bar Counting"},
        "dataset:name:Poles": {"name": "Poles", "url": "https://poles.example"},
        "dataset:name:Bars / Thin": {"name": "Bars / Thin"},
    }
    assert edges(record) == [
        ("PART_OF", "task:name:Bar Counting", "task:name:Bar Reading"),
        ("PART_OF", "dataset:name:Bars / Thin", "dataset:name:Bars"),
    ]


def test_a_task_is_no_part_of_itself_and_a_heading_is_no_task(tmp_path: Path) -> None:
    rows = ({**TASK, "parent": "bar-counting", "datasets": []}, {**TASK, "task": "Resources", "datasets": None}, {**TASK, "task": ""})
    assert rejections(lines(tmp_path / "t.jsonl", *rows), "pwc-tasks") == ["t.jsonl:3: has no task"]
    itself, heading = records(lines(tmp_path / "t.jsonl", *rows[:2]), "pwc-tasks")
    assert (nodes(itself), edges(itself)) == ({"task:name:Bar Counting": {"name": "Bar Counting"}}, [])
    assert [item.place.flag for item in heading.assertions] == ["a heading of a page, not the name of a task"] * 2


@pytest.mark.realdata
def test_the_real_tasks() -> None:
    """The 110 parts are 51 tasks, and datasets named "A / B" or listed as parts of a suite."""
    path = real("data/pwc_tasks.jsonl")
    source = [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]]
    found = records(path, "pwc-tasks")
    assert len({record.key for record in found}) == len(found) == len(source) == 194
    parts = Counter(target.partition(":")[0] for record in found for relation, _, target in edges(record) if relation == "PART_OF")
    assert parts["task"] == sum(row["parent"] is not None for row in source) == 51
    assert counted(found).keys() == {"PART_OF"}
    flagged = [record.key.rpartition(" > ")[2] for record in found if record.assertions[0].place.flag]
    assert sorted(flagged) == ["Current SOTA", "Evaluation", "Evaluation", "References", "Resources", "Task", "Task"]
    datasets = sum(isinstance(item, NodeAssertion) and item.subject.kind is Kind.DATASET for record in found for item in record.assertions)
    headings = sum(parse_dataset_name(item["name"]).name is None for row in source for item in row["datasets"])
    assert (datasets, headings) == (329, 7)
    assert datasets + headings == sum(len(row["datasets"]) for row in source)
