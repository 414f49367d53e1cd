"""A page of a connection as one subquery: rows, slice, what is wanted of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph import cursors
from graph.plan import Connection, Item, Scalar
from graph.stores.neo4j.page import Key, Rows, object_of

if TYPE_CHECKING:
    from graph.stores.neo4j.select import Writer


class Listing:
    """Writes one connection."""

    def __init__(self, writer: Writer, item: Item, wanted: Connection, rows: Rows) -> None:
        self._writer = writer
        self._parts = item.items
        self._rows = rows
        self._page = wanted.page
        self._is_forward = wanted.page.last is None
        self._mark = cursors.digest(wanted)
        self._r = writer.binds.alias("r")
        size = (wanted.page.first if wanted.page.first is not None else 20) if self._is_forward else wanted.page.last
        self._size = writer.binds.add(size)
        after = wanted.page.after if self._is_forward else wanted.page.before
        self._behind = cursors.decode(after, self._mark, len(rows.keys)) if after else None

    def write(self) -> str:
        """Return its text."""
        names = {part.name for part in self._parts}
        total, every = "null", None
        if "totalCount" in names and self._rows.costly:
            every = self._writer.called(self._every)
            total = f"size({every})"
        elif "totalCount" in names:
            total = self._writer.called(lambda: f"{self._rows.body} WHERE {self._rows.condition} RETURN count(*)")
        page = shown = "null"
        if names & {"edges", "nodes", "pageInfo"}:
            page = self._writer.called(lambda: self._slice(every))
        if names & {"edges", "nodes"}:
            shown = self._writer.called(lambda: self._shown(page))
        body = object_of([(part.key, self._part(part, page, shown, total)) for part in self._parts])
        return f"{self._writer.take()}RETURN {body}"

    # --- which rows

    def _entries(self, condition: str) -> str:
        """Return the clauses that give every row as a map."""
        keys = {f"k{i}": key.cypher for i, key in enumerate(self._rows.keys)}
        entry = ", ".join(f"{name}: {expression}" for name, expression in (self._rows.columns | keys).items())
        return f"{self._rows.body} WHERE {condition} WITH {{{entry}}} AS {self._r}"

    def _every(self) -> str:
        return f"{self._entries(self._rows.condition)} RETURN collect({self._r})"

    def _slice(self, every: str | None) -> str:
        """Return the text that collects the rows of the page, and one more when there are more."""
        rows, places = self._rows, [f"{self._r}k{i}" for i in range(len(self._rows.keys))]
        limit = f"LIMIT {self._size} + 1" if any(part.name == "pageInfo" for part in self._parts) else f"LIMIT {self._size}"
        if every is not None:
            keys = [Key(f"{self._r}.k{i}", key.descending, key.nullable, key.stored) for i, key in enumerate(rows.keys)]
            order = ", ".join(_ordered(key, key.cypher, self._is_forward) for key in keys)
            return f"UNWIND {every} AS {self._r} WITH {self._r} WHERE {self._keyset(keys)} WITH {self._r} ORDER BY {order} {limit} RETURN collect({self._r})"
        columns = {f"{self._r}{name}": expression for name, expression in rows.columns.items()}
        columns |= {place: key.cypher for place, key in zip(places, rows.keys, strict=True)}
        order = ", ".join(_ordered(key, place, self._is_forward) for key, place in zip(rows.keys, places, strict=True))
        condition = " AND ".join(part for part in (rows.condition, rows.seek, self._keyset(rows.keys)) if part != "true") or "true"
        entry = ", ".join(f"{name.removeprefix(self._r)}: {name}" for name in columns)
        listed = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
        return f"{rows.body} WHERE {condition} WITH {listed} ORDER BY {order} {limit} RETURN collect({{{entry}}})"

    def _keyset(self, keys: Sequence[Key]) -> str:
        """Return the condition "behind the cursor's row" in the order of `keys` (reversed when paging backward)."""
        if self._behind is None:
            return "true"
        places = [self._writer.as_stored(value, key.stored) for key, value in zip(keys, self._behind, strict=True)]
        condition = "false"
        for key, place, value in reversed(list(zip(keys, places, self._behind, strict=True))):
            same = f"{key.cypher} IS NULL" if value is None else f"{key.cypher} = {place}"
            condition = f"({_behind(key, place, value, self._is_forward)} OR ({same} AND {condition}))"
        return f"{_from(keys[0], places[0], self._behind[0], self._is_forward)}{condition}"

    # --- what of them

    def _shown(self, page: str) -> str:
        """Return the text that gives what is wanted of each row, by response key."""
        r, rows = self._r, self._rows
        slice_ = f"{page}[..{self._size}]"
        names = ", ".join([r, *(f"{r}.{name} AS {r}{name}" for name in rows.nodes)])
        found = []
        for part in self._parts:
            if part.name in ("edges", "nodes"):
                body = self._edge(part.items) if part.name == "edges" else self._row_node(part.items)
                found.append((part.key, f"collect({body})"))
        each = f"UNWIND {slice_ if self._is_forward else f'reverse({slice_})'} AS {r} WITH {names} "
        return f"{each}{self._writer.take()}RETURN {object_of(found)}"

    def _edge(self, items: tuple[Item, ...]) -> str:
        return object_of([(item.key, self._edge_item(item)) for item in items])

    def _edge_item(self, item: Item) -> str:
        if item.name == "cursor":
            return self._cursor(self._r)
        if item.name == "node":
            return self._row_node(item.items)
        if self._rows.edge_item is None:
            raise ValueError(f"an edge has no {item.name!r}")
        return self._rows.edge_item(item, self._r)

    def _row_node(self, items: tuple[Item, ...]) -> str:
        if "node" in self._rows.nodes:
            return self._writer.node(f"{self._r}node", self._rows.kinds, items)
        assert self._rows.edge_item is not None
        return object_of([(item.key, self._rows.edge_item(item, self._r)) for item in items])

    def _cursor(self, row: str) -> str:
        return self._writer.cursor(self._mark, row, len(self._rows.keys))

    def _part(self, part: Item, page: str, shown: str, total: str) -> str:
        match part.name:
            case "edges" | "nodes":
                return f"{shown}.`{part.key}`"
            case "pageInfo":
                return self._page_info(part, page)
            case "totalCount":
                return total
            case "coverage" if self._rows.coverage:
                return self._rows.coverage(part.items)
            case _:
                raise ValueError(f"a connection has no {part.name!r}")

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
        return f"CASE WHEN {row} IS NOT NULL THEN {self._cursor(row)} END"


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
