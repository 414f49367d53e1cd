"""Each format on a small fabricated file, and on the real one where it is there."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from graph.evidence import EdgeAssertion, NodeAssertion, Record, Rejection
from graph.kinds import Relation
from loaders.formats import FORMATS, detect
from loaders.text import extract
from tests.realdata import real

ACL = {
    "id": "P19-1001", "title": "FooNet: a network", "authors": ["Ann Lee", "Bo Day"], "year": 2019, "venue": "ACL", "bibkey": "x",
    "abstract": "We evaluate on SQuAD.", "doi": "10.18653/v1/P19-1001", "pdf_url": "https://aclanthology.org/P19-1001.pdf",
    "code_url": "https://github.com/Foo/Net/tree/main", "datasets": [{"name": "SQuAD", "slug": "squad"}, {"name": "How to fix QuickBooks Error 1", "slug": "x"}],
}  # fmt: skip


def read(path: Path) -> list[Record | Rejection]:
    chosen = detect(path)
    return list(chosen.read(path, chosen.name))


def lines(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(item) for item in rows) + "\n", encoding="utf-8")
    return path


def edges(item: Record | Rejection) -> Counter[str]:
    assert isinstance(item, Record), item
    return Counter(a.relation.value for a in item.assertions if isinstance(a, EdgeAssertion))


def test_acl_papers(tmp_path: Path) -> None:
    (item,) = read(lines(tmp_path / "a.jsonl", ACL))
    assert isinstance(item, Record)
    assert (item.source, item.key, item.locator, item.rank) == ("acl", "P19-1001", "a.jsonl:1", 2)
    assert edges(item) == {"WROTE": 2, "IMPLEMENTS": 1, "EVALUATES_ON": 3, "INTRODUCES": 1}
    paper = item.assertions[0]
    assert isinstance(paper, NodeAssertion)
    assert [ref.key for ref in (paper.subject, *paper.same_as)] == [
        "paper:acl:P19-1001", "paper:text:foonetanetwork|lee|2019", "paper:short:foonet|foonetanetwork|lee|2019", "paper:doi:10.18653/v1/p19-1001",
    ]  # fmt: skip
    flagged = [a for a in item.assertions if a.place.flag]
    assert [a.target.value for a in flagged if isinstance(a, EdgeAssertion)] == ["How to fix QuickBooks Error 1"]
    extracted = [a for a in item.assertions if a.place.extractor == "text/2" and isinstance(a, EdgeAssertion)]
    assert [(a.relation, a.target.value, a.place.span_start, a.place.span_end) for a in extracted] == [
        (Relation.INTRODUCES, "FooNet", 0, 6),
        (Relation.EVALUATES_ON, "SQuAD", 15, 20),
    ]


def test_citations_reject_a_self_loop(tmp_path: Path) -> None:
    found = read(lines(tmp_path / "c.jsonl", {"citing": "A00-1009", "cited": "A92-1006"}, {"citing": "A00-1009", "cited": "A00-1009"}))
    assert edges(found[0]) == {"CITES": 1}
    assert isinstance(found[1], Rejection)
    assert (found[1].locator, found[1].key) == ("c.jsonl:2", "A00-1009 A00-1009")
    assert "to itself" in found[1].reason


def test_leaderboard_rows(tmp_path: Path) -> None:
    row = {
        "task": "Language modeling", "dataset": "WikiText-103", "model_name": "FooLM Large (Doe et al., 2019)",
        "metrics": {"Test perplexity": "24.0", "Number of params": "151M"}, "paper_title": "FooLM: a model",
        "paper_url": "https://arxiv.org/pdf/1901.02860.pdf", "paper_date": None, "code_links": [{"title": "Official", "url": "https://github.com/a/b"}],
    }  # fmt: skip
    (item,) = read(lines(tmp_path / "l.jsonl", row))
    assert isinstance(item, Record)
    assert edges(item) == {"VARIANT_OF": 1, "INTRODUCES": 1, "IMPLEMENTS": 1, "REPORTS": 1, "OF": 1, "ON": 1, "FOR": 1}
    (figure,) = [a.values for a in item.assertions if isinstance(a, NodeAssertion) and "valueText" in a.values]
    assert figure == {
        "methodAsWritten": "FooLM Large (Doe et al., 2019)", "metric": "perplexity", "split": "test", "configuration": ["Number of params: 151M"],
        "valueText": "24.0", "value": 24.0, "unit": "other", "higherIsBetter": False,
    }  # fmt: skip


def test_a_citation_for_a_name_is_a_placeholder_of_its_paper(tmp_path: Path) -> None:
    base = {
        "task": "T",
        "dataset": "D",
        "metrics": {"F1": "90"},
        "paper_title": "Some title",
        "paper_url": "https://arxiv.org/abs/1901.02860",
    }
    found = read(lines(tmp_path / "l.jsonl", base | {"model_name": "Xu et al. (2015)"}, base | {"model_name": "Human Performance"}))
    of = [
        a.target
        for item in found
        if isinstance(item, Record)
        for a in item.assertions
        if isinstance(a, EdgeAssertion) and a.relation is Relation.OF
    ]
    assert [(ref.scheme, ref.scope) for ref in of] == [("placeholder", "paper:arxiv:1901.02860")]


def test_model_index_rows(tmp_path: Path) -> None:
    row = {
        "repo": "open-mmlab/mmseg", "collection": "FCN", "model": "fcn_r50", "config": "c.py", "paper_title": "Fully", "paper_url": None,
        "results": [{"task": "Segmentation", "dataset": "Cityscapes", "metrics": {"mIoU": 72.25}}, {"task": "S", "dataset": "# HRNet backbone", "metrics": {"mIoU": 1}}],
    }  # fmt: skip
    (item,) = read(lines(tmp_path / "m.jsonl", row))
    assert edges(item) == {"REPORTS": 2, "OF": 2, "ON": 1, "FOR": 2}


def test_facts_of_every_type(tmp_path: Path) -> None:
    facts = [
        {"type": "paper", "ids": {"arxiv": "1901.02860v3"}, "title": "T", "authors": ["Ann Lee"], "year": 2019, "introduces": [{"name": "Foo", "aliases": ["FooNet"]}],
         "uses": ["Bar"], "compares": ["Baz"], "datasets": ["SVHN", {"name": "C4", "roles": ["trains"]}], "tasks": ["Vision"], "code": ["https://github.com/a/b"],
         "cites": [{"doi": "10.1234/x"}]},
        {"type": "method", "name": "Foo Large", "variant_of": "Foo", "differs": {"size": "large"}, "combines": [{"name": "Bar", "role": "backbone"}], "addresses": ["Vision"]},
        {"type": "dataset", "name": "SVHN", "aliases": ["Street View House Numbers"], "part_of": "Digits"},
        {"type": "task", "name": "Vision", "part_of": "Perception"},
        {"type": "repository", "url": "https://github.com/a/b", "stars": 7, "paper": {"arxiv": "1901.02860"}},
        {"type": "author", "name": "Ann Lee", "ids": {"orcid": "0000-0002-1825-0097"}},
        {"type": "result", "method": "Foo", "dataset": "SVHN", "task": "Vision", "metric": "Accuracy", "value": "97.5", "reported_by": {"arxiv": "1901.02860"}},
        {"type": "citation", "citing": {"arxiv": "1901.02860"}, "cited": {"acl": "P19-1001"}},
        {"type": "nonsense"},
    ]  # fmt: skip
    found = read(lines(tmp_path / "f.jsonl", *facts))
    counts = [dict(edges(item)) for item in found[:-1]]
    assert counts == [
        {"WROTE": 1, "INTRODUCES": 1, "USES": 1, "COMPARES_WITH": 1, "EVALUATES_ON": 2, "ADDRESSES": 1, "IMPLEMENTS": 1, "CITES": 1},
        {"VARIANT_OF": 1, "COMBINES": 1, "ADDRESSES": 1},
        {"PART_OF": 1},
        {"PART_OF": 1},
        {"IMPLEMENTS": 1},
        {},
        {"REPORTS": 1, "OF": 1, "ON": 1, "FOR": 1},
        {"CITES": 1},
    ]
    assert isinstance(found[-1], Rejection)
    assert "type is 'nonsense'; expected one of paper" in found[-1].reason


def test_a_collection_of_titles_and_abstracts(tmp_path: Path) -> None:
    abstract = "We introduce a thing called FooNet. " + "It does what it says on every occasion. " * 6 + "Code: https://github.com/foo/net."
    path = tmp_path / "c.txt"
    path.write_text(
        f"new\n\nSubscribe\n\nMar 12\n\nA title of a first paper\n\n{abstract}\n\nMar 13\n\nAnother title of a paper\n\n{abstract}\n",
        encoding="utf-8",
    )
    found = read(path)
    assert [(item.key, item.locator) for item in found if isinstance(item, Record)] == [
        ("atitleofafirstpaper", "c.txt:7"),
        ("anothertitleofapaper", "c.txt:13"),
    ]
    assert edges(found[0]) == {"INTRODUCES": 1, "IMPLEMENTS": 1}


@pytest.mark.parametrize(
    ("abstract", "names"),
    [
        ("We propose FooNet, a network.", ["FooNet"]),
        ("In this paper we present a simple method called BarBERT that works.", ["BarBERT"]),
        ("This paper introduces Fast Bar Network (FBN).", ["FBN"]),
        ("We propose a method based on BERT, which works.", []),
        ("We present experiments with GPT-3 on tasks.", []),
        ("We introduce a new model for parsing with LSTM.", []),
    ],
)
def test_what_a_paper_introduces_is_told_with_precision(abstract: str, names: list[str]) -> None:
    assert [mention.name for mention in extract("A title", abstract).introduces] == names


def test_compressed_files_are_read_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(ACL).encode()))
    assert len(read(path)) == 1


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_has_an_example_that_it_detects(name: str, tmp_path: Path) -> None:
    item = FORMATS[name]
    if name != "collection":
        path = tmp_path / "example.jsonl"
        path.write_text(item.example.replace("}", ', "bibkey": ""}', 1) if name == "acl" else item.example, encoding="utf-8")
        assert detect(path).name == name


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("file", "name", "records", "rejected"),
    [
        ("seeds/collection.txt", "collection", 82, 0),
        ("data/pwc_sota.jsonl", "leaderboard", 5229, 0),
        ("data/model_index_openmmlab.jsonl", "model-index", 1763, 0),
        ("data/acl_citations.jsonl", "citations", 11747, 11),
        ("data/acl.jsonl.zst", "acl", 108962, 0),
    ],
)
def test_real_files_are_read_whole(file: str, name: str, records: int, rejected: int) -> None:
    path = real(file)
    assert detect(path).name == name
    found = Counter(type(item).__name__ for item in FORMATS[name].read(path, name))
    assert (found["Record"], found["Rejection"]) == (records, rejected)
