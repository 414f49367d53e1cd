"""Daily papers of Hugging Face."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.loaders.sources.read import edges, nodes, records, rejections
from tests.realdata import real

PAPER = {
    "id": "2001.00001", "title": "FooNet: A $\\beta$-network", "summary": "We test on SQuAD\nby a \\emph{trick}.",
    "authors": [{"_id": "1", "name": "Ann Lee", "hidden": False}, {"_id": "2", "name": "Bo Day", "hidden": True}, {"_id": "3", "name": None}],
    "publishedAt": "2020-01-01T23:59:59.000Z", "submittedOnDailyAt": "2020-02-03T00:00:00.000Z", "upvotes": 3,
    "projectPage": "https://foonet.github.io/", "githubRepo": "https://github.com/Ann/FooNet.git", "githubRepoAddedBy": "user", "githubStars": 9,
    "ai_summary": "Made by a machine on CIFAR-10.", "ai_keywords": ["attention"],
}  # fmt: skip
ROW = {
    "paper": PAPER,
    "publishedAt": "2020-01-02T00:00:00.000Z",
    "title": "FooNet",
    "summary": "x",
    "numComments": 1,
    "isAuthorParticipating": False,
}


def array(path: Path, *rows: object) -> Path:
    path.write_text(json.dumps(rows, indent=1), "utf-8")
    return path


def test_a_paper(tmp_path: Path) -> None:
    """Who linked the code is a reader: it is not said to be official."""
    (record,) = records(array(tmp_path / "a.json", ROW), "huggingface")
    assert (record.source, record.key, record.locator, record.url, record.rank) == (
        "huggingface",
        "2001.00001",
        "a.json#/0",
        "https://huggingface.co/papers/2001.00001",
        3,
    )
    paper = "paper:arxiv:2001.00001"
    assert nodes(record) == {
        paper: {
            "title": "FooNet: A β-network", "year": 2020, "publishedOn": "2020-01-01", "url": "https://arxiv.org/abs/2001.00001",
            "links": ["https://foonet.github.io/"], "abstract": "We test on SQuAD by a trick.", "same_as": ["paper:text:foonetaβnetwork|lee|2020", "paper:short:foonet|foonetaβnetwork|lee|2020"],
        },
        "repository:repo:https://github.com/ann/foonet": {"stars": 9},
    }  # fmt: skip
    assert edges(record) == [
        ("WROTE", "author:name:Ann Lee", paper),
        ("WROTE", "author:name:Bo Day", paper),
        ("IMPLEMENTS", "repository:repo:https://github.com/ann/foonet", paper),
        ("INTRODUCES", paper, "method:name:FooNet@paper:arxiv:2001.00001"),
        ("EVALUATES_ON", paper, "dataset:name:SQuAD"),
    ]
    assert [item.values for item in record.assertions if item.place.locator == "paper.githubRepo"] == [{}]


def test_a_paper_without_code_and_page_and_one_whose_id_is_none(tmp_path: Path) -> None:
    bare = {"id": "2001.00002", "title": "A title of it", "upvotes": 0, "githubRepo": "https://example.org/", "githubStars": 3}
    path = array(tmp_path / "a.json", {"paper": bare})
    (record,) = records(path, "huggingface")
    assert nodes(record) == {
        "paper:arxiv:2001.00002": {
            "title": "A title of it",
            "url": "https://arxiv.org/abs/2001.00002",
            "same_as": ["paper:text:atitleofit||"],
        }
    }
    assert edges(record) == []
    assert rejections(array(path, {"paper": bare}, {"paper": {**bare, "id": "foo"}}), "huggingface") == [
        "a.json#/1: 'foo' is no arxiv identifier; expected an arXiv id such as 1706.03762 or cs.CL/0112017"
    ]


@pytest.mark.realdata
def test_the_real_sample() -> None:
    path = real("data/original/huggingface/daily_papers.sample.json")
    rows = json.loads(path.read_bytes())
    (record,) = records(path, "huggingface")
    (paper,) = [row["paper"] for row in rows]
    stated = nodes(record)
    assert record.key == paper["id"]
    assert stated[f"paper:arxiv:{paper['id']}"]["links"] == [paper["projectPage"]]
    assert stated[f"repository:repo:{paper['githubRepo'].lower()}"] == {"stars": paper["githubStars"]}
    assert len([name for name, _, _ in edges(record) if name == "WROTE"]) == len(paper["authors"]) == 5
