"""Leaderboard rows: one record a row, one Result a metric, names cleaned by `graph.names`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from graph.claims import RANKS
from graph.evidence import HANDLE, PLACEHOLDER, ROW, Assertion, EdgeAssertion, NodeAssertion, Place, Ref
from graph.ids import repository
from graph.kinds import Kind, Relation
from graph.names import (
    NameContext,
    NameKind,
    ParsedName,
    coined_name,
    dataset_alias,
    dataset_whole,
    family_of,
    is_metric,
    metric,
    parse_dataset_name,
    parse_figure,
    parse_method_name,
)
from graph.names.figures import dataset_column
from graph.text import fold
from loaders.head import Head
from loaders.records import identifier_ref, known, name_ref, paper_address, text_ref
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Records, Some, SourceRecord, Text
from loaders.units import Unit

LOADER = "leaderboard/5"
EXAMPLE = '{"task": "Language modeling", "dataset": "WikiText-103", "model_name": "Transformer-XL", "metrics": {"Test perplexity": "24.0"}}'
_PLACE = Place("", LOADER, 1.0)


class Link(SourceRecord):
    """An address with its title."""

    title: Text = None
    url: Text = None


class LeaderboardRow(SourceRecord):
    """One entry of a table: `metrics` maps its columns to figures as written, `configuration` others to what they say."""

    task: Text = None
    dataset: Text = None
    setting: Text = None
    model_name: Text = None
    metrics: dict[str, Any]
    configuration: dict[str, str] | None = None
    paper_title: Text = None
    paper_url: Text = None
    paper_year: int | None = None
    paper_date: Text = None
    code_links: Some[Link] = ()


def detect(head: Head) -> bool:
    """Whether the first record has the keys of this format."""
    return head.has("task", "dataset", "model_name", "metrics")


def assertions(row: LeaderboardRow, unit: Unit) -> Iterable[Assertion]:
    """Return what a row says."""
    paper, said = paper_of(row.paper_title, row.paper_url, row.paper_year)
    parsed = parse_method_name(row.model_name or "", NameContext(row.paper_title, paper is not None))
    method = method_ref(parsed, paper)
    said += method_assertions(parsed, method, paper, row.paper_title) if paper else []  # a handle's row says nothing of methods
    said += _code(row.code_links, paper)
    said += _results(row, f"{unit.source}:{unit.key}", parsed, method, paper)
    return said


def paper_of(title: str | None, url: str | None, year: int | None = None) -> tuple[Ref | None, list[Assertion]]:
    """Return the reference to a row's paper and what the row says of it; no paper without title and address.

    A citation or an address that stands where the title should is none: the paper waits for one that is. Beside an address a single word is
    shown as its title and suggests no other paper: it may be a team or a method.
    """
    address = paper_address(url) if url else None
    if address is not None and address.scheme == "url" and repository(url or "") is not None:
        address = None  # a code address is no paper
    title = plain_title(title)
    if title is None:
        return address, []
    by_text = text_ref(title, None, None)
    subject = address or by_text
    same_as = (by_text,) if address and is_telling(title) else ()
    values = known({"title": title, "url": url, "year": year})
    return subject, [NodeAssertion(subject, values, same_as, _PLACE._replace(locator="paper_title"))]


def plain_title(title: str | None) -> str | None:
    """Return a row's title without the marks and remarks of its table; None for what is none."""
    plain = _REMARK.sub("", title or "")
    return plain if plain and not _NO_TITLE.search(plain) else None


def is_telling(title: str) -> bool:
    """Whether a title is more than a single word."""
    return " " in title.strip()


_REMARK = re.compile(r"\s*[*†‡]+$|\s*\((?:result|these scores)\b.*\)$", re.IGNORECASE)
_NO_TITLE = re.compile(r"://|^\[\d+\]|^(?:\S+\s+){1,4}et\.? al\b|^(?:\S+\s+){1,4}['’]\d\d[a-z]?$", re.IGNORECASE)
"""What stands for a title and is none: an address, "[4]", "Lei Sha et al. '16", "Munkhdalai & Yu '16a"."""


def method_ref(parsed: ParsedName, paper: Ref | None) -> Ref | None:
    """Return the reference to a row's method, scoped to its paper; None for a result without a method."""
    scope = paper.key if paper else ""
    if parsed.kind is NameKind.PLACEHOLDER and paper is not None:
        return Ref(Kind.METHOD, PLACEHOLDER, parsed.name, scope)
    if parsed.kind is not NameKind.METHOD or not parsed.name:
        return None
    return name_ref(Kind.METHOD, parsed.name, scope)


def method_assertions(parsed: ParsedName, method: Ref | None, paper: Ref | None, title: str | None) -> list[Assertion]:
    """Return what a parsed name says of the method: genericness, family, parts, and its introduction where the title names it."""
    if method is None or parsed.kind is not NameKind.METHOD:
        return []
    where = _PLACE._replace(locator="model_name")
    said: list[Assertion] = []
    if parsed.generic:
        said.append(NodeAssertion(method, {"name": parsed.name, "generic": True}, (), where))
    coined = coined_name(title) if title and paper else None
    if coined and paper and fold(coined) == fold(parsed.name) and not parsed.generic:
        said.append(EdgeAssertion(Relation.INTRODUCES, paper, method, {}, where._replace(locator="paper_title")))
    said += _variant(parsed, method, paper, coined, where)
    for part in parsed.parts:
        ref = name_ref(Kind.METHOD, part.name, method.scope)
        if ref != method:
            said.append(EdgeAssertion(Relation.COMBINES, method, ref, {"position": part.position, "role": part.role}, where))
    return said


