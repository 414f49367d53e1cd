"""A mapping to begin with: guessed from the names of a table's columns and its first rows, for a person to correct."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import yaml

from graph.names import is_metric, parse_figure
from loaders.mapping import Field, Kind, kind_of, written
from loaders.shapes.pieces import BadPiece
from loaders.sources.table import sheet

_SAMPLE = 100

_NAMES: dict[Field, str] = {
    Field.KEY: "id|identifier",
    Field.PAPER: "title|papertitle|reference|publication|paperorsource|papersource",
    Field.ARXIV: "arxivid",
    Field.URL: "link|address|paperurl|paperlink|website",
    Field.AUTHORS: "author|authornames",
    Field.YEAR: "publicationyear|paperyear|pubyear",
    Field.PUBLISHED: "publicationdate|publishedon|paperdate",
    Field.VENUE: "journal|conference|journalorconference|proceedings",
    Field.CODE: "github|repo|repository|codeurl|codelink|implementation",
    Field.METHOD: "model|modelname|methodname|system|approach|algorithm|architecture|network",
    Field.DATASET: "data|datasetname|benchmark|corpus|testset",
    Field.TASK: "taskname|problem",
    Field.METRIC: "measure|metricname",
    Field.VALUE: "score|result|figure|metricvalue",
    Field.SPLIT: "subset|partition",
    Field.PROTOCOL: "evaluationprotocol",
    Field.SYNONYM: "synonyms|alias|aliases|alsoknownas|aka",
    Field.PART_OF: "parent|suite|partof",
    Field.VARIANT_OF: "variantof|basemodel",
    Field.CONFIGURATION: "config|notes?|remarks?|params|parameters|numberofparams|backbone|hardware|seed|epochs?",
}
_SEPARATORS = (";", "|", " and ")
_LISTS = frozenset({Field.AUTHORS, Field.CODE, Field.SYNONYM, Field.CITES, Field.INTRODUCES, Field.USES, Field.COMPARES})


def proposed(path: Path) -> str:
    """Return a mapping for a table as YAML, with what is not read as a remark. SourceError for a file that is no table."""
    table = sheet(path)
    rows = [row.cells for row in islice(table.rows, _SAMPLE) if not isinstance(row, BadPiece)]
    names = list(
        dict.fromkeys([*table.columns, *(name for row in rows for name in row)] if not table.is_fixed else filter(None, table.columns))
    )
    samples = {name: [text for row in rows if (text := _shown(row.get(name)))] for name in names}
    columns = _columns(samples)
    fields = {Field(column["field"]) for column in columns.values()} | (
        {Field.METRIC} if any("metric" in c for c in columns.values()) else set()
    )
    return _yaml(path.name, columns, kind_of(fields), [name for name in names if name not in columns])


def _shown(cell: object) -> str | None:
    return written(cell, "") if cell is None or isinstance(cell, (str, int, float)) else None


def _columns(samples: dict[str, list[str]]) -> dict[str, dict[str, str]]:
    """The columns whose names tell what they hold, each field once; then columns of figures, when no column names their metric."""
    found: dict[str, dict[str, str]] = {}
    for name in samples:
        field = _field(name)
        if field and (field is Field.CONFIGURATION or field not in {column["field"] for column in found.values()}):
            found[name] = {"field": field.value} | _separator(field, samples[name])
    if not {Field.METRIC, Field.VALUE} <= {Field(column["field"]) for column in found.values()}:
        measured = [name for name in samples if name not in found and is_metric(name) and _are_figures(name, samples[name])]
        found |= {name: {"field": Field.VALUE.value, "metric": name} for name in measured}
    return {name: found[name] for name in samples if name in found}


def _field(name: str) -> Field | None:
    plain = re.sub(r"[^a-z0-9]+", "", name.lower())
    exact = next((field for field in Field if plain == field.value.replace("_", "")), None)
    return exact or next((field for field, names in _NAMES.items() if re.fullmatch(names, plain)), None)


def _separator(field: Field, sample: Iterable[str]) -> dict[str, str]:
    texts = list(sample)
    parting = [separator for separator in _SEPARATORS if field in _LISTS and any(separator in text for text in texts)]
    return {"separator": parting[0]} if parting else {}


def _are_figures(name: str, sample: list[str]) -> bool:
    return bool(sample) and sum(parse_figure(text, name).value is not None for text in sample) * 2 > len(sample)


def _yaml(file: str, columns: dict[str, dict[str, str]], kind: Kind | None, unread: list[str]) -> str:
    lines = [f"# How {file} is read, column by column: docs/tables.md lists the fields. Columns that are not named here are not read."]
    lines += [f"row: {kind}"] if kind else ["# row: result, paper, method, dataset or task"]
    lines += ["columns:"] + [f"  {_text(name)}: {_short(column)}" for name, column in columns.items()]
    lines += [f"  # {_text(name)}: …" for name in unread]
    return "\n".join([*lines, "# constants: {task: …}", ""])


def _short(column: dict[str, str]) -> str:
    return column["field"] if len(column) == 1 else "{" + ", ".join(f"{name}: {_text(value)}" for name, value in column.items()) + "}"


def _text(value: str) -> str:
    """A text as YAML, quoted where it must be."""
    is_plain = re.fullmatch(r"[A-Za-z][\w ./%@()+-]*[\w.%)]|[A-Za-z]", value) is not None and yaml.safe_load(value) == value
    return value if is_plain else json.dumps(value, ensure_ascii=False)
