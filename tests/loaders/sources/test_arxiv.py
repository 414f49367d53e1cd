"""arXiv's metadata snapshot."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from graph.evidence import EdgeAssertion
from graph.kinds import Relation
from loaders.sources.arxiv import written_authors
from tests.loaders.sources.read import counted, edges, nodes, records, rejections
from tests.realdata import real

PAPER = {
    "id": "2001.00001", "submitter": "Ann Lee", "authors": "Ann Lee, Bo D\\'ay Jr.", "title": "FooNet: A $\\beta$-network of\n  {G}\\\"odel",
    "comments": "See https://github.com/else/where", "journal-ref": "J. F\\\"oo 12,\n  34 (2021)", "doi": "10.5555/ABC 10.5555/ABC.erratum",
    "report-no": None, "categories": "cs.LG stat.ML", "license": None, "update_date": "2021-05-06",
    "abstract": "  We test on SQuAD with 10\\% of $\\alpha$,\nsee \\href{https://github.com/ann/foonet}{our code}.\n",
    "versions": [{"version": "v1", "created": "Wed, 1 Jan 2020 23:59:59 GMT"}, {"version": "v2", "created": "Thu, 6 May 2021 00:00:00 GMT"}],
    "authors_parsed": [["Lee", "Ann", "", "A University", "and another"], ["D\\'ay", "Bo", "Jr."], ["Foo Collaboration", "", ""], ["", "", ""]],
}  # fmt: skip


MONTHS = {"Nov": "11", "Dec": "12"}


def lines(path: Path, *rows: object) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return path


def test_a_paper(tmp_path: Path) -> None:
    (record,) = records(lines(tmp_path / "a.jsonl", PAPER), "arxiv")
    assert (record.source, record.key, record.locator, record.url, record.rank) == (
        "arxiv",
        "2001.00001",
        "a.jsonl:1",
        "https://arxiv.org/abs/2001.00001",
        2,
    )
    assert nodes(record) == {
        "paper:arxiv:2001.00001": {
            "title": "FooNet: A β-network of Gödel", "year": 2020, "publishedOn": "2020-01-01", "venue": "J. Föo 12, 34 (2021)",
            "url": "https://arxiv.org/abs/2001.00001",
            "abstract": "We test on SQuAD with 10% of α, see <https://github.com/ann/foonet> our code.",
            "same_as": ["paper:doi:10.5555/abc", "paper:text:foonetaβnetworkofgodel|lee|2020", "paper:short:foonet|foonetaβnetworkofgodel|lee|2020", "paper:short:aβnetworkofgodel|foonetaβnetworkofgodel|lee|2020"],
        }
    }  # fmt: skip
    paper = "paper:arxiv:2001.00001"
    assert edges(record) == [
        ("WROTE", "author:name:Ann Lee", paper),
        ("WROTE", "author:name:Bo Dáy Jr.", paper),
        ("WROTE", "author:name:Foo Collaboration", paper),
        ("INTRODUCES", paper, "method:name:FooNet@paper:arxiv:2001.00001"),
        ("EVALUATES_ON", paper, "dataset:name:SQuAD"),
        ("IMPLEMENTS", "repository:repo:https://github.com/ann/foonet", paper),
    ]
    wrote = [a.values for a in record.assertions if isinstance(a, EdgeAssertion) and a.relation is Relation.WROTE]
    assert wrote[1] == {"position": 2, "nameAsWritten": "Bo Dáy Jr."}


def test_old_ids_withdrawn_papers_and_ones_of_which_little_is_known(tmp_path: Path) -> None:
    old = {
        **PAPER,
        "id": "cs/0112017",
        "comments": "This paper has been withdrawn",
        "abstract": "This paper has been withdrawn by the authors.",
        "doi": "none",
    }
    bare = {
        "id": "0704.0001",
        "title": "A title",
        "abstract": None,
        "versions": [{"version": "v1", "created": "soon"}],
        "update_date": "2008-11-26",
    }
    found = records(lines(tmp_path / "a.jsonl", old, {**bare, "authors_parsed": None, "authors": "Ann Lee and Bo Day"}), "arxiv")
    assert [record.key for record in found] == ["cs/0112017", "0704.0001"]
    assert nodes(found[0])["paper:arxiv:cs/0112017"]["same_as"] == [
        "paper:text:foonetaβnetworkofgodel|lee|2020",
        "paper:short:foonet|foonetaβnetworkofgodel|lee|2020",
        "paper:short:aβnetworkofgodel|foonetaβnetworkofgodel|lee|2020",
    ]
    assert nodes(found[1]) == {
        "paper:arxiv:0704.0001": {"title": "A title", "url": "https://arxiv.org/abs/0704.0001", "same_as": ["paper:text:atitle|lee|"]}
    }
    assert [source for _, source, _ in edges(found[1])] == ["author:name:Ann Lee", "author:name:Bo Day"]


def test_a_paper_whose_id_is_none_is_rejected_by_name(tmp_path: Path) -> None:
    assert rejections(lines(tmp_path / "a.jsonl", PAPER, {**PAPER, "id": "1234.5"}), "arxiv") == [
        "a.jsonl:2: '1234.5' is no arxiv identifier; expected an arXiv id such as 1706.03762 or cs.CL/0112017"
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Lee, Bo Day and Cy Roe", ["Ann Lee", "Bo Day", "Cy Roe"]),
        ("Ann Lee and Bo Day and\n  Andy Sandford", ["Ann Lee", "Bo Day", "Andy Sandford"]),
        ("Ann Lee, Bo Day, and Cy Roe", ["Ann Lee", "Bo Day", "Cy Roe"]),
        ("Ann Lee (1 and 2), Bo Day (2 (a, b)) ((1) A, (2) B)", ["Ann Lee", "Bo Day"]),
        ("Bo Day, Jr., Cy Roe, III", ["Bo Day Jr.", "Cy Roe III"]),
        ("Foo Collaboration: Ann Lee, Przemys{\\l}aw D\\'ay", ["Foo Collaboration", "Ann Lee", "Przemysław Dáy"]),
        ("", []),
        (None, []),
    ],
)
def test_authors_as_arxiv_asks_for_them(text: str | None, names: list[str]) -> None:
    assert [item.name for item in written_authors(text)] == names


@pytest.mark.realdata
def test_the_real_snapshot() -> None:
    path = real("data/original/arxiv/arxiv-metadata.jsonl")
    rows = [json.loads(line) for line in path.read_bytes().split(b"\n") if line]
    found = records(path, "arxiv")
    assert len(found) == len(rows) == 30
    assert counted(found)["WROTE"] == sum(len(row["authors_parsed"]) for row in rows) == 124
    for row, record in zip(rows, found, strict=True):
        stated = next(iter(nodes(record).values()))
        day, month, year = re.findall(r"(\d+) (\w+) (\d{4})", row["versions"][0]["created"])[0]
        assert stated["publishedOn"] == f"{year}-{MONTHS[month]}-{int(day):02}"
        assert ("venue" in stated, "paper:doi:" in str(stated["same_as"])) == (bool(row["journal-ref"]), bool(row["doi"]))
        if not re.search(r"[\\${}]", row["title"]):
            assert stated["title"] == " ".join(row["title"].split())
        names = {" ".join(f"{first} {family} {suffix}".split()) for family, first, suffix in row["authors_parsed"]}
        assert names == {source.removeprefix("author:name:") for _, source, _ in edges(record, Relation.WROTE)}
