"""Full texts of the Semantic Scholar datasets."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from graph.kinds import Relation
from tests.loaders.sources.read import edges, nodes, records, rejections
from tests.realdata import real

TEXT = "\nÜber FooNet  *\nAnn Lee\nWe propose FooNet,\na net. [1] Known. [2] Unknown. [3] Known."


def spans(*texts: str, **attributes: object) -> str:
    return json.dumps([{"start": (at := TEXT.index(text)), "end": at + len(text), "attributes": attributes} for text in texts])


def entries(*ids: object) -> str:
    return json.dumps(
        [{"start": 0, "end": 1, "attributes": {"id": f"b{n}"} | ({"matched_paper_id": id_} if id_ else {})} for n, id_ in enumerate(ids)]
    )


ROW = {
    "corpusid": 7,
    "externalids": {"arxiv": "2003.00001", "mag": None, "acl": None, "pubmed": "5", "dblp": None, "doi": "10.1000/ABC"},
    "content": {
        "source": {"pdfurls": None, "pdfsha": "a" * 40, "oainfo": None},
        "text": TEXT,
        "annotations": {
            "title": spans("Über FooNet  *", "Ann Lee"), "author": spans("Ann Lee"), "abstract": spans("We propose FooNet,\na net."), "venue": None,
            "bibentry": entries(8, None, 9, 8, 7),
        },
    },
}  # fmt: skip


def written(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


def test_a_text(tmp_path: Path) -> None:
    (record,) = records(written(tmp_path / "x.jsonl", ROW), "s2orc")
    assert (record.source, record.key, record.url, record.rank) == ("s2orc", "7", "https://api.semanticscholar.org/CorpusID:7", 4)
    assert nodes(record) == {
        "paper:s2:7": {
            "title": "Über FooNet", "abstract": "We propose FooNet, a net.",
            "same_as": ["paper:doi:10.1000/abc", "paper:arxiv:2003.00001", "paper:text:uberfoonet||"],
        }
    }  # fmt: skip
    assert edges(record) == [
        ("CITES", "paper:s2:7", "paper:s2:8"),
        ("CITES", "paper:s2:7", "paper:s2:9"),
        ("INTRODUCES", "paper:s2:7", "method:name:FooNet@paper:s2:7"),
    ]


def test_a_text_of_the_second_version(tmp_path: Path) -> None:
    """Title apart, the bibliography a text of its own, spans as JSON or as lists."""
    row = {
        "corpusid": 7, "title": "Über FooNet", "authors": [], "openaccessinfo": None,
        "body": {"text": TEXT, "annotations": {"abstract": json.loads(spans("We propose FooNet,\na net.")), "bib_ref": "[]"}},
        "bibliography": {"text": "Known.", "annotations": {"bib_entry": entries(8, None)}},
    }  # fmt: skip
    (record,) = records(written(tmp_path / "x.jsonl", row), "s2orc")
    assert nodes(record) == {
        "paper:s2:7": {"title": "Über FooNet", "abstract": "We propose FooNet, a net.", "same_as": ["paper:text:uberfoonet||"]}
    }
    assert edges(record, Relation.CITES) == [("CITES", "paper:s2:7", "paper:s2:8")]


def test_a_text_of_which_nothing_was_told_apart(tmp_path: Path) -> None:
    row = {"corpusid": 7, "externalids": None, "content": {"text": None, "annotations": {"title": None, "abstract": "", "bibentry": None}}}
    (record,) = records(written(tmp_path / "x.jsonl", row), "s2orc")
    assert (nodes(record), edges(record)) == ({"paper:s2:7": {}}, [])


def test_spans_that_are_no_json_are_named(tmp_path: Path) -> None:
    broken = {**ROW, "content": {"text": TEXT, "annotations": {"title": "[{"}}}
    (reason,) = rejections(written(tmp_path / "x.jsonl", ROW, broken), "s2orc")
    assert reason.startswith("x.jsonl:2: content.annotations.title is '[{'; value error, unexpected end of data")


@pytest.mark.realdata
def test_the_real_texts() -> None:
    path = real("data/original/s2ag/s2orc-sample.jsonl.gz")
    rows = [json.loads(line) for line in gzip.decompress(path.read_bytes()).split(b"\n") if line]
    made = records(path, "s2orc")
    assert [record.key for record in made] == [str(row["corpusid"]) for row in rows]
    matched = [
        {entry["attributes"]["matched_paper_id"] for entry in json.loads(bib) if "matched_paper_id" in entry["attributes"]}
        if (bib := row["content"]["annotations"]["bibentry"])
        else set()
        for row in rows
    ]
    assert [len(edges(record, Relation.CITES)) for record in made] == [len(found) for found in matched] == [0, 40, 53]
    stated = [nodes(record)[f"paper:s2:{record.key}"] for record in made]
    assert [str(item["title"]).split()[0] for item in stated] == ["Erratum", "Solidarity", "CiteSee:"]
    assert stated[1]["title"] == "Solidarity to achieve stability"  # a footnote hangs on it
    assert [str(item.get("abstract"))[:6] for item in stated] == ["None", "Agents", "When r"]
