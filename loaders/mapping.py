"""How the rows of a table are read as facts: declared in YAML beside it, or told by the names of its columns (docs/tables.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

import orjson
from pydantic import BeforeValidator, ConfigDict

from graph.ids import IdScheme, recognise, repository
from loaders.errors import RecordError, SourceError
from loaders.files import base_name
from loaders.head import Row
from loaders.shapes.pieces import SourceRecord, understood
from loaders.shapes.yaml_documents import documents, plain


class Field(StrEnum):
    """What a column can hold."""

    KEY = "key"
    PAPER = "paper"
    ARXIV = "arxiv"
    DOI = "doi"
    ACL = "acl"
    OPENALEX = "openalex"
    S2 = "s2"
    DBLP = "dblp"
    URL = "url"
    AUTHORS = "authors"
    YEAR = "year"
    PUBLISHED = "published"
    VENUE = "venue"
    CODE = "code"
    CITES = "cites"
    METHOD = "method"
    INTRODUCES = "introduces"
    USES = "uses"
    COMPARES = "compares"
    DATASET = "dataset"
    TASK = "task"
    METRIC = "metric"
    VALUE = "value"
    SPLIT = "split"
    SETTING = "setting"
    PROTOCOL = "protocol"
    UNIT = "unit"
    HIGHER_IS_BETTER = "higher_is_better"
    CONFIGURATION = "configuration"
    DATE = "date"
    SYNONYM = "synonym"
    PART_OF = "part_of"
    VARIANT_OF = "variant_of"


F = Field
_IDS = (F.ARXIV, F.DOI, F.ACL, F.OPENALEX, F.S2, F.DBLP)
_NAMES_PAPER = frozenset({F.PAPER, *_IDS})
_OF_PAPER = frozenset({*_NAMES_PAPER, F.URL, F.AUTHORS, F.YEAR, F.PUBLISHED, F.VENUE, F.CODE})


class Kind(StrEnum):
    """What a row is: a fact of this type (docs/facts.md)."""

    RESULT = "result"
    PAPER = "paper"
    METHOD = "method"
    DATASET = "dataset"
    TASK = "task"


_FIELDS: dict[Kind, frozenset[Field]] = {
    Kind.RESULT: _OF_PAPER | {
        F.METHOD, F.DATASET, F.TASK, F.METRIC, F.VALUE, F.SPLIT, F.SETTING, F.PROTOCOL, F.UNIT, F.HIGHER_IS_BETTER, F.CONFIGURATION, F.DATE,
    },
    Kind.PAPER: _OF_PAPER | {F.CITES, F.METHOD, F.INTRODUCES, F.USES, F.COMPARES, F.DATASET, F.TASK},
    Kind.METHOD: frozenset({F.METHOD, F.SYNONYM, F.TASK, F.VARIANT_OF}),
    Kind.DATASET: frozenset({F.DATASET, F.SYNONYM, F.PART_OF, F.URL}),
    Kind.TASK: frozenset({F.TASK, F.SYNONYM, F.PART_OF}),
}  # fmt: skip
_MANY: dict[Kind, frozenset[Field]] = {
    Kind.RESULT: frozenset({F.AUTHORS, F.CODE}),
    Kind.PAPER: frozenset({F.AUTHORS, F.CODE, F.CITES, F.METHOD, F.INTRODUCES, F.USES, F.COMPARES, F.DATASET, F.TASK}),
    Kind.METHOD: frozenset({F.SYNONYM, F.TASK}),
    Kind.DATASET: frozenset({F.SYNONYM}),
    Kind.TASK: frozenset({F.SYNONYM}),
}
"""The fields of which a row may say several."""

_NEEDS_NO_MAPPING = frozenset(
    {F.PAPER, F.METHOD, F.DATASET, F.METRIC, F.VALUE, F.SPLIT, F.TASK, F.URL, F.SYNONYM, F.ARXIV, F.DOI, F.YEAR, F.KEY}
)
_NOTHING = frozenset({"", "-", "--", "–", "—", "n/a", "na", "nan", "none", "null", "?"})
_YES, _NO = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})


# --- mappings -------------------------------------------------------------------------------------------------------


def _field_alone(value: object) -> object:
    return {"field": value} if isinstance(value, str) else value


class Column(SourceRecord):
    """What a column holds. `separator` parts a list; the rest is what a column of figures says of them all."""

    model_config = ConfigDict(extra="forbid")

    field: Field
    separator: str | None = None
    metric: str | None = None
    split: str | None = None
    unit: str | None = None
    higher_is_better: bool | None = None


Constant = str | int | float | bool | list[str]


class Mapping(SourceRecord):
    """How the columns of a table are read: those not named here are not. `constants` hold for every row whose own cell is blank."""

    model_config = ConfigDict(extra="forbid")

    row: Kind | None = None
    delimiter: str | None = None
    columns: dict[str, Annotated[Column, BeforeValidator(_field_alone)]]
    constants: dict[Field, Constant] = {}  # noqa: RUF012 - pydantic copies it

    @property
    def kind(self) -> Kind:
        """What a row is, as stated or as the fields tell. RecordError when they tell nothing."""
        kind = self.row or kind_of(self.fields)
        if kind is None:
            raise RecordError(
                f"its fields ({', '.join(sorted(self.fields)) or 'none'}) say nothing together; a result has metric and value, a paper its title or "
                "identifier, a method, dataset or task a synonym"
            )
        return kind

    @property
    def fields(self) -> frozenset[Field]:
        """The fields that rows may have."""
        of_columns = {column.field for column in self.columns.values()}
        metric = {F.METRIC} if any(column.metric for column in self.columns.values() if column.field is F.VALUE) else set()
        return frozenset(of_columns | metric | set(self.constants))

    @property
    def canonical(self) -> str:
        """The mapping as text: equal for equal mappings, and part of what a record is told by."""
        return orjson.dumps(self.model_dump(mode="json", exclude_none=True), option=orjson.OPT_SORT_KEYS).decode()

    def checked(self) -> Mapping:
        """Return the mapping. RecordError for one that contradicts itself."""
        kind = self.kind
        if extra := sorted(self.fields - _FIELDS[kind] - {F.KEY}):
            raise RecordError(f"{extra[0]} says nothing of a {kind}; that has {', '.join(sorted(_FIELDS[kind]))}")
        if alone := sorted({F.KEY, F.VALUE, F.CONFIGURATION} & set(self.constants)):
            raise RecordError(f"constants.{alone[0]}: {alone[0]} is what a row says itself")
        if kind is Kind.RESULT and not {F.METRIC, F.VALUE} <= self.fields:
            raise RecordError("a result needs metric and value: a column or a constant each, or `metric` with a column of figures")
        single: dict[Field, str] = {}
        for name, column in self.columns.items():
            if column.separator is not None and (column.field not in _MANY[kind] or not column.separator):
                raise RecordError(f"columns.{name}.separator: {column.field} of a {kind} is no list")
            if column.field not in (F.VALUE, F.CONFIGURATION) and (other := single.setdefault(column.field, name)) != name:
                raise RecordError(f"columns {other} and {name} are both {column.field}")
            if column.field is not F.VALUE and (column.metric or column.split or column.unit or column.higher_is_better is not None):
                raise RecordError(f"columns.{name}: metric, split, unit and higher_is_better go with field value")
        return self


def kind_of(fields: Iterable[Field]) -> Kind | None:
    """Return what rows with these fields are; None when they say nothing together."""
    found = set(fields) - {F.KEY}
    if {F.METRIC, F.VALUE} <= found and found & (_NAMES_PAPER | {F.METHOD, F.DATASET}):
        return Kind.RESULT
    if F.VALUE in found:
        return None
    if found & _NAMES_PAPER:
        return Kind.PAPER
    of_thing = {Kind.METHOD: F.METHOD, Kind.DATASET: F.DATASET, Kind.TASK: F.TASK}
    fitting = [kind for kind, name in of_thing.items() if name in found and len(found) > 1 and found <= _FIELDS[kind]]
    return fitting[0] if fitting else None


def beside(path: Path) -> Path:
    """Return where a table's mapping lies: `results.map.yaml` for `results.csv` and `results.csv.gz`."""
    return path.with_name(f"{base_name(path).stem}.map.yaml")


