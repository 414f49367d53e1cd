"""Tables of one's own: delimited text and JSONL, and the mappings by which they are read."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from graph.evidence import NodeAssertion, Record, Rejection
from graph.kinds import Relation
from loaders.errors import SourceError
from loaders.files import head
from loaders.formats import detect, recognised
from loaders.head import Head
from loaders.mapping import read_mapping
from loaders.pipeline import Options, _task
from loaders.sources.table import READER, TableReader
from loaders.units import Unit
from tests.loaders.sources.read import edges, nodes, read, records, rejections
from tests.realdata import real

NAMED = (
    "Paper,Method,Dataset,METRIC,Value,Split,Task,URL\n"
    '"Foos, and ""bars""",FooNet,BarBank,F1,91.5 ± 0.1,test,Foo parsing,https://arxiv.org/abs/2001.00001v1\n'
)


def table(path: Path, text: str, mapping: str | None = None) -> Path:
    path.write_text(text, encoding="utf-8")
    if mapping is not None:
        path.with_suffix(".map.yaml").write_text(mapping, encoding="utf-8")
    return path


def figures(record: Record) -> list[tuple[object, object]]:
    return [
        (item.values["metric"], item.values["valueText"])
        for item in record.assertions
        if isinstance(item, NodeAssertion) and item.subject.kind == "result"
    ]


# --- columns named as fields ----------------------------------------------------------------------------------------


def test_columns_named_as_fields_need_no_mapping(tmp_path: Path) -> None:
    (record,) = records(table(tmp_path / "own.csv", NAMED), "table")
    assert (record.locator, record.rank, record.url) == ("own.csv:2", 0, None)
    paper, result = "paper:arxiv:2001.00001", f"result:row:facts:table:{record.key}:Value"
    assert nodes(record) == {
        paper: {"title": 'Foos, and "bars"', "url": "https://arxiv.org/abs/2001.00001v1", "same_as": ["paper:text:foosandbars||"]},
        result: {
            "methodAsWritten": "FooNet", "metric": "F1", "split": "test", "valueText": "91.5 ± 0.1", "value": 91.5, "uncertainty": 0.1,
            "unit": "percent", "higherIsBetter": True,
        },
    }  # fmt: skip
    assert edges(record) == [
        ("REPORTS", paper, result),
        ("OF", result, "method:name:FooNet"),
        ("ON", result, "dataset:name:BarBank"),
        ("FOR", result, "task:name:Foo parsing"),
    ]
    assert {item.place.extractor for item in record.assertions} == {"table/1"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("method,dataset,metric,value\nFooNet,BarBank,F1,9\n", ["OF FooNet", "ON BarBank"]),
        (
            "paper;method;dataset;task\nFoos and bars;FooNet;BarBank;Foo parsing\n",
            ["USES FooNet", "EVALUATES_ON BarBank", "ADDRESSES Foo parsing"],
        ),
        (
            "paper\ttask\turl\nFoos and bars\tFoo parsing\thttps://github.com/Ann/Foo\n",
            ["ADDRESSES Foo parsing", "IMPLEMENTS foosandbars||"],
        ),
        ("method|task\nFooNet|Foo parsing\n", ["ADDRESSES Foo parsing"]),
        ("dataset,url\nBarBank,https://example.org/bar\n", []),
        ('\ufefftask,synonym\r\n"Chunking", "Shallow parsing"\r\n\r\n', []),
        ('{"paper": "arxiv:2001.00001", "dataset": ["BarBank", "BazBank"]}\n', ["EVALUATES_ON BarBank", "EVALUATES_ON BazBank"]),
        ('{"method": "FooNet", "metric": "F1", "value": 9.5, "paper": "https://arxiv.org/abs/2001.00001"}', ["REPORTS *", "OF FooNet"]),
    ],
)
def test_any_of_them_that_say_something_together(text: str, said: list[str], tmp_path: Path) -> None:
    (record,) = records(table(tmp_path / "own", text), "table")
    assert [f"{relation} {'*' if relation == 'REPORTS' else target.split(':', 2)[2]}" for relation, _, target in edges(record)] == said


