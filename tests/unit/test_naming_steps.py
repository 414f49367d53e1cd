"""How the naming rules say what they did, step by step; and the names that titles coin."""

from __future__ import annotations

import pytest

from graph.names import NameContext, Step, coined_name, explain
from tests.unit.test_naming_rules import rules

STEPS = [
    ("<b>A</b> B", Step(1, "entities, tags, control characters, footnote marks", "<b>A</b> B", "A B", "")),
    ("AoA (ensemble)", Step(2, "ensemble and single model are configuration", "AoA (ensemble)", "AoA", "configuration ensemble: yes")),
    ("XLNet (Yang et al., 2019)", Step(3, "a trailing citation or year is a hint of the source", "XLNet (Yang et al., 2019)", "XLNet", "source hint Yang 2019")),
    ("XLNet (2019)", Step(3, "a trailing citation or year is a hint of the source", "XLNet (2019)", "XLNet", "source hint 2019")),
    ("Ning et al.", Step(4, "a citation is no name: a placeholder within its paper", "Ning et al.", "Ning et al.", "stands for: placeholder")),
    ("Anonymous", Step(5, "nobody's name: a result without a method", "Anonymous", "", "stands for: none")),
    ("a#n", Step(6, "debris: kept, and flagged", "a#n", "a#n", "stands for: debris; flagged: a word and its tag, not a method")),
    ("DQN hs", Step(7, "protocol words", "DQN hs", "DQN", "protocol human starts")),
    ("T5 tiny", Step(8, "size, depth or width: a variant", "T5 tiny", "T5 tiny", "variant of T5, size: tiny")),
    ("A + B + C", Step(9, "A + B is a combination; a leading + an ablation", "A + B + C", "A + B + C", "combines A (base), B (added), C (added)")),
    ("+ ELMo", Step(9, "A + B is a combination; a leading + an ablation", "+ ELMo", "ELMo", "stands for: placeholder; ablation of the paper's method")),
    ("CNN", Step(10, "a generic architecture word", "CNN", "CNN", "generic: no evidence of identity, out of default rankings")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "step"), STEPS)
def test_each_step_says_what_it_found(text: str, step: Step) -> None:
    assert explain(text) == (step,)


def test_steps_that_need_a_context_say_what_they_found() -> None:
    title = "FooNet: a network"
    assert explain(title, NameContext(title)) == (Step(11, "the paper's title is not the name", title, "FooNet", ""),)
    handle = Step(12, "a team's handle without a paper: a result without a method", "yw", "", "stands for: none")
    assert explain("yw", NameContext(None, False, 1)) == (handle,)


def test_steps_stand_in_order_and_later_ones_say_only_what_is_new() -> None:
    found = explain("DQN (single model) (ensemble) hs&spades;")
    assert [(step.rule, step.after, step.effect) for step in found] == [
        (1, "DQN (single model) (ensemble) hs", ""),
        (2, "DQN hs", "configuration ensemble: yes, ensemble: no"),
        (7, "DQN", "protocol human starts"),
    ]
    found = explain("BERT Large (Devlin et al., 2018)")
    assert [(step.rule, step.effect) for step in found] == [(3, "source hint Devlin 2018"), (8, "variant of BERT, size: large")]


def test_nothing_more_is_asked_of_a_name_that_is_none() -> None:
    assert rules("LSTM baseline") == [5]
    assert rules("Ning et al. + Foo", NameContext(None, False, 1)) == [9, 12]
    assert rules("Ning et al.", NameContext(None, False, 1)) == [4]
    assert rules("+ LSTM") == [9, 10]


# --- titles ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("XLNet: Generalized Autoregressive Pretraining", "XLNet"),
        ("  XLNet : Generalized", "XLNet"),
        ("{BERT}: Pre-training", "BERT"),
        ("$R$2D2: Something", "R$2D2"),
        ("Mask R-CNN: a frame", "Mask R-CNN"),
        ("Deep MaskNet X: a frame", "Deep MaskNet X"),
        ("Deep MaskNet X Y: a frame", None),
        ("V2: the second", None),
        ("Xy2: the second", "Xy2"),
        ("eBay: a market", "eBay"),
        ("QA: a market", "QA"),
        ("MaskFor: a market", "MaskFor"),
        ("Net2018x: a market", "Net2018x"),
        ("GloVe2: vectors", "GloVe2"),
        ("ab: cd", None),
        ("Word: on meaning", None),
        ("A1: on meaning", None),
        ("x2x: on meaning", None),
        ("XLNet:no space", None),
        ("XLNet: ", None),
        ("CNN: a history", None),
        ("FOO" + "o" * 36 + ": x", "FOO" + "o" * 36),
        ("FOO" + "o" * 37 + ": x", None),
        (": XLNet", None),
    ],
)
def test_the_coined_name_of_a_title(title: str, name: str | None) -> None:
    assert coined_name(title) == name


WORDS = (
    "at for of in on with from the to a an vs task survey overview introduction toward towards team report proceedings workshop study findings semeval wmt clef"
    " conll evalita iwslt trec bionlp shared track part chapter section review tutorial panel demo squib erratum is are and"
)


@pytest.mark.parametrize("word", [*WORDS.split(), "2018", "NLP2018", "FOO?", "FOO!", 'FOO"', "“FOO", "FOO”"])
def test_titles_with_such_words_before_the_colon_coin_nothing(word: str) -> None:
    assert coined_name(f"FooNet {word}: a title") is None
    assert coined_name(f"FooNet {word.upper()}: a title") is None


@pytest.mark.parametrize("name", ["FooNet Taskx", "FooNet Forx", "DemoX", "AtNet"])
def test_titles_with_words_that_only_hold_such_a_word_coin_a_name(name: str) -> None:
    assert coined_name(f"{name}: a title") == name


def test_a_coined_name_does_not_begin_with_a_digit() -> None:
    assert coined_name("3DNet: a title") is None
    assert coined_name("Net3D: a title") == "Net3D"
