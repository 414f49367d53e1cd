"""Small tools for statements: lists as one JSON parameter, rows as tuples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from graph.stores.sqlite.tables import Tables

Row = tuple[Any, ...]


def many(values: Iterable[object]) -> str:
    """Return values as the JSON array text that `json_each(?)` reads."""
    return orjson.dumps(list(values)).decode()


def rows(db: Tables, sql: str, *binds: Any) -> list[Row]:
    """Run one statement and return all of its rows."""
    return list(db.execute(sql, binds))


def scalar(db: Tables, sql: str, *binds: Any) -> Any:
    """Run one statement and return the first column of its first row, None without rows."""
    row = next(iter(db.execute(sql, binds)), None)
    return None if row is None else row[0]


def run_many(db: Tables, sql: str, binds: Sequence[Row]) -> None:
    """Run one statement for each tuple of binds."""
    if binds:
        db.executemany(sql, binds)
