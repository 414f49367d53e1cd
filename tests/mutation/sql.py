"""Mutations of SQL as it stands in source text: comparisons, connectives, joins, branches, aggregates, numbers and named constants."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.mutation.texts import Change

STATEMENT = re.compile(r"\b(?:SELECT|INSERT|UPDATE|DELETE)\b")
FRAGMENT = re.compile(r"\b(?:SELECT|INSERT|UPDATE|DELETE|WHERE|AND|OR|NOT|IN|CAST|sum|count|max|min|coalesce)\b|\.\w+ = |\w & ")

_SWAPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("comparison", r" <> ", (" = ",)),
    ("comparison", r" = ", (" <> ",)),
    ("comparison", r" >= ", (" > ",)),
    ("comparison", r" <= ", (" < ",)),
    ("comparison", r" > ", (" >= ",)),
    ("comparison", r" < ", (" <= ",)),
    ("connective", r"\bAND\b", ("OR",)),
    ("connective", r"\bOR\b", ("AND",)),
    ("negation", r"\bNOT EXISTS\b", ("EXISTS",)),
    ("negation", r"(?<!NOT )\bEXISTS\b", ("NOT EXISTS",)),
    ("negation", r"\bIS NOT NULL\b", ("IS NULL",)),
    ("negation", r"\bIS NULL\b", ("IS NOT NULL",)),
    ("negation", r"(?<!NOT )\bIN(?= \()", ("NOT IN",)),
    ("negation", r"\bWHEN (?=\w)", ("WHEN NOT ",)),
    ("join", r"\bLEFT JOIN\b", ("CROSS JOIN",)),
    ("distinct", r"\bDISTINCT ", ("",)),
    ("set", r"\bUNION ALL\b", ("EXCEPT",)),
    ("set", r"\bUNION\b(?! ALL)", ("UNION ALL",)),
    ("set", r"\bEXCEPT\b", ("INTERSECT",)),
    ("aggregate", r"\bmax\(", ("min(",)),
    ("aggregate", r"\bmin\(", ("max(",)),
    ("aggregate", r"\bsum\(", ("max(",)),
    ("arithmetic", r" \| ", (" & ",)),
    ("arithmetic", r" & ", (" | ",)),
    ("arithmetic", r" \+ ", (" - ",)),
    ("arithmetic", r" - ", (" + ",)),
    ("arithmetic", r" \* (?!FROM)", (" / ",)),
    ("arithmetic", r" / ", (" * ",)),
    ("text", r"'(\w+)'", ("'other'",)),
    ("function", r"\bround\(", ("ceil(", "floor(")),
    ("function", r"\bln\(", ("log2(",)),
    ("function", r"\bsqrt\(", ("(",)),
)
_NUMBER = re.compile(r"(?<![\w.?])(?<!SELECT )\d+(?![\w.])")  # which constant EXISTS selects says nothing
_NUMBERED = re.compile(r"(?:GROUP|ORDER) BY (?:\d+(?:, )?)+")  # columns by number: another number is another statement or none
_FIELD = re.compile(r"""\{(?:_[A-Z]\[["'](\w+)["']\]|Via\.(\w+)\.value)\}""")


def changes(text: str) -> Iterator[Change]:
    """Yield each change of one literal of SQL; fields of f-strings that name constants are given another constant of the same text."""
    fields = [match.span() for match in re.finditer(r"\{[^{}]*\}", text)]
    numbered = [match.span() for match in _NUMBERED.finditer(text)]
    for operator, pattern, texts in _SWAPS:
        for match in re.finditer(pattern, text):
            if not _within(match.start(), fields):
                yield from (Change(operator, match.start(), match.end(), other) for other in texts)
    for match in _NUMBER.finditer(text):
        if not _within(match.start(), [*fields, *numbered]):
            yield Change("number", match.start(), match.end(), str(int(match[0]) + 1))
    yield from _other_constants(text)
    yield from _without_branches(text)


def _within(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _other_constants(text: str) -> Iterator[Change]:
    """Give each `{_R["OF"]}`, `{_K["PAPER"]}` or `{Via.USED.value}` the next constant of its sort that the text names."""
    sorts: dict[str, list[str]] = {}
    found = [(match, match[0].split("[")[0].split(".")[0]) for match in _FIELD.finditer(text)]
    for match, sort in found:
        if match[0] not in sorts.setdefault(sort, []):
            sorts[sort].append(match[0])
    for match, sort in found:
        names = sorts[sort]
        if len(names) > 1:
            yield Change("constant", match.start(), match.end(), names[(names.index(match[0]) + 1) % len(names)])


def _without_branches(text: str) -> Iterator[Change]:
    """Drop the second and every later branch of a UNION, from its word to the end of its level; and the first, to the first word."""
    for match in re.finditer(r"\bUNION(?: ALL)? (?=SELECT)", text):
        yield Change("branch", match.start(), _level_end(text, match.end()), "")
        start = _level_start(text, match.start())
        if text.startswith("SELECT", start):
            yield Change("branch", start, match.end(), "")


def _level_end(text: str, place: int) -> int:
    """End of the branch that starts at `place`: a bracket that closes its level, the next UNION of its level, or the end."""
    depth = 0
    for match in re.compile(r"[()]|\bUNION\b").finditer(text, place):
        if match[0] == "(":
            depth += 1
        elif match[0] == ")" and depth:
            depth -= 1
        elif not depth:
            return match.start()
    return len(text)


def _level_start(text: str, place: int) -> int:
    """Start of what stands before `place` on its level: after the bracket that opens it, or after the last UNION, white space left out."""
    depth, start = 0, 0
    for match in reversed(list(re.compile(r"[()]|\bUNION(?: ALL)?\b").finditer(text, 0, place))):
        if match[0] == ")":
            depth += 1
        elif match[0] == "(" and depth:
            depth -= 1
        elif not depth:
            start = match.end()
            break
    return start + len(text[start:place]) - len(text[start:place].lstrip())
