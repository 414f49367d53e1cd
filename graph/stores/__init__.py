"""The stores, and how one is opened by its address."""

from __future__ import annotations

from graph.errors import InputError
from graph.store import GraphStore


async def open_store(url: str) -> GraphStore:
    """Open the store that `url` names, making an embedded one that does not exist.

    `sqlite:///citegraph.db` (relative), `sqlite:////absolute/path.db`, `sqlite:///:memory:`. InputError for another scheme.
    """
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite" and rest.startswith("/"):
        from graph.stores.sqlite import open_sqlite

        return await open_sqlite(rest[1:] or "citegraph.db")
    raise InputError(f"{url!r} is no store address; use sqlite:///file.db")
