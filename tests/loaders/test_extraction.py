"""What the text extractor sees: each rule on a sentence it fits and on one it must not fit."""

from __future__ import annotations

import pytest

from graph.evidence import EdgeAssertion
from loaders.text import assertions_of, extract
from tests.build import acl


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        ("A title of words", "To tackle this, we put forward a local learning method, dubbed FooNet.", [("FooNet", "method")]),
        ("A title of words", "We fine-tune three models, namely FooNet and BarNet, and compare them.", []),
        ("A title of words", "Recently, a model called FooNet has changed the field.", []),
        ("A title of words", "In this paper, we present FooNet, a novel model.", [("FooNet", "method")]),
        ("A title of words", "In this paper, we present BERT as a baseline.", []),
        ("A title of words", "We introduce NMT to schools.", []),
        ("BERT: Pre-training of Transformers", None, [("BERT", "method")]),
        ("NER: a survey of it", None, []),
        ("BoolQ: Exploring Yes/No Questions", None, [("BoolQ", "dataset")]),
        ("FooCorp: A Multilingual Corpus of News", None, [("FooCorp", "dataset")]),
        ("FooNet: A Method for Dataset Distillation", None, [("FooNet", "method")]),
        ("DreamFoo: Image Restoration with Dataset Curation", None, [("DreamFoo", "method")]),
    ],
)
def test_what_a_text_introduces(title: str, abstract: str | None, expected: list[tuple[str, str]]) -> None:
    assert [(mention.name, mention.role) for mention in extract(title, abstract).introduces] == expected


def test_an_introduced_dataset_is_no_method_of_its_paper() -> None:
    assert introduced("FooCorp: A Multilingual Corpus of News") == ["dataset:name:FooCorp"]
    assert introduced("FooNet: A Network") == ["method:name:FooNet@paper:acl:P19-1001"]


def introduced(title: str) -> list[str]:
    """Keys of what a title says that its paper introduces."""
    said = assertions_of(acl("P19-1001"), extract(title, None))
    return [item.target.key for item in said if isinstance(item, EdgeAssertion)]
