"""Who wrote a paper, when some records know its authors by identifiers and others by name alone. Pure, and independent of any order.

- Identifiers under one name on one paper suggest one person, unless a source has two people of that name there. `graph/identity.py`
  joins those who meet so.
- A name alone is the person known by identifiers who bears that name on that paper, when there is just one.
- Where one record has a name twice on a paper, there are two people of that name, and neither holds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple

from graph.text import fold


class Byline(NamedTuple):
    """What an assertion of a version says: a reference wrote a paper, under a name. Papers are told apart by any number."""

    said: int
    version: int
    ref: int
    paper: int
    name: str | None  # as written; None when the record does not tell
    is_known: bool  # the reference is an identifier


class Namesakes(NamedTuple):
    """Those under one name on one paper; `is_person` unless a record says that there are several."""

    known: frozenset[int]
    unknown: tuple[int, ...]  # assertions by name alone
    is_person: bool


def namesakes(bylines: Iterable[Byline]) -> list[Namesakes]:
    """Return who stand under each name of a paper, of papers where someone is known by an identifier."""
    by_paper: dict[int, list[Byline]] = defaultdict(list)
    for byline in bylines:
        by_paper[byline.paper].append(byline)
    return [
        Namesakes(
            frozenset(byline.ref for byline in same if byline.is_known),
            tuple(byline.said for byline in same if not byline.is_known),
            max(Counter(byline.version for byline in same).values()) == 1,
        )
        for found in by_paper.values()
        if any(byline.is_known for byline in found)
        for same in _by_name(found)
    ]


def _by_name(bylines: Iterable[Byline]) -> Iterable[list[Byline]]:
    found: dict[str, list[Byline]] = defaultdict(list)
    for byline in bylines:
        if byline.name is not None and (name := fold(byline.name)):
            found[name].append(byline)
    return found.values()


def meetings(found: Iterable[Namesakes]) -> list[frozenset[int]]:
    """Return the sets of two or more identifiers that stand under one person's name."""
    return list(dict.fromkeys(same.known for same in found if same.is_person and len(same.known) > 1))


def attributed(found: Iterable[Namesakes], person: Mapping[int, Hashable]) -> dict[int, frozenset[int]]:
    """Return, of assertions by name alone, the identifiers of the one person of that name on that paper.

    `person` tells whose each identifier is; one that it lacks is nobody's.
    """
    attributions: dict[int, frozenset[int]] = {}
    for same in found:
        refs = same.known & person.keys()
        if same.is_person and len({person[ref] for ref in refs}) == 1:
            attributions.update(dict.fromkeys(same.unknown, refs))
    return attributions
