"""GitHub repositories."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.kinds import Relation
from tests.loaders.sources.read import edges, nodes, records, rejections
from tests.realdata import real

REPOSITORY = {
    "id": 77, "node_id": "R_1", "name": "FooNet", "full_name": "Ann/FooNet", "private": False, "owner": {"login": "Ann", "id": 1},
    "html_url": "https://github.com/Ann/FooNet", "description": "Code of FooNet (https://arxiv.org/abs/2001.00001v2).", "fork": False,
    "homepage": "", "stargazers_count": 12, "archived": True, "topics": ["foo"],
}  # fmt: skip


def written(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value, indent=1), encoding="utf-8")
    return path


def test_a_repository(tmp_path: Path) -> None:
    """An archived one is like any other."""
    (record,) = records(written(tmp_path / "r.json", REPOSITORY), "github")
    url = "https://github.com/Ann/FooNet"
    assert (record.source, record.key, record.locator, record.url, record.rank) == ("github", "77", "r.json#", url, 1)
    assert nodes(record) == {"repository:repo:https://github.com/ann/foonet": {"name": "Ann/FooNet", "url": url, "stars": 12}}
    assert edges(record) == [("IMPLEMENTS", "repository:repo:https://github.com/ann/foonet", "paper:arxiv:2001.00001")]


def test_an_array_and_an_answer_of_the_search_say_the_same(tmp_path: Path) -> None:
    answer = {"total_count": 1, "incomplete_results": False, "items": [REPOSITORY]}
    (one,) = records(written(tmp_path / "s.json", answer), "github")
    (other,) = records(written(tmp_path / "a.json", [REPOSITORY]), "github")
    assert one.assertions == other.assertions
    assert (one.locator, other.locator) == ("s.json#/items/0", "a.json#/0")


@pytest.mark.parametrize(
    ("others", "paper"),
    [
        ({"description": "FooNet, arXiv:2001.00001"}, "arxiv:2001.00001"),
        ({"description": "FooNet [arXiv 2001.00001v3]"}, "arxiv:2001.00001"),
        ({"description": "see arxiv.org/pdf/2001.00001.pdf, and https://foo.example"}, "arxiv:2001.00001"),
        ({"description": "FooNet", "homepage": "https://aclanthology.org/P19-1001/"}, "acl:P19-1001"),
        ({"description": "FooNet, doi:10.1000/foo.", "homepage": None}, "doi:10.1000/foo"),
        ({"homepage": "https://arxiv.org/abs/2001.00001"}, "arxiv:2001.00001"),
        ({"description": "Code for arXiv:2001.00001 and arXiv:2001.00002"}, None),
        ({"fork": True}, None),
        ({"description": "Version 2001.00001 of foo", "homepage": "https://foo.example"}, None),
        ({"description": None}, None),
    ],
)
def test_the_paper_is_the_only_one_that_is_named(others: dict[str, object], paper: str | None, tmp_path: Path) -> None:
    (record,) = records(written(tmp_path / "r.json", {**REPOSITORY, **others}), "github")
    assert [target for _, _, target in edges(record, Relation.IMPLEMENTS)] == ([f"paper:{paper}"] if paper else [])


def test_a_repository_elsewhere_is_rejected_by_its_address(tmp_path: Path) -> None:
    path = written(
        tmp_path / "r.json", [REPOSITORY, {**REPOSITORY, "html_url": "https://git.example/ann/foo"}, {**REPOSITORY, "html_url": None}]
    )
    assert rejections(path, "github") == [
        "r.json#/1: 'https://git.example/ann/foo' is no repo identifier; expected a repository address such as https://github.com/owner/name",
        "r.json#/2: has no html_url",
    ]


@pytest.mark.realdata
def test_the_real_repositories() -> None:
    path = real("data/original/github/repos.json")
    found = json.loads(path.read_text(encoding="utf-8"))
    made = records(path, "github")
    assert [record.key for record in made] == [str(item["id"]) for item in found]
    assert [node["name"] for record in made for node in nodes(record).values()] == [item["full_name"] for item in found]
    assert (len(made), [edge for record in made for edge in edges(record)]) == (10, [])
