from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.text import fault, fold, hash64, slug, sort_name, tokens, words

TEXT = st.text(max_size=40)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("  Édouard   GRAVE ", "edouard grave"), ("Straße", "strasse"), ("ﬁne", "fine"), ("İstanbul", "istanbul"), ("数据 集", "数据 集")],
)
def test_sort_name(text: str, expected: str) -> None:
    assert sort_name(text) == expected


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("CIFAR-10", "cifar 10", True),
        ("CIFAR10", "CIFAR-10", True),
        ("DeepLabV3", "DeepLabV3+", False),
        ("C#", "C", False),
        ("Müller", "Muller", True),
    ],
)
def test_fold(a: str, b: str, same: bool) -> None:
    assert (fold(a) == fold(b)) is same


def test_fold_of_signs_alone_keeps_them() -> None:
    assert fold("&") == "&"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CIFAR-10", ["cifar", "10", "cifar10"]),
        ("cifar10", ["cifar10", "cifar", "10"]),
        ("FCN", ["fcn"]),
        ("DeepLabV3+", ["deeplabv3+", "deeplabv", "3+"]),
        ("", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("CIFAR-10", ["cifar", "10"]), ("cifar10", ["cifar", "10"]), ("Résumé of C#", ["resume", "of", "c#"]), ("a a", ["a"]), ("&", [])],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(TEXT)
def test_every_text_is_found_by_itself(text: str) -> None:
    assert set(words(text)) <= set(tokens(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Vision Transformer (ViT)", "vision-transformer-vit"), ("C++", "c-plus-plus"), ("数据集", "x"), ("a" * 80, "a" * 60)],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_hash64_is_blake2b_of_eight_bytes_as_a_signed_number() -> None:
    assert hash64("") == -5426141060434712860
    assert hash64("a") != hash64("b")


def test_fault() -> None:
    assert fault("fine") is None
    assert fault("a\x00") == "contains U+0000"
    assert fault("a\ud800") == "contains the lone surrogate U+D800"


@given(TEXT)
def test_forms_are_idempotent(text: str) -> None:
    assert sort_name(sort_name(text)) == sort_name(text)
    assert fold(fold(text)) == fold(text)
    assert tokens(text) == list(dict.fromkeys(tokens(text)))
    assert slug(text).isascii()