@pytest.mark.parametrize(
    "text",
    [
        "method,dataset\nFooNet,BarBank\n",  # what have they to do with each other?
        "method,value\nFooNet,9\n",  # of what?
        "paper,method,notes\na,b,c\n",
        "task\nChunking\n",
        "paper,paper\na,b\n",
        '{"task": "Chunking", "children": []}\n',
    ],
)
def test_others_need_one(text: str, tmp_path: Path) -> None:
    path = table(tmp_path / "own.csv", text)
    with pytest.raises(SourceError, match="or map a table with `citegraph map`"):
        detect(path)
    with pytest.raises(SourceError, match=r"are no fields; `citegraph map .*own.csv` proposes a mapping|two columns are called 'paper'"):
        list(READER.units(path, "own"))


def test_aliases_are_said_to_be_one_thing(tmp_path: Path) -> None:
    (record,) = records(table(tmp_path / "own.csv", 'task,synonym\n"Chunking", "Shallow parsing"\n'), "table")
    assert nodes(record) == {"task:name:Chunking": {"name": "Chunking", "same_as": ["task:name:Shallow parsing"]}}


# --- rows -----------------------------------------------------------------------------------------------------------


def test_rows_that_cannot_be_read_are_told_by_their_line(tmp_path: Path) -> None:
    """A row begins where its first cell does, however many lines it takes."""
    text = (
        'method,dataset,metric,value,year\nFooNet,BarBank,F1,9,2020\n"Bar\nNet",BarBank\n\na,b,c,-,\na,b,,9,\na,b,F1,9,soon\na,b,F1,9,,\n'
    )
    assert rejections(table(tmp_path / "own.csv", text), "table") == [
        "own.csv:3: has 2 cells; the first line names 5 columns",
        "own.csv:6: has no figure",
        "own.csv:7: has no metric",
        "own.csv:8: year is 'soon'; expected a whole number",
        "own.csv:9: has 6 cells; the first line names 5 columns",
    ]


def test_files_that_cannot_be_read_further(tmp_path: Path) -> None:
    open_quote = table(tmp_path / "a.csv", 'task,synonym\nA,B\nC,"' + "d" * 200_000)
    with pytest.raises(SourceError, match=r"a\.csv: is no table from line 3 on \(.*\); look for a quote that is left open"):
        list(READER.units(open_quote, "a"))
    (tmp_path / "b.csv").write_bytes(b"task,synonym\nA,B\nC,\xff\n")
    with pytest.raises(SourceError, match=r"b\.csv:3: is not UTF-8"):
        list(READER.units(tmp_path / "b.csv", "b"))


# --- mappings -------------------------------------------------------------------------------------------------------

WIDE = "Model,Reference,By,Acc.,Err.,Params,Seed\nFooNet,Foos and bars,Lee Ann; Bo Day,91.5,,24M,7\nBarNet,,,-,0.5,,8\n"
MAPPING = """\
columns:
  Model: method
  Reference: paper
  By: {field: authors, separator: ";"}
  Acc.: {field: value, metric: Accuracy, split: test}
  Err.: {field: value, metric: Error rate, unit: fraction, higher_is_better: false}
  Params: configuration
constants: {dataset: BarBank, task: Foo parsing}
"""


