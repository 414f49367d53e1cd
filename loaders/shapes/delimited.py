"""Delimited text (CSV, TSV, and with other delimiters): a line of column names, then rows of as many cells."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from loaders.errors import SourceError
from loaders.files import lines

DELIMITERS = (",", "\t", ";", "|")
_SAMPLE = 50


class Cells(NamedTuple):
    """A row: the line on which it begins, from 1, and its cells without the space around them."""

    line: int
    cells: list[str]


def delimiter_of(start: str) -> str | None:
    """Return the delimiter by which most of the first rows have as many cells as the first; None when none makes two."""
    best: tuple[float, int, str] | None = None
    for delimiter in DELIMITERS:
        widths = [len(row) for row in _sample(start, delimiter)]
        if widths and widths[0] > 1:
            found = (widths.count(widths[0]) / len(widths), widths[0], delimiter)
            best = found if best is None else max(best, found, key=lambda item: item[:2])
    return best[2] if best else None


def first_row(start: str) -> list[str]:
    """Return the cells of the first row of a text; none when nothing parts it."""
    delimiter = delimiter_of(start)
    return _sample(start, delimiter)[0] if delimiter else []


def _sample(start: str, delimiter: str) -> list[list[str]]:
    """The first rows, without the last of a beginning, which may be cut."""
    found: list[list[str]] = []
    whole = start.splitlines(keepends=True)
    try:
        for row in csv.reader(whole if len(whole) < 2 or start.endswith("\n") else whole[:-1], delimiter=delimiter, skipinitialspace=True):
            if any(row):
                found.append([cell.strip() for cell in row])
            if len(found) == _SAMPLE:
                break
    except csv.Error:
        return []
    return found


def rows(path: Path, delimiter: str) -> Iterator[Cells]:
    """Yield the rows of a file, that of the names of its columns first; blank lines are none. SourceError where it cannot be read further."""
    reader = csv.reader(_text(path), delimiter=delimiter, skipinitialspace=True)  # skips a space between a comma and a quote
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise SourceError(f"{path}: is no table from line {line} on ({error}); look for a quote that is left open") from None
        if row is None:
            return
        cells = [" ".join(cell.split()) for cell in row]
        if any(cells):
            yield Cells(line, cells)


def _text(path: Path) -> Iterator[str]:
    for number, data in lines(path):
        try:
            yield data.decode("utf-8-sig" if number == 1 else "utf-8") + "\n"
        except UnicodeDecodeError:
            raise SourceError(f"{path}:{number}: is not UTF-8; convert it, for example with iconv") from None
