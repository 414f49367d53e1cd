"""Lists of papers with their code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.evidence import EdgeAssertion
from graph.kinds import Relation
from tests.loaders.sources.read import counted, edges, nodes, records, rejections
from tests.realdata import real

ROW = {
    "title": "BarNet: All  of bars", "paper_url": "https://arxiv.org/abs/1901.00001v1", "conf": "CVPR", "year": 2019,
    "code_url": "https://github.com/Foo/Bar/tree/main", "stars": 7,
}  # fmt: skip


def lines(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


def test_a_row(tmp_path: Path) -> None:
    (record,) = records(lines(tmp_path / "l.jsonl", ROW), "paper-code-list")
    assert (record.source, record.key, record.locator, record.url, record.rank) == (
        "paper-code-list", "CVPR 2019 BarNet: All of bars", "l.jsonl:1", None, 3,
    )  # fmt: skip
    paper, code = "paper:arxiv:1901.00001", "repository:repo:https://github.com/foo/bar"
    assert nodes(record) == {
        paper: {
            "title": "BarNet: All of bars", "year": 2019, "venue": "CVPR", "url": "https://arxiv.org/abs/1901.00001v1",
            "same_as": ["paper:text:barnetallofbars||2019"],
        },
        code: {"stars": 7},
    }  # fmt: skip
    assert edges(record) == [("IMPLEMENTS", code, paper), ("INTRODUCES", paper, f"method:name:BarNet@{paper}")]
    implements = [item for item in record.assertions if isinstance(item, EdgeAssertion) and item.relation is Relation.IMPLEMENTS]
    assert [(dict(item.values), item.place.locator) for item in implements] == [({}, "code_url")]


def test_an_address_that_is_none_leaves_the_paper_by_its_title(tmp_path: Path) -> None:
    (record,) = records(
        lines(tmp_path / "l.jsonl", {**ROW, "title": "Bars", "paper_url": "nan", "code_url": "https://github.com/foo"}), "paper-code-list"
    )
    assert nodes(record) == {"paper:text:bars||2019": {"title": "Bars", "year": 2019, "venue": "CVPR"}}
    assert edges(record) == []


def test_other_addresses_identify_the_paper_and_what_does_not_fit_is_rejected(tmp_path: Path) -> None:
    address = "http://openaccess.thecvf.com/content/Bars.pdf"
    path = lines(tmp_path / "l.jsonl", {**ROW, "paper_url": address}, {**ROW, "stars": "many"}, {**ROW, "title": None})
    assert rejections(path, "paper-code-list") == [
        "l.jsonl:2: stars is 'many'; input should be a valid integer, unable to parse string as an integer",
        "l.jsonl:3: has no title",
    ]
    (record,) = records(lines(tmp_path / "l.jsonl", {**ROW, "paper_url": address}), "paper-code-list")
    assert next(iter(nodes(record))) == "paper:url:https://openaccess.thecvf.com/content/Bars.pdf"


@pytest.mark.realdata
def test_the_real_list() -> None:
    """One address names an owner and no repository; of eleven papers the address is "nan"."""
    path = real("data/paper_code_list.jsonl")
    source = [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]]
    found = records(path, "paper-code-list")
    assert len({record.key for record in found}) == len(found) == len(source) == 1535
    named = sum(len(row["code_url"].removeprefix("https://github.com/").strip("/").split("/")) > 1 for row in source)
    assert counted(found)["IMPLEMENTS"] == named == 1534
    stars = {str(values["stars"]) for record in found for name, values in nodes(record).items() if name.startswith("repository:")}
    assert stars == {str(row["stars"]) for row in source if row["code_url"] != "https://github.com/bianan"}
    by_title = sum(next(iter(nodes(record))).startswith("paper:text:") for record in found)
    assert by_title == sum(row["paper_url"] == "nan" for row in source) == 11
