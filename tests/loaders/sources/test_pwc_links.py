"""Links between papers and code of Papers with Code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.evidence import EdgeAssertion, Record
from tests.loaders.sources.read import edges, nodes, records, rejections
from tests.realdata import real

LINK = {
    "paper_url": "https://paperswithcode.com/paper/bars", "paper_title": "All of Bars", "paper_arxiv_id": "1901.00001",
    "paper_url_abs": "https://arxiv.org/abs/1901.00001v2", "paper_url_pdf": "https://bars.example/1.pdf", "repo_url": "https://github.com/Foo/Bars",
    "is_official": True, "mentioned_in_paper": True, "mentioned_in_github": False, "framework": "pytorch",
}  # fmt: skip


def array(path: Path, *rows: object) -> Path:
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def said(record: Record) -> list[dict[str, object]]:
    return [dict(item.values) for item in record.assertions if isinstance(item, EdgeAssertion)]


def test_a_link(tmp_path: Path) -> None:
    (record,) = records(array(tmp_path / "l.json", LINK), "pwc-links")
    page = "https://paperswithcode.com/paper/bars"
    assert (record.source, record.key, record.locator, record.url, record.rank) == (
        "pwc-links", f"{page} https://github.com/Foo/Bars", "l.json#/0", page, 3,
    )  # fmt: skip
    assert nodes(record) == {
        f"paper:url:{page}": {
            "title": "All of Bars", "same_as": ["paper:arxiv:1901.00001", "paper:url:https://bars.example/1.pdf", "paper:text:allofbars||"],
        }
    }  # fmt: skip
    assert edges(record) == [("IMPLEMENTS", "repository:repo:https://github.com/foo/bars", f"paper:url:{page}")]
    assert said(record) == [{"official": True, "framework": "pytorch"}]


def test_what_is_not_official_and_of_no_framework_says_no_more(tmp_path: Path) -> None:
    (record,) = records(array(tmp_path / "l.json", {**LINK, "is_official": False, "framework": "none"}), "pwc-links")
    assert said(record) == [{}]


def test_a_paper_without_page_and_id_stands_on_its_title(tmp_path: Path) -> None:
    bare = {"paper_url": None, "paper_title": "All of Bars", "repo_url": "https://gitlab.com/foo/bars/-/tree/main"}
    (record,) = records(array(tmp_path / "l.json", bare), "pwc-links")
    assert edges(record) == [("IMPLEMENTS", "repository:repo:https://gitlab.com/foo/bars", "paper:text:allofbars||")]
    assert record.key == "All of Bars https://gitlab.com/foo/bars/-/tree/main"


def test_what_is_no_repository_is_rejected_by_name(tmp_path: Path) -> None:
    assert rejections(array(tmp_path / "l.json", LINK, {**LINK, "repo_url": "https://foo.example/code"}), "pwc-links") == [
        "l.json#/1: repo_url 'https://foo.example/code' is no repo identifier; expected a repository address such as https://github.com/owner/name"
    ]


@pytest.mark.realdata
def test_the_real_sample() -> None:
    path = real("data/original/pwc/links-between-papers-and-code.sample.json")
    source = json.loads(path.read_bytes())
    found = records(path, "pwc-links")
    assert [next(iter(nodes(record).values()))["title"] for record in found] == [link["paper_title"] for link in source]
    assert [edges(record) for record in found] == [
        [("IMPLEMENTS", f"repository:repo:{link['repo_url'].lower()}", f"paper:url:{link['paper_url']}")] for link in source
    ]
    assert [said(record) for record in found] == [[{}], [{"official": True}]]
    assert [(link["is_official"], link["framework"]) for link in source] == [(False, "none"), (True, "none")]
