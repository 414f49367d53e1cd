"""The stores, and how one is opened by its address."""

from __future__ import annotations

from graph.errors import InputError
from graph.store import GraphStore


async def open_store(url: str) -> GraphStore:
    """Open the store that `url` names, making an embedded one that does not exist.

    `sqlite:///citegraph.db` (relative), `sqlite:////absolute/path.db`, `sqlite:///:memory:`; `neo4j://user@host:7687/database` and its
    like (`graph/stores/neo4j/address.py`). InputError for another scheme.
    """
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite" and rest.startswith("/"):
        from graph.stores.sqlite import open_sqlite

        return await open_sqlite(rest[1:] or "citegraph.db")
    if scheme.split("+")[0] in ("neo4j", "bolt"):
        from graph.stores.neo4j.store import open_neo4j

        return await open_neo4j(url)
    raise InputError(f"{url!r} is no store address; use sqlite:///file.db or neo4j://user@host:7687")
