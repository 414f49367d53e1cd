"""Naming rules 1 to 6, one by one: what each takes from real leaderboard names, and what it leaves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.names import NameContext, NameKind, ParsedName, explain, parse_method_name

METHOD, PLACEHOLDER, NONE, DEBRIS = NameKind.METHOD, NameKind.PLACEHOLDER, NameKind.NONE, NameKind.DEBRIS
YES, NO = (("ensemble", "yes"),), (("ensemble", "no"),)


def rules(text: str, context: NameContext | None = None) -> list[int]:
    return [step.rule for step in explain(text, context)]


def parsed(text: str, context: NameContext | None = None) -> ParsedName:
    """What a name says, without how it was found."""
    return replace(parse_method_name(text, context), steps=())


def test_what_is_not_said_of_a_name() -> None:
    assert ParsedName("x") == ParsedName("x", METHOD, "", (), None, None, False, None, (), (), False, None, ())
    assert NameContext() == NameContext(None, True, 2)
    assert [kind.value for kind in NameKind] == ["method", "placeholder", "none", "debris"]


def test_a_plain_name_is_itself() -> None:
    assert parse_method_name("ProphetNet") == ParsedName("ProphetNet", METHOD, "ProphetNet")


# --- 1: entities, tags, control characters, footnote marks ----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Core Semantic First&hearts;&spades;", "Core Semantic First"),
        ("Flair &amp; more", "Flair & more"),
        ("Flair &amp;amp; more", "Flair & more"),
        ("GAS\x02wzxhzdk:8\x03ext\x02wzxhzdk:9\x03", "GAS ext"),
        ("A\tB", "A B"),
        ("A\x7fB\x01", "A B"),
        ("<b>GAS</b>", "GAS"),
        ("R-GCN<sup>2</sup>", "R-GCN 2"),
        ("x < y > z", "x < y > z"),
        ("CamemBERTQA†", "CamemBERTQA"),
        ("Foo*", "Foo"),
        ("Foo‡§¶ Bar", "Foo Bar"),
        ("Foo☆(2018)x", "Foo (2018)x"),
        ("A*B", "A*B"),
        ("R^3", "R^3"),
        ("Word2Vec [12]", "Word2Vec"),
        ("Word2Vec[12]", "Word2Vec"),
        ("Word2Vec [1] x", "Word2Vec [1] x"),
        ("Foo[[10]](#myfootnote10)", "Foo"),
        ("Foo [[9]](#myfootnote9)", "Foo"),
        ("Foo[[1]](#note) x", "Foo[[1]](#note) x"),
        ("**SENet**", "SENet"),
        ("E2T\\_cnn", "E2T_cnn"),
        ("F1\\@5 net", "F1@5 net"),
        ("  Foo   Bar ", "Foo Bar"),
    ],
)
def test_rule_1_marks_go(text: str, name: str) -> None:
    assert parsed(text) == ParsedName(text, METHOD, name)
    assert rules(text) == ([1] if text != name else [])


# --- 2: ensemble and single model -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "configuration"),
    [
        ("Insight-baseline-BERT (single model)", "Insight-baseline-BERT", NO),
        ("Interactive AoA Reader (Single Model)", "Interactive AoA Reader", NO),
        ("QANet (single)", "QANet", NO),
        ("QANet(Single)", "QANet", NO),
        ("QANet, Single Model", "QANet", NO),
        ("QANet, single model", "QANet", NO),
        ("QANet single model", "QANet", NO),
        ("QANet (single model) v2", "QANet v2", NO),
        ("MAMCN (ensemble)", "MAMCN", YES),
        ("MAMCN(ensemble)", "MAMCN", YES),
        ("MAMCN (ensembled)", "MAMCN", YES),
        ("MAMCN (our ensemble)", "MAMCN", YES),
        ("MAMCN (ensemble model)", "MAMCN", YES),
        ("MAMCN (ensemble models)", "MAMCN", YES),
        ("MAMCN (ensemble of 5 models)", "MAMCN", YES),
        ("MAMCN (Ensemble of 10 Models)", "MAMCN", YES),
        ("MAMCN (ensembles)", "MAMCN", YES),
        ("MAMCN (ensemble, 10 models)", "MAMCN", YES),
        ("MAMCN (model ensemble, 10)", "MAMCN", YES),
        ("MAMCN(Ensemble,)", "MAMCN", YES),
        ("MT-DNN-ensemble", "MT-DNN", YES),
        ("MT-DNN ensemble", "MT-DNN", YES),
        ("MT-DNN, ensemble", "MT-DNN", YES),
        ("MT-DNN - ensemble)", "MT-DNN", YES),
        ("Dictionaries ENSEMBLE", "Dictionaries", YES),
        ("A (single model) (ensemble)", "A", YES + NO),
        ("Ensemble of models", "Ensemble of models", ()),
        ("(single model)", "(single model)", ()),
        ("FF ensemble: Vote", "FF ensemble: Vote", ()),
        ("Reensemble", "Reensemble", ()),
        ("single model QANet", "single model QANet", ()),
        ("QANet single model v2", "QANet single model v2", ()),
        ("Single layer bilstm distilled from BERT", "Single layer bilstm distilled from BERT", ()),
    ],
)
def test_rule_2_ensembles_and_single_models(text: str, name: str, configuration: tuple[tuple[str, str], ...]) -> None:
    assert parsed(text) == ParsedName(text, METHOD, name, configuration)
    assert rules(text) == ([2] if configuration else [])


def test_rule_2_an_ensemble_before_a_citation() -> None:
    text = "10 SNM10-SKIP ensemble (Jozefowicz et al., 2016)"
    assert parsed(text) == ParsedName(text, METHOD, "10 SNM10-SKIP", YES, source_hint=("Jozefowicz", 2016))


# --- 3: trailing citations and years --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "hint"),
    [
        ("XLNet (Yang et al., 2019)", "XLNet", ("Yang", 2019)),
        ("DiscoBERT w.GR & GC (Xu et al. 2019)", "DiscoBERT w.GR & GC", ("Xu", 2019)),
        ("Deep Learning(Fasihul et al. 2016)", "Deep Learning", ("Fasihul", 2016)),
        ("XLNet [Yang et al., 2019]", "XLNet", ("Yang", 2019)),
        ("XLNet (Yang et al)", "XLNet", ("Yang", None)),
        ("XLNet (Yang et. al., 2019)", "XLNet", ("Yang", 2019)),
        ("CopyRNN (Meng et.al., 2017)", "CopyRNN", ("Meng", 2017)),
        ("XLNet (Yang, et al., 2019a)", "XLNet", ("Yang", 2019)),
        ("XLNet (Yang et at., 2019)", "XLNet", ("Yang", 2019)),
        ("XLNet (Yang et als., 2019)", "XLNet", ("Yang", 2019)),
        ("XLNet (Yang, 2019)", "XLNet", ("Yang", 2019)),
        ("XLNet (Yang 1998)", "XLNet", ("Yang", 1998)),
        ("Iterative reranking (Le & Zuidema, 2015)", "Iterative reranking", ("Le", 2015)),
        ("XLNet (Yang, Dai, and Le, 2019)", "XLNet", ("Yang", 2019)),
        ("XLNet (Yang and Dai)", "XLNet", ("Yang", None)),
        ("Foo (van Noord and Bos, 2017)", "Foo", ("van Noord", 2017)),
        ("Foo (von Noord, 2017)", "Foo", ("von Noord", 2017)),
        ("Foo (van der Noord, 2017)", "Foo", ("van der Noord", 2017)),
        ("Foo (dos Noord, 2017)", "Foo", ("dos Noord", 2017)),
        ("Foo (del Noord, 2017)", "Foo", ("del Noord", 2017)),
        ("Foo (di Noord, 2017)", "Foo", ("di Noord", 2017)),
        ("Foo (le Noord, 2017)", "Foo", ("le Noord", 2017)),
        ("CamemBERTQA (d'Hoffschmidt et al., 2020)", "CamemBERTQA", ("d'Hoffschmidt", 2020)),
        ("Matching-the-Blanks (Baldini Soares et al., 2019)", "Matching-the-Blanks", ("Baldini Soares", 2019)),
        ("Dictionaries-CRF (Alberto Mesa Murgado et al., 2021)", "Dictionaries-CRF", ("Alberto Mesa Murgado", 2021)),
        ("RedPenNet (Didenko & Sameliuk, UNLP 2023)", "RedPenNet", ("Didenko", 2023)),
        ("TMTC (Lai et al., ACL Findings 2022)", "TMTC", ("Lai", 2022)),
        ("TransE (reimplementation by Pinter & Eisenstein, 2018)", "TransE", ("Pinter", 2018)),
        ("TransE (from Pinter, 2018)", "TransE", ("Pinter", 2018)),
        ("TransE (by Pinter, 2018)", "TransE", ("Pinter", 2018)),
        ("Gated CNN (Dai et al., 2018) under review", "Gated CNN", ("Dai", 2018)),
        ("JVnSegmenter (2006)", "JVnSegmenter", ("", 2006)),
        ("JVnSegmenter(2006)", "JVnSegmenter", ("", 2006)),
        ("XLNet (Yang et al., 2019", "XLNet", ("Yang", 2019)),
        ("UETsegmenter (2016b)", "UETsegmenter", ("", 2016)),
        ("JVnSegmenter (2017) (2018)", "JVnSegmenter", ("", 2018)),
        ("Foo (Yang et al., 2019) (2018)", "Foo", ("Yang", 2019)),
        ("HGT (LADIES Sample)", "HGT (LADIES Sample)", None),
        ("AWD-LSTM-DOC x5", "AWD-LSTM-DOC x5", None),
        ("Mitsuku 2015", "Mitsuku 2015", None),
        ("Foo (1834)", "Foo (1834)", None),
        ("Dual BERT (w / SQuAD; Cui et al., 2019)", "Dual BERT (w / SQuAD; Cui et al., 2019)", None),
        ("JointBERT (2019) for PhoBERT", "JointBERT (2019) for PhoBERT", None),
        ("Foo (2018)x", "Foo (2018)x", None),
        ("Foo (Yang, 2019) extra", "Foo (Yang, 2019) extra", None),
    ],
)
def test_rule_3_a_trailing_citation_is_a_hint(text: str, name: str, hint: tuple[str, int | None] | None) -> None:
    assert parsed(text) == ParsedName(text, METHOD, name, source_hint=hint)
    assert rules(text) == ([3] if hint else [])


# --- 4: citations ---------------------------------------------------------------------------------------------------


CITATIONS = (
    "Taghipour and Ng", "Ning et al.", "Narasimhan et al. (2004)", "Nouri and Hosseini-Asl (2019)", "Kudo (2018)", "Kudo, 2018", "Kudo [2018]",
    "Priberam's (2008)", "Ganea & Hofmann", "Iyer et al., (2017)", "de la Clergerie et al. (2017)", "Müller (2015)", "Hosseini-Asl (2019)",
    "Xu, Ba, and Kiros (2015)", "Kale, Mihir. (2020)", "Peters, Matthew E.",
)  # fmt: skip


@pytest.mark.parametrize("text", CITATIONS)
def test_rule_4_a_citation_is_no_name(text: str) -> None:
    assert parsed(text) == ParsedName(text, PLACEHOLDER, text)
    assert rules(text) == [4]


@pytest.mark.parametrize(
    ("text", "name", "generic"),
    [
        ("LSTM (2017)", "LSTM", True),
        ("Transformer (2017)", "Transformer", True),
        ("DongDu (2012)", "DongDu", False),
        ("XLNet (2019)", "XLNet", False),
        ("Arc-hybrid (2016)", "Arc-hybrid", False),
        ("Transformer-XL (2018)", "Transformer-XL", False),
        ("Attention-Net (2018)", "Attention-Net", False),
    ],
)
def test_rule_4_a_name_and_its_year_is_no_citation(text: str, name: str, generic: bool) -> None:
    assert parsed(text) == ParsedName(text, METHOD, name, source_hint=("", int(text[-5:-1])), generic=generic)


NAMES_LIKE_CITATIONS = (
    "Kudo", "Split, merge", "Split, Merge3", "Kudo-Matsumoto Parser", "Chinese Room", "Stanford Parser and Tagger", "Rose 20145", "Kudo 2018 Net",
)  # fmt: skip


@pytest.mark.parametrize("text", NAMES_LIKE_CITATIONS)
def test_rule_4_names_are_no_citations(text: str) -> None:
    assert parsed(text) == ParsedName(text, METHOD, text)


# --- 5: nobody's name -----------------------------------------------------------------------------------------------

NOBODY = (
    "", "-", "---", "n/a", "NA", "None", "Anonymous", "Anonymous submission", "Baseline", "baseline2", "Baseline : Lead-3", "BASELINE DenseNet121", "Our baseline",
    "MFS baseline", "KN5+cache baseline", "Trigram (baseline)", "withdrawn", "[withdrawn]", "Withdrawn by authors", "Human", "Humans",
    "Human Performance Johns Hopkins University", "Human-level performance", "Majority", "Majority class", "Random", "Random Performance", "Model", "System",
    "Our", "Ours", "Proposed", "Unknown", "test", "Single",
)  # fmt: skip


@pytest.mark.parametrize("text", NOBODY)
def test_rule_5_nobodys_name_gives_no_method(text: str) -> None:
    assert parsed(text) == ParsedName(text, NONE, "")


NAMES_LIKE_NOBODYS = (
    "Baselines Revisited", "Insight-baseline-BERT", "HumanNet", "Random Forest", "ModelNet", "testament", "Single-path NAS", "Oursnet", "My model",
    "None-to-many", "Unknown Net", "Naive", "iBaselines", "iBaseline", "Ana",
)  # fmt: skip


@pytest.mark.parametrize("text", NAMES_LIKE_NOBODYS)
def test_rule_5_names_with_such_words_are_methods(text: str) -> None:
    assert parsed(text).kind is METHOD
    assert parsed(text).name == text


# --- 6: debris ------------------------------------------------------------------------------------------------------

TAGGED, SENTENCE, SIGNS = "a word and its tag, not a method", "a sentence, not a name", "no letter in it"


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("geoscience#n", TAGGED),
        ("euthanize#v", TAGGED),
        ("Owls hunt mostly small mammals, insects, and other birds.", SENTENCE),
        ("one two three four five six seven.", SENTENCE),
        ("one two three four five six [seven]", SENTENCE),
        ("a b c d e f g h i j k l m", SENTENCE),
        ("what is the biggest city in arizona", SENTENCE),
        ("Where are restaurants ?", SENTENCE),
        ("1234", SIGNS),
        ("+ 12.5 %", SIGNS),
    ],
)
def test_rule_6_debris_is_flagged(text: str, flag: str) -> None:
    assert parsed(text) == ParsedName(text, DEBRIS, text, flag=flag)
    assert rules(text) == [6]


SHORT_TEXTS = (
    "C#", "WhatNet is", "How to Net", "word#noun", "Word#n", "one two three four five six.", "one two three four five six seven", "a b c d e f g h i j k l",
)  # fmt: skip


@pytest.mark.parametrize("text", SHORT_TEXTS)
def test_rule_6_short_texts_with_letters_are_names(text: str) -> None:
    assert parsed(text) == ParsedName(text, METHOD, text)
