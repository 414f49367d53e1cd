"""Which of several claims a property shows. Never depends on time or load order (all claims stay readable).

Order of preference: better source rank, then more records, then the smaller value in code-point order. Lists are unions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from graph.evidence import Value, Values
from graph.kinds import Property, ValueType

RANKS: dict[str, int] = {"curated": 0, "registry": 1, "publisher": 2, "leaderboard": 3, "text": 4}
MENTION_RANK = 5  # a name that is only mentioned, never stated as the name
TEXT_EXTRACTORS = "text/"
"""How the names of extractors begin that read running text: what they claim ranks as text, whatever its source."""


CITEKEY_EXTRACTORS = "bibtex/"
"""How the names of extractors begin that read bibliographies, whose records are named by what they are cited by."""


def is_text(extractor: str) -> bool:
    """Whether an extractor reads running text."""
    return extractor.startswith(TEXT_EXTRACTORS)


class Claim(NamedTuple):
    """Property values stated by one assertion; `weight` is the number of records that state the same, `origin` its number."""

    rank: int
    values: Values
    weight: int = 1
    origin: int | None = None


def shown(properties: Iterable[Property], claims: Iterable[Claim]) -> dict[str, Value]:
    """Return the shown value of each property that has a claim; lists are sorted unions."""
    found = list(claims)
    if len(found) == 1:
        return {name: _alone(value) for name, value in found[0].values.items() if value is not None and value != []}
    gathered: dict[str, list[tuple[int, int, Value]]] = {}
    for claim in found:
        for name, value in claim.values.items():
            if value is not None and value != []:
                gathered.setdefault(name, []).append((claim.rank, claim.weight, value))
    return {p.name: _show(p, gathered[p.name]) for p in properties if p.name in gathered}


def _alone(value: Value) -> Value:
    return sorted(set(value)) if isinstance(value, list) else value


def _show(item: Property, found: list[tuple[int, int, Value]]) -> Value:
    if item.type is ValueType.TEXT_LIST:
        return sorted({text for _, _, value in found if isinstance(value, list) for text in value})
    if len(found) == 1:
        return found[0][2]
    return best((rank, weight, value) for rank, weight, value in found)


def best(found: Iterable[tuple[int, int, Value]]) -> Value:
    """Return the value preferred among (rank, records, value) triples; the triples of one value add up."""
    tally: dict[str, list[int]] = {}
    values: dict[str, Value] = {}
    for rank, weight, value in found:
        text = order_text(value)
        values[text] = value
        entry = tally.setdefault(text, [rank, 0])
        if rank < entry[0]:
            entry[0], entry[1] = rank, 0
        if rank == entry[0]:
            entry[1] += weight
    return values[min(tally, key=lambda text: (tally[text][0], -tally[text][1], text))]


def order_text(value: Value) -> str:
    """Text by which equal-ranked values compare: the value itself, or its JSON form."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def conflicting(claims: Iterable[Claim]) -> Mapping[str, set[str]]:
    """Return, for each property with more than one value claimed, the claimed values as order texts."""
    gathered: dict[str, set[str]] = {}
    for claim in claims:
        for name, value in claim.values.items():
            if value is not None and not isinstance(value, list):
                gathered.setdefault(name, set()).add(order_text(value))
    return {name: values for name, values in gathered.items() if len(values) > 1}
