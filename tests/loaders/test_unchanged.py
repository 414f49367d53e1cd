"""A file that did not change is recognised by its content: its records count as seen without being read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.evidence import Rejection
from graph.store import Counts, GraphStore
from loaders import pipeline
from loaders.pipeline import Options, load
from loaders.units import Unit
from tests.build import dump


def facts(path: Path, *names: str) -> Path:
    path.write_text("".join(f"{json.dumps({'type': 'dataset', 'name': name})}\n" for name in names), "utf-8")
    return path


def forbid_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let reading what a file holds fail."""

    def fail(units: Iterator[Unit | Rejection]) -> Iterator[pipeline.Chunk]:
        raise AssertionError("the file was read")

    monkeypatch.setattr(pipeline, "chunks", fail)


async def test_the_second_load_of_a_file_reads_nothing(store: GraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = facts(tmp_path / "own.jsonl", "SVHN", "C4", "SVHN")
    path.write_bytes(path.read_bytes() + b"[]\n")
    first = await load(store, [path], Options())
    assert first.totals == Counts(read=4, written=2, merged=1, rejected=1)
    before = await dump(store)
    forbid_reading(monkeypatch)
    second = await load(store, [path], Options())
    assert second.totals == second.paths[0].counts == Counts(read=4, unchanged=2, merged=1, rejected=1)
    assert (await store.rejects(2))[0].locator == "own.jsonl:4"
    assert await dump(store) == before


async def test_of_a_changed_file_only_what_changed_is_written(store: GraphStore, tmp_path: Path) -> None:
    path = facts(tmp_path / "own.jsonl", "SVHN", "C4", "GLUE")
    await load(store, [path], Options())
    facts(path, "SVHN", "C5", "GLUE")
    report = await load(store, [path], Options(snapshot=True, force=True))
    assert report.totals == Counts(read=3, unchanged=2, written=1, retracted=1)


@pytest.mark.parametrize("what", ["name", "source", "folder"])
async def test_what_decides_how_a_file_is_read_is_part_of_it(store: GraphStore, tmp_path: Path, what: str) -> None:
    """Otherwise it would stand under the former name or source."""
    path = facts(tmp_path / "own.jsonl", "SVHN")
    await load(store, [path], Options())
    match what:
        case "name":
            path = path.rename(tmp_path / "other.jsonl")
            report = await load(store, [path], Options())
        case "source":
            report = await load(store, [path], Options(source="mine"))
        case _:
            (tmp_path / "below").mkdir()
            path.rename(tmp_path / "below" / "own.jsonl")
            report = await load(store, [tmp_path], Options(source="mine"))
    assert report.totals == Counts(read=1, written=1)


async def test_a_table_is_read_anew_by_another_mapping(store: GraphStore, tmp_path: Path) -> None:
    table, mapping = tmp_path / "own.csv", tmp_path / "own.csv.yaml"
    table.write_text("paper,set,url\nA paper of ours,SVHN,x\n", "utf-8")
    mapping.write_text("columns:\n  paper: paper\n  set: dataset\n", "utf-8")
    await load(store, [table], Options(mapping=mapping))
    assert (await load(store, [table], Options(mapping=mapping))).totals == Counts(read=1, unchanged=1)
    mapping.write_text("columns:\n  paper: paper\n  set: task\n", "utf-8")
    assert (await load(store, [table], Options(mapping=mapping))).totals == Counts(read=1, written=1)
    assert ((await store.stats()).nodes["TASK"], (await store.stats()).nodes["DATASET"]) == (1, 0)


async def test_a_file_of_several_portions(store: GraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "CHUNK_UNITS", 2)
    path = facts(tmp_path / "own.jsonl", "SVHN", "C4", "GLUE", "SQuAD")
    others = [facts(tmp_path / f"{name}.jsonl", name) for name in ("a", "b")]
    await load(store, [others[0], path, others[1]], Options())
    report = await load(store, [path, others[1]], Options())
    assert [item.counts for item in report.paths] == [Counts(read=4, unchanged=4), Counts(read=1, unchanged=1)]
    forbid_reading(monkeypatch)
    report = await load(store, [path], Options())
    assert report.totals == Counts(read=4, unchanged=4)


async def test_an_index_is_read_anew_when_what_it_imports_changed(store: GraphStore, tmp_path: Path) -> None:
    index, below, deeper = tmp_path / "model-index.yml", tmp_path / "below.yml", tmp_path / "deep" / "er.yml"
    deeper.parent.mkdir()
    index.write_text("Import:\n  - below.yml\n  - missing.yml\n", "utf-8")
    below.write_text("Import:\n  - deep/er.yml\n  - model-index.yml\nModels:\n  - Name: one\n", "utf-8")
    deeper.write_text("Models:\n  - Name: two\n", "utf-8")
    options = Options(format="model-index-yaml")
    assert (await load(store, [index], options)).totals == Counts(read=3, written=2, rejected=1)
    assert (await load(store, [index], options)).totals == Counts(read=3, unchanged=2, rejected=1)
    deeper.write_text("Models:\n  - Name: three\n", "utf-8")
    assert (await load(store, [index], options)).totals == Counts(read=3, unchanged=1, written=1, rejected=1)
    (tmp_path / "missing.yml").write_text("Models:\n  - Name: four\n", "utf-8")
    assert (await load(store, [index], options)).totals == Counts(read=3, unchanged=2, written=1)


async def test_a_leaderboard_in_another_folder_is_another(store: GraphStore, tmp_path: Path) -> None:
    """Its folder says of which language it is."""
    for language in ("english", "german"):
        (tmp_path / language).mkdir()
        board = tmp_path / language / "parsing.md"
        board.write_text(
            "## A set\n\n| Model | LAS | Paper |\n| --- | --- | --- |\n| FooNet | 90.1 | [A paper of it](https://arxiv.org/abs/2001.00001) |\n",
            "utf-8",
        )
        assert (await load(store, [board], Options(format="nlp-progress", source=language))).totals.written == 1
        assert (await load(store, [board], Options(format="nlp-progress", source=language))).totals.unchanged == 1
    other = tmp_path / "german" / "parsing.md"
    assert (await load(store, [other], Options(format="nlp-progress", source="english"))).totals.unchanged == 0
