"""BibTeX: the entries of a file, one at a time; bibtexparser understands each.

A file is cut where a line begins an entry, which is where bibtexparser starts anew after an error. Values stand as they are written, without
their delimiters, with macros (@string) put in. What stands between entries, @comment and @preamble are no records.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bibtexparser.exceptions import ParserStateException
from bibtexparser.model import Block, DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ImplicitComment, ParsingFailedBlock, String
from bibtexparser.splitter import Splitter

from loaders.errors import RecordError, SourceError
from loaders.files import MAX_LINE, opened, readable
from loaders.head import Row
from loaders.shapes.pieces import BadPiece, Piece, packed

logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # else it prints what is rejected here with its reason

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_START = re.compile(rb"^[ \t]*@\w*[ \t]*[{(]", re.MULTILINE)
_KEY = re.compile(rb"[ \t]*@\w*[ \t]*[{(]\s*([^\s,]+)")
_CROSSREF = re.compile(rb"crossref\s*=\s*[{\"]?\s*([^\s{}\",]+)", re.IGNORECASE)
_FIELD = re.compile(r",\s*(\w+)\s*=")
_INHERITED = ("booktitle", "date", "month", "year")
_PART = 1 << 20
_BOM = b"\xef\xbb\xbf"

_FIRST = re.compile(r"\s*@(?:(?:string|comment|preamble)\b|\w+[ \t]*[{(]\s*[^\s,{}()\"'=]*\s*,)", re.IGNORECASE)
_MOST_WORDS = 4
"""How many lines of words may stand before the first entry: programs name themselves there; of prose an entry is but an example."""


def begins(text: str) -> bool:
    """Whether an entry stands at the beginning of a text, behind comments (%), or a few lines without a mark of another syntax."""
    start = re.search(r"^[ \t]*@", text, re.MULTILINE)
    if start is None or not _FIRST.match(text, start.start()):
        return False
    before = [line for line in text[: start.start()].splitlines() if line.strip() and not line.lstrip().startswith("%")]
    return len(before) <= _MOST_WORDS and not any(set("`|#<{[") & set(line) for line in before)


def bibtex_entries(path: Path) -> Iterator[Piece | BadPiece]:
    """Yield the entries of a file in order: fields by name, and `ENTRYTYPE` and `ID` (its citekey).

    What an entry takes from its `crossref` stands in it.
    """
    parents = _parents(path)
    macros = {name: name for name in _MONTHS}
    for block in _blocks(path):
        for item in _read(block, macros):
            if isinstance(item, BadPiece):
                yield item
                continue
            place, entry = item
            try:
                yield Piece(place, packed(_with_inherited(entry, parents)))
            except RecordError as error:
                yield BadPiece(place, str(error))


# --- cutting --------------------------------------------------------------------------------------------------------


class _Block(NamedTuple):
    """From a line that begins an entry to the next such, and the number of the first."""

    line: int
    data: bytes


def _blocks(path: Path) -> Iterator[_Block]:
    line, held, looked = 1, b"", 0
    for part in _parts(path):
        held += part
        begin = 0
        for found in _START.finditer(held, looked):
            if found.start() > begin:
                yield _Block(line, held[begin : found.start()])
                line += held.count(b"\n", begin, found.start())
                begin = found.start()
        held = held[begin:]
        looked = len(held)
        if looked > MAX_LINE:
            raise SourceError(f"{path}:{line}: more than 64 MiB without an entry; this is no BibTeX")
    if held:
        yield _Block(line, held)


def _parts(path: Path) -> Iterator[bytes]:
    """Yield a file in parts that end with a line."""
    read, rest = 0, b""
    with opened(path) as stream:
        while True:
            with readable(path, f"after byte {read}"):
                found = stream.read(_PART)
            if not found:
                break
            rest += found.removeprefix(_BOM) if read == 0 else found
            read += len(found)
            end = rest.rfind(b"\n") + 1
            yield rest[:end]
            rest = rest[end:]
            if len(rest) > MAX_LINE:
                raise SourceError(f"{path}: a line of more than 64 MiB; this is no BibTeX")
    yield rest


def _parents(path: Path) -> dict[str, Row]:
    """What the entries give that others of the file name as their `crossref`, by citekey."""
    macros = {name: name for name in _MONTHS}
    found: dict[str, Row] = {}
    try:
        named = {found[1] for part in _parts(path) for found in _CROSSREF.finditer(part)}
        for block in _blocks(path) if named else ():
            key = _KEY.match(block.data)
            if (key and key[1] in named) or b"@string" in block.data[:80].lower():
                for item in _read(block, macros):
                    if not isinstance(item, BadPiece):
                        found.setdefault(str(item.entry["ID"]), item.entry)
    except SourceError:  # told when the entries are read, after those before it
        return {}
    return {key: {"booktitle": entry.get("title"), **entry} for key, entry in found.items()}


def _with_inherited(entry: Row, parents: dict[str, Row]) -> Row:
    parent = parents.get(str(entry.get("crossref", "")).strip())
    if parent is None:
        return entry
    dated = any(name in entry for name in ("date", "year"))
    names = [name for name in _INHERITED if parent.get(name) and name not in entry and (name == "booktitle" or not dated)]
    return entry | {name: parent[name] for name in names}


# --- reading --------------------------------------------------------------------------------------------------------


class _Read(NamedTuple):
    place: str
    entry: Row


def _read(block: _Block, macros: dict[str, str]) -> Iterator[_Read | BadPiece]:
    """Yield the entries of a block, mostly one. Macros that it defines are added."""
    try:
        found = Splitter(block.data.decode()).split().blocks
    except UnicodeDecodeError as error:
        yield BadPiece(f":{block.line}", f"is not UTF-8 (byte {error.start}); convert the file, for example with iconv")
        return
    except ParserStateException as error:
        yield BadPiece(f":{block.line}", f"is no BibTeX: {error.message}")
        return
    for item, behind in zip(found, [*found[1:], None], strict=False):
        place = f":{block.line + (item.start_line or 0)}"
        item = _inner(item)
        if isinstance(item, String):
            macros[item.key.lower()] = _value(item.value, macros)
        elif isinstance(item, ParsingFailedBlock) and not str(item.raw).lower().startswith("@comment"):
            yield BadPiece(place, f"is no BibTeX entry: {_told(item)}")
        elif isinstance(item, Entry):
            if isinstance(behind, ImplicitComment) and (more := _FIELD.match(behind.comment)):
                yield BadPiece(place, f"is no BibTeX entry: it is closed before {more[1]!r}; its braces do not match")
            else:
                yield _Read(place, _fields(item, macros))


def _inner(block: Block) -> Block:
    """The entry or macro itself where a name is repeated: of fields the first counts, of macros the last."""
    if isinstance(block, (DuplicateFieldKeyBlock, DuplicateBlockKeyBlock)) and block.ignore_error_block is not None:
        return block.ignore_error_block
    return block


def _told(block: ParsingFailedBlock) -> str:
    reason = " ".join(str(getattr(block.error, "abort_reason", block.error)).split())
    return "it is open until the next one or the end of the file" if "end of file" in reason else reason[:200]


def _fields(entry: Entry, macros: dict[str, str]) -> Row:
    found: Row = {"ENTRYTYPE": entry.entry_type.lower(), "ID": entry.key}
    for field in entry.fields:
        found.setdefault(field.key.lower(), _value(field.value, macros))
    return found


def _value(written: str, macros: dict[str, str]) -> str:
    """A value without delimiters: what is joined by # put together, a macro that is nowhere defined empty, as for BibTeX."""
    if "#" not in written:
        return _part(written, macros)
    return "".join(_part(part, macros) for part in _joined(written))


def _part(part: str, macros: dict[str, str]) -> str:
    part = part.strip()
    if part[:1] in ("{", '"'):
        return part[1:-1] if len(part) > 1 and part[-1] == {"{": "}"}.get(part[0], '"') else part[1:]
    return part if part.isdigit() else macros.get(part.lower(), "")


def _joined(written: str) -> Iterator[str]:
    """The parts of a value between #, of which those in braces and quotes separate nothing."""
    depth, quoted, start = 0, False, 0
    for found in re.finditer(r"(?<!\\)[{}\"#]", written):
        mark = found[0]
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
        elif depth == 0 and mark == '"':
            quoted = not quoted
        elif depth == 0 and mark == "#" and not quoted:
            yield written[start : found.start()]
            start = found.end()
    yield written[start:]