def test_a_mapping_beside_the_table(tmp_path: Path) -> None:
    """Several columns of figures are several results; a constant stands where a row says nothing."""
    first, second = records(table(tmp_path / "wide.csv", WIDE, MAPPING), "table")
    paper = "paper:text:foosandbars|ann|"
    assert nodes(first)[paper] == {"title": "Foos and bars"}
    assert edges(first, Relation.WROTE, Relation.REPORTS) == [
        ("WROTE", "author:name:Lee Ann", paper),
        ("WROTE", "author:name:Bo Day", paper),
        ("REPORTS", paper, f"result:row:facts:table:{first.key}:Acc."),
    ]
    assert nodes(first)[f"result:row:facts:table:{first.key}:Acc."] == {
        "methodAsWritten": "FooNet", "metric": "Accuracy", "split": "test", "valueText": "91.5", "value": 91.5, "unit": "percent", "higherIsBetter": True,
        "configuration": ["Params: 24M"],
    }  # fmt: skip
    result = f"result:row:facts:table:{second.key}:Err."
    assert nodes(second) == {
        result: {
            "methodAsWritten": "BarNet",
            "metric": "Error rate",
            "valueText": "0.5",
            "value": 0.5,
            "unit": "fraction",
            "higherIsBetter": False,
        }
    }
    assert edges(second) == [
        ("OF", result, "method:name:BarNet"),
        ("ON", result, "dataset:name:BarBank"),
        ("FOR", result, "task:name:Foo parsing"),
    ]


def test_what_papers_do_with_methods_is_said_by_a_mapping(tmp_path: Path) -> None:
    text = "id\ttitle\tnew\told\trefs\n1\tFoos and bars\tFooNet\tBarNet, BazNet\tarxiv:2001.00001 | Bars\n"
    mapping = (
        'delimiter: "\\t"\nrow: paper\ncolumns: {id: key, title: paper, new: introduces, old: {field: compares, separator: ","}, '
        'refs: {field: cites, separator: "|"}}\n'
    )
    (record,) = records(table(tmp_path / "own.tsv", text, mapping), "table")
    paper = "paper:text:foosandbars||"
    assert record.key == "1"
    assert edges(record) == [
        ("INTRODUCES", paper, f"method:name:FooNet@{paper}"),
        ("COMPARES_WITH", paper, "method:name:BarNet"),
        ("COMPARES_WITH", paper, "method:name:BazNet"),
        ("CITES", paper, "paper:arxiv:2001.00001"),
        ("CITES", paper, "paper:text:bars||"),
    ]


def test_a_mapping_is_part_of_what_a_record_is_told_by(tmp_path: Path) -> None:
    """Another mapping gives another version of the same record, and the same one the same version."""
    path = table(tmp_path / "wide.csv", WIDE, MAPPING)

    def units() -> list[Unit]:
        return [unit for unit in READER.units(path, "wide") if isinstance(unit, Unit)]

    before = units()
    table(path, WIDE, MAPPING.replace("columns:", "# as before\ncolumns:"))
    assert units() == before
    table(path, WIDE, MAPPING.replace("BarBank", "BazBank"))
    assert [unit.key for unit in units()] == [unit.key for unit in before]
    assert not {unit.digest for unit in units()} & {unit.digest for unit in before}


@pytest.mark.parametrize(
    ("mapping", "reason"),
    [
        ("columns: {Model: modle}", "columns.Model.field is 'modle'; input should be 'key', 'paper', "),
        ("columns: {Model: {field: method, seperator: ','}}", "columns.Model.seperator is ','; extra inputs are not permitted"),
        ("columns: {Model: method}\ncolour: red", "colour is 'red'; extra inputs are not permitted"),
        ("columns:", "has no columns"),
        ("- Model", "it is ['Model']; "),
        ("columns: {Model: method}", "its fields (method) say nothing together; a result has metric and value, "),
        ("row: book\ncolumns: {Model: method}", "row is 'book'; input should be 'result', "),
        ("row: task\ncolumns: {Model: task, Acc.: value}", "value says nothing of a task; that has part_of, synonym, task"),
        ("row: result\ncolumns: {Model: method, Acc.: value}", "a result needs metric and value: "),
        ("columns: {Model: method, Acc.: value, Err.: metric, Seed: metric}", "columns Err. and Seed are both metric"),
        (
            "columns: {Model: {field: method, metric: F1}, Reference: paper}",
            "columns.Model: metric, split, unit and higher_is_better go with field value",
        ),
        (
            "columns: {Model: {field: method, separator: ','}, Acc.: {field: value, metric: A}}",
            "columns.Model.separator: method of a result is no list",
        ),
        ("columns: {Model: method, Acc.: {field: value, metric: A}}\nconstants: {key: x}", "constants.key: key is what a row says itself"),
        ("columns: [", "is no YAML (line 2: "),
        (
            "columns: {Modell: method, Acc.: {field: value, metric: A}}",
            "has no column 'Modell', which its mapping names; it has Model, Reference, By, ",
        ),
    ],
)
def test_what_is_wrong_with_a_mapping_is_named(mapping: str, reason: str, tmp_path: Path) -> None:
    path = table(tmp_path / "wide.csv", WIDE, mapping + "\n")
    with pytest.raises(SourceError) as told:
        read(path, "table")
    assert str(told.value).split(": ", 1)[1].startswith(reason)


