"""All cases."""

from __future__ import annotations

from tests.api.cases import compare, lists, lookups, paths, relations, searches, sharing, subgraphs, tested

CASES = [
    *lookups.CASES,
    *lists.CASES,
    *relations.CASES,
    *searches.CASES,
    *tested.CASES,
    *sharing.CASES,
    *compare.CASES,
    *subgraphs.CASES,
    *paths.CASES,
]
