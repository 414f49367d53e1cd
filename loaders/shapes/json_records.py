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
    start = Head(head(path))
    document = start.document
    if document is None:
        broken = _broken(start)
        return _of_lines(path) if broken is None else _of_array(path, "item" if broken == b"[" else "", "")
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


def _broken(start: Head) -> bytes | None:
    """Return with which bracket a document begins that is no JSON; None for lines, of which some may be none.

    A document has no whole object on any of its first lines, and its first line is only the beginning of a value.
    """
    first = start.data.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0].rstrip()
    begins = first[:1] in (b"[", b"{") and not first.endswith((b"]", b"}"))
    return first[:1] if begins and start.object is None else None


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
