"""Methods of Papers with Code."""

from __future__ import annotations

import json
from pathlib import Path

from tests.loaders.sources.read import edges, nodes, records, rejections

METHOD = {
    "url": "https://paperswithcode.com/method/barnet", "name": "BarNet", "full_name": "Bar Network", "description": "…",
    "paper": {"title": "Networks of bars", "url": "https://paperswithcode.com/paper/networks-of-bars"}, "introduced_year": 2019,
    "source_url": "http://arxiv.org/abs/1901.00001v2", "source_title": "Networks of Bars", "code_snippet_url": "https://github.com/foo/bar",
    "num_papers": 7, "collections": [{"collection": "Convolutions", "area_id": "cv", "area": "Computer Vision"}],
}  # fmt: skip
PAPER = "paper:url:https://paperswithcode.com/paper/networks-of-bars"


def array(path: Path, *rows: object) -> Path:
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def test_a_method(tmp_path: Path) -> None:
    (record,) = records(array(tmp_path / "m.json", METHOD), "pwc-methods")
    page = "https://paperswithcode.com/method/barnet"
    assert (record.source, record.key, record.locator, record.url, record.rank) == ("pwc-methods", page, "m.json#/0", page, 3)
    assert nodes(record) == {
        f"method:name:BarNet@{PAPER}": {"name": "BarNet", "same_as": [f"method:name:Bar Network@{PAPER}"]},
        PAPER: {"title": "Networks of bars", "same_as": ["paper:arxiv:1901.00001", "paper:text:networksofbars||"]},
    }
    assert edges(record) == [("INTRODUCES", PAPER, f"method:name:BarNet@{PAPER}")]


def test_a_source_that_is_not_the_paper_says_nothing_of_it(tmp_path: Path) -> None:
    (other,) = records(array(tmp_path / "m.json", {**METHOD, "source_title": "A page on bars"}), "pwc-methods")
    assert nodes(other)[PAPER] == {"title": "Networks of bars", "same_as": ["paper:text:networksofbars||"]}
    (none,) = records(array(tmp_path / "m.json", {**METHOD, "paper": None}), "pwc-methods")
    assert (nodes(none), edges(none)) == ({"method:name:BarNet": {"name": "BarNet", "same_as": ["method:name:Bar Network"]}}, [])


def test_generic_names_and_names_that_say_nothing_new(tmp_path: Path) -> None:
    (record,) = records(
        array(tmp_path / "m.json", {**METHOD, "name": "LSTM", "full_name": "lstm", "paper": "Long memories"}), "pwc-methods"
    )
    paper = "paper:text:longmemories||"
    assert nodes(record) == {f"method:name:LSTM@{paper}": {"name": "LSTM", "generic": True}, paper: {"title": "Long memories"}}
    assert edges(record) == [("INTRODUCES", paper, f"method:name:LSTM@{paper}")]


def test_spam_is_kept_and_flagged_and_what_has_no_name_rejected(tmp_path: Path) -> None:
    (record,) = records(array(tmp_path / "m.json", {**METHOD, "name": "How to fix QuickBooks Error 1"}), "pwc-methods")
    assert {item.place.flag for item in record.assertions} == {"spam: an advertisement, not the name of anything"}
    assert rejections(array(tmp_path / "m.json", METHOD, {**METHOD, "name": None}), "pwc-methods") == ["m.json#/1: has no name"]
