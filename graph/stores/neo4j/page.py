"""What a source of rows is to the connection that pages it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from graph.kinds import KINDS, Kind, ValueType
from graph.plan import Item, Order
from graph.stores.neo4j.schema import LABELS


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a total order: an expression over the variables of a row, its direction, and whether it may be null.

    `stored` is the label and property where a text of it is stored (`graph.stores.neo4j.select.Writer.as_stored`), `beside` another property of
    the same node that is needed to find it, which the key before gives; `is_float` says that it is a float, which engines write in different
    digits (`graph.cursors.number`).
    """

    cypher: str
    descending: bool = False
    nullable: bool = False
    stored: tuple[str, str] | None = None
    beside: str | None = None
    is_float: bool = False


@dataclass(slots=True)
class Rows:
    """A source of rows in Cypher.

    `body` are clauses of which the last is a MATCH or WITH that takes `condition` as its WHERE; `columns` are what a row must bring, by name
    (`node` among them when rows are nodes): of a page's row they are variables, named by the row and the column. `keys` is the total order;
    `seek` a condition that is always true and lets an index give that order. `edge_item(item, row)` gives the expression of an edge's own
    item, `coverage` that of the coverage object. Rows that are `costly` are worked out once when they are counted too.
    """

    body: str
    columns: dict[str, str]
    keys: list[Key]
    kinds: tuple[Kind, ...] = ()
    condition: str = "true"
    edge_item: Callable[[Item, str], str] | None = None
    coverage: Callable[[tuple[Item, ...]], str] | None = None
    seek: str = "true"
    costly: bool = False


def text(value: str) -> str:
    """Return a literal for a name of ours (a type, a scheme); values of users are bound instead."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def texts(values: Sequence[str]) -> str:
    """Return a list of literals."""
    return f"[{', '.join(map(text, values))}]"


def object_of(pairs: list[tuple[str, str]]) -> str:
    """Return a map of response keys and expressions. Maps have no order of keys, and answers are compared by value."""
    return "{" + ", ".join(f"`{key.replace('`', '``')}`: {value}" for key, value in pairs) + "}"


def labelled(n: str, kinds: Sequence[Kind]) -> str:
    """Return whether a node is of one of some kinds."""
    return f"{n}:{'|'.join(LABELS[kind] for kind in kinds)}" if kinds else "false"


def node_keys(n: str, kinds: tuple[Kind, ...]) -> dict[str, Key]:
    """Properties by which nodes of `kinds` may be ordered."""
    name = Key(f"{n}.sortName", stored=("Node", "sortName"))
    found = {"name": name, "degree": Key(f"{n}.degree")}
    for kind in kinds:
        for item in KINDS[kind].properties:
            if item.sortable:
                is_name = item.name == KINDS[kind].name
                stored, is_float = (LABELS[kind], item.name), item.type is ValueType.FLOAT
                found[item.name] = name if is_name else Key(f"{n}.{item.name}", nullable=True, stored=stored, is_float=is_float)
    return found


def last_keys(n: str) -> list[Key]:
    """The keys that end every order of nodes."""
    return [Key(f"{n}.sortName", stored=("Node", "sortName")), Key(f"{n}.id", stored=("Node", "id"))]


def order_keys(order: Sequence[Order], columns: dict[str, Key], last: Sequence[Key]) -> list[Key]:
    """Return the total order: the asked keys, then the closing ones that are not among them. KeyError for an unknown one."""
    keys: list[Key] = []
    for item in order:
        key = columns[item.by]
        keys.append(replace(key, descending=item.descending))
    asked = {key.cypher for key in keys}
    return [*keys, *(key for key in last if key.cypher not in asked)]