def test_a_cell_that_is_an_object_or_a_list_where_one_is_meant(tmp_path: Path) -> None:
    text = '{"m": "A", "v": 1}\n{"m": {"name": "B"}, "v": 1}\n{"m": ["C", "D"], "v": 1}\n{"v": 1, "m": null}\n'
    path = table(tmp_path / "own.jsonl", text, "columns: {m: method, v: {field: value, metric: F1}}")
    found = read(path, "table")
    assert [item.reason if isinstance(item, Rejection) else figures(item) for item in found] == [
        [("F1", "1")],
        "method is {'name': 'B'}; expected text or a number",
        "method is ['C', 'D']; expected one",
        [("F1", "1")],
    ]


# --- loads ----------------------------------------------------------------------------------------------------------


def test_a_table_is_a_source_by_its_name_also_when_packed(tmp_path: Path) -> None:
    path = tmp_path / "own.csv.gz"
    path.write_bytes(gzip.compress(NAMED.encode()))
    task = _task(path, Options())
    assert (task.format.name, task.source) == ("table", "own")
    (tmp_path / "own.map.yaml").write_text("columns: {Method: method, Value: {field: value, metric: A}}")
    (unit,) = _task(path, Options()).format.reader.units(path, "own")
    assert isinstance(unit, Unit)
    record = READER.record(unit)
    assert isinstance(record, Record)
    assert figures(record) == [("A", "91.5 ± 0.1")]


def test_a_mapping_that_is_named_goes_before_one_beside(tmp_path: Path) -> None:
    path = table(tmp_path / "wide.csv", WIDE, MAPPING)
    other = tmp_path / "other.yaml"
    other.write_text("columns: {Model: method, Seed: {field: value, metric: Luck}}")
    task = _task(path, Options(mapping=other))
    assert isinstance(task.format.reader, TableReader)
    assert (task.source, task.format.reader.mapping) == ("wide", read_mapping(other))
    with pytest.raises(SourceError, match="a mapping is for tables, and --format says acl"):
        _task(path, Options(format="acl", mapping=other))


@pytest.mark.realdata
def test_the_real_synonyms() -> None:
    path = real("data/original/pwc/task_synonyms.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        expected = [(row["task"], row["synonym"]) for row in csv.DictReader(lines, skipinitialspace=True)]
    found = [(name.removeprefix("task:name:"), same) for record in records(path, "table") for name, same in nodes(record).items()]
    assert [(name, same["same_as"]) for name, same in found] == [(task, [f"task:name:{synonym}"]) for task, synonym in expected]
    assert len(found) == 14


@pytest.mark.realdata
def test_no_other_real_file_is_taken_for_a_table() -> None:
    names = (
        "acl_author_ids.jsonl",
        "pwc_sota.jsonl",
        "pwc_task_catalog.jsonl",
        "pwc_tasks.jsonl",
        "paper_code_list.jsonl",
        "original/github/repos.json",
    )
    found = {name: recognised(Head(head(real(f"data/{name}")))) for name in names}
    assert [name for name, format_ in found.items() if format_ and format_.name == "table"] == []
