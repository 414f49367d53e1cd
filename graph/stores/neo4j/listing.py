"""A page of a connection: rows, slice, what is wanted of each, in one subquery; and what is counted, in others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from graph import cursors
from graph.plan import Connection, Item, Scalar
from graph.stores.neo4j.page import Key, Rows, object_of

if TYPE_CHECKING:
    from graph.stores.neo4j.select import Writer


class Listing:
    """Writes one connection. Of each row of the page its columns are variables, named by the row and the column."""

    def __init__(self, writer: Writer, item: Item, wanted: Connection, rows: Rows) -> None:
        self._writer = writer
        self._parts = item.items
        self._listed = [part for part in item.items if part.name in ("edges", "nodes")]
        self._rows = rows
        self._page = wanted.page
        self._is_forward = wanted.page.last is None
        self._mark = cursors.digest(wanted)
        self._r = writer.binds.alias("r")
        self._keys = [f"{self._r}k{i}" for i in range(len(rows.keys))]
        size = (wanted.page.first if wanted.page.first is not None else 20) if self._is_forward else wanted.page.last
        self._size = writer.binds.add(size)
        after = wanted.page.after if self._is_forward else wanted.page.before
        self._behind = cursors.decode(after, self._mark, len(rows.keys)) if after else None

    def write(self) -> str:
        """Return the expression of its object."""
        names = {part.name for part in self._parts}
        every, total, page = None, "null", "null"
        if "totalCount" in names and self._rows.costly:
            every = self._writer.called(self._every)
            total = f"size({every})"
        elif "totalCount" in names:
            total = self._writer.called(lambda: f"{self._rows.body} WHERE {self._rows.condition} RETURN count(*)")
        if names & {"edges", "nodes", "pageInfo"}:
            page = self._writer.called(lambda: self._slice(every, with_keys="pageInfo" in names))
        return object_of([(part.key, self._part(part, page, total)) for part in self._parts])

    # --- which rows

    def _columns(self) -> dict[str, str]:
        columns = {f"{self._r}{name}": expression for name, expression in self._rows.columns.items()}
        return columns | {name: key.cypher for name, key in zip(self._keys, self._rows.keys, strict=True)}

    def _every(self) -> str:
        entry = ", ".join(f"{name}: {expression}" for name, expression in self._columns().items())
        return f"{self._rows.body} WHERE {self._rows.condition} WITH {{{entry}}} AS {self._r} RETURN collect({self._r})"

    def _slice(self, every: str | None, *, with_keys: bool) -> str:
        """Return the text that collects what is wanted of the rows of the page, and of one more when there are more and one asks."""
        rows, r = self._rows, self._r
        limit = f"{self._size} + 1" if with_keys else self._size
        order = ", ".join(_ordered(key, place, self._is_forward) for key, place in zip(rows.keys, self._keys, strict=True))
        if every is None:
            condition = " AND ".join(part for part in (rows.condition, rows.seek, self._keyset(rows.keys)) if part != "true") or "true"
            listed = ", ".join(f"{expression} AS {name}" for name, expression in self._columns().items())
            chosen = f"{rows.body} WHERE {condition} WITH {listed}"
        else:
            keys = [replace(key, cypher=f"{r}.{name}") for name, key in zip(self._keys, rows.keys, strict=True)]
            listed = ", ".join(f"{r}.{name} AS {name}" for name in self._columns())
            chosen = f"UNWIND {every} AS {r} WITH {r} WHERE {self._keyset(keys)} WITH {listed}"
        wanted = self._wanted(with_keys=with_keys)
        return f"{chosen} ORDER BY {order} LIMIT {limit} {self._writer.take()}RETURN collect({wanted})"

    def _keyset(self, keys: Sequence[Key]) -> str:
        """Return the condition "behind the cursor's row" in the order of `keys` (reversed when paging backward)."""
        if self._behind is None:
            return "true"
        before = (None, *self._behind)
        places = [
            self._writer.as_stored(value, key.stored, {key.beside: last} if key.beside else {})
            for key, value, last in zip(keys, self._behind, before, strict=False)
        ]
        condition = "false"
        for key, place, value in reversed(list(zip(keys, places, self._behind, strict=True))):
            same = f"{key.cypher} IS NULL" if value is None else f"{key.cypher} = {place}"
            condition = f"({_behind(key, place, value, self._is_forward)} OR ({same} AND {condition}))"
        return f"{_from(keys[0], places[0], self._behind[0], self._is_forward)}{condition}"

    # --- what of them

    def _wanted(self, *, with_keys: bool) -> str:
        found = [(part.key, self._edge(part.items) if part.name == "edges" else self._row_node(part.items)) for part in self._listed]
        if not with_keys and len(found) == 1:
            return found[0][1]
        return object_of([*found, *((f"k{i}", place) for i, place in enumerate(self._keys) if with_keys)])

    def _edge(self, items: tuple[Item, ...]) -> str:
        return object_of([(item.key, self._edge_item(item)) for item in items])

    def _edge_item(self, item: Item) -> str:
        if item.name == "cursor":
            return self._cursor(self._keys)
        if item.name == "node":
            return self._row_node(item.items)
        if self._rows.edge_item is None:
            raise ValueError(f"an edge has no {item.name!r}")
        return self._rows.edge_item(item, self._r)

    def _row_node(self, items: tuple[Item, ...]) -> str:
        if "node" in self._rows.columns:
            return self._writer.node(f"{self._r}node", self._rows.kinds, items)
        assert self._rows.edge_item is not None
        return object_of([(item.key, self._rows.edge_item(item, self._r)) for item in items])

    def _part(self, part: Item, page: str, total: str) -> str:
        match part.name:
            case "edges" | "nodes":
                return self._list(part, page)
            case "pageInfo":
                return self._page_info(part, page)
            case "totalCount":
                return total
            case "coverage" if self._rows.coverage:
                return self._rows.coverage(part.items)
            case _:
                raise ValueError(f"a connection has no {part.name!r}")

    def _list(self, part: Item, page: str) -> str:
        with_keys = any(other.name == "pageInfo" for other in self._parts)
        rows = f"{page}[..{self._size}]" if with_keys else page
        rows = rows if self._is_forward else f"reverse({rows})"
        return rows if not with_keys and len(self._listed) == 1 else f"[x IN {rows} | x.`{part.key}`]"

    def _page_info(self, part: Item, page: str) -> str:
        more, is_forward = f"size({page}) > {self._size}", self._is_forward
        at_start, at_end = (f"{page}[..{self._size}][{place}]" for place in ((0, -1) if is_forward else (-1, 0)))
        parts = {
            "hasNextPage": more if is_forward else _truth(bool(self._page.before)),
            "hasPreviousPage": _truth(bool(self._page.after)) if is_forward else more,
            "startCursor": self._cursor_or_null(at_start),
            "endCursor": self._cursor_or_null(at_end),
        }
        return object_of([(item.key, parts[item.name]) for item in part.items])

    def _cursor_or_null(self, row: str) -> str:
        cursor = self._cursor([f"{row}.k{i}" for i in range(len(self._keys))])
        return f"CASE WHEN {row} IS NOT NULL THEN {cursor} END"

    def _cursor(self, values: list[str]) -> str:
        return self._writer.cursor(self._mark, values, with_floats=any(key.is_float for key in self._rows.keys))


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _behind(key: Key, place: str, value: Scalar, is_forward: bool) -> str:
    """Whether a row comes behind the value by this key alone. Nulls come last going forward, first going backward."""
    rising = key.descending != is_forward
    if value is None:
        return "false" if is_forward else f"{key.cypher} IS NOT NULL"
    compared = f"{key.cypher} {'>' if rising else '<'} {place}"
    return f"({compared} OR {key.cypher} IS NULL)" if key.nullable and is_forward else compared


def _from(key: Key, place: str, value: Scalar, is_forward: bool) -> str:
    """What follows for the first key, with which an index begins where the page does; empty when nulls come too."""
    if key.nullable or value is None:
        return ""
    return f"{key.cypher} {'>=' if key.descending != is_forward else '<='} {place} AND "


def _ordered(key: Key, place: str, is_forward: bool) -> str:
    """Cypher takes null for the largest value: what is not so by itself is ordered by whether it is null first."""
    is_down = key.descending == is_forward
    nulls = f"{place} IS {'' if is_forward else 'NOT '}NULL, " if key.nullable and is_down == is_forward else ""
    return f"{nulls}{place}{' DESC' if is_down else ''}"
