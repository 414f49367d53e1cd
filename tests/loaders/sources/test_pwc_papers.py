"""Papers of Papers with Code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.evidence import EdgeAssertion
from graph.kinds import Relation
from tests.loaders.sources.read import edges, nodes, records, rejections
from tests.realdata import real

PAPER = {
    "paper_url": "https://paperswithcode.com/paper/barnet-a-network", "arxiv_id": "1901.00001", "nips_id": None,
    "title": "Learning\n $\\alpha$-bars", "abstract": "We train it on about ~10 things.", "short_abstract": None,
    "url_abs": "http://arxiv.org/abs/1901.00001v4", "url_pdf": "http://arxiv.org/pdf/1901.00001v4.pdf", "proceeding": "NeurIPS 2019 12",
    "authors": ["J\\\"urgen Foo", "Bo Day", ""], "tasks": ["Bar Detection", "How to fix QuickBooks Error 30159"], "date": "2019-01-02",
    "conference_url_abs": "http://papers.nips.cc/paper/1-bars", "conference_url_pdf": "https://github.com/foo/bars", "conference": "barnet-1",
    "methods": [
        {"name": "GRU", "full_name": "Gated Recurrent Unit", "source_url": "http://arxiv.org/abs/1406.1078v3", "main_collection": {"name": "RNN"}},
        {"name": "LSTM", "full_name": "LSTM", "source_url": None},
        {"name": "OwnNet", "full_name": "", "source_url": "https://arxiv.org/abs/1901.00001"},
    ],
}  # fmt: skip
NO_ADDRESSES = {"conference_url_abs": None, "conference_url_pdf": None, "url_abs": None, "url_pdf": None}


def array(path: Path, *rows: object) -> Path:
    path.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return path


def test_a_paper(tmp_path: Path) -> None:
    (record,) = records(array(tmp_path / "p.json", PAPER), "pwc-papers")
    page = "https://paperswithcode.com/paper/barnet-a-network"
    assert (record.source, record.key, record.locator, record.url, record.rank) == ("pwc-papers", page, "p.json#/0", page, 3)
    paper, gru = f"paper:url:{page}", "method:name:GRU@paper:arxiv:1406.1078"
    assert nodes(record) == {
        paper: {
            "title": "Learning α-bars", "year": 2019, "publishedOn": "2019-01-02", "venue": "NeurIPS 2019",
            "url": "http://arxiv.org/abs/1901.00001v4", "abstract": "We train it on about ~10 things.",
            "same_as": ["paper:arxiv:1901.00001", "paper:url:https://papers.nips.cc/paper/1-bars", "paper:text:learningαbars|foo|2019"],
        },
        gru: {"name": "GRU", "generic": True, "same_as": ["method:name:Gated Recurrent Unit@paper:arxiv:1406.1078"]},
        "method:name:LSTM": {"name": "LSTM", "generic": True},
        "method:name:OwnNet@paper:arxiv:1901.00001": {"name": "OwnNet"},
    }  # fmt: skip
    assert edges(record) == [
        ("WROTE", "author:name:Jürgen Foo", paper),
        ("WROTE", "author:name:Bo Day", paper),
        ("ADDRESSES", paper, "task:name:Bar Detection"),
        ("ADDRESSES", paper, "task:name:How to fix QuickBooks Error 30159"),
        ("USES", paper, gru),
        ("USES", paper, "method:name:LSTM"),
    ]
    said = [item for item in record.assertions if isinstance(item, EdgeAssertion)]
    assert [item.place.confidence for item in said if item.relation is Relation.USES] == [0.9, 0.9]
    assert [item.target.value for item in said if item.place.flag] == ["How to fix QuickBooks Error 30159"]


def test_what_is_missing_says_nothing(tmp_path: Path) -> None:
    bare = {"paper_url": PAPER["paper_url"], "title": "Bars", **NO_ADDRESSES, "tasks": None, "arxiv_id": "nonsense", "date": "2019-13-01"}
    (record,) = records(array(tmp_path / "p.json", bare), "pwc-papers")
    assert nodes(record) == {f"paper:url:{PAPER['paper_url']}": {"title": "Bars", "same_as": ["paper:text:bars||"]}}
    assert edges(record) == []


def test_a_paper_without_its_page_is_rejected(tmp_path: Path) -> None:
    assert rejections(array(tmp_path / "p.json", PAPER, {**PAPER, "paper_url": "barnet"}, {**PAPER, "paper_url": " "}), "pwc-papers") == [
        "p.json#/1: paper_url 'barnet' is no url identifier; expected an http or https address",
        "p.json#/2: has no paper_url",
    ]


def test_an_address_of_a_whole_site_is_no_papers(tmp_path: Path) -> None:
    paper = {**PAPER, **NO_ADDRESSES, "url_abs": "https://journal.example/", "arxiv_id": None, "methods": []}
    (record,) = records(array(tmp_path / "p.json", paper), "pwc-papers")
    stated = nodes(record)[f"paper:url:{PAPER['paper_url']}"]
    assert (stated["url"], stated["same_as"]) == ("https://journal.example/", ["paper:text:learningαbars|foo|2019"])


@pytest.mark.realdata
def test_the_real_sample() -> None:
    """Its one method comes from the paper itself, so that the paper does not build on it."""
    path = real("data/original/pwc/papers-with-abstracts.sample.json")
    (source,) = json.loads(path.read_bytes())
    (record,) = records(path, "pwc-papers")
    assert record.key == source["paper_url"]
    stated = nodes(record)[f"paper:url:{source['paper_url']}"]
    assert (stated["title"], stated["publishedOn"], stated["venue"]) == (source["title"], source["date"], "NeurIPS 2018")
    assert [name.partition(":name:")[2] for _, name, _ in edges(record, Relation.WROTE)] == source["authors"]
    assert [name.partition(":name:")[2] for _, _, name in edges(record, Relation.ADDRESSES)] == source["tasks"]
    assert source["methods"][0]["source_url"] == source["url_abs"]
    assert edges(record, Relation.USES, Relation.INTRODUCES) == []
