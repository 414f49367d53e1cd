"""Subscriptions: a load that is under way, again whenever it has changed.

A load commits its counts with each batch, so that looking at the stored run tells how far it is, whichever process loads. What is selected of
it is one plan, run as that of a query.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import orjson
from graphql import GraphQLResolveInfo

from api.arguments import checked_text
from api.compile import Compiler
from graph.errors import NotFoundError
from graph.plan import AllRuns, Connection, Item, Page, Plan
from graph.store import GraphStore

SECONDS = 0.5
"""How long a watcher waits before it looks again."""

# Beside what is selected: by these a watcher knows that something has changed. No response key begins like this.
_STATE = Item("__state", "state")
_COUNTS = Item("__counts", "counts", None, tuple(Item(name, name) for name in ("read", "written", "rejected", "retracted", "pending")))


async def watched(info: GraphQLResolveInfo[Any], store: GraphStore, id_: str | None) -> AsyncGenerator[dict[str, Any]]:
    """Yield a run (the newest, when no id is given; once there is one) at once, and whenever it has changed, until it is under way no more.

    NotFoundError for an id of no run. What is yielded are the selected fields by response key.
    """
    wanted = None if id_ is None else checked_text("id", id_)
    items = Compiler(info.schema, info.fragments, info.variable_values).selected(info)
    seen = None
    while True:
        found = await _run(store, wanted, items)
        if found is None and wanted is not None:
            raise NotFoundError(f"{wanted!r} is no load of this graph; `runs` lists them")
        if found is not None and found != seen:
            wanted, seen = found[_ID.key], found
            yield dict(found)
        if found is not None and found[_STATE.key] != "RUNNING":
            return
        await asyncio.sleep(SECONDS)


_ID = Item("__id", "id")


async def _run(store: GraphStore, id_: str | None, items: tuple[Item, ...]) -> dict[str, Any] | None:
    """What is selected of a run, and what tells whether it has changed; None when there is no such run."""
    fetch = Connection(AllRuns(id_), Page(1))
    nodes = Item("nodes", "nodes", None, (*items, _ID, _STATE, _COUNTS))
    answer = await store.run(Plan((Item("runs", "runs", fetch, (nodes,)),)))
    found: list[dict[str, Any]] = orjson.loads(answer.json)["runs"]["nodes"]
    return found[0] if found else None
