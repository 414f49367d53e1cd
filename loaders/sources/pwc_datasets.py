"""Datasets of Papers with Code: the dump `datasets` (docs/sources/pwc-datasets.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.claims import RANKS
from graph.evidence import Assertion, Place, Ref
from graph.kinds import Kind
from graph.names.datasets import parse_dataset_name
from graph.text import fold
from loaders import pwc
from loaders.head import Head, Row
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records, Some, SourceRecord, Text, field
from loaders.spam import judged
from loaders.units import Unit
from loaders.works import web

LOADER = "pwc-datasets/1"
EXAMPLE = (
    '{"url": "https://paperswithcode.com/dataset/…", "name": "…", "full_name": "…", "homepage": "…", "paper": null, "variants": ["…"]}'
)
_PLACE = Place("", LOADER, 1.0)


class Whole(SourceRecord):
    """The dataset that another is a part of."""

    name: Text = None


class PwcDataset(SourceRecord):
    """A dataset."""

    url: Text = None
    name: Name
    full_name: Text = None
    homepage: Text = None
    paper: pwc.PaperLink | Text = None
    parent_dataset: Whole | Text = None
    variants: Some[Name] = ()


def detect(head: Head) -> bool:
    """Whether the first record has the keys of a dataset."""
    return head.has("url", "name", "full_name", "homepage", "variants")


def assertions(item: PwcDataset, unit: Unit) -> Iterable[Assertion]:
    """Return what a dataset's record says."""
    own, where = pwc.dataset_ref(item.name), judged(_PLACE, item.name)
    said = pwc.dataset(item.name, [item.full_name], web(item.homepage) or item.url, where)
    said += pwc.part_of(own, Kind.DATASET, _whole(item.parent_dataset), where._replace(locator="parent_dataset"))
    said += _variants(item, own, where._replace(locator="variants"))
    at_paper = where._replace(locator="paper")
    paper = pwc.linked_paper(item.paper, at_paper)
    return [*said, *pwc.introduction(paper, own, at_paper)] if paper else said


def _whole(parent: Whole | str | None) -> str | None:
    """The name of the parent; an address says no name."""
    name = parent.name if isinstance(parent, Whole) else parent
    return None if name is None or "://" in name else name


def _variants(item: PwcDataset, whole: Ref, where: Place) -> Iterator[Assertion]:
    """What leaderboards measure under other names is a part: a version, a subset or a setting of the dataset, and not the same."""
    known = {fold(name) for name in (item.name, item.full_name or "", whole.value)}
    for variant in item.variants:
        name = parse_dataset_name(variant).name
        if name is not None and fold(name) not in known:
            known.add(fold(name))
            place = judged(where, variant)
            yield from pwc.dataset(name, [], None, place)
            yield from pwc.part_of(pwc.dataset_ref(name), Kind.DATASET, whole.value, place)


def _key(row: Row) -> str | None:
    return field(row, "url", "name")


READER = Records(LOADER, RANKS["leaderboard"], PwcDataset, assertions, json_records, _key, lambda item: web(item.url))
