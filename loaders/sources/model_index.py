"""Model-index rows (OpenMMLab): the collection is the method, the configuration file is configuration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graph.claims import RANKS
from graph.evidence import ROW, Assertion, EdgeAssertion, NodeAssertion, Place, Ref
from graph.ids import InvalidIdentifier, parse_repository
from graph.kinds import Kind, Relation
from graph.names import coined_name, is_metric, metric, parse_dataset_name, parse_figure
from graph.names.data_files import listed
from graph.text import fold
from loaders.errors import RecordError
from loaders.head import Head, Row
from loaders.records import identifier_ref, known, name_ref
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Name, Records, Some, SourceRecord, Text, field
from loaders.sources.leaderboard import on_dataset, paper_of
from loaders.units import Unit

LOADER = "model-index/3"
EXAMPLE = '{"repo": "open-mmlab/mmsegmentation", "collection": "FCN", "model": "fcn_r50", "results": [{"task": "…", "dataset": "…", "metrics": {}}]}'
_PLACE = Place("", LOADER, 1.0)


class Outcome(SourceRecord):
    """Figures of a model on one dataset: `metrics` maps their names to them."""

    task: Text = None
    dataset: Text = None
    metrics: dict[str, Any] | None = None


class Model(SourceRecord):
    """One model of a model index. `repo` is an owner and name on GitHub, or an address."""

    repo: Text = None
    collection: Text = None
    model: Name
    config: Text = None
    paper_title: Text = None
    paper_url: Text = None
    results: Some[Outcome] = ()


class ModelRow(Model):
    """A model as a row of this format, which says more of it."""

    repo: Name
    collection: Name


def detect(head: Head) -> bool:
    """Whether the first record has the keys of this format."""
    return head.has("repo", "collection", "model", "results")


def assertions(row: Model, unit: Unit) -> Iterable[Assertion]:
    """Return what a model's row says."""
    paper, said = paper_of(row.paper_title, row.paper_url)
    method = _method(row.collection) if row.collection else None
    if method is not None:
        said += _origin(method, paper, row.paper_title)
    repository = _repository(row.repo) if row.repo else None
    for place, result in enumerate(row.results):
        said += _results(row, result, f"{unit.source}:{unit.key}:{place}", method, repository)
    return said


def _repository(repo: str) -> Ref:
    try:
        return identifier_ref(parse_repository(repo if "://" in repo else f"https://github.com/{repo}"))
    except InvalidIdentifier as error:
        raise RecordError(str(error)) from None


def _method(collection: str) -> Ref | None:
    techniques = {fold(name) for name in listed("methods")["techniques"]}
    return None if fold(collection) in techniques else name_ref(Kind.METHOD, collection)


def _origin(method: Ref, paper: Ref | None, title: str | None) -> list[Assertion]:
    """The paper introduces the collection's method when its title names it, else the method of its title is a part."""
    if paper is None or title is None:
        return []
    where = _PLACE._replace(locator="paper_title")
    coined = coined_name(title)
    if fold(title) == fold(method.value) or (coined and fold(coined) == fold(method.value)):
        own = name_ref(Kind.METHOD, method.value, paper.key)
        return [EdgeAssertion(Relation.INTRODUCES, paper, own, {}, where)]
    if coined is None:
        return []
    return [EdgeAssertion(Relation.COMBINES, method, name_ref(Kind.METHOD, coined), {"role": "backbone"}, where)]


def _results(row: Model, found: Outcome, key: str, method: Ref | None, repository: Ref | None) -> list[Assertion]:
    dataset = parse_dataset_name(found.dataset or "")
    said: list[Assertion] = []
    configuration = [f"{name}: {value}" for name, value in (("model", row.model), ("config", row.config)) if value]
    for column, value in (found.metrics or {}).items():
        if not is_metric(column) or isinstance(value, (bool, list, dict)) or value is None:
            continue
        measured, figure = metric(column), parse_figure(value, column)
        result = Ref(Kind.RESULT, ROW, f"{key}:{column}")
        where = _PLACE._replace(locator=f"results.{column}"[:200])
        values = known({
            "methodAsWritten": row.model, "metric": measured.name, "split": dataset.split or measured.split,
            "configuration": sorted(configuration), "valueText": figure.text, "value": figure.value,
            "unit": figure.unit if figure.value is not None else None, "higherIsBetter": measured.higher_is_better,
        })  # fmt: skip
        said.append(NodeAssertion(result, values, (), where))
        if repository is not None:
            said.append(EdgeAssertion(Relation.REPORTS, repository, result, {}, where))
        if method is not None:
            said.append(EdgeAssertion(Relation.OF, result, method, {}, where))
        if dataset.name:
            said += on_dataset(result, dataset.name, where)
        if found.task:
            said.append(EdgeAssertion(Relation.FOR, result, name_ref(Kind.TASK, found.task), {}, where))
    return said


def _key(row: Row) -> str | None:
    repo, model = field(row, "repo"), field(row, "model")
    return f"{repo} {model} {field(row, 'config') or ''}".strip() if repo and model else None


READER = Records(LOADER, RANKS["leaderboard"], ModelRow, assertions, json_records, _key)
