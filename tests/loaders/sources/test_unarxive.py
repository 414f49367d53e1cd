"""unarXive: papers with the entries of their bibliographies."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from graph.kinds import Relation
from graph.store import GraphStore
from loaders.pipeline import Options, load
from tests.loaders.sources.read import counted, edges, nodes, records, rejections
from tests.realdata import real

PAPER = {
    "id": "2001.00001", "title": "BarNet: a\n  network", "authors": "Ann Lee,\n  Bo D\\'ay and Cy Roe", "categories": "cs.LG", "doi": None,
    "date": "2023-07-01", "license": None, "abstract": "  We test on SQuAD.\n", "discipline": "Computer Science",
    "references": [
        {"raw": "A", "doi": "10.5555/A", "arxiv_id": "1901.00001", "open_alex_id": "https://openalex.org/W1", "pubmed_id": "7", "arxiv_ids": [], "links": []},
        {"raw": "B", "open_alex_id": "https://openalex.org/W2", "arxiv_ids": ["1901.00009"], "links": ["https://doi.org/10.5555/other"]},
        {"raw": "C, arXiv:1901.00002", "arxiv_ids": ["1901.00002v1", "1901.00002"], "links": ["http://dx.doi.org/10.5555/other"]},
        {"raw": "D", "arxiv_ids": [], "links": ["http://dx.doi.org/10.5555/D", "https://ui.adsabs.harvard.edu/abs/x", "https://doi.org/10.5555/d"]},
        {"raw": "E, a title. 2019.", "arxiv_ids": [], "links": ["https://github.com/e/e"], "mentions": 3},
        {"raw": "", "doi": "none", "arxiv_ids": None, "links": None},
        {"raw": "itself", "arxiv_id": "2001.00001"},
        {"raw": "A again", "doi": "10.5555/a"},
    ],
}  # fmt: skip


def lines(path: Path, *rows: object) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return path


def test_a_paper_and_what_it_cites(tmp_path: Path) -> None:
    """An entry names one work by what it was matched with, else by the ids in its text, else by its links; one without id names none."""
    (record,) = records(lines(tmp_path / "a.jsonl", PAPER), "unarxive")
    assert (record.source, record.key, record.locator, record.url, record.rank) == (
        "unarxive",
        "2001.00001",
        "a.jsonl:1",
        "https://arxiv.org/abs/2001.00001",
        2,
    )
    paper = "paper:arxiv:2001.00001"
    assert nodes(record) == {
        paper: {
            "title": "BarNet: a network", "year": 2020, "publishedOn": "2020-01", "url": "https://arxiv.org/abs/2001.00001", "abstract": "We test on SQuAD.",
            "same_as": ["paper:text:barnetanetwork|lee|2020", "paper:short:barnet|barnetanetwork|lee|2020"],
        },
        "paper:doi:10.5555/a": {"same_as": ["paper:arxiv:1901.00001", "paper:openalex:W1"]},
    }  # fmt: skip
    assert edges(record) == [
        ("WROTE", "author:name:Ann Lee", paper),
        ("WROTE", "author:name:Bo Dáy", paper),
        ("WROTE", "author:name:Cy Roe", paper),
        ("CITES", paper, "paper:doi:10.5555/a"),
        ("CITES", paper, "paper:openalex:W2"),
        ("CITES", paper, "paper:arxiv:1901.00002"),
        ("CITES", paper, "paper:doi:10.5555/d"),
        ("INTRODUCES", paper, "method:name:BarNet@paper:arxiv:2001.00001"),
        ("EVALUATES_ON", paper, "dataset:name:SQuAD"),
    ]


async def test_ids_of_a_cited_work_make_no_paper_and_join_what_others_say(store: GraphStore, tmp_path: Path) -> None:
    await load(store, [lines(tmp_path / "a.jsonl", PAPER)], Options())
    stats = await store.stats()
    assert (stats.nodes["PAPER"], stats.edges.get("CITES", 0)) == (1, 0)
    facts = lines(tmp_path / "f.jsonl", {"type": "paper", "ids": {"openalex": "W1"}, "title": "The first"})
    await load(store, [facts], Options())
    stats = await store.stats()
    assert (stats.nodes["PAPER"], stats.edges["CITES"]) == (2, 1)


def test_a_paper_whose_id_is_none_is_rejected_by_name(tmp_path: Path) -> None:
    assert rejections(lines(tmp_path / "a.jsonl", {**PAPER, "id": "x"}), "unarxive") == [
        "a.jsonl:1: 'x' is no arxiv identifier; expected an arXiv id such as 1706.03762 or cs.CL/0112017"
    ]


@pytest.mark.realdata
def test_the_real_bibliographies() -> None:
    path = real("data/unarxive_compact.jsonl")
    rows = [json.loads(line) for line in path.read_bytes().split(b"\n") if line]
    found = records(path, "unarxive")
    assert len(found) == len(rows) == 49
    by_arxiv = {record.key: record for record in records(real("data/original/arxiv/arxiv-metadata.jsonl"), "arxiv")}
    for row, record in zip(rows, found, strict=True):
        assert counted([record])["CITES"] == len({name for entry in row["references"] for name in named(entry)})
        if same := by_arxiv.get(record.key):
            assert edges(record, Relation.WROTE) == edges(same, Relation.WROTE)
            assert nodes(record)[f"paper:arxiv:{record.key}"]["title"] == nodes(same)[f"paper:arxiv:{record.key}"]["title"]
    assert counted(found)["CITES"] == 1153


def named(entry: dict[str, Any]) -> set[str]:
    if "open_alex_id" in entry:
        return {(entry.get("doi") or entry.get("arxiv_id") or entry["open_alex_id"]).lower().removeprefix("10.48550/arxiv.")}
    if entry["arxiv_ids"]:
        return {re.sub(r"v\d+$", "", name) for name in entry["arxiv_ids"]}
    found = [re.search(r"doi\.org/(?:https://doi\.org/|doi:)?(10\..*)|arxiv:(.*)", link, re.IGNORECASE) for link in entry["links"]]
    return {unquote(match[1] or match[2]).lower().removeprefix("10.48550/arxiv.") for match in found if match}
