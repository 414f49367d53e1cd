"""Model-index rows (OpenMMLab): the collection is the method, the configuration file is configuration."""

from __future__ import annotations

from graph.claims import RANKS
from graph.evidence import ROW, Assertion, EdgeAssertion, NodeAssertion, Place, Ref
from graph.ids import parse_repository
from graph.kinds import Kind, Relation
from graph.names import coined_name, is_metric, metric, parse_dataset_name, parse_figure
from graph.names.data_files import listed
from graph.text import fold
from loaders.errors import RecordError
from loaders.records import identifier_ref, known, name_ref
from loaders.sources.jsonl import JsonLines, Row, has_keys, required, text
from loaders.sources.leaderboard import on_dataset, paper_of
from loaders.units import Unit

LOADER = "model-index/2"
EXAMPLE = '{"repo": "open-mmlab/mmsegmentation", "collection": "FCN", "model": "fcn_r50", "results": [{"task": "…", "dataset": "…", "metrics": {}}]}'
_PLACE = Place("", LOADER, 1.0)


def detect(head: bytes) -> bool:
    """Whether the first object has the keys of this format."""
    return has_keys(head, "repo", "collection", "model", "results")


def _key(row: Row) -> str:
    return f"{required(row, 'repo')} {required(row, 'model')} {text(row, 'config') or ''}".strip()


def assertions(row: Row, unit: Unit) -> list[Assertion]:
    """Return what a model's row says."""
    title, url = text(row, "paper_title"), text(row, "paper_url")
    paper, said = paper_of(title, url)
    method = _method(row)
    if method is not None:
        said += _origin(method, paper, title)
    repository = identifier_ref(parse_repository(f"https://github.com/{required(row, 'repo')}"))
    results = row.get("results")
    if results is None:
        results = []
    if not isinstance(results, list):
        raise RecordError("results is no list")
    for place, result in enumerate(results):
        if isinstance(result, dict):
            said += _results(row, result, f"{unit.source}:{unit.key}:{place}", method, repository)
    return said


def _method(row: Row) -> Ref | None:
    collection = required(row, "collection")
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


def _results(row: Row, found: Row, key: str, method: Ref | None, repository: Ref) -> list[Assertion]:
    metrics = found.get("metrics")
    dataset = parse_dataset_name(text(found, "dataset") or "")
    said: list[Assertion] = []
    configuration = [f"{name}: {value}" for name in ("model", "config") if (value := text(row, name))]
    for column, value in metrics.items() if isinstance(metrics, dict) else ():
        if not is_metric(str(column)) or isinstance(value, (bool, list, dict)) or value is None:
            continue
        measured, figure = metric(str(column)), parse_figure(value, str(column))
        result = Ref(Kind.RESULT, ROW, f"{key}:{column}")
        where = _PLACE._replace(locator=f"results.{column}"[:200])
        values = known({
            "methodAsWritten": required(row, "model"), "metric": measured.name, "split": dataset.split or measured.split,
            "configuration": sorted(configuration), "valueText": figure.text, "value": figure.value,
            "unit": figure.unit if figure.value is not None else None, "higherIsBetter": measured.higher_is_better,
        })  # fmt: skip
        said += [NodeAssertion(result, values, (), where), EdgeAssertion(Relation.REPORTS, repository, result, {}, where)]
        if method is not None:
            said.append(EdgeAssertion(Relation.OF, result, method, {}, where))
        if dataset.name:
            said += on_dataset(result, dataset.name, where)
        if task := text(found, "task"):
            said.append(EdgeAssertion(Relation.FOR, result, name_ref(Kind.TASK, task), {}, where))
    return said


READER = JsonLines(LOADER, RANKS["leaderboard"], assertions, _key)
