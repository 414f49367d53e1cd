"""The contract holds for every store: each test runs on each."""

from __future__ import annotations

from tests.stores import store as store
