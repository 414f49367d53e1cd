"""Markdown: tables with the headings they stand under, cells as plain text with their links (GitHub's tables, by markdown-it)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token


class Link(NamedTuple):
    """A link: its text and where it leads."""

    text: str
    address: str


class Cell(NamedTuple):
    """What a cell says, without emphasis and footnote marks, and the links in it."""

    text: str
    links: tuple[Link, ...] = ()


class TableRow(NamedTuple):
    """A row of as many cells as its table has columns, blank where none stand; `line` counts from 1.

    `beyond` are cells that stand where the table has no column.
    """

    line: int
    cells: tuple[Cell, ...]
    beyond: tuple[str, ...] = ()


class Table(NamedTuple):
    """A table. `headings` are (level, text) from the outermost in; `before` is the paragraph that ends where the table begins."""

    headings: tuple[tuple[int, str], ...]
    before: str | None
    label: str | None
    """With what `before` begins, when that is in bold type and ends in a colon."""
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


def tables(content: str) -> Iterator[Table]:
    """Yield the tables of a text in order."""
    lines = content.split("\n")
    tokens = _parser().parse(content)
    headings: dict[int, str] = {}
    before: Token | None = None
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            level = int(token.tag[1])
            headings = {outer: text for outer, text in headings.items() if outer < level} | {level: _cell(tokens[place + 1]).text}
            before = None
        elif token.type == "paragraph_open" and token.level == 0:
            before = tokens[place + 1]
        elif token.type == "table_open":
            end = next(n for n in range(place, len(tokens)) if tokens[n].type == "table_close")
            columns, rows = _rows(tokens[place:end], lines)
            line, label = (_cell(before).text, _label(before)) if before else (None, None)
            yield Table(tuple(headings.items()), line, label, columns, rows)
            before = None
        elif token.level == 0 and token.nesting == 1:
            before = None


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def _rows(tokens: Sequence[Token], lines: Sequence[str]) -> tuple[tuple[str, ...], tuple[TableRow, ...]]:
    found: list[TableRow] = []
    for place, token in enumerate(tokens):
        if token.type == "tr_open":
            number = token.map[0] if token.map else 0
            found.append(TableRow(number + 1, ()))
        elif token.type in ("th_open", "td_open"):
            found[-1] = found[-1]._replace(cells=(*found[-1].cells, _cell(tokens[place + 1])))
    header, *rows = found
    width = len(header.cells)
    whole = [row._replace(beyond=tuple(text for text in _split(lines[row.line - 1])[width:] if text)) for row in rows]
    return tuple(cell.text for cell in header.cells), tuple(whole)


def _split(line: str) -> list[str]:
    """The cells of a line, as the parser splits it."""
    cells = [cell.strip() for cell in escapedSplit(line.strip().lstrip("> "))]
    return cells[1:] if cells and not cells[0] else cells


def _cell(inline: Token) -> Cell:
    """The plain text of a cell; what stands in `<sup>` is a footnote's mark."""
    said: list[str] = []
    links: list[Link] = []
    opened: tuple[str, int] | None = None
    raised = False
    for token in inline.children or ():
        if token.type == "html_inline":
            tag = token.content.strip("</> ").split(" ")[0].lower()
            raised = not token.content.startswith("</") if tag == "sup" else raised
            said.append(" " if tag == "br" else "")
        elif raised:
            continue
        elif token.type == "link_open":
            opened = (str(token.attrGet("href") or ""), len(said))
        elif token.type == "link_close" and opened is not None:
            links.append(Link(_spaced(said[opened[1] :]), opened[0]))
            opened = None
        elif token.type in ("softbreak", "hardbreak"):
            said.append(" ")
        elif token.type in ("text", "code_inline", "image"):
            said.append(token.content)
    return Cell(_spaced(said), tuple(links))


def _label(inline: Token) -> str | None:
    """The bold beginning of a paragraph that ends in a colon, within the bold type or right after it."""
    children = [token for token in inline.children or () if token.type != "text" or token.content]
    if not children or children[0].type != "strong_open":
        return None
    end = next((n for n, token in enumerate(children) if token.type == "strong_close"), len(children))
    bold = _spaced([token.content for token in children[:end]])
    after = children[end + 1].content if end + 1 < len(children) else ""
    return bold.rstrip(": ") if bold.endswith(":") or after.startswith(":") else None


def _spaced(parts: Sequence[str]) -> str:
    return " ".join("".join(parts).split())