def read_mapping(path: Path) -> Mapping:
    """Return the mapping that a file declares. SourceError names what is wrong with it."""
    try:
        found = [plain(node) for node in documents(path)]
        return understood(Mapping, found[0] if len(found) == 1 else None).checked()
    except RecordError as error:
        raise SourceError(f"{path}: {error}") from None


def told_by_names(columns: Sequence[str]) -> Mapping | None:
    """Return the mapping of a table whose columns are all named as fields; None for another, or when they say nothing together."""
    names = {name: name.strip().lower() for name in columns}
    if len(names) < 2 or len(names) != len(columns) or not set(names.values()) <= _NEEDS_NO_MAPPING:
        return None
    try:
        return understood(Mapping, {"columns": names}).checked()
    except RecordError:
        return None


# --- rows -----------------------------------------------------------------------------------------------------------


class Fact(NamedTuple):
    """A fact that a row states, and the column it stands in when a row has several of its type."""

    row: Row
    column: str = ""


def facts_of(mapping: Mapping, cells: Row) -> list[Fact]:
    """Return what a row states, as facts (docs/facts.md). RecordError for a row that states nothing, or holds what is no value."""
    said = _Said(mapping, cells)
    match mapping.kind:
        case Kind.RESULT:
            return _results(mapping, said)
        case Kind.PAPER:
            return [Fact(_paper(said) | _contents(said))]
        case kind:
            return [Fact(_thing(said, kind))]


