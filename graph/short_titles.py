"""Titles without their subtitle, or without what stands before it: people cut either off.

A record that knows author and year states the short forms of its title beside it, as references of the scheme `short`. They belong to no
node. One that is the whole title of another record suggests that both are one paper, more weakly than a title does:

- the first author's family name must be the same, and the year within 1; where one is unknown, the short title must be long;
- just one paper may have this short title by that author then. Where author or year is unknown, just one paper at all, no other may have it as
  its whole title, and not many families may publish under it ("Book review: …");
- papers that hold different identifiers of one scheme stay apart, as do those that anything else keeps apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from graph.joins import Pair, components
from graph.text import fold

COMMON_TITLE = 3
"""A title under which more families than this publish joins nothing."""
LONG_TITLE = 16
"""Characters that a folded short title must have to suggest anything without author and year."""
LONGEST = 300
"""Of a longer title no short form is stated: with it, a reference would be too long."""
_WORDS = 4  # of a subtitle that may stand alone: "a survey" says nothing
_MARKS = (re.compile(r"\s*[:?]\s+"), re.compile(r"\s+[-\u2013\u2014]\s+"))


def short_titles(title: str) -> list[str]:
    """Return the folded short forms of a title: without its subtitle; and the subtitle, when it has four words or more.

    >>> short_titles("BERT: Pre-training of Deep Bidirectional Transformers")
    ['bert', 'pretrainingofdeepbidirectionaltransformers']
    >>> short_titles("Language Models are Few-Shot Learners")
    []
    """
    if len(title) > LONGEST:
        return []
    found: list[str] = []
    for mark in _MARKS:
        main, *subtitle = (part.strip() for part in mark.split(title, maxsplit=1))
        if main and subtitle and subtitle[0]:
            found += [main, *(part for part in subtitle if len(part.split()) >= _WORDS)]
    shorts = dict.fromkeys(map(fold, found))
    return [short for short in shorts if any(map(str.isalpha, short)) and short != fold(title)]


class Text(NamedTuple):
    """What a text reference says: folded title, folded family name of the first author ("": unknown), year."""

    title: str
    family: str
    year: int | None

    @property
    def is_known(self) -> bool:
        """Whether author and year are known."""
        return bool(self.family) and self.year is not None

    def fits(self, other: Text) -> bool:
        """Whether both may be of one author and time; what is unknown fits any."""
        families = not self.family or not other.family or self.family == other.family
        return families and (self.year is None or other.year is None or abs(self.year - other.year) <= 1)


def text_value(title: str, family: str = "", year: int | None = None) -> str:
    """Return the value of a text reference from folded title, folded family name ("" unknown) and year."""
    return f"{title}|{family}|{'' if year is None else year}"


def read_text(value: str) -> Text:
    """Return what the value of a text reference says."""
    title, family, year = value.rsplit("|", 2)
    return Text(title, family, int(year) if year else None)


def short_value(short: str, text: str) -> str:
    """Return the value of a reference by short title, from its folded form and the value of the text reference beside it."""
    return f"{short}|{text}"


def short_joins(shorts: Iterable[str], texts: Mapping[int, Text], clusters: list[set[int]]) -> list[Pair]:
    """Return which text references are joined with which whole titles. `clusters` are the papers as all else makes them.

    `shorts` are values of references by short title.
    """
    wholes = _wholes(shorts, texts)
    if not wholes:
        return []
    cluster = {ref: number for number, part in enumerate(clusters) for ref in part}
    cuts: dict[str, list[int]] = defaultdict(list)
    for ref, text in texts.items():
        if text.title in wholes:
            cuts[text.title].append(ref)
    meant: dict[int, set[int]] = defaultdict(set)
    pairs: dict[int, Pair] = {}
    for title, refs in cuts.items():
        for ref in refs:
            for whole in _meant(ref, refs, wholes[title], texts, cluster):
                meant[cluster[ref]].add(cluster[whole])
                pairs[cluster[ref]] = min(pairs.get(cluster[ref], (ref, whole)), (ref, whole))
    return sorted(pairs[number] for number, found in meant.items() if len(found) == 1)


def _wholes(shorts: Iterable[str], texts: Mapping[int, Text]) -> dict[str, list[int]]:
    """Return the text references of whole titles by their short form."""
    number = {text_value(*text): ref for ref, text in texts.items()}
    found: dict[str, list[int]] = defaultdict(list)
    for value in shorts:
        short, _, whole = value.partition("|")
        if whole in number:
            found[short].append(number[whole])
    return found


def _meant(ref: int, same: list[int], wholes: list[int], texts: Mapping[int, Text], cluster: Mapping[int, int]) -> list[int]:
    """Return the whole titles that a reference may mean by a short one; `same` are the references of the same title."""
    text, own = texts[ref], {cluster[whole] for whole in wholes}
    if cluster[ref] in own:
        return []
    if text.is_known:
        return [whole for whole in wholes if text.fits(texts[whole])]
    families = {texts[other].family for other in (*wholes, *same)} - {""}
    is_only = len(own) == 1 and all(cluster[other] == cluster[ref] and not texts[other].is_known for other in same)
    may_be = is_only and len(families) <= COMMON_TITLE and len(text.title) >= LONG_TITLE
    return wholes if may_be and all(text.fits(texts[whole]) for whole in wholes) else []


def extended(clusters: list[set[int]], joins: Iterable[Pair], may_join: Callable[[list[set[int]]], bool]) -> list[set[int]]:
    """Return the clusters with those made one that joins chain, where they may be; else they stay as they are."""
    owner = {ref: number for number, part in enumerate(clusters) for ref in part}
    chained = [(owner[a], owner[b]) for a, b in joins]
    if not chained:
        return clusters
    found: list[set[int]] = []
    for group in components(range(len(clusters)), chained):
        parts = [clusters[number] for number in sorted(group)]
        found += [set().union(*parts)] if len(parts) > 1 and may_join(parts) else parts
    return found
