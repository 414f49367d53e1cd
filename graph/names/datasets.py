"""Dataset names of leaderboards: headings and file names are none, splits leave the name, suites have parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from graph.names.data_files import listed
from graph.text import fold, sort_name


@dataclass(frozen=True, slots=True)
class ParsedDataset:
    """A dataset's name, None when the text is a heading or a file name; `split` is the part that left the name."""

    as_written: str
    name: str | None
    split: str | None = None


@cache
def _aliases() -> dict[str, str]:
    found = {fold(alias): name for name, aliases in listed("datasets")["aliases"].items() for alias in aliases}
    return found | {fold(name): name for name in listed("datasets")["aliases"]}


def dataset_alias(name: str) -> str:
    """Return the usual name of a dataset for any listed alias; other names as they are."""
    return _aliases().get(fold(name), name)


@cache
def _wholes() -> dict[str, str]:
    return {fold(part): whole for part, whole in listed("datasets")["wholes"].items()}


def dataset_whole(name: str) -> str | None:
    """Return the suite or larger dataset that a dataset is a part of, listed or told by the name ("Yelp / Binary"); None when neither is."""
    for prefix, whole in listed("datasets")["prefix_wholes"].items():
        if name.startswith(prefix):
            return str(whole)
    if fold(name) in _wholes():
        return _wholes()[fold(name)]
    first, slash, _ = name.partition(" / ")
    return parse_dataset_name(first).name if slash and fold(name) not in _aliases() else None


@cache
def _headings() -> frozenset[str]:
    return frozenset(listed("datasets")["headings"])


_FILE = re.compile(r".*\.(?:md|csv|json|txt|py|ya?ml)$|^#\s", re.IGNORECASE)
_SPLIT = re.compile(
    r"^(.*?\w\)?)[\s\-_/]*[\s\-(/](test-dev|test-std|testdev|test|dev|validation|val|train|half-val)(?:[\s-]set)?\)?:?$", re.IGNORECASE
)
_RESULTS_ON = re.compile(r"^results on (?:the )?(.*?)(?: test)?(?: set)?$", re.IGNORECASE)
_MODELS = re.compile(
    r"\b(?:models?|supervised|supervision|versions?|splits by|approaches|systems|methods|tagging|parsing)\b", re.IGNORECASE
)


def parse_dataset_name(text: str) -> ParsedDataset:
    """Return the dataset that a leaderboard's dataset column names, by its usual name."""
    name = " ".join(text.split()).rstrip(":").strip()
    if not name or _FILE.match(text.strip()) or sort_name(name) in _headings() or _MODELS.search(name):
        return ParsedDataset(text, None)
    if match := _RESULTS_ON.match(name):
        name = match[1]
    if fold(name) in _aliases():
        return ParsedDataset(text, dataset_alias(name))
    split = None
    if match := _SPLIT.match(name):
        name, split = match[1].strip(), match[2].lower()
    return ParsedDataset(text, dataset_alias(name), split)
