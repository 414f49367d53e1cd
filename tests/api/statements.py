"""The statements that an operation runs, as the drivers of both stores see them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import apsw
import neo4j
import pytest

from graph.store import GraphStore
from graph.stores.sqlite import SqliteStore
from graph.stores.sqlite.connection import connect


@contextmanager
def counted(store: GraphStore) -> Iterator[list[str]]:
    """Collect the statements that a store runs within the context, in order."""
    with _of_file(store) if isinstance(store, SqliteStore) else _of_server() as seen:
        yield seen


@contextmanager
def _of_file(store: SqliteStore) -> Iterator[list[str]]:
    seen: list[str] = []

    def trace(event: dict[str, Any]) -> None:
        if "'main'." not in event["sql"]:  # what the full-text index asks of its own tables
            seen.append(event["sql"])

    db = connect(store._path, read_only=True)
    db.trace_v2(apsw.SQLITE_TRACE_STMT, trace)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(store, "_reader", lambda: db)
            yield seen
    finally:
        db.close()


@contextmanager
def _of_server() -> Iterator[list[str]]:
    """All that goes through the driver: statements of managed transactions, of others, and of sessions by themselves."""
    seen: list[str] = []

    def noting(original: Any) -> Any:
        async def run(self: Any, query: Any, *arguments: Any, **more: Any) -> Any:
            seen.append(str(query))
            return await original(self, query, *arguments, **more)

        return run

    with pytest.MonkeyPatch.context() as patch:
        for one in (neo4j.AsyncManagedTransaction, neo4j.AsyncSession):
            patch.setattr(one, "run", noting(one.run))
        yield seen
