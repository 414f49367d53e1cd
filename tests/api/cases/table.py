"""All cases."""

from __future__ import annotations

from tests.api.cases import compare, lists, lookups, relations, searches, sharing, subgraphs, tested

CASES = [*lookups.CASES, *lists.CASES, *relations.CASES, *searches.CASES, *tested.CASES, *sharing.CASES, *compare.CASES, *subgraphs.CASES]
