"""OpenAlex works."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from backports import zstd

from graph.evidence import EdgeAssertion, Record
from graph.kinds import Relation
from tests.loaders.sources.read import counted, edges, nodes, read, records, rejections
from tests.realdata import real

WORK = {
    "id": "https://openalex.org/W1", "doi": "https://doi.org/10.1000/ABC", "title": "Foo &amp; <i>bar</i>: a study", "publication_year": 2020,
    "publication_date": "2020-03-01",
    "primary_location": {"landing_page_url": "https://arxiv.org/abs/2003.00001v2", "source": {"display_name": "J. Foo"}},
    "authorships": [
        {"author": {"id": "https://openalex.org/A5", "display_name": "Ann Lee", "orcid": "https://orcid.org/0000-0002-1825-0097"}, "raw_author_name": "A. Lee"},
        {"author": {"id": "https://openalex.org/A6", "display_name": "Bo Day", "orcid": None}},
        {"author": {"id": None, "display_name": None}},
    ],
    "referenced_works": ["https://openalex.org/W2", "https://openalex.org/W3", "https://openalex.org/W2", "https://openalex.org/W1", "nonsense"],
    "abstract_inverted_index": {"We": [0], "do": [1, 3], "as": [2]},
}  # fmt: skip


def lines(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


def test_a_work(tmp_path: Path) -> None:
    (record,) = records(lines(tmp_path / "w.jsonl", WORK), "openalex")
    assert (record.source, record.key, record.locator, record.url, record.rank) == (
        "openalex",
        "W1",
        "w.jsonl:1",
        "https://openalex.org/W1",
        1,
    )
    assert nodes(record) == {
        "paper:openalex:W1": {
            "title": "Foo & bar: a study", "year": 2020, "publishedOn": "2020-03-01", "venue": "J. Foo", "url": "https://arxiv.org/abs/2003.00001v2",
            "abstract": "We do as do", "same_as": ["paper:doi:10.1000/abc", "paper:arxiv:2003.00001", "paper:text:foobarastudy|lee|2020", "paper:short:foobar|foobarastudy|lee|2020"],
        },
        "author:orcid:0000-0002-1825-0097": {"name": "A. Lee", "same_as": ["author:openalex:A5"]},
        "author:openalex:A6": {"name": "Bo Day"},
    }  # fmt: skip
    assert edges(record) == [
        ("WROTE", "author:orcid:0000-0002-1825-0097", "paper:openalex:W1"),
        ("WROTE", "author:openalex:A6", "paper:openalex:W1"),
        ("CITES", "paper:openalex:W1", "paper:openalex:W2"),
        ("CITES", "paper:openalex:W1", "paper:openalex:W3"),
    ]
    wrote = [a.values for a in record.assertions if isinstance(a, EdgeAssertion) and a.relation is Relation.WROTE]
    assert wrote == [{"position": 1, "nameAsWritten": "A. Lee"}, {"position": 2, "nameAsWritten": "Bo Day"}]


def test_a_retracted_work(tmp_path: Path) -> None:
    found = records(
        lines(tmp_path / "w.jsonl", {**WORK, "is_retracted": True}, {**WORK, "id": "https://openalex.org/W7", "is_retracted": False}),
        "openalex",
    )
    assert [nodes(record)[f"paper:openalex:{record.key}"].get("retracted") for record in found] == [True, None]


def test_an_answer_of_the_api_and_a_snapshot_part_say_the_same(tmp_path: Path) -> None:
    answer, pretty = tmp_path / "a.json", tmp_path / "p.json"
    answer.write_text(json.dumps({"meta": {"count": 1}, "results": [WORK], "group_by": []}))
    pretty.write_text(json.dumps(WORK, indent=2))
    (of_lines,), (of_answer,), (of_pretty,) = (records(p, "openalex") for p in (lines(tmp_path / "w.jsonl", WORK), answer, pretty))
    assert of_lines.assertions == of_answer.assertions == of_pretty.assertions
    assert (of_answer.locator, of_pretty.locator) == ("a.json#/results/0", "p.json#")


def test_a_work_of_another_kind_is_rejected_by_name(tmp_path: Path) -> None:
    others = ({**WORK, "id": f"https://openalex.org/{name}"} for name in ("I9", "A9"))
    assert rejections(lines(tmp_path / "w.jsonl", WORK, *others), "openalex") == [
        "w.jsonl:2: 'https://openalex.org/I9' is no openalex identifier; expected an OpenAlex id such as W2741809807",
        "w.jsonl:3: 'https://openalex.org/A9' is no work",
    ]


@pytest.mark.realdata
def test_the_real_works() -> None:
    """What is no JSON are pieces of works that a line separator within a text cut apart."""
    path = real("data/openalex_works.jsonl.zst")
    works, broken = [], 0
    for line in zstd.decompress(path.read_bytes()).split(b"\n")[:-1]:
        try:
            works.append(json.loads(line))
        except json.JSONDecodeError:
            broken += 1
    found = read(path, "openalex")
    made = [item for item in found if isinstance(item, Record)]
    assert (len(made), len(found) - len(made), len(works), broken) == (5942, 58, 5942, 58)
    assert counted(made)["CITES"] == sum(len({*work["referenced_works"]} - {work["id"]}) for work in works) == 209_135
    assert counted(made)["WROTE"] == sum(bool(a["author"]["display_name"]) for work in works for a in work["authorships"]) == 31_394
