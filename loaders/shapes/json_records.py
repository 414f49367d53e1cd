"""JSON: an object on each line, an array of objects, an answer of a service that wraps them, or one object."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import ijson
from ijson.common import JSONError

from loaders.errors import RecordError, SourceError
from loaders.files import head, lines, opened, readable
from loaders.head import Head, wrapper
from loaders.shapes.pieces import BadPiece, Piece, packed


def json_records(path: Path) -> Iterator[Piece | BadPiece]:
    """Yield the objects of a file in order; arrays are read as a stream. SourceError where the file cannot be read further."""
    document = Head(head(path)).document
    if document is None:
        return _of_lines(path)
    if isinstance(document, list):
        return _of_array(path, "item", "")
    assert isinstance(document, dict)
    inside = wrapper(document)
    if inside is None:
        return _of_array(path, "", "")
    place = f"/{inside.replace('.', '/')}"
    held: object = document
    for name in inside.split("."):
        held = held[name] if isinstance(held, dict) else None
    return _of_array(path, f"{inside}.item" if isinstance(held, list) else inside, place)


def _of_lines(path: Path) -> Iterator[Piece | BadPiece]:
    for number, raw in lines(path):
        if raw.strip():
            yield Piece(f":{number}", raw)


def _of_array(path: Path, prefix: str, place: str) -> Iterator[Piece | BadPiece]:
    """Places are JSON pointers (RFC 6901)."""
    numbered = prefix.endswith("item")
    with opened(path) as stream:
        found = ijson.items(stream, prefix, use_float=True)
        for number in count():
            where = f"#{place}/{number}" if numbered else f"#{place}"
            try:
                with readable(path, f"after {place}/{number}"):
                    item = next(found, _END)
            except (JSONError, UnicodeDecodeError) as error:
                raise SourceError(f"{path}: is no JSON from {where} on ({_line(error)}); get the file again") from None
            if item is _END:
                return
            try:
                yield Piece(where, packed(item))
            except RecordError as error:
                yield BadPiece(where, str(error))


_END = object()


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
