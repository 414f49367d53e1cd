"""Leaderboards nested by task → datasets → rows, with subtasks: the evaluation tables of Papers with Code, flattened as they are read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from loaders.errors import RecordError
from loaders.head import Row
from loaders.records import decode
from loaders.shapes.json_records import json_records
from loaders.shapes.pieces import BadPiece, Piece, packed


def nested_tables(path: Path) -> Iterator[Piece | BadPiece]:
    """Yield, task by task, `{"tree": …}` for it and `{"row": …}` for each entry of its tables, then its subtasks.

    Only one top-level task is held at a time. A row has its task and dataset beside its own fields; a part of a dataset is called
    `dataset / part`. SourceError as `json_records`.
    """
    for piece in json_records(path):
        if isinstance(piece, BadPiece):
            yield piece
            continue
        try:
            found = decode(piece.raw)
        except RecordError as error:
            yield BadPiece(piece.place, str(error))
            continue
        yield from _task(found, piece.place, None)


def _task(task: Row, place: str, parent: object) -> Iterator[Piece | BadPiece]:
    name, datasets = task.get("task"), list(_objects(task, "datasets", place))
    headings: list[Row] = []
    for item in datasets:
        if not isinstance(item, BadPiece):
            headings += _headings(item[1], "dataset", "")
    node = {"task": name, "parent": parent, "synonyms": task.get("synonyms"), "datasets": headings}
    yield Piece(place, packed({"tree": node}))
    for item in datasets:
        yield from (item,) if isinstance(item, BadPiece) else _rows(item[1], item[0], "dataset", name, "")
    for item in _objects(task, "subtasks", place):
        yield from (item,) if isinstance(item, BadPiece) else _task(item[1], item[0], name)


def _headings(dataset: Row, called: str, whole: str) -> Iterator[Row]:
    name = _joined(whole, dataset.get(called))
    if name:
        yield {"name": name, "links": dataset.get("dataset_links")}
    for item in _objects(dataset, "subdatasets", ""):
        if not isinstance(item, BadPiece):
            yield from _headings(item[1], "subdataset", name)


def _rows(dataset: Row, place: str, called: str, task: object, whole: str) -> Iterator[Piece | BadPiece]:
    name = _joined(whole, dataset.get(called))
    table = dataset.get("sota")
    if isinstance(table, dict):
        for item in _objects(table, "rows", f"{place}/sota"):
            yield item if isinstance(item, BadPiece) else Piece(item[0], packed({"row": {**item[1], "task": task, "dataset": name}}))
    elif table is not None:
        yield BadPiece(f"{place}/sota", "is no object")
    for item in _objects(dataset, "subdatasets", place):
        yield from (item,) if isinstance(item, BadPiece) else _rows(item[1], item[0], "subdataset", task, name)


def _joined(whole: str, part: object) -> str:
    return " / ".join(text for text in (whole, part) if isinstance(text, str) and text.strip())


def _objects(row: Row, name: str, place: str) -> Iterator[tuple[str, Row] | BadPiece]:
    """Yield the objects of a list with their places; what is none is told."""
    found = row.get(name)
    if found is not None and not isinstance(found, list):
        yield BadPiece(f"{place}/{name}", "is no list")
        return
    for number, item in enumerate(found or ()):
        where = f"{place}/{name}/{number}"
        if isinstance(item, dict):
            yield where, item
        else:
            yield BadPiece(where, "is no object")
