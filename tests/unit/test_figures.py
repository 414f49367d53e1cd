"""Metrics and figures: every word that decides, every form of a number."""

from __future__ import annotations

import pytest

from graph.names import Figure, Metric, is_metric, metric, parse_figure
from graph.names.figures import dataset_column

LOWER = (
    "Perplexity", "PPL", "Percentage error", "BPC", "Bit per Character", "WER", "CER", "Loss", "MAE", "RMSE", "MSE", "TER", "FID", "EPE", "EER", "AbsRel",
)  # fmt: skip
HIGHER = (
    "Percentage Accuracy", "Unigram Acc", "ANS-F1", "F0.5", "Shen F-1", "F-Score", "BLEU-4", "ROUGE-L", "METEOR", "MAP (Nouns)", "MRR", "box AP", "mIoU",
    "IoU", "Average AUC", "Recall", "Precision", "Score", "LAS", "UAS", "POS", "EM", "Smatch", "SARI", "GLEU", "Hits@20", "H@10", "P@30%", "NDCG", "Spearman",
    "Pearson", "Top 1", "Top-5", "MUC", "Dice", "PQ", "PSNR", "SSIM", "Matched", "Exact Match", "Joint", "Request", "SPICE", "CIDEr", "Percentage correct",
)  # fmt: skip


@pytest.mark.parametrize("column", LOWER)
def test_of_these_the_smaller_figure_is_better(column: str) -> None:
    assert metric(column) == Metric(column, False)


@pytest.mark.parametrize("column", HIGHER)
def test_of_these_the_larger_figure_is_better(column: str) -> None:
    assert metric(column) == Metric(column, True)


@pytest.mark.parametrize("column", ["Average", "Mismatched", "Nuclearity", "1-1", "Overall", "ELO rating", "Zap"])
def test_of_others_it_is_unknown(column: str) -> None:
    assert metric(column) == Metric(column, None)


@pytest.mark.parametrize(
    ("column", "name", "higher", "split"),
    [
        ("Test perplexity", "perplexity", False, "test"),
        ("Validation perplexity", "perplexity", False, "validation"),
        ("Dev F1", "F1", True, "validation"),
        ("val: EM", "EM", True, "validation"),
        ("TEST-F1", "F1", True, "test"),
        ("Test", "Score", True, "test"),
        ("Dev", "Score", True, "validation"),
        ("F1 (test)", "F1", True, "test"),
        ("EM dev", "EM", True, "validation"),
        ("BLEU validation", "BLEU", True, "validation"),
        ("BLEU (val", "BLEU", True, "validation"),
        ("% Test Accuracy", "% Test Accuracy", True, None),
        ("Testing accuracy", "Testing accuracy", True, None),
        ("Latest", "Latest", None, None),
        ("**ROUGE-2*", "ROUGE-2", True, None),
        ("Present-F1\\@5", "Present-F1@5", True, None),
        ("top\\_1:", "top_1", True, None),
        ("F1  score ", "F1 score", True, None),
    ],
)
def test_a_split_leaves_the_metric(column: str, name: str, higher: bool | None, split: str | None) -> None:
    assert metric(column) == Metric(name, higher, split)


NO_METRICS = (
    "Number of params", "Number of parameters", "Params (M)", "#params", "# Params", "Parameters", "Paper / Source", "Code", "Note", "Notes", "Data", "Source", "Source text", "Model",
    "Year", "Link", "System", "Training Data", "Extra Training Data", "Reference", "FLOPs", "FLOPs (G)", "GFLOPs", "Inference time (ms/im)", "Time", "Average Time/Doc ms", "avg. time",
    "Training Memory (GB)", "fps", "FPS (img/s)", "Epoch", "Epochs", "Iter", "Iters", "Size", "Speed", "Speed (ms)", "Hardware", "Lr schd", "Batch Size",
    "Resolution", "Type", "Date", "Rank", "Team", "*Code*", " model: ",
)  # fmt: skip


@pytest.mark.parametrize("column", NO_METRICS)
def test_columns_that_are_no_metric(column: str) -> None:
    assert not is_metric(column)


@pytest.mark.parametrize(
    "column",
    [
        "F1",
        "Timeliness",
        "Average precision",
        "Model accuracy",
        "Code BLEU",
        "Data F1",
        "Size error",
        "Rank correlation",
        "Year error",
        "My code",
    ],
)
def test_columns_that_only_begin_or_end_like_one_are_metrics(column: str) -> None:
    assert is_metric(column)


