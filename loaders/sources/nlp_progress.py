"""NLP-progress: leaderboards as Markdown tables, one record a row (docs/sources/nlp-progress.md)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.claims import RANKS
from graph.names import is_metric, parse_dataset_name
from loaders.files import text
from loaders.head import Head
from loaders.shapes.markdown_tables import Cell, Link, Table, TableRow, tables
from loaders.shapes.pieces import BadPiece, Piece, Records, packed
from loaders.sources.leaderboard import LOADER as ROWS
from loaders.sources.leaderboard import LeaderboardRow, assertions

LOADER = f"nlp-progress/1 {ROWS}"
EXAMPLE = """\
# Language modeling

### WikiText-2

| Model | Test perplexity | Paper / Source | Code |
| --- | --- | --- | --- |
| AWD-LSTM | 65.8 | [A title](https://arxiv.org/abs/1708.02182) | [Official](https://github.com/owner/name) |"""
MAX_CAPTION = 100

_HEADER = re.compile(r"^[^\n]*\|[^\n]*\bpaper\b[^\n]*\n\s*\|?[\s:|-]*-{2,}[\s:|-]*$", re.IGNORECASE | re.MULTILINE)
_NAMED = re.compile(r"(?:model|system|method|approach|annotator|algorithm)s?(?: name)?", re.IGNORECASE)
_CODE = re.compile(r"code|source|implementation", re.IGNORECASE)
_NO_FIGURE_COLUMN = re.compile(r"authors?|notes?|data", re.IGNORECASE)
_STARTS_AS_FIGURE = re.compile(r"\W*\d")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“]([^\"“”]+?)[.,]?[\"”]")

_STRUCTURE = re.compile(
    r"(?:table of contents|datasets?|tasks?|evaluation|metrics|systems|examples?|current sota|(?:experimental )?results|comparison on .*|.* results)",
    re.IGNORECASE,
)
"""Headings that order a page and name nothing."""

_ACTIVITY = re.compile(r"\b[a-z-]{3,}(?:ing|ion)(?:$| (?:and|by|for|from|in|of|on|to|with)\b)", re.IGNORECASE)
"""What a task's name has and a dataset's has not: a word for what is done, such as tagging or translation."""

_LANGUAGES = frozenset([
    "arabic", "bengali", "chinese", "french", "german", "hindi", "korean", "nepali", "persian", "portuguese", "russian", "spanish", "turkish",
    "vietnamese",
])  # fmt: skip
"""Folders of the collection whose leaderboards are not of English."""

_DIRECTION = re.compile(r"[A-Z]\w+(?:-to-| ?(?:->|→) ?)[A-Z]\w+")
"""A pair of languages: neither a task nor a dataset."""


def detect(head: Head) -> bool:
    """Whether the text has a leaderboard with an entry: a table that names models and papers."""
    start = head.text
    if start is None or not _HEADER.search(start):
        return False
    return any(True for table in tables(start) for _ in _pieces_of(table, None, several=False))


def pieces(path: Path) -> Iterator[Piece | BadPiece]:
    """Yield the rows of a text's leaderboards in order; other tables are passed over. A folder named as a language says what it is of."""
    folder = path.resolve().parent.name
    language = folder.capitalize() if folder in _LANGUAGES else None
    found = [table for table in tables(text(path)) if _layout(table)]
    under = Counter(table.headings for table in found)
    for table in found:
        yield from _pieces_of(table, language, several=under[table.headings] > 1)


# --- columns --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the columns of a leaderboard hold, by their places; `nameless` are those of which no name of their own tells it."""

    model: int
    paper: int
    code: tuple[int, ...]
    settings: tuple[int, ...]
    nameless: tuple[int, ...]
    figures: tuple[int, ...]
    remarks: tuple[int, ...]


def _layout(table: Table) -> _Layout | None:
    """Return what the columns hold; None for a table that is no leaderboard: one without papers, or without what they are papers of."""
    names = [name.strip("*: ") for name in table.columns]
    papers = [place for place, name in enumerate(names) if name.lower().startswith("paper")]
    named = [place for place, name in enumerate(names) if _NAMED.fullmatch(name)]
    first_is_model = bool(papers) and papers[-1] != 0 and (not names[0] or papers[0] == 0)
    if not papers or not (named or first_is_model):
        return None
    model, paper = named[0] if named else 0, papers[-1]
    rest = [place for place in range(len(names)) if place not in (model, paper)]
    code = tuple(place for place in rest if _CODE.fullmatch(names[place]))
    settings = tuple(place for place in rest if place < model)
    open_ = [place for place in rest if place not in (*code, *settings)]
    often = Counter(names)
    nameless = tuple(place for place in open_ if not names[place] or often[names[place]] > 1)
    kept = [place for place in open_ if place not in nameless]
    figures = tuple(place for place in kept if _has_figures(table, place, names[place]))
    return _Layout(model, paper, code, settings, nameless, figures, tuple(place for place in kept if place not in figures))


def _has_figures(table: Table, place: int, name: str) -> bool:
    """Whether a column measures: words and years of citations do not."""
    return (
        is_metric(name)
        and not _NO_FIGURE_COLUMN.fullmatch(name)
        and any(_STARTS_AS_FIGURE.match(row.cells[place].text) for row in table.rows)
    )


# --- what a table is about ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Subject:
    """What the headings over a table, and the line before it, say that it is about."""

    task: str | None
    dataset: str | None
    settings: tuple[str, ...]


def _subject(table: Table, language: str | None, several: bool) -> _Subject:
    """A first or second heading is the task, one below it the dataset; what is below that, and a caption, is the setting.

    A second heading right over the table is a dataset when no word of it says that something is done.
    """
    headings = [(level, name.strip(": ")) for level, name in table.headings]
    tasks = [(level, name) for level, name in headings if level <= 2 and name and not _STRUCTURE.fullmatch(name)]
    deeper = [name for level, name in headings if level > 2]
    dataset, settings = _dataset(deeper)
    if not deeper and len(tasks) == 2 and headings[-1] == tasks[1] and not _ACTIVITY.search(tasks[1][1]):
        dataset = tasks.pop()[1]
    said = (language, *settings, _caption(table, several))
    return _Subject(tasks[-1][1] if tasks else None, dataset, tuple(name for name in said if name))


def _dataset(headings: list[str]) -> tuple[str | None, list[str]]:
    """The innermost heading that names a dataset, and those below it that say something."""
    settings: list[str] = []
    for name in reversed(headings):
        if not name or _STRUCTURE.fullmatch(name):
            continue
        if not _DIRECTION.fullmatch(name) and parse_dataset_name(name).name is not None:
            return name, settings[::-1]
        settings.append(name)
    return None, settings[::-1]


def _caption(table: Table, several: bool) -> str | None:
    """The line that ends in a colon right before the table; any short one where it tells several tables apart."""
    if table.label:
        return table.label
    line = table.before or ""
    is_caption = len(line) <= MAX_CAPTION and not re.search(r"://|[.!?]\s", line) and (several or line.endswith(":"))
    return line.rstrip(":. ") or None if is_caption else None


# --- rows -----------------------------------------------------------------------------------------------------------


def _pieces_of(table: Table, language: str | None, several: bool) -> Iterator[Piece | BadPiece]:
    layout = _layout(table)
    if layout is None:
        return
    subject = _subject(table, language, several)
    for row in table.rows:
        if any(cell.text for cell in row.cells):
            wrong = _wrong(table, layout, row)
            place = f":{row.line}"
            yield BadPiece(place, wrong) if wrong else Piece(place, packed(_entry(table, layout, subject, row)))


def _wrong(table: Table, layout: _Layout, row: TableRow) -> str | None:
    """Say why a row cannot be read; None when it can."""
    width = len(table.columns)
    if row.beyond:
        return f"has {width + len(row.beyond)} cells; its table has {width} columns"
    filled = [place for place, cell in enumerate(row.cells) if cell.text]
    if filled == [layout.model]:
        return f"{row.cells[layout.model].text!r} has neither figure nor paper; a heading within the table"
    for place in layout.nameless:
        if row.cells[place].text:
            return f"{row.cells[place].text!r} stands in column {place + 1}, which has no name of its own"
    for place in layout.figures:
        cell = row.cells[place]
        if _outward(cell) and not _STARTS_AS_FIGURE.match(cell.text):
            return f"has a link to {_outward(cell)[0].address} where {table.columns[place]} belongs; a cell is missing"
    return None


def _entry(table: Table, layout: _Layout, subject: _Subject, row: TableRow) -> dict[str, object]:
    """The row in the words of `LeaderboardRow`."""
    cells, names = row.cells, table.columns
    title, url, more = _paper(cells[layout.paper])
    code = [*more, *(link for place in layout.code for link in _outward(cells[place]))]
    settings = [*subject.settings, *(cells[place].text for place in layout.settings if cells[place].text)]
    figures = {names[place]: cells[place].text for place in layout.figures if any(map(str.isdigit, cells[place].text))}
    remarks = {names[place]: cells[place].text for place in layout.remarks if any(map(str.isalnum, cells[place].text))}
    return {
        "task": subject.task, "dataset": subject.dataset, "setting": " / ".join(settings) or None, "model_name": cells[layout.model].text or None,
        "metrics": figures, "configuration": remarks, "paper_title": title, "paper_url": url,
        "code_links": [{"title": link.text, "url": link.address} for link in code],
    }  # fmt: skip


def _outward(cell: Cell) -> list[Link]:
    return [link for link in cell.links if _ADDRESS.match(link.address)]


def _paper(cell: Cell) -> tuple[str | None, str | None, list[Link]]:
    """The paper's title and address, and the cell's further links. A single word ("Link", a team's name) is no title."""
    links = _outward(cell)
    written = links[0].text if links else cell.text
    quoted = None if links else _QUOTED.search(written)
    title = (quoted[1] if quoted else written).strip("[] ")
    url = links[0].address if links else title if _ADDRESS.match(title) else None
    return title if " " in title and not _ADDRESS.match(title) else None, url, links[1:]


READER = Records(LOADER, RANKS["leaderboard"], LeaderboardRow, assertions, pieces, around=lambda path: path.resolve().parent.name)
