"""Changes of texts inside source code: where the pieces of a string literal lie, and how a change of one becomes a change of the file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple


class Change(NamedTuple):
    """Replace `start` to `end` of a text by another."""

    operator: str
    start: int
    end: int
    text: str


_PIECE = re.compile(r"""([rRfFbBuU]*)(\"\"\"|'''|"|')((?:\\.|(?!\2).)*)\2""", re.DOTALL)


class Source:
    """Source code, with offsets in characters for the positions of its syntax tree."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = ast.parse(text)
        self._lines = text.splitlines(keepends=True)
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))

    def offset(self, line: int, column: int) -> int:
        """Offset of a position as the syntax tree gives it: lines from 1, columns in UTF-8 bytes."""
        return self._starts[line - 1] + len(self._lines[line - 1].encode()[:column].decode())

    def line(self, offset: int) -> int:
        """Line, from 1, of an offset."""
        return self.text.count("\n", 0, offset) + 1

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Start and end of a node."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.offset(node.lineno, node.col_offset), self.offset(node.end_lineno, node.end_col_offset)

    def pieces(self, node: ast.expr) -> Iterator[tuple[int, str]]:
        """Yield offset and body of each literal that a string expression is written as."""
        start, end = self.span(node)
        for match in _PIECE.finditer(self.text, start, end):
            yield match.start(3), match[3]

    def applied(self, change: Change) -> str:
        """The source with one change made."""
        return self.text[: change.start] + change.text + self.text[change.end :]
