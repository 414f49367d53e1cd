"""Evaluation tables of Papers with Code, nested by task."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.evidence import Assertion, NodeAssertion, Record, Ref
from graph.kinds import Kind
from loaders.errors import SourceError
from loaders.formats import detect
from tests.loaders.sources.read import edges, nodes, records, rejections
from tests.realdata import real

ROW = {
    "model_name": "BarNet", "paper_title": "BarNet: bars", "paper_url": "https://arxiv.org/abs/1901.00001", "paper_date": "2019-01-02",
    "code_links": [{"title": "official", "url": "https://github.com/foo/bar"}], "model_links": [], "uses_additional_data": False,
    "metrics": {"Accuracy": "84.2 ± 0.3", "Number of params": "7"},
}  # fmt: skip
TASKS = [
    {
        "task": "Bar Reading", "description": "…", "categories": [], "synonyms": ["Reading of bars"],
        "datasets": [
            {
                "dataset": "Bars test", "sota": {"metrics": ["Accuracy"], "rows": [ROW]}, "dataset_citations": [],
                "dataset_links": [
                    {"title": "Lee 2019", "url": "https://lee.example/p"}, {"title": "Bars test", "url": "../README.md"},
                    {"title": "Bars test corpus", "url": "https://arxiv.org/abs/1901.00002"}, {"title": "bars-test website", "url": "https://bars.example/"},
                ],
            },
        ],
        "subtasks": [
            {
                "task": "Bar Counting",
                "datasets": [
                    {"dataset": "Poles", "subdatasets": [{"subdataset": "Thin", "sota": {"rows": [{"model_name": "", "metrics": {"MAP": "-"}}]}}]},
                    {"dataset": "Supervised:", "sota": {"metrics": [], "rows": None}},
                ],
            },
            {"task": "Evaluation", "datasets": []},
            {"task": "bar reading"},
        ],
    },
]  # fmt: skip


def document(path: Path, found: object) -> Path:
    path.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return path


def test_tasks_and_rows_are_records_of_their_own(tmp_path: Path) -> None:
    found = records(document(tmp_path / "t.json", TASKS), "pwc-tables")
    assert [record.locator for record in found] == [
        "t.json#/0", "t.json#/0/datasets/0/sota/rows/0", "t.json#/0/subtasks/0", "t.json#/0/subtasks/0/datasets/0/subdatasets/0/sota/rows/0",
        "t.json#/0/subtasks/1", "t.json#/0/subtasks/2",
    ]  # fmt: skip
    assert {(record.source, record.rank, record.url) for record in found} == {("pwc-tables", 3, None)}
    assert len({record.key for record in found}) == 6


def test_a_task_has_its_parent_other_names_and_datasets(tmp_path: Path) -> None:
    found = records(document(tmp_path / "t.json", TASKS), "pwc-tables")
    task, counting, heading, itself = (found[number] for number in (0, 2, 4, 5))
    assert nodes(task) == {
        "task:name:Bar Reading": {"name": "Bar Reading", "same_as": ["task:name:Reading of bars"]},
        "dataset:name:Bars": {"name": "Bars", "url": "https://bars.example/"},
    }
    assert edges(task) == []
    assert nodes(counting) == {
        "task:name:Bar Counting": {"name": "Bar Counting"},
        "dataset:name:Poles": {"name": "Poles"},
        "dataset:name:Poles / Thin": {"name": "Poles / Thin"},
    }
    assert edges(counting) == [
        ("PART_OF", "task:name:Bar Counting", "task:name:Bar Reading"),
        ("PART_OF", "dataset:name:Poles / Thin", "dataset:name:Poles"),
    ]
    assert {item.place.flag for item in heading.assertions} == {"a heading of a page, not the name of a task"}
    assert edges(heading) == [("PART_OF", "task:name:Evaluation", "task:name:Bar Reading")]
    assert (list(nodes(itself)), edges(itself)) == (["task:name:bar reading"], [])


def test_a_row_is_that_of_the_flat_format(tmp_path: Path) -> None:
    """As it would stand in leaderboard rows, with the task and dataset that it stands under."""
    row, bare = (records(document(tmp_path / "t.json", TASKS), "pwc-tables")[number] for number in (1, 3))
    flat = tmp_path / "flat.jsonl"
    flat.write_text(json.dumps({**ROW, "task": "Bar Reading", "dataset": "Bars test"}), encoding="utf-8")
    (same,) = records(flat, "leaderboard")
    assert [_unkeyed(item) for item in row.assertions] == [_unkeyed(item) for item in same.assertions]
    paper, method, result = (
        "paper:arxiv:1901.00001",
        "method:name:BarNet@paper:arxiv:1901.00001",
        f"result:row:pwc-tables:{row.key}:Accuracy",
    )
    assert edges(row) == [
        ("INTRODUCES", paper, method),
        ("IMPLEMENTS", "repository:repo:https://github.com/foo/bar", paper),
        ("REPORTS", paper, result),
        ("OF", result, method),
        ("ON", result, "dataset:name:Bars"),
        ("FOR", result, "task:name:Bar Reading"),
    ]
    assert nodes(row)[result] == {
        "methodAsWritten": "BarNet", "metric": "Accuracy", "split": "test", "configuration": ["Number of params: 7"], "valueText": "84.2 ± 0.3",
        "value": 84.2, "uncertainty": 0.3, "unit": "percent", "higherIsBetter": True, "reportedOn": "2019-01-02",
    }  # fmt: skip
    ends = f"result:row:pwc-tables:{bare.key}:MAP"
    assert edges(bare) == [
        ("ON", ends, "dataset:name:Poles / Thin"),
        ("PART_OF", "dataset:name:Poles / Thin", "dataset:name:Poles"),
        ("FOR", ends, "task:name:Bar Counting"),
    ]


def _unkeyed(item: Assertion) -> Assertion:
    """An assertion without the keys of its results, which hold the record's."""
    if isinstance(item, NodeAssertion):
        return item._replace(subject=_any(item.subject))
    return item._replace(source=_any(item.source), target=_any(item.target))


