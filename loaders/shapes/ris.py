"""RIS: the records of a file, from TY to ER, one at a time; rispy reads each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rispy import RisParser

from loaders.errors import RecordError, SourceError
from loaders.files import MAX_LINE, lines
from loaders.shapes.pieces import BadPiece, Piece, packed

_BEGIN = re.compile(r"(?:[^{}\[\]<>|#\n]*\n){0,20}?\ufeff?TY  - [A-Z0-9]+\s*$", re.MULTILINE)
_BOM = b"\xef\xbb\xbf"


def begins(text: str) -> bool:
    """Whether a text begins with a record, or with a few plain lines before one."""
    return _BEGIN.match(text) is not None


def ris_records(path: Path) -> Iterator[Piece | BadPiece]:
    """Yield the records of a file in order, under rispy's names of the tags. What stands outside of them is passed over."""
    first, size = 0, 0
    held: list[bytes] = []
    for number, line in lines(path):
        data = line.removeprefix(_BOM) if number == 1 else line
        if data.startswith(b"TY  -"):
            if held:
                yield BadPiece(f":{first}", _OPEN)
            first, held, size = number, [data], 0
        elif held:
            held.append(data)
            size += len(data)
            if data.startswith(b"ER  -"):
                yield _piece(first, b"\n".join(held))
                held = []
            elif size > MAX_LINE:
                raise SourceError(f"{path}:{first}: more than 64 MiB without the end of a record; this is no RIS")
    if held:
        yield BadPiece(f":{first}", _OPEN)


_OPEN = "is open until the next one or the end of the file; a record ends with a line `ER  - `"


def _piece(first: int, data: bytes) -> Piece | BadPiece:
    try:
        (found,) = RisParser(skip_unknown_tags=True, delimiter_tags_mapping={}).parse(data.decode())
        return Piece(f":{first}", packed(found))
    except UnicodeDecodeError as error:
        return BadPiece(f":{first}", f"is not UTF-8 (byte {error.start}); convert the file, for example with iconv")
    except RecordError as error:
        return BadPiece(f":{first}", str(error))