@pytest.mark.parametrize(
    "column",
    [
        "SemEval 2007",
        "Senseval 2",
        "CoNLL 2003",
        "WMT 2014",
        "MRPC",
        "STS",
        "SNLI",
        "SICK-E",
        "SST-2",
        "CNN",
        "Daily Mail",
        "Quasar-T",
        "SQuAD",
        "TREC",
        "Subj",
        "MPQA",
        "CR",
        "MR",
    ],
)
def test_columns_that_name_a_dataset(column: str) -> None:
    assert dataset_column(f" {column}:") == column
    assert dataset_column(column.lower()) == column.lower()


@pytest.mark.parametrize("column", ["MRR", "CRPS", "EM (Quasar-T)", "F1", "Avg STS"])
def test_columns_that_name_none(column: str) -> None:
    assert dataset_column(column) is None


@pytest.mark.parametrize(
    ("written", "value", "uncertainty", "unit"),
    [
        ("4.25", 4.25, None, "other"),
        ("7", 7.0, None, "other"),
        ("+1.5", 1.5, None, "other"),
        ("-1.5", -1.5, None, "other"),
        ("−1.5", -1.5, None, "other"),
        (".5", 0.5, None, "other"),
        ("-.25", -0.25, None, "other"),
        ("1,234", 1234.0, None, "other"),
        ("1,234,567.5", 1_234_567.5, None, "other"),
        ("1e3", 1000.0, None, "other"),
        ("2e-3", 0.002, None, "other"),
        ("2.5e+2", 250.0, None, "other"),
        ("84.3%", 84.3, None, "percent"),
        ("84.3 %", 84.3, None, "percent"),
        ("31.4M", 31_400_000.0, None, "other"),
        ("2k", 2000.0, None, "other"),
        ("2K", 2000.0, None, "other"),
        ("1.5B", 1_500_000_000.0, None, "other"),
        ("3 m", 3_000_000.0, None, "other"),
        ("3b", 3_000_000_000.0, None, "other"),
        ("0.84 ± 0.01", 0.84, 0.01, "other"),
        ("0.84±0.01", 0.84, 0.01, "other"),
        ("0.84 +/- 0.01", 0.84, 0.01, "other"),
        ("0.84 +- 0.01", 0.84, 0.01, "other"),
        ("84.0% ± 1.5%", 84.0, 1.5, "percent"),
        ("1,000 ± 1,200 steps", 1000.0, 1200.0, "other"),
        ("84.3*", 84.3, None, "other"),
        ("84.3†", 84.3, None, "other"),
        ("84.3‡", 84.3, None, "other"),
        ("84.3(1)", 84.3, None, "other"),
        ("84.3 (dev)", 84.3, None, "other"),
        ("**84.3*", 84.3, None, "other"),
        ("~ 84.3", 84.3, None, "other"),
        ("  84.3  ", 84.3, None, "other"),
    ],
)
def test_forms_of_figures(written: str, value: float, uncertainty: float | None, unit: str) -> None:
    assert parse_figure(written) == Figure(written.strip(), value, uncertainty, unit)


@pytest.mark.parametrize("written", ["", "-", "n/a", "6.3x", "1.2.3", "84.3/85.1", "1e999", "1 ± 1e999", "BERT 4", "12abc", "nan"])
def test_what_is_no_figure(written: str) -> None:
    assert parse_figure(written, "F1") == Figure(written, None, None, "other")


def test_a_number_is_a_figure_as_it_prints() -> None:
    assert parse_figure(38.5, "box AP") == Figure("38.5", 38.5, None, "percent")
    assert parse_figure(38, "Params") == Figure("38", 38.0, None, "other")


@pytest.mark.parametrize(
    ("value", "unit"),
    [("0", "percent"), ("0.001", "fraction"), ("1", "fraction"), ("-0.5", "fraction"), ("1.01", "percent"), ("1.9", "percent"), ("-50", "percent"), ("100", "percent"), ("100.5", "other"), ("101", "other"), ("-101", "other")],
)  # fmt: skip
def test_the_unit_of_a_percentage_column_is_told_by_the_figure(value: str, unit: str) -> None:
    assert parse_figure(value, "Accuracy").unit == unit


@pytest.mark.parametrize(
    "column",
    [
        "Accuracy",
        "Unigram Acc",
        "F1",
        "EM",
        "BLEU",
        "ROUGE-L",
        "MAP",
        "mIoU",
        "box AP",
        "Error",
        "LAS",
        "UAS",
        "Recall",
        "Precision",
        "Top-1",
        "Top 5",
        "METEOR",
        "Percentage correct",
    ],
)
def test_columns_of_percentages(column: str) -> None:
    assert parse_figure("38.5", column).unit == "percent"


@pytest.mark.parametrize("column", ["", "Perplexity", "BPC", "Score", "MRR", "Loss"])
def test_columns_of_other_figures(column: str) -> None:
    assert parse_figure("38.5", column).unit == "other"
