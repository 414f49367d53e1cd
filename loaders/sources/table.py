"""Tables of one's own: CSV, TSV and the like, or JSONL, read as facts by a mapping (docs/tables.md)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter

from graph.claims import RANKS
from graph.evidence import Assertion, Record, Rejection
from loaders.errors import RecordError, SourceError
from loaders.files import base_name, head
from loaders.head import Head, Row
from loaders.mapping import Fact, Mapping, beside, facts_of, key_of, read_mapping, told_by_names
from loaders.records import checked, content_key, decode, digest, stored
from loaders.shapes.delimited import delimiter_of, first_row, rows
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import BadPiece, packed
from loaders.sources.facts import LOADER as FACTS
from loaders.sources.facts import fact
from loaders.units import Unit

LOADER = f"table/1 {FACTS}"
EXAMPLE = """\
paper,method,dataset,metric,value
Fully Convolutional Networks for Semantic Segmentation,FCN,Cityscapes,mIoU,65.3"""
_EXTRACTOR = "table/1"
_FACTS = TypeAdapter(list[Fact])


class TableRow(NamedTuple):
    """A row by the names of its columns."""

    place: str
    cells: Row


def detect(head: Head) -> bool:
    """Whether all columns are named as fields, and say something together."""
    columns = list(head.object) if head.object is not None else first_row(head.text) if head.text else []
    return told_by_names(columns) is not None


# --- files ----------------------------------------------------------------------------------------------------------


class Sheet(NamedTuple):
    """A table: the names of its columns, its rows, and whether each row has just those columns."""

    columns: list[str]
    rows: Iterator[TableRow | BadPiece]
    is_fixed: bool


def sheet(path: Path, delimiter: str | None = None) -> Sheet:
    """Return a table. SourceError when it has no names of columns, or one twice."""
    start = Head(head(path))
    if start.object is not None:
        return Sheet(list(start.object), _of_json(path), is_fixed=False)
    found = rows(path, delimiter or delimiter_of(start.text or "") or ",")
    first = next(found, None)
    names = first.cells if first else []
    if twice := next((name for name in names if name and names.count(name) > 1), None):
        raise SourceError(f"{path}: two columns are called {twice!r}; rename one")
    return Sheet(names, (_row(names, cells, line) for line, cells in found), is_fixed=True)


def _row(names: Sequence[str], cells: Sequence[str], line: int) -> TableRow | BadPiece:
    if len(cells) != len(names):
        return BadPiece(f":{line}", f"has {len(cells)} cells; the first line names {len(names)} columns")
    return TableRow(f":{line}", {name: cell for name, cell in zip(names, cells, strict=True) if name})


def _of_json(path: Path) -> Iterator[TableRow | BadPiece]:
    for piece in json_records(path):
        if isinstance(piece, BadPiece):
            yield piece
            continue
        try:
            yield TableRow(piece.place, decode(piece.raw))
        except RecordError as error:
            yield BadPiece(piece.place, str(error))


def declared(path: Path) -> Mapping | None:
    """Return the mapping that lies beside a table; None when none does. SourceError when it cannot be used."""
    return read_mapping(beside(path)) if beside(path).is_file() else None


def mapped(path: Path, given: Mapping | None) -> tuple[Sheet, Mapping]:
    """Return a table and how it is read: by the mapping given, else the names of its columns. SourceError when they do not fit."""
    found = sheet(path, given.delimiter if given else None)
    mapping = given or told_by_names(found.columns)
    if mapping is None:
        raise SourceError(
            f"{path}: its columns ({', '.join(found.columns)[:200]}) are no fields; `citegraph map {path}` proposes a mapping"
        )
    missing = [name for name in mapping.columns if name not in found.columns]
    if missing and found.is_fixed:
        raise SourceError(f"{path}: has no column {missing[0]!r}, which its mapping names; it has {', '.join(filter(None, found.columns))}")
    return found, mapping


# --- rows -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TableReader:
    """Reads tables; implements `loaders.units.Reader`. A unit holds the facts of a row, so that understanding it needs no mapping.

    A record is keyed by its row, whatever the mapping, and told by both: with another mapping it is read anew.
    """

    mapping: Mapping | None = None

    def reading(self, path: Path) -> str:
        """See `Reader.reading`; SourceError for a mapping that cannot be used."""
        mapping = self.mapping or declared(path)
        return f"{LOADER}\n{mapping.canonical if mapping else ''}"

    def units(self, path: Path, source: str) -> Iterator[Unit | Rejection]:
        """See `Reader.units`: one unit for each row."""
        table, mapping = mapped(path, self.mapping or declared(path))
        for row in table.rows:
            yield _unit(row, mapping, source, path.name)

    def record(self, unit: Unit) -> Record | Rejection:
        """See `Reader.record`."""
        try:
            said = checked(_assertions(unit))
            return Record(unit.source, unit.key, unit.digest, said, unit.locator, None, RANKS["curated"])
        except RecordError as error:
            return Rejection(unit.source, unit.key, unit.locator, str(error))


def _unit(row: TableRow | BadPiece, mapping: Mapping, source: str, file: str) -> Unit | Rejection:
    locator, key = f"{file}{row.place}", None
    if isinstance(row, BadPiece):
        return Rejection(source, key, locator, row.reason)
    try:
        cells = packed(row.cells)
        key = stored("key", key_of(mapping, row.cells) or content_key(cells))
        facts = packed({"facts": [said._asdict() for said in facts_of(mapping, row.cells)]})
        return Unit(source, key, digest(cells, LOADER, mapping.canonical), locator, facts)
    except RecordError as error:
        return Rejection(source, key, locator, str(error))


def _assertions(unit: Unit) -> Iterator[Assertion]:
    """What the facts of a row say, as this reader's."""
    for said in _FACTS.validate_python(decode(unit.raw)["facts"]):
        for item in fact(said.row, f"{unit.source}:{unit.key}:{said.column}"):
            yield item._replace(place=item.place._replace(extractor=_EXTRACTOR, locator=item.place.locator or said.column))


READER = TableReader()


class Read(NamedTuple):
    """A row, and what comes of it; `cells` is empty for one that has other columns than its table."""

    place: str
    cells: Row
    outcome: Record | Rejection


def preview(path: Path, mapping: Mapping, count: int) -> list[Read]:
    """Return the first rows of a table as a load with this mapping reads them."""
    table, _ = mapped(path, mapping)
    found = []
    for row in islice(table.rows, count):
        unit = _unit(row, mapping, base_name(path).stem, path.name)
        cells = row.cells if isinstance(row, TableRow) else {}
        found.append(Read(row.place, cells, unit if isinstance(unit, Rejection) else READER.record(unit)))
    return found