def _variant(parsed: ParsedName, method: Ref, paper: Ref | None, coined: str | None, where: Place) -> list[Assertion]:
    """VARIANT_OF needs the curated list of families, or that the row's paper introduces the parent by its title."""
    if parsed.variant_of is None:
        return []
    shares_paper = coined is not None and fold(coined) == fold(parsed.variant_of)
    if not shares_paper and family_of(parsed.name) is None:
        return []
    parent = name_ref(Kind.METHOD, parsed.variant_of, method.scope)
    values = {"differs": [f"{name}: {value}" for name, value in parsed.differs]}
    said: list[Assertion] = [EdgeAssertion(Relation.VARIANT_OF, method, parent, values, where)]
    if shares_paper and paper is not None:
        said.append(EdgeAssertion(Relation.INTRODUCES, paper, parent, {}, where._replace(locator="paper_title")))
    return said


def _code(links: Iterable[Link], paper: Ref | None) -> list[Assertion]:
    if paper is None:
        return []
    where = _PLACE._replace(locator="code_links")
    said: dict[Ref, Assertion] = {}
    for link in links:
        found = repository(link.url or "")
        if found is not None:
            official = {"official": True} if (link.title or "").lower() == "official" else {}
            ref = identifier_ref(found)
            said.setdefault(ref, EdgeAssertion(Relation.IMPLEMENTS, ref, paper, official, where))
    return list(said.values())


def _results(row: LeaderboardRow, key: str, parsed: ParsedName, method: Ref | None, paper: Ref | None) -> list[Assertion]:
    columns = {name: value for name, value in row.metrics.items() if is_metric(name) and value not in (None, "")}
    configuration = [f"{name}: {value}" for name, value in (*parsed.configuration, *(row.configuration or {}).items())]
    configuration += [f"{n}: {v}" for n, v in row.metrics.items() if not is_metric(n) and v not in (None, "") and len(str(v)) < 80]
    said: list[Assertion] = []
    for name, value in columns.items():
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            said += _result(row, Ref(Kind.RESULT, ROW, f"{key}:{name}"), name, value, parsed, sorted(configuration), method, paper)
    return said


def _result(
    row: LeaderboardRow, result: Ref, column: str, written_value: str | float, parsed: ParsedName,
    configuration: list[str], method: Ref | None, paper: Ref | None,
) -> list[Assertion]:  # fmt: skip
    measured, figure = metric(column), parse_figure(written_value, column)
    named = dataset_column(column)
    dataset = parse_dataset_name(named or row.dataset or "")
    if figure.value is None and not figure.text:
        return []
    where = _PLACE._replace(locator=f"metrics.{column}"[:200], flag=parsed.flag)
    values = known({
        "methodAsWritten": row.model_name, "metric": "Score" if named else measured.name, "split": dataset.split or measured.split,
        "setting": row.setting, "protocol": parsed.protocol, "configuration": configuration, "valueText": figure.text, "value": figure.value,
        "uncertainty": figure.uncertainty, "unit": figure.unit if figure.value is not None else None,
        "higherIsBetter": measured.higher_is_better, "reportedOn": row.paper_date or (str(row.paper_year) if row.paper_year else None),
    })  # fmt: skip
    said: list[Assertion] = [NodeAssertion(result, values, (), where)]
    if paper is not None:
        said.append(EdgeAssertion(Relation.REPORTS, paper, result, {}, where))
    if method is not None and (of := _on(dataset.name or "", method, paper)):
        said.append(EdgeAssertion(Relation.OF, result, of, {}, where))
    if dataset.name:
        said += on_dataset(result, dataset.name, where)
    if row.task:
        said.append(EdgeAssertion(Relation.FOR, result, name_ref(Kind.TASK, row.task), {}, where))
    return said


def _on(dataset: str, method: Ref, paper: Ref | None) -> Ref | None:
    """The method of a result; a name without a paper is a handle on its dataset, until identity finds it elsewhere."""
    if paper is not None:
        return method
    return Ref(Kind.METHOD, HANDLE, method.value, name_ref(Kind.DATASET, dataset_alias(dataset)).key) if dataset else None


def on_dataset(result: Ref, name: str, where: Place) -> list[Assertion]:
    """Return ON, and PART_OF when the dataset is a listed part of a suite."""
    dataset = name_ref(Kind.DATASET, dataset_alias(name))
    said: list[Assertion] = [EdgeAssertion(Relation.ON, result, dataset, {}, where)]
    if whole := dataset_whole(name):
        said.append(EdgeAssertion(Relation.PART_OF, dataset, name_ref(Kind.DATASET, whole), {}, where))
    return said


READER = Records(LOADER, RANKS["leaderboard"], LeaderboardRow, assertions, json_records)
