"""Naming rules 7 to 12, one by one: what each takes from real leaderboard names, and what it leaves."""

from __future__ import annotations

import pytest

from graph.names import NameContext, NameKind, ParsedName, Part, family_of, is_generic
from tests.unit.test_naming_rules import METHOD, NONE, PLACEHOLDER, parsed, rules

# --- 7: protocol words ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "protocol"),
    [
        ("Duel noop", "Duel", "no-op starts"),
        ("Duel noops", "Duel", "no-op starts"),
        ("Duel no-op", "Duel", "no-op starts"),
        ("DDQN (tuned) hs", "DDQN (tuned)", "human starts"),
        ("DQN hs+", "DQN", "human starts"),
        ("A3C ep", "A3C", "evaluation episodes"),
        ("CLIP zero-shot", "CLIP", "zero-shot"),
        ("CLIP (0-shot)", "CLIP", "zero-shot"),
        ("CLIP Few-Shot", "CLIP", "few-shot"),
        ("CLIP(one-shot)", "CLIP", "one-shot"),
        ("MAE linear probe", "MAE", "linear probe"),
        ("MAE (linear evaluation)", "MAE", "linear probe"),
        ("MAE (fine-tuned)", "MAE", "fine-tuned"),
        ("MAE finetuned", "MAE", "fine-tuned"),
    ],
)
def test_rule_7_protocol_words_leave_the_name(text: str, name: str, protocol: str) -> None:
    assert parsed(text) == ParsedName(text, METHOD, name, protocol=protocol)
    assert rules(text) == [7]


WORDS_OF_NAMES = (
    "Noop Network", "Paths", "zero-shot", "(zero-shot)", "Finetuned Transformer LM", "Zero-shot CLIP", "CLIP zero-shot v2", "Deep",
)  # fmt: skip


@pytest.mark.parametrize("text", WORDS_OF_NAMES)
def test_rule_7_such_words_elsewhere_are_part_of_the_name(text: str) -> None:
    assert parsed(text) == ParsedName(text, METHOD, text)


# --- 8: size, depth, width ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parent", "key", "value"),
    [
        ("PhoBERT-large", "PhoBERT", "size", "large"),
        ("XLM-R-base", "XLM-R", "size", "base"),
        ("PAGnol-XL", "PAGnol", "size", "xl"),
        ("T5 (Small)", "T5", "size", "small"),
        ("T5 tiny", "T5", "size", "tiny"),
        ("T5-mini", "T5", "size", "mini"),
        ("T5 medium", "T5", "size", "medium"),
        ("T5 big", "T5", "size", "big"),
        ("ViT-Huge", "ViT", "size", "huge"),
        ("ViT giant", "ViT", "size", "giant"),
        ("ViT-XXL", "ViT", "size", "xxl"),
        ("ViT-xlarge", "ViT", "size", "xlarge"),
        ("ViT-x-large", "ViT", "size", "x-large"),
        ("ViT-xxlarge", "ViT", "size", "xxlarge"),
        ("ViT xx-large", "ViT", "size", "xx-large"),
        ("Large FS-LSTM-4", "FS-LSTM-4", "size", "large"),
        ("Very Large Net", "Net", "size", "very large"),
        ("3-layer AWD-LSTM", "AWD-LSTM", "depth", "3"),
        ("24-layer Transformer-XL", "Transformer-XL", "depth", "24"),
        ("4 layer QRNN", "QRNN", "depth", "4"),
        ("Two-layered QRNN", "QRNN", "depth", "Two"),
        ("one layers QRNN", "QRNN", "depth", "one"),
        ("three-layer QRNN", "QRNN", "depth", "three"),
        ("four-layer QRNN", "QRNN", "depth", "four"),
        ("deep layer QRNN", "QRNN", "depth", "deep"),
        ("300D CAFE", "CAFE", "width", "300"),
        ("448 D Densely Interactive Inference Network", "Densely Interactive Inference Network", "width", "448"),
        ("600d ESIM", "ESIM", "width", "600"),
        ("BiRNN 100d", "BiRNN", "width", "100"),
        ("BiRNN 100D", "BiRNN", "width", "100"),
        ("RCNN-96", "RCNN", "depth", "96"),
        ("Large X", "X", "size", "large"),
        ("3-layer X", "X", "depth", "3"),
        ("300D X", "X", "width", "300"),
        ("X 300D", "X", "width", "300"),
        ("WRN-101", "WRN", "depth", "101"),
        ("ALBERT-xlarge", "ALBERT", "size", "xlarge"),
        ("Transformer-big", "Transformer (Vaswani et al.)", "size", "big"),
        ("ResNet-50", "ResNet", "depth", "50"),
    ],
)
def test_rule_8_size_depth_and_width_make_a_variant(text: str, parent: str, key: str, value: str) -> None:
    assert parsed(text) == ParsedName(text, METHOD, text, variant_of=parent, differs=((key, value),))
    assert rules(text) == [8]


