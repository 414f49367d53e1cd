"""The naming rules one by one: what each takes from real leaderboard names, what it leaves, and how it says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.names import NameContext, NameKind, ParsedName, Part, explain, family_of, is_generic, parse_method_name

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
        ("Word2Vec [1] x", "Word2Vec [1] x"),
        ("Foo[[10]](#myfootnote10)", "Foo"),
        ("Foo [[9]](#myfootnote9)", "Foo"),
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
        ("MAMCN (ensembles)", "MAMCN", YES),
        ("MAMCN (ensemble, 10 models)", "MAMCN", YES),
        ("MAMCN (model ensemble, 10)", "MAMCN", YES),
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
    ],
)
def test_rule_3_a_trailing_citation_is_a_hint(text: str, name: str, hint: tuple[str, int | None] | None) -> None:
    assert parsed(text) == ParsedName(text, METHOD, name, source_hint=hint)
    assert rules(text) == ([3] if hint else [])


# --- 4: citations ---------------------------------------------------------------------------------------------------


CITATIONS = (
    "Taghipour and Ng", "Ning et al.", "Narasimhan et al. (2004)", "Nouri and Hosseini-Asl (2019)", "Kudo (2018)", "Kudo, 2018", "Kudo [2018]",
    "Priberam's (2008)", "Ganea & Hofmann", "Iyer et al., (2017)", "de la Clergerie et al. (2017)", "Müller (2015)", "Hosseini-Asl (2019)",
    "Xu, Ba, and Kiros (2015)",
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
    ],
)
def test_rule_4_a_name_and_its_year_is_no_citation(text: str, name: str, generic: bool) -> None:
    assert parsed(text) == ParsedName(text, METHOD, name, source_hint=("", int(text[-5:-1])), generic=generic)


NAMES_LIKE_CITATIONS = (
    "Kudo", "Kudo-Matsumoto Parser", "Chinese Room", "Stanford Parser and Tagger", "Rose 20145", "Kudo 2018 Net",
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
    "None-to-many", "Unknown Net", "Naive", "iBaselines", "Ana",
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
        ("1234", SIGNS),
        ("+ 12.5 %", SIGNS),
    ],
)
def test_rule_6_debris_is_flagged(text: str, flag: str) -> None:
    assert parsed(text) == ParsedName(text, DEBRIS, text, flag=flag)
    assert rules(text) == [6]


SHORT_TEXTS = (
    "C#", "word#noun", "Word#n", "one two three four five six.", "one two three four five six seven", "a b c d e f g h i j k l",
)  # fmt: skip


@pytest.mark.parametrize("text", SHORT_TEXTS)
def test_rule_6_short_texts_with_letters_are_names(text: str) -> None:
    assert parsed(text) == ParsedName(text, METHOD, text)


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
    "Noop Network", "Paths", "zero-shot", "(zero-shot)", "Finetuned Transformer LM", "Zero-shot CLIP", "Deep",
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


@pytest.mark.parametrize("text", ["DeepLabV3+", "ABS+", "SLQA+", "Foo+bar", "RNN with attention", "RNN with 3 utterances in context"])
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
