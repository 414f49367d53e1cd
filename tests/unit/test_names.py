"""Every row of the naming table on real names, each with one that must not match."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.names import (
    NameContext,
    NameKind,
    coined_name,
    dataset_alias,
    dataset_whole,
    explain,
    family_of,
    is_generic,
    is_metric,
    metric,
    parse_dataset_name,
    parse_figure,
    parse_method_name,
)
from graph.names.figures import dataset_column

METHOD, PLACEHOLDER, NONE, DEBRIS = NameKind.METHOD, NameKind.PLACEHOLDER, NameKind.NONE, NameKind.DEBRIS
RULES = [
    (1, "Improved CAMR (Wang and Xue, 2017)&spades;&diams;", METHOD, "Improved CAMR"),
    (1, "Flair embeddings (Akbik et al., 2018)♦", METHOD, "Flair embeddings"),
    (1, "supWSD\x02wzxhzdk:4\x03emb\x02wzxhzdk:5\x03", METHOD, "supWSD emb"),
    (1, "<b>GAS</b>", METHOD, "GAS"),
    (2, "MAMCN+ (single model)", METHOD, "MAMCN+"),
    (2, "BERT + DAE + AoA (ensemble)", METHOD, "BERT + DAE + AoA"),
    (2, "MT-DNN-ensemble", METHOD, "MT-DNN"),
    (2, "MT-DNN-ensemble (Liu et al., 2019)", METHOD, "MT-DNN"),
    (2, "Interactive AoA Reader (Single Model)", METHOD, "Interactive AoA Reader"),
    (3, "XLNet (Yang et al., 2019)", METHOD, "XLNet"),
    (3, "Transformer-XL Standard (2018)", METHOD, "Transformer-XL Standard"),
    (3, "TransE (reimplementation by Pinter & Eisenstein, 2018)", METHOD, "TransE"),
    (3, "+ ELMo (2017) (2018)", PLACEHOLDER, "ELMo"),
    (3, "CopyRNN (Meng et.al., 2017)", METHOD, "CopyRNN"),
    (4, "Xu et al. (2015)", PLACEHOLDER, "Xu et al. (2015)"),
    (4, "Kummerfeld and Klein (2017)", PLACEHOLDER, "Kummerfeld and Klein (2017)"),
    (4, "Andor et al.", PLACEHOLDER, "Andor et al."),
    (4, "Iyer et al., (2017)", PLACEHOLDER, "Iyer et al., (2017)"),
    (4, "Cai and Zhao (2016)", PLACEHOLDER, "Cai and Zhao (2016)"),
    (5, "Human Performance", NONE, ""),
    (5, "", NONE, ""),
    (5, "Anonymous", NONE, ""),
    (5, "BERT Finetuned Baseline", NONE, ""),
    (6, "mudslide#n", DEBRIS, "mudslide#n"),
    (6, "euthanize#v", DEBRIS, "euthanize#v"),
    (6, "1234", DEBRIS, "1234"),
    (6, "one two three four five six seven eight nine ten eleven twelve thirteen", DEBRIS, ""),
    (7, "DQN noop", METHOD, "DQN"),
    (7, "DQN hs", METHOD, "DQN"),
    (7, "CLIP (zero-shot)", METHOD, "CLIP"),
    (7, "MAE (linear probe)", METHOD, "MAE"),
    (8, "300D CAFE", METHOD, "300D CAFE"),
    (8, "3-layer AWD-LSTM (Merity et al., 2018)", METHOD, "3-layer AWD-LSTM"),
    (8, "Large FS-LSTM-4", METHOD, "Large FS-LSTM-4"),
    (8, "BERT Large (2018)", METHOD, "BERT Large"),
    (9, "BERT + MMFT + ADA", METHOD, "BERT + MMFT + ADA"),
    (9, "GIN+FLAG", METHOD, "GIN+FLAG"),
    (9, "+ ELMo", PLACEHOLDER, "ELMo"),
    (9, "Transformer Big + BT (Edunov et al., 2018)", METHOD, "Transformer Big + BT"),
    (10, "LSTM", METHOD, "LSTM"),
    (10, "CNN", METHOD, "CNN"),
    (10, "BiLSTM", METHOD, "BiLSTM"),
    (10, "LSTM (2017)", METHOD, "LSTM"),
]


@pytest.mark.parametrize(("rule", "text", "kind", "name"), RULES, ids=[f"{rule}: {text[:40]}" for rule, text, _, _ in RULES])
def test_each_rule_on_real_names(rule: int, text: str, kind: NameKind, name: str) -> None:
    found = parse_method_name(text)
    assert rule in [step.rule for step in found.steps]
    assert found.kind is kind
    if name:
        assert found.name == name


UNTOUCHED = {
    1: "R^3",
    2: "Ensemble Learner Network",
    3: "AWD-LSTM-DOC x5",
    4: "Kudo-Matsumoto Parser",
    5: "Baselines Revisited",
    6: "ProphetNet",
    7: "Noop Network",
    8: "Transformer-XL",
    9: "DeepLabV3+",
    10: "AWD-LSTM",
    11: "BERT",
    12: "BERT",
}


@pytest.mark.parametrize(("rule", "text"), UNTOUCHED.items())
def test_each_rule_leaves_others_alone(rule: int, text: str) -> None:
    assert rule not in [step.rule for step in explain(text)]


def test_details_of_the_rules() -> None:
    assert parse_method_name("BERT Large (Devlin et al., 2018)").source_hint == ("Devlin", 2018)
    assert parse_method_name("BERT + DAE (ensemble)").configuration == (("ensemble", "yes"),)
    assert parse_method_name("DQN noop").protocol == "no-op starts"
    assert (parse_method_name("300D CAFE").variant_of, parse_method_name("300D CAFE").differs) == ("CAFE", (("width", "300"),))
    assert parse_method_name("BERT Large").variant_of == "BERT"
    assert [(p.name, p.role) for p in parse_method_name("BERT + MMFT").parts] == [("BERT", "base"), ("MMFT", "added")]
    assert parse_method_name("+ ELMo").ablation
    assert parse_method_name("CNN").generic
    assert parse_method_name("mudslide#n").flag == "a word and its tag, not a method"


def test_transformer_xl_is_no_variant_of_transformer() -> None:
    for name in ("Transformer-XL", "Transformer-XL (Dai et al., 2018)", "TransformerXL"):
        assert parse_method_name(name).variant_of is None
    assert family_of("Transformer-XL") is None


def test_rule_11_a_title_is_no_name() -> None:
    title = "FooNet: a network for everything"
    assert parse_method_name(title, NameContext(title)).name == "FooNet"
    plain = "Semantic parsing as transduction"
    assert parse_method_name(plain, NameContext(plain)).kind is PLACEHOLDER
    assert parse_method_name("FooNet", NameContext(title)).kind is METHOD


def test_rule_12_a_handle_without_a_paper() -> None:
    assert parse_method_name("hyc", NameContext(None, has_paper=False, dataset_count=1)).kind is NONE
    assert parse_method_name("hyc", NameContext(None, has_paper=True, dataset_count=1)).kind is METHOD


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("XLNet: Generalized Autoregressive Pretraining", "XLNet"),
        ("FCOS: Fully Convolutional One-Stage Object Detection", "FCOS"),
        ("Event2Mind: Commonsense Inference on Events", "Event2Mind"),
        ("SemEval-2018 Task 7: Relation Extraction", None),
        ("Introduction: the state of things", None),
        ("BERT for Parsing: a study", None),
        ("A Survey: What We Know", None),
        ("Team X at WMT: a system", None),
        ("LSTM: a search space odyssey", None),
        ("No colon here", None),
    ],
)
def test_coined_names(title: str, name: str | None) -> None:
    assert coined_name(title) == name


@pytest.mark.parametrize(
    ("text", "name", "split"),
    [
        ("Supervised:", None, None),
        ("english/ccg.md", None, None),
        ("# HRNet backbone", None, None),
        ("MOT17-half-val", "MOT17", None),
        ("Pascal VOC 2012 + Aug", "Pascal VOC 2012", None),
        ("COCO test-dev", "COCO", "test-dev"),
        ("SQuAD1.1 dev", "SQuAD 1.1", "dev"),
        ("ImageNet-1k", "ImageNet", None),
        ("CoNLL 2003 (English)", "CoNLL-2003", None),
        ("Results on WI-LOCNESS test set:", "WI-LOCNESS", None),
    ],
)
def test_dataset_names(text: str, name: str | None, split: str | None) -> None:
    found = parse_dataset_name(text)
    assert (found.name, found.split) == (name, split)


def test_suites_have_parts() -> None:
    assert dataset_whole("Atari 2600 Kung-Fu Master") == "Atari 2600"
    assert dataset_whole("COCO-Stuff 10k") == "COCO-Stuff"
    assert dataset_whole("SVHN") is None
    assert dataset_alias("nothing known") == "nothing known"


def test_metrics() -> None:
    assert not is_metric("Number of params")
    assert not is_metric("Paper / Source")
    assert is_metric("F1")
    assert dataset_column("Senseval 2") == "Senseval 2"
    assert dataset_column("Accuracy") is None
    assert (metric("Test perplexity").name, metric("Test perplexity").higher_is_better, metric("Test perplexity").split) == (
        "perplexity",
        False,
        "test",
    )
    assert metric("Top 1 Accuracy").higher_is_better is True
    assert metric("Zorp").higher_is_better is None


@pytest.mark.parametrize(
    ("written", "column", "value", "uncertainty", "unit"),
    [
        ("0.8428 ± 0.0014", "Accuracy", 0.8428, 0.0014, "fraction"),
        ("84.3%", "Accuracy", 84.3, None, "percent"),
        ("1,234", "Score", 1234.0, None, "other"),
        ("31.4M", "Params", 31_400_000.0, None, "other"),
        (38.0, "box AP", 38.0, None, "percent"),
        ("-", "F1", None, None, "other"),
        ("1e999", "F1", None, None, "other"),
        ("6.3x", "Speedup", None, None, "other"),
    ],
)
def test_figures(written: str | float, column: str, value: float | None, uncertainty: float | None, unit: str) -> None:
    found = parse_figure(written, column)
    assert (found.value, found.uncertainty, found.unit) == (value, uncertainty, unit)


def test_generic_words() -> None:
    assert is_generic("bi-lstm")
    assert not is_generic("AWD-LSTM")


@given(st.text(max_size=60))
def test_parsing_is_total(text: str) -> None:
    found = parse_method_name(text)
    assert found.as_written == text
    parse_dataset_name(text)
    parse_figure(text)
    coined_name(text)
