"""Mappings that are proposed for a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.mapping import beside, read_mapping
from loaders.proposal import proposed
from loaders.sources.table import preview

FIRST = "How own.csv is read, column by column: docs/tables.md lists the fields. Columns that are not named here are not read."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'Model,Paper Title,Authors,"Acc. (%)",Top-5 acc,Params,Seed,Colour\n'
            "FooNet,Foos and bars,Lee Ann; Bo Day,91.5,-,24M,7,red\nBarNet,,Cy Poe,90,98.5,,8,blue\n",
            f'# {FIRST}\nrow: result\ncolumns:\n  Model: method\n  Paper Title: paper\n  Authors: {{field: authors, separator: ";"}}\n'
            "  Acc. (%): {field: value, metric: Acc. (%)}\n  Top-5 acc: {field: value, metric: Top-5 acc}\n  Params: configuration\n"
            "  Seed: configuration\n  # Colour: …\n# constants: {task: …}\n",
        ),
        (
            "system;benchmark;measure;score\nFooNet;BarBank;F1;9\n",
            f"# {FIRST}\nrow: result\ncolumns:\n  system: method\n  benchmark: dataset\n  measure: metric\n  score: value\n# constants: {{task: …}}\n",
        ),
        (
            "Task,Also known as\nChunking,Shallow parsing | Chunks\n",
            f'# {FIRST}\nrow: task\ncolumns:\n  Task: task\n  Also known as: {{field: synonym, separator: "|"}}\n# constants: {{task: …}}\n',
        ),
        (
            '"yes","null: 1"\na,b\n',
            f'# {FIRST}\n# row: result, paper, method, dataset or task\ncolumns:\n  # "yes": …\n  # "null: 1": …\n# constants: {{task: …}}\n',
        ),
    ],
)
def test_what_is_proposed(text: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    assert proposed(path) == expected


def test_a_proposal_can_be_used_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text('{"model": "FooNet", "F1: all": 9.5}\n{"model": "BarNet", "F1: all": null, "year": 2020}\n', encoding="utf-8")
    beside(path).write_text(proposed(path), encoding="utf-8")
    first, second = preview(path, read_mapping(beside(path)), 10)
    assert (first.place, first.cells, type(first.outcome).__name__) == (":1", {"model": "FooNet", "F1: all": 9.5}, "Record")
    assert getattr(second.outcome, "reason", None) == "has no figure"
