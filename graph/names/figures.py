"""Metrics and figures of leaderboards."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from graph.text import fold


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric column: its name, whether a larger figure is better (None when unknown), and the split it names."""

    name: str
    higher_is_better: bool | None
    split: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as written and as a number; `unit` is fraction, percent or other."""

    text: str
    value: float | None
    uncertainty: float | None = None
    unit: str = "other"


_LOWER = (
    "perplexity",
    "ppl",
    "error",
    "bpc",
    "bit per character",
    "wer",
    "cer",
    "loss",
    "mae",
    "rmse",
    "mse",
    "ter",
    "fid",
    "epe",
    "eer",
    "absrel",
)
_HIGHER = (
    "accuracy", "acc", "f1", "f0", "f 1", "f score", "bleu", "rouge", "meteor", "map", "mrr", "ap", "miou", "iou", "auc", "recall", "precision", "score", "las",
    "uas", "pos", "em", "smatch", "sari", "gleu", "hits", "h@", "p@", "ndcg", "spearman", "pearson", "top 1", "top 5", "muc", "dice", "pq", "psnr", "ssim", "matched", "exact match", "joint", "request", "spice", "cider", "correct",
)  # fmt: skip
_PERCENT = (
    "accuracy",
    "acc",
    "f1",
    "em",
    "bleu",
    "rouge",
    "map",
    "miou",
    "ap",
    "error",
    "las",
    "uas",
    "recall",
    "precision",
    "top 1",
    "top 5",
    "meteor",
    "correct",
)
_NO_METRIC = re.compile(
    r"^(?:number of param.*|#? ?param.*|paper.*|code|note|notes|data|source.*|model|year|link|system|training.*|extra.*|reference|flops.*|gflops.*|"
    r"inference time.*|(?:average |avg\.? )?time\b.*|training memory.*|fps.*|epochs?|iters?|size|speed.*|hardware|lr schd|batch.*|resolution|type|date|rank|team)$",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"^(test|dev|validation|val)\b[\s:.-]*|[\s(]+(test|dev|validation|val)\)?$", re.IGNORECASE)
_DATASET_COLUMNS = re.compile(
    r"^(?:semeval|senseval|conll|wmt|mrpc|sts|snli|sick|sst|cnn|daily mail|quasar|squad|trec|subj|mpqa|cr\b|mr\b)", re.IGNORECASE
)


def is_metric(column: str) -> bool:
    """Whether a column holds figures that rank methods; sizes, notes and links do not."""
    return not _NO_METRIC.match(_clean(column))


def dataset_column(column: str) -> str | None:
    """Return the dataset that a metric column names ("Senseval 2", "SemEval 2013"), None for a true metric."""
    name = _clean(column)
    return name if _DATASET_COLUMNS.match(name) else None


def _clean(column: str) -> str:
    return " ".join(column.replace("\\@", "@").replace("\\_", "_").split()).strip("*: ")


def metric(column: str) -> Metric:
    """Return what a metric column measures."""
    name = _clean(column)
    split = None
    if match := _SPLIT.search(name):
        split = (match[1] or match[2]).lower()
        split = "validation" if split in ("val", "dev") else split
        name = (name[: match.start()] + name[match.end() :]).strip() or "Score"
    words = " " + re.sub(r"[^a-z0-9@ ]+", " ", name.lower()) + " "
    if any(f" {word}" in words for word in _LOWER):
        return Metric(name, False, split)
    return Metric(name, True if any(f" {word}" in words for word in _HIGHER) else None, split)


_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?|[+-]?\.\d+"
_FIGURE = re.compile(rf"^\W*?({_NUMBER})\s*([%kKmMbB]?)(?:\s*(?:±|\+/-|\+-)\s*({_NUMBER})\s*%?)?(?:\s|$|[*†‡(])")
_SCALE = {"k": 1e3, "m": 1e6, "b": 1e9}


def parse_figure(written: str | float | int, column: str = "") -> Figure:
    """Return a figure: "0.8428 ± 0.0014", "84.3%", "1,234", "31.4M"; value None for what is no finite number."""
    text = str(written).strip()
    match = _FIGURE.match(text.replace("−", "-"))
    if not match:
        return Figure(text, None)
    value = float(match[1].replace(",", "")) * _SCALE.get(match[2].lower(), 1.0)
    spread = float(match[3].replace(",", "")) if match[3] else None
    if not math.isfinite(value) or (spread is not None and not math.isfinite(spread)):
        return Figure(text, None)
    return Figure(text, value, spread, "percent" if match[2] == "%" else _unit(value, column))


def _unit(value: float, column: str) -> str:
    words = _clean(column).lower()
    if not any(fold(word) in fold(words) for word in _PERCENT):
        return "other"
    return "fraction" if 0 < abs(value) <= 1 else "percent" if abs(value) <= 100 else "other"
