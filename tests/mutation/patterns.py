"""Mutations of regular expressions: an alternative dropped, a repetition or an anchor changed, a look-around turned round."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.mutation.texts import Change

_TOKEN = re.compile(
    r"(?P<escape>\\.)|(?P<class>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<field>\{[^{}]*\})|(?P<open>\((?:\?(?:P<\w+>|<[=!]|[:=!]))?)|(?P<close>\))"
    r"|(?P<bar>\|)|(?P<repeat>[?*+]\??)|(?P<anchor>[\^$])|(?P<other>.)",
    re.DOTALL,
)
_REPEATS = {"?": "", "*": "+", "+": "", "??": "?", "*?": "*", "+?": "+"}
_LOOKS = {"(?=": "(?!", "(?!": "(?=", "(?<=": "(?<!", "(?<!": "(?<="}


def changes(pattern: str) -> Iterator[Change]:
    """Yield each change of a pattern, as it stands in raw source text (fields of f-strings are left as they are)."""
    for match in _TOKEN.finditer(pattern):
        start, end = match.span()
        match match.lastgroup:
            case "repeat":
                yield Change("repetition", start, end, _REPEATS[match[0]])
            case "anchor":
                yield Change("anchor", start, end, "")
            case "escape" if match[0] == r"\b":
                yield Change("anchor", start, end, "")
            case "open" if match[0] in _LOOKS:
                yield Change("look-around", start, end, _LOOKS[match[0]])
    yield from _without_alternatives(pattern)


def _without_alternatives(pattern: str) -> Iterator[Change]:
    """Yield the pattern without each alternative of each group that has several."""
    groups: list[list[int]] = [[0]]  # of each open group: its start and its bars
    for match in _TOKEN.finditer(pattern):
        match match.lastgroup:
            case "open":
                groups.append([match.end()])
            case "bar":
                groups[-1].append(match.end())
            case "close" if len(groups) > 1:
                yield from _each_dropped(groups.pop(), match.start())
    if len(groups) == 1:
        yield from _each_dropped(groups[0], len(pattern))


def _each_dropped(starts: list[int], end: int) -> Iterator[Change]:
    if len(starts) < 2:
        return
    for place, start in enumerate(starts):
        if place + 1 < len(starts):
            yield Change("alternative", start, starts[place + 1], "")
        else:
            yield Change("alternative", start - 1, end, "")