def key_of(mapping: Mapping, cells: Row) -> str | None:
    """Return the key that a row states; None when it states none."""
    return _Said(mapping, cells).text(F.KEY)


class _Said:
    """A row by its fields."""

    def __init__(self, mapping: Mapping, cells: Row) -> None:
        self.kind = mapping.kind
        self.columns = {column.field: (name, column) for name, column in mapping.columns.items()}
        self.constants = mapping.constants
        self.cells = cells

    def many(self, field: Field) -> list[str]:
        """The texts of a field, without blank ones."""
        value: object = None
        if field in self.columns:
            name, column = self.columns[field]
            value = self.cells.get(name)
            if isinstance(value, str) and column.separator:
                value = value.split(column.separator)
        if value is None or (isinstance(value, str) and _is_blank(value)):
            value = self.constants.get(field)
        items = value if isinstance(value, list) else [value]
        return [text for item in items if (text := written(item, field))]

    def text(self, field: Field) -> str | None:
        """The one text of a field."""
        found = self.many(field)
        if len(found) > 1:
            raise RecordError(f"{field} is {found!r}; expected one")
        return found[0] if found else None


def written(value: object, name: str) -> str | None:
    """Return a cell's text; None for one that says nothing. RecordError for an object."""
    if isinstance(value, bool):
        return str(value).lower()
    if value is None or isinstance(value, (str, int, float)):
        text = " ".join(str("" if value is None else value).split())
        return None if _is_blank(text) else text
    raise RecordError(f"{name} is {str(value)[:60]}; expected text or a number")


def _is_blank(text: str) -> bool:
    return text.strip().lower() in _NOTHING


def _stated(found: Row) -> Row:
    return {name: value for name, value in found.items() if value not in (None, [], {})}


