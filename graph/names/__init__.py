"""Names as leaderboards write them, and what they stand for: pure rules, each of which can say what it did."""

from graph.names.datasets import ParsedDataset, dataset_alias, dataset_whole, parse_dataset_name
from graph.names.figures import Figure, Metric, is_metric, metric, parse_figure
from graph.names.methods import (
    NameContext,
    NameKind,
    ParsedName,
    Part,
    Step,
    coined_name,
    explain,
    family_of,
    is_generic,
    parse_method_name,
)

__all__ = [
    "Figure",
    "Metric",
    "NameContext",
    "NameKind",
    "ParsedDataset",
    "ParsedName",
    "Part",
    "Step",
    "coined_name",
    "dataset_alias",
    "dataset_whole",
    "explain",
    "family_of",
    "is_generic",
    "is_metric",
    "metric",
    "parse_dataset_name",
    "parse_figure",
    "parse_method_name",
]
