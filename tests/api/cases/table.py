"""All cases."""

from __future__ import annotations

from tests.api.cases import compare, lists, lookups, relations, searches, sharing, tested

CASES = [*lookups.CASES, *lists.CASES, *relations.CASES, *searches.CASES, *tested.CASES, *sharing.CASES, *compare.CASES]