def _paper(said: _Said) -> Row:
    """The paper of a row. What stands for its title may be an identifier or an address."""
    ids: Row = {str(field): said.text(field) for field in _IDS}
    title, url = said.text(F.PAPER), said.text(F.URL)
    for address in (title, url):
        if address and (found := recognise(address)) and found.scheme is not IdScheme.ORCID:
            ids[found.scheme.value] = ids.get(found.scheme.value) or found.value
        elif address and "://" in address and repository(address) is None:
            ids.setdefault("url", address)
    title = None if title and ("://" in title or recognise(title)) else title
    return _stated({
        "type": "paper", "ids": _stated(ids), "title": title, "authors": said.many(F.AUTHORS), "year": _year(said.text(F.YEAR)),
        "published": said.text(F.PUBLISHED), "venue": said.text(F.VENUE), "url": url, "code": _code(said, url),
    })  # fmt: skip


def _code(said: _Said, url: str | None) -> list[str]:
    return [*said.many(F.CODE), *([url] if url and repository(url) else [])]


def _year(text: str | None) -> int | None:
    if text is not None and not (text.isascii() and text.isdigit()):
        raise RecordError(f"year is {text!r}; expected a whole number")
    return int(text) if text else None


def _contents(said: _Said) -> Row:
    """What a paper is stated to introduce, use, compare with, evaluate on, address and cite. A method without a role is used."""
    return _stated({
        "introduces": said.many(F.INTRODUCES), "uses": [*said.many(F.USES), *said.many(F.METHOD)], "compares": said.many(F.COMPARES),
        "datasets": said.many(F.DATASET), "tasks": said.many(F.TASK), "cites": [_cited(text) for text in said.many(F.CITES)],
    })  # fmt: skip


def _cited(text: str) -> Row:
    found = recognise(text)
    return {found.scheme.value: found.value} if found else {"url" if "://" in text else "title": text}


def _thing(said: _Said, kind: Kind) -> Row:
    name = said.text(F(kind.value))
    if name is None:
        raise RecordError(f"has no {kind}")
    return _stated({
        "type": str(kind), "name": name, "aliases": said.many(F.SYNONYM), "part_of": said.text(F.PART_OF), "variant_of": said.text(F.VARIANT_OF),
        "url": said.text(F.URL), "addresses": said.many(F.TASK) if kind is Kind.METHOD else None,
    })  # fmt: skip


def _results(mapping: Mapping, said: _Said) -> list[Fact]:
    """The results of a row, one for each column of figures that has one, and the paper that reports them."""
    paper = _paper(said)
    is_named = "ids" in paper or "title" in paper
    code = paper.get("code")
    shared: Row = {
        "type": "result", "method": said.text(F.METHOD), "dataset": said.text(F.DATASET), "task": said.text(F.TASK), "setting": said.text(F.SETTING),
        "protocol": said.text(F.PROTOCOL), "date": said.text(F.DATE), "configuration": _configuration(mapping, said),
        "reported_by": _reporter(paper) if is_named else {"repository": code[0]} if isinstance(code, list) else None,
    }  # fmt: skip
    found = []
    for name, column in mapping.columns.items():
        if column.field is F.VALUE and (value := written(said.cells.get(name), name)) is not None:
            of_value: Row = {
                "metric": column.metric or said.text(F.METRIC), "value": value, "split": column.split or said.text(F.SPLIT),
                "unit": column.unit or said.text(F.UNIT), "higher_is_better": _better(column, said),
            }  # fmt: skip
            found.append(Fact(_stated(shared | of_value), name))
    if not found:
        raise RecordError("has no figure")
    return [Fact(paper), *found] if is_named else found


def _configuration(mapping: Mapping, said: _Said) -> Row:
    named = [name for name, column in mapping.columns.items() if column.field is F.CONFIGURATION]
    return {name: text for name in named if (text := written(said.cells.get(name), name))}


def _reporter(paper: Row) -> Row:
    ids = paper.get("ids")
    return {**ids} if isinstance(ids, dict) else {name: paper[name] for name in ("title", "authors", "year") if name in paper}


def _better(column: Column, said: _Said) -> bool | None:
    if column.higher_is_better is not None:
        return column.higher_is_better
    text = (said.text(F.HIGHER_IS_BETTER) or "").lower()
    if text and text not in _YES | _NO:
        raise RecordError(f"higher_is_better is {text!r}; expected true or false")
    return text in _YES if text else None