NO_VARIANTS = (
    "Transformer-XL", "RoBERTa", "MVD121-320", "GPT-2", "GPT-2000", "Database", "Large", "3-layer", "300D", "Layer norm", "PAGnol", "DeBERTaV3large",
    "TinyBERT", "M-50", "5-layers", "ResNet-50-D", "Enlarged net", "X100d",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_VARIANTS)
def test_rule_8_other_names_are_no_variants(text: str) -> None:
    assert parsed(text) == ParsedName(text, METHOD, text)


def test_rule_8_a_combination_is_a_variant_only_by_the_curated_list() -> None:
    assert parsed("BERT + Foo Large").variant_of is None
    assert family_of("bert large") == ("BERT", "size: large")
    assert family_of("BERT huge") is None


# --- 9: combinations ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ESIM + GloVe", ["ESIM", "GloVe"]),
        ("USSM + Supervised DeepNet + KB", ["USSM", "Supervised DeepNet", "KB"]),
        ("EndDec+WFE", ["EndDec", "WFE"]),
        ("BiLSTM-CRF+FLAIR+FastText", ["BiLSTM-CRF", "FLAIR", "FastText"]),
        ("Seq2seq +selective", ["Seq2seq", "selective"]),
        ("Seq2seq+ selective", ["Seq2seq", "selective"]),
        ("JointBERT with PhoBERT", ["JointBERT", "PhoBERT"]),
        ("JointBERT with X", ["JointBERT", "X"]),
        ("Foo (v2)+Bar", ["Foo (v2)", "Bar"]),
        ("(He et al., 2017) + ELMo", ["He et al., 2017", "ELMo"]),
        ("Tian et al., (2022) + XLNet", ["Tian et al., (2022)", "XLNet"]),
        ("SAN (BERT + ELMo)", ["SAN (BERT", "ELMo"]),
        ("(SAN + ELMo)", ["SAN", "ELMo"]),
    ],
)
def test_rule_9_parts_of_a_combination(text: str, names: list[str]) -> None:
    parts = tuple(Part(name, "added" if place else "base", place + 1) for place, name in enumerate(names))
    assert parsed(text) == ParsedName(text, METHOD, text, parts=parts)
    assert rules(text) == [9]


@pytest.mark.parametrize(
    "text", ["DeepLabV3+", "ABS+", "SLQA+", "Foo+bar", "RNN with attention", "JointBERT with PhoBERT encoder", "RNN with 3 utterances"]
)
def test_rule_9_other_signs_combine_nothing(text: str) -> None:
    assert parsed(text) == ParsedName(text, METHOD, text)


@pytest.mark.parametrize(("text", "name"), [("+ ELMo", "ELMo"), ("+ELMo +coarse-to-fine", "ELMo +coarse-to-fine"), ("++ BPE", "BPE")])
def test_rule_9_a_leading_plus_is_an_ablation(text: str, name: str) -> None:
    assert parsed(text) == ParsedName(text, PLACEHOLDER, name, ablation=True)
    assert rules(text) == [9]


# --- 10 to 12 -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["Seq2Seq", "Bi-LSTM", "SVM", "Transformer", "tf idf"])
def test_rule_10_a_generic_word_stays_a_name_and_is_marked(text: str) -> None:
    assert parsed(text) == ParsedName(text, METHOD, text, generic=True)
    assert rules(text) == [10]
    assert is_generic(text)


def test_rule_11_a_title_gives_the_coined_name_or_none() -> None:
    title = "Rewarding Smatch: Transition-Based AMR Parsing"
    assert parsed(title, NameContext(title)) == ParsedName(title, PLACEHOLDER, title)
    coined = "XLNet: Generalized Autoregressive Pretraining"
    assert parsed(coined, NameContext(coined)) == ParsedName(coined, METHOD, "XLNet")
    assert rules(coined, NameContext(coined)) == [11]
    other = "Spectral Representations for Convolutional Neural Networks"
    assert parsed(other, NameContext(other.lower() + " ")) == ParsedName(other, PLACEHOLDER, other)
    three = "Smooth Pooling Regions"
    assert parsed(three, NameContext(three)).kind is PLACEHOLDER


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Maxout Networks", "Maxout Networks"),
        ("Deeply supervised nets", "Another title"),
        ("Deeply supervised nets", None),
        ("Deeply supervised nets", ""),
    ],
)
def test_rule_11_two_words_or_another_title_are_a_name(text: str, title: str | None) -> None:
    assert parsed(text, NameContext(title)) == ParsedName(text, METHOD, text)


@pytest.mark.parametrize(
    ("has_paper", "datasets", "kind"), [(False, 1, NONE), (False, 0, NONE), (False, 2, METHOD), (True, 1, METHOD), (True, 0, METHOD)]
)
def test_rule_12_a_handle_without_a_paper_on_one_dataset(has_paper: bool, datasets: int, kind: NameKind) -> None:
    for text in ("superman-des", "WAHnGREA"):
        expected = ParsedName(text, kind, "" if kind is NONE else text)
        assert parsed(text, NameContext(None, has_paper, datasets)) == expected
