"""One's own facts as JSONL: the project's own format (docs/facts.md), which `seeds/` uses."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import ConfigDict

from graph.claims import RANKS
from graph.evidence import ROW, Assertion, EdgeAssertion, NodeAssertion, Place, Ref, Values
from graph.ids import InvalidIdentifier, parse, parse_repository
from graph.kinds import Kind, Relation
from graph.names import is_generic, metric, parse_figure
from loaders.errors import RecordError
from loaders.head import Head, Row
from loaders.records import identifier_ref, known, name_ref, text_ref, title_refs
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import Records, SourceRecord
from loaders.sources.jsonl import integer, required, text, texts
from loaders.units import Unit

LOADER = "facts/1"
EXAMPLE = (
    '{"type": "paper", "ids": {"arxiv": "1411.4038"}, "title": "…", "year": 2014, "introduces": [{"name": "FCN"}], "datasets": ["NYUDv2"]}'
)
_PLACE = Place("", LOADER, 1.0)


def detect(head: Head) -> bool:
    """Whether the first object says which type of fact it is (a dataset without a name is a reference manager's)."""
    return head.object is not None and head.object.get("type") in _TYPES and (head.object["type"] != "dataset" or "name" in head.object)


def _key(row: Row) -> str | None:
    return text(row, "key")


class Fact(SourceRecord):
    """A fact; its fields depend on its type, and are looked at one by one."""

    model_config = ConfigDict(extra="allow")

    @property
    def row(self) -> Row:
        """The fields as they stand."""
        return self.model_extra or {}


def _assertions(found: Fact, unit: Unit) -> list[Assertion]:
    return fact(found.row, unit.key)


def fact(row: Row, key: str) -> list[Assertion]:
    """Return what a fact says; `key` tells its result from others. RecordError for what is none."""
    kind = required(row, "type")
    if kind not in _TYPES:
        raise RecordError(f"type is {kind!r}; expected one of {', '.join(_TYPES)}")
    return _TYPES[kind](row, key)


# --- references -----------------------------------------------------------------------------------------------------


def _object(value: object, what: str) -> Row:
    if isinstance(value, dict):
        return value
    raise RecordError(f"{what} is {value!r}; expected an object")


def _identifiers(ids: Row) -> list[Ref]:
    found = []
    for scheme, value in ids.items():
        if value is None or scheme in ("title", "authors", "year"):
            continue
        if not isinstance(value, str):
            raise RecordError(f"ids.{scheme} is {value!r}; expected text")
        try:
            found.append(identifier_ref(parse(scheme, value)))
        except (InvalidIdentifier, ValueError) as error:
            raise RecordError(str(error)) from None
    return found


def paper_ref(value: object) -> Ref:
    """Reference to a paper from `{"arxiv": …}`, `{"title": …}` and the like."""
    row = _object(value, "paper")
    found = _identifiers(row)
    if found:
        return found[0]
    authors = texts(row, "authors")
    return text_ref(required(row, "title"), authors[0] if authors else None, integer(row, "year"))


def _method_ref(value: object, scope: str = "") -> Ref:
    if isinstance(value, str):
        return name_ref(Kind.METHOD, value, scope)
    row = _object(value, "method")
    return name_ref(Kind.METHOD, required(row, "name"), paper_ref(row["of"]).key if row.get("of") else scope)


def _named(value: object) -> Row:
    """A name, or an object with a name and more."""
    return {"name": value} if isinstance(value, str) else _object(value, "name")


def _list(row: Row, name: str) -> list[object]:
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise RecordError(f"{name} is no list")
    return value


def _node(ref: Ref, values: Values, aliases: list[str], locator: str = "") -> NodeAssertion:
    same_as = tuple(dict.fromkeys(Ref(ref.kind, ref.scheme, alias, ref.scope) for alias in aliases))
    return NodeAssertion(ref, values, same_as, _PLACE._replace(locator=locator))


def _edge(relation: Relation, source: Ref, target: Ref, values: Values | None = None, locator: str = "") -> EdgeAssertion:
    return EdgeAssertion(relation, source, target, values or {}, _PLACE._replace(locator=locator))


# --- types ----------------------------------------------------------------------------------------------------------


def _paper(row: Row, key: str) -> list[Assertion]:
    title, authors, year = text(row, "title"), texts(row, "authors"), integer(row, "year")
    refs = _identifiers(_object(row.get("ids") or {}, "ids"))
    if title:
        refs += title_refs(title, authors[0] if authors else None, year)
    if not refs:
        raise RecordError("has neither ids nor a title")
    paper = refs[0]
    values = known({
        "title": title, "year": year, "publishedOn": text(row, "published"), "venue": text(row, "venue"), "url": text(row, "url"),
        "links": texts(row, "links"), "retracted": True if row.get("retracted") else None,
    })  # fmt: skip
    said: list[Assertion] = [NodeAssertion(paper, values, tuple(refs[1:]), _PLACE)]
    said += [
        _edge(Relation.WROTE, name_ref(Kind.AUTHOR, name), paper, {"position": place, "nameAsWritten": name}, "authors")
        for place, name in enumerate(authors, start=1)
    ]
    for item in map(_named, _list(row, "introduces")):
        said += _introduced(item, paper)
    for field, relation in (("uses", Relation.USES), ("compares", Relation.COMPARES_WITH)):
        said += [_edge(relation, paper, _method_ref(item), None, field) for item in _list(row, field)]
    for item in map(_named, _list(row, "datasets")):
        roles = texts(item, "roles") or ["evaluates"]
        said.append(_edge(Relation.EVALUATES_ON, paper, name_ref(Kind.DATASET, required(item, "name")), {"roles": roles}, "datasets"))
    said += [_edge(Relation.ADDRESSES, paper, name_ref(Kind.TASK, task), None, "tasks") for task in texts(row, "tasks")]
    for code_item in _list(row, "code"):
        code: Row = {"url": code_item} if isinstance(code_item, str) else _object(code_item, "code")
        official = {"official": True} if code.get("official") else {}
        said.append(_edge(Relation.IMPLEMENTS, _repository(required(code, "url")), paper, official, "code"))
    said += [_edge(Relation.CITES, paper, paper_ref(item), None, "cites") for item in _list(row, "cites")]
    return said


def _introduced(item: Row, paper: Ref) -> list[Assertion]:
    kind = Kind.DATASET if item.get("kind") == "dataset" else Kind.METHOD
    ref = name_ref(kind, required(item, "name"), paper.key if kind is Kind.METHOD else "")
    said: list[Assertion] = [_edge(Relation.INTRODUCES, paper, ref, None, "introduces")]
    said.append(_node(ref, {"name": ref.value}, texts(item, "aliases"), "introduces"))
    return said


def _repository(url: str) -> Ref:
    try:
        return identifier_ref(parse_repository(url))
    except InvalidIdentifier as error:
        raise RecordError(str(error)) from None


def _method(row: Row, key: str) -> list[Assertion]:
    ref = _method_ref(row)
    values = known({"name": ref.value, "generic": True if row.get("generic") or is_generic(ref.value) else None})
    said: list[Assertion] = [_node(ref, values, texts(row, "aliases"))]
    if row.get("variant_of"):
        differs = _object(row.get("differs") or {}, "differs")
        listed = sorted(f"{name}: {value}" for name, value in differs.items())
        said.append(_edge(Relation.VARIANT_OF, ref, _method_ref(row["variant_of"]), {"differs": listed}, "variant_of"))
    for place, item in enumerate(map(_named, _list(row, "combines")), start=1):
        part = known({"position": place, "role": text(item, "role")})
        said.append(_edge(Relation.COMBINES, ref, _method_ref(item), part, "combines"))
    said += [_edge(Relation.ADDRESSES, ref, name_ref(Kind.TASK, task), None, "addresses") for task in texts(row, "addresses")]
    return said


def _dataset(row: Row, key: str) -> list[Assertion]:
    return _thing(row, Kind.DATASET)


def _task(row: Row, key: str) -> list[Assertion]:
    return _thing(row, Kind.TASK)


def _thing(row: Row, kind: Kind) -> list[Assertion]:
    ref = name_ref(kind, required(row, "name"))
    values = known({"name": ref.value, **({"url": text(row, "url")} if kind is Kind.DATASET else {})})
    said: list[Assertion] = [_node(ref, values, texts(row, "aliases"))]
    if whole := text(row, "part_of"):
        said.append(_edge(Relation.PART_OF, ref, name_ref(kind, whole), None, "part_of"))
    return said


def _repository_fact(row: Row, key: str) -> list[Assertion]:
    ref = _repository(required(row, "url"))
    said: list[Assertion] = [NodeAssertion(ref, known({"name": text(row, "name"), "stars": integer(row, "stars")}), (), _PLACE)]
    framework = known({"official": True if row.get("official") else None, "framework": text(row, "framework")})
    if row.get("paper"):
        said.append(_edge(Relation.IMPLEMENTS, ref, paper_ref(row["paper"]), framework, "paper"))
    if row.get("method"):
        said.append(_edge(Relation.IMPLEMENTS, ref, _method_ref(row["method"]), framework, "method"))
    return said


def _author(row: Row, key: str) -> list[Assertion]:
    refs = _identifiers(_object(row.get("ids") or {}, "ids"))
    ref = refs[0] if refs else name_ref(Kind.AUTHOR, required(row, "name"))
    said: list[Assertion] = [NodeAssertion(ref, {"name": required(row, "name"), "aliases": texts(row, "aliases")}, tuple(refs[1:]), _PLACE)]
    said += [_edge(Relation.WROTE, ref, paper_ref(item), None, "wrote") for item in _list(row, "wrote")]
    return said


def _result(row: Row, key: str) -> list[Assertion]:
    ref = Ref(Kind.RESULT, ROW, f"facts:{key}")
    measured = metric(required(row, "metric"))
    value = row.get("value")
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        raise RecordError(f"value is {value!r}; expected a figure")
    figure = parse_figure(value, measured.name)
    better = row.get("higher_is_better")
    configuration = _object(row.get("configuration") or {}, "configuration")
    written = text(row, "method_as_written") or (_method_ref(row["method"]).value if row.get("method") else None)
    values = known({
        "methodAsWritten": written, "metric": required(row, "metric"), "split": text(row, "split"), "setting": text(row, "setting"),
        "protocol": text(row, "protocol"), "configuration": sorted(f"{n}: {v}" for n, v in configuration.items()),
        "valueText": figure.text, "value": figure.value, "uncertainty": figure.uncertainty, "unit": text(row, "unit") or figure.unit,
        "higherIsBetter": better if isinstance(better, bool) else measured.higher_is_better, "reportedOn": text(row, "date"),
    })  # fmt: skip
    said: list[Assertion] = [NodeAssertion(ref, values, (), _PLACE)]
    if row.get("reported_by"):
        reporter = _object(row["reported_by"], "reported_by")
        by = _repository(required(reporter, "repository")) if "repository" in reporter else paper_ref(reporter)
        said.append(_edge(Relation.REPORTS, by, ref, None, "reported_by"))
    if row.get("method"):
        said.append(_edge(Relation.OF, ref, _method_ref(row["method"]), None, "method"))
    if dataset := text(row, "dataset"):
        said.append(_edge(Relation.ON, ref, name_ref(Kind.DATASET, dataset), None, "dataset"))
    if task := text(row, "task"):
        said.append(_edge(Relation.FOR, ref, name_ref(Kind.TASK, task), None, "task"))
    return said


def _citation(row: Row, key: str) -> list[Assertion]:
    contexts = {"contexts": texts(row, "contexts")}
    return [_edge(Relation.CITES, paper_ref(row.get("citing")), paper_ref(row.get("cited")), contexts)]


_TYPES: dict[str, Callable[[Row, str], list[Assertion]]] = {
    "paper": _paper,
    "method": _method,
    "dataset": _dataset,
    "task": _task,
    "repository": _repository_fact,
    "author": _author,
    "result": _result,
    "citation": _citation,
}


READER = Records(LOADER, RANKS["curated"], Fact, _assertions, json_records, _key, lambda found: text(found.row, "source_url"))
