"""Naming rules that need more than the name: what rows of leaderboards say of who introduces a method, and of teams' handles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.evidence import EdgeAssertion, Record, Ref
from graph.kinds import Kind, Relation
from tests.build import handle, method
from tests.loaders.test_sources import lines, read

SWAG = "SWAG: A Large-Scale Adversarial Dataset for Grounded Commonsense Inference"
BERT = "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding"


def row(name: str, title: str | None, dataset: str = "SWAG") -> dict[str, Any]:
    """A row as the collection has it."""
    return {
        "task": "Common Sense", "dataset": dataset, "model_name": name, "metrics": {"Test": "86.3"}, "paper_title": title,
        "paper_url": "https://arxiv.org/abs/1810.04805" if title else None, "paper_date": None, "code_links": [], "model_links": [],
        "uses_additional_data": False, "categories": [], "source": "sota-extractor/nlp-progress",
    }  # fmt: skip


def said(path: Path, relation: Relation, *rows: dict[str, Any]) -> list[tuple[str, str]]:
    """Ends of the edges of a relation that the rows state."""
    found = [a for item in read(lines(path / "rows.jsonl", *rows)) if isinstance(item, Record) for a in item.assertions]
    return [(a.source.value, a.target.value) for a in found if isinstance(a, EdgeAssertion) and a.relation is relation]


@pytest.mark.parametrize(
    ("name", "title", "introduced"),
    [
        ("ProphetNet (2020)", "ProphetNet: Predicting Future N-gram for Sequence-to-Sequence Pre-training", ["ProphetNet"]),
        ("NCRF++ (2018)", "NCRF++: An Open-source Neural Sequence Labeling Toolkit", ["NCRF++"]),
        ("BERT Large (2018)", BERT, ["BERT"]),
        ("ESIM + ELMo (2018)", SWAG, []),
        ("ConvNet (2018)", "Event2Mind: Commonsense Inference on Events, Intents, and Reactions", []),
        ("BERT (2017)", "Sequential Attention-based Network for Noetic End-to-End Response Selection", []),
        ("LSTM", "LSTM: A Search Space Odyssey", []),
    ],
)
def test_rule_13_a_paper_introduces_a_method_only_when_its_title_names_it(
    tmp_path: Path, name: str, title: str, introduced: list[str]
) -> None:
    assert [method for _, method in said(tmp_path, Relation.INTRODUCES, row(name, title))] == introduced


def test_rule_8_a_variant_needs_the_paper_that_introduces_its_parent_or_the_curated_list(tmp_path: Path) -> None:
    rows = [
        row("PhoBERT-large (2020)", "PhoBERT: Pre-trained language models for Vietnamese"),
        row("XLM-R-large (2019)", SWAG),
        row("BERT Large", SWAG),
    ]
    assert said(tmp_path, Relation.VARIANT_OF, *rows) == [("PhoBERT-large", "PhoBERT"), ("BERT Large", "BERT")]


def test_rule_12_a_name_without_a_paper_is_a_handle_on_its_dataset_and_says_nothing_of_methods(tmp_path: Path) -> None:
    rows = [row("superman-des", None), row("BERT Large + LSTM", None, "CIFAR10"), row("XLNet", BERT)]
    found = [a for item in read(lines(tmp_path / "rows.jsonl", *rows)) if isinstance(item, Record) for a in item.assertions]
    methods = [a.target for a in found if isinstance(a, EdgeAssertion) and a.relation is Relation.OF]
    assert methods == [
        handle("superman-des", "SWAG"), handle("BERT Large + LSTM", "CIFAR10"), method("XLNet", Ref(Kind.PAPER, "arxiv", "1810.04805")),
    ]  # fmt: skip
    assert said(tmp_path, Relation.COMBINES, *rows) == said(tmp_path, Relation.VARIANT_OF, *rows) == []
