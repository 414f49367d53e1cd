"""The seeds: every line valid, and large and clean enough for real answers."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from graph.evidence import Rejection
from graph.names import NameKind, parse_method_name
from graph.stores import open_store
from loaders.formats import FORMATS
from loaders.pipeline import Options, load
from tests.contract.ask import ask
from tests.realdata import ROOT

SEEDS = ROOT / "seeds"
FILES = sorted(SEEDS.glob("*.jsonl"))


def rows(*names: str) -> list[dict[str, Any]]:
    return [json.loads(line) for name in names for line in (SEEDS / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_line_is_a_fact(path: Path) -> None:
    assert [item for item in FORMATS["facts"].read(path, path.stem) if isinstance(item, Rejection)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_has_its_origin_and_licence_named(path: Path) -> None:
    assert f"`{path.name}`" in (SEEDS / "README.md").read_text(encoding="utf-8")


def test_leaderboards_are_large_and_no_paper_rules_them() -> None:
    found = rows("leaderboards.jsonl", "models.jsonl")
    results = [row for row in found if row["type"] == "result"]
    reporters = Counter(json.dumps(row["reported_by"]) for row in results if "repository" not in row["reported_by"])
    assert len(results) >= 1000
    assert len({row["dataset"] for row in results}) >= 100
    assert len({row["task"] for row in results}) >= 25
    assert sum(row["type"] == "paper" for row in found) >= 250
    assert max(reporters.values()) <= 0.05 * len(results)


def test_methods_are_names() -> None:
    names = {row["method"] for row in rows("leaderboards.jsonl", "models.jsonl") if row["type"] == "result"}
    wrong = {name for name in names if parse_method_name(name).kind is not NameKind.METHOD or parse_method_name(name).generic}
    assert wrong == set()


def test_many_methods_share_datasets_with_a_method_of_another_paper() -> None:
    on: dict[str, set[str]] = {}
    by: dict[str, set[str]] = {}
    for row in rows("leaderboards.jsonl", "models.jsonl"):
        if row["type"] == "result":
            on.setdefault(row["method"], set()).add(row["dataset"])
            by.setdefault(row["method"], set()).add(
                json.dumps(row["reported_by"]) + ("" if "repository" not in row["reported_by"] else row["method"])
            )
    sharing = {name for a, b in combinations(on, 2) if len(on[a] & on[b]) >= 2 and not by[a] & by[b] for name in (a, b)}
    assert len(sharing) >= 150


async def test_the_first_pairs_make_sense_and_the_graph_is_sound() -> None:
    store = await open_store("sqlite:///:memory:")
    report = await load(store, [SEEDS], Options())
    assert report.totals.rejected == 0
    found = await ask(store, "{ methodsSharingDatasets(first: 10) { nodes { a { name } b { name } sharedCount } } }")
    pairs = {frozenset((p["a"]["name"], p["b"]["name"])) for p in found["methodsSharingDatasets"]["nodes"]}
    assert frozenset(("DeepLabV3+", "PSPNet")) in pairs
    assert all(p["sharedCount"] >= 2 for p in found["methodsSharingDatasets"]["nodes"])
    assert await store.verify() == []
    await store.close()
