"""Datasets of Papers with Code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.loaders.sources.read import edges, nodes, records, rejections
from tests.realdata import real

DATASET = {
    "url": "https://paperswithcode.com/dataset/bars", "name": "Bars", "full_name": "Photographs of Bars", "homepage": "https://bars.example/",
    "description": "…", "short_description": "…", "parent_dataset": {"name": "All of Signs", "url": "https://paperswithcode.com/dataset/signs"},
    "paper": {"title": "Bars in the $\\alpha$ field", "url": "https://paperswithcode.com/paper/bars-in-the-field"}, "introduced_date": "2019-01-02",
    "modalities": ["Images"], "tasks": [{"task": "Bar Reading", "url": "https://paperswithcode.com/task/bar-reading"}], "languages": ["English"],
    "variants": ["Bars", "bars test", "Photographs of bars", "Bars v2 test", "Bars-v2", "Supervised:", "How to fix QuickBooks Error 30159"],
    "num_papers": 7, "data_loaders": [{"url": "https://github.com/foo/bars", "repo": "https://github.com/foo/bars", "frameworks": ["tf"]}],
}  # fmt: skip
OWN = "dataset:name:Bars"


def array(path: Path, *rows: object) -> Path:
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def test_a_dataset(tmp_path: Path) -> None:
    (record,) = records(array(tmp_path / "d.json", DATASET), "pwc-datasets")
    page, paper = "https://paperswithcode.com/dataset/bars", "paper:url:https://paperswithcode.com/paper/bars-in-the-field"
    assert (record.source, record.key, record.locator, record.url, record.rank) == ("pwc-datasets", page, "d.json#/0", page, 3)
    assert nodes(record) == {
        OWN: {"name": "Bars", "url": "https://bars.example/", "same_as": ["dataset:name:Photographs of Bars"]},
        "dataset:name:Bars v2": {"name": "Bars v2"},
        "dataset:name:How to fix QuickBooks Error 30159": {"name": "How to fix QuickBooks Error 30159"},
        paper: {"title": "Bars in the α field", "same_as": ["paper:text:barsintheαfield||"]},
    }
    assert edges(record) == [
        ("PART_OF", OWN, "dataset:name:All of Signs"),
        ("PART_OF", "dataset:name:Bars v2", OWN),
        ("PART_OF", "dataset:name:How to fix QuickBooks Error 30159", OWN),
        ("INTRODUCES", paper, OWN),
    ]
    assert [item.place.locator for item in record.assertions if item.place.flag] == ["variants", "variants"]


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        (None, []),
        ("", []),
        ({"title": None, "url": None}, []),
        ("A title: of bars", ["paper:text:atitleofbars||"]),
        ("https://arxiv.org/abs/1901.00001v2", ["paper:arxiv:1901.00001"]),
        ({"title": "Bars", "url": None}, ["paper:text:bars||"]),
        ({"title": "Bars", "url": "https://arxiv.org/abs/1901.00001"}, ["paper:arxiv:1901.00001"]),
    ],
)
def test_a_paper_is_named_in_any_way(paper: object, expected: list[str], tmp_path: Path) -> None:
    (record,) = records(array(tmp_path / "d.json", {**DATASET, "paper": paper, "parent_dataset": None, "variants": []}), "pwc-datasets")
    assert edges(record) == [("INTRODUCES", ref, OWN) for ref in expected]


def test_a_dataset_without_home_and_name_of_a_parent(tmp_path: Path) -> None:
    bare = {
        **DATASET,
        "homepage": "",
        "full_name": "BARS",
        "parent_dataset": "https://paperswithcode.com/dataset/signs",
        "paper": None,
        "variants": None,
    }
    (record,) = records(array(tmp_path / "d.json", bare), "pwc-datasets")
    assert (nodes(record), edges(record)) == ({OWN: {"name": "Bars", "url": "https://paperswithcode.com/dataset/bars"}}, [])
    (itself,) = records(array(tmp_path / "d.json", {**bare, "parent_dataset": "bars"}), "pwc-datasets")
    assert edges(itself) == []


def test_spam_is_kept_and_flagged_and_what_has_no_name_rejected(tmp_path: Path) -> None:
    spam = {**DATASET, "name": "How to fix QuickBooks Error 30159"}
    (record,) = records(array(tmp_path / "d.json", spam), "pwc-datasets")
    assert {item.place.flag for item in record.assertions} == {"spam: an advertisement, not the name of anything"}
    assert rejections(array(tmp_path / "d.json", DATASET, {**DATASET, "name": " "}), "pwc-datasets") == ["d.json#/1: has no name"]


@pytest.mark.realdata
def test_the_real_sample() -> None:
    """Its home page is blank, and its full name and only variant are its name."""
    path = real("data/original/pwc/datasets.sample.json")
    (source,) = json.loads(path.read_bytes())
    (record,) = records(path, "pwc-datasets")
    assert (source["homepage"], source["parent_dataset"], source["variants"]) == ("", None, [source["name"]])
    assert source["full_name"] == source["name"]
    own, paper = f"dataset:name:{source['name']}", f"paper:url:{source['paper']['url']}"
    assert nodes(record)[own] == {"name": source["name"], "url": source["url"]}
    assert nodes(record)[paper]["title"] == source["paper"]["title"]
    assert edges(record) == [("INTRODUCES", paper, own)]