def _any(ref: Ref) -> Ref:
    return Ref(Kind.RESULT, "row", "any") if ref.kind is Kind.RESULT else ref


def test_what_does_not_fit_is_told_with_its_place_and_the_rest_is_read(tmp_path: Path) -> None:
    wrong = {"dataset": "X", "sota": {"rows": [{"model_name": "M"}, 7, {**ROW, "metrics": ["Accuracy"]}, ROW]}}
    tasks = [
        TASKS[0],
        {"task": "A", "datasets": [wrong, {"dataset": "Y", "sota": "none"}], "subtasks": {"task": "B"}},
        {"task": " ", "datasets": []},
    ]
    path = document(tmp_path / "t.json", tasks)
    assert rejections(path, "pwc-tables") == [
        "t.json#/1/datasets/0/sota/rows/0: has no row.metrics",
        "t.json#/1/datasets/0/sota/rows/1: is no object",
        "t.json#/1/datasets/0/sota/rows/2: row.metrics is ['Accuracy']; input should be a valid dictionary",
        "t.json#/1/datasets/1/sota: is no object",
        "t.json#/1/subtasks: is no list",
        "t.json#/2: has no tree.task",
    ]
    assert sum(isinstance(item, Record) for item in detect(path).read(path, "t")) == 8


def test_one_task_alone_and_broken_documents(tmp_path: Path) -> None:
    (record,) = records(document(tmp_path / "one.json", {"task": "A", "datasets": [], "subtasks": []}), "pwc-tables")
    assert record.locator == "one.json#"
    for text in ('{\n "task": "A",\n "datasets": [{"sota": {"rows": [],}}]\n}', '[\n {\n  "task": "A",\n "sota": {,}\n }\n]'):
        broken = tmp_path / "broken.json"
        broken.write_text(text, encoding="utf-8")
        chosen = detect(broken)
        assert chosen.name == "pwc-tables"
        with pytest.raises(SourceError, match=r"broken\.json: is no JSON from #\S* on \(.*\); get the file again"):
            list(chosen.read(broken, "t"))


@pytest.mark.realdata
def test_the_real_example_is_one_clear_error() -> None:
    path = real("data/original/pwc/evaluation-tables.example.json")
    chosen = detect(path)
    assert chosen.name == "pwc-tables"
    with pytest.raises(SourceError, match=r"example\.json: is no JSON from # on \(.*\); get the file again"):
        list(chosen.read(path, "t"))


def _flat(task: dict[str, Any]) -> Iterator[tuple[object, ...]]:
    """Rows of a real task, by task, dataset, model, metrics and paper, in no way that the code under test goes."""
    for dataset in task.get("datasets") or ():
        parts = [(dataset["dataset"], dataset)]
        parts += [(f"{dataset['dataset']} / {part['subdataset']}", part) for part in dataset.get("subdatasets") or ()]
        for name, part in parts:
            for row in (part.get("sota") or {}).get("rows") or ():
                yield _identity({**row, "task": task["task"], "dataset": name})
    for subtask in task.get("subtasks") or ():
        yield from _flat(subtask)


def _identity(row: dict[str, object]) -> tuple[object, ...]:
    metrics = json.dumps(row["metrics"], sort_keys=True)
    return row["task"], row["dataset"], row["model_name"] or None, metrics, row.get("paper_url") or None


def _tasks(found: list[dict[str, Any]]) -> int:
    return sum(1 + _tasks(task.get("subtasks") or []) for task in found)


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("name", "tasks", "rows", "flattened"),
    [("eff", 55, 1714, 1713), ("nlp-progress", 50, 559, 559), ("nlpprogress", 67, 407, 389), ("ogb", 3, 244, 244)],
)
def test_the_real_tables(name: str, tasks: int, rows: int, flattened: int) -> None:
    """Every row of the flat file stands in the nested one, which has 19 more: repetitions, and rows that another table has."""
    path = real(f"data/original/pwc/evaluation-tables.{name}.json")
    source = json.loads(path.read_bytes())
    found = records(path, "pwc-tables")
    of_rows = [record for record in found if "/rows/" in record.locator]
    nested = Counter(item for task in source for item in _flat(task))
    flat = Counter[tuple[object, ...]]()
    for line in real("data/pwc_sota.jsonl").read_bytes().split(b"\n")[:-1]:
        row = json.loads(line)
        if row["source"] == f"sota-extractor/{name}":
            flat[_identity(row)] += 1
    assert flat.total() == flattened
    assert flat - nested == Counter()
    assert (len(found) - len(of_rows), len(of_rows)) == (_tasks(source), nested.total()) == (tasks, rows)
