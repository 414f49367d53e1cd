"""What a source of rows is to the connection that pages it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from graph.kinds import KINDS, Kind, ValueType
from graph.plan import Item, Order
from graph.stores.sqlite.schema import column


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a total order: an SQL expression over the inner row, its direction, whether it may be null, and whether it is a float.

    Engines write floats in different digits, so that cursors have them as `graph.cursors.number` writes them.
    """

    sql: str
    descending: bool = False
    nullable: bool = False
    is_float: bool = False


@dataclass(slots=True)
class Rows:
    """A source of rows in SQL.

    `body` is `FROM … [WHERE …]` of the inner query; `condition` is ANDed to it; `columns` are what the inner row must bring
    (`expression AS name`), `node` among them when rows are nodes. `keys` is the total order.
    `edge_item(item, row)` gives the JSON expression of an edge's own item; `row` is the alias of the page's row.
    `with_` holds common table expressions that body and coverage may use; `coverage` gives the JSON of the coverage object.
    """

    body: str
    columns: list[str]
    keys: list[Key]
    kinds: tuple[Kind, ...] = ()
    condition: str = "1"
    has_node: bool = True
    edge_item: Callable[[Item, str], str] | None = None
    with_: list[str] = field(default_factory=list)
    coverage: Callable[[tuple[Item, ...]], str] | None = None


def text(value: str) -> str:
    """Return an SQL literal for a name of ours (a response key, a type); values of users are bound instead."""
    return "'" + value.replace("'", "''") + "'"


def json_object(pairs: list[tuple[str, str]]) -> str:
    """Return `json_object(…)` of response keys and expressions, in order."""
    return "json_object(" + ", ".join(f"{text(key)}, {value}" for key, value in pairs) + ")"


def boolean(expression: str) -> str:
    """Return the JSON boolean (or null) of an SQL truth value."""
    return f"json(CASE WHEN {expression} THEN 'true' WHEN NOT ({expression}) THEN 'false' ELSE 'null' END)"


def node_keys(n: str, kinds: tuple[Kind, ...]) -> dict[str, Key]:
    """Columns by which nodes of `kinds` may be ordered."""
    found = {"name": Key(f"{n}.sort_name"), "degree": Key(f"{n}.degree")}
    for kind in kinds:
        for item in KINDS[kind].properties:
            if item.sortable:
                is_name = item.name == KINDS[kind].name
                own = Key(f"{n}.{column(item.name)}", nullable=True, is_float=item.type is ValueType.FLOAT)
                found[item.name] = Key(f"{n}.sort_name") if is_name else own
    return found


def last_keys(n: str) -> list[Key]:
    """The keys that end every order of nodes."""
    return [Key(f"{n}.sort_name"), Key(f"{n}.id")]


def order_keys(order: Sequence[Order], columns: dict[str, Key], last: Sequence[Key]) -> list[Key]:
    """Return the total order: the asked keys, then the closing ones that are not among them. KeyError for an unknown one."""
    keys: list[Key] = []
    for item in order:
        key = columns[item.by]
        keys.append(replace(key, descending=item.descending))
    asked = {key.sql for key in keys}
    return [*keys, *(key for key in last if key.sql not in asked)]
