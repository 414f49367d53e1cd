"""Arguments of fields as parts of a plan. Values come coerced by the GraphQL library; what it cannot know is checked here."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import reduce
from operator import or_
from typing import Any

from api.limits import MAX_IDS, MAX_PAGE, MAX_PATH_LENGTH, MAX_PATHS, MAX_RINGS, MAX_SHOWN
from api.schema.inputs import TESTED_METHODS_ORDER, TESTED_ON_ORDER, order_columns
from graph.errors import InputError
from graph.kinds import DEFAULT_VIA, KINDS, Kind, Via
from graph.plan import AnyOf, Choice, Compare, Every, Filter, HasId, Neighbourhood, Not, Operator, Order, Page, Paths, RollUp, Supported
from graph.text import fault

Args = Mapping[str, Any]


def page(args: Args, default: int = 20) -> Page:
    """Return the page that first, after, last and before ask for. InputError for what makes no sense."""
    first, last = args.get("first"), args.get("last")
    if first is not None and last is not None:
        raise InputError("first and last exclude each other; use one")
    for name, size in (("first", first), ("last", last)):
        if size is not None and not 0 <= size <= MAX_PAGE:
            raise InputError(f"{name} is {size}; use 0 to {MAX_PAGE}")
    if last is not None:
        return Page(None, None, last, _text(args, "before"))
    if args.get("before") is not None:
        raise InputError("before goes with last; use after with first")
    return Page(default if first is None else first, _text(args, "after"))


def _text(args: Args, name: str) -> str | None:
    value = args.get(name)
    if value is not None and (wrong := fault(str(value))):
        raise InputError(f"{name} {wrong}; remove it")
    return value if value is None else str(value)


def checked_text(name: str, value: str) -> str:
    """Return a text that may be looked up. InputError when it holds U+0000 or a lone surrogate."""
    if wrong := fault(value):
        raise InputError(f"{name} {wrong}; remove it")
    return value


def kinds(args: Args, among: tuple[Kind, ...] = tuple(Kind)) -> tuple[Kind, ...]:
    """Return the kinds asked for, in declaration order; all of `among` when none are named."""
    asked = args.get("kinds")
    return among if asked is None else tuple(kind for kind in among if kind.name in {item.name for item in asked})


def ids(args: Args) -> tuple[str, ...]:
    """Return the ids asked for. InputError when they are too many."""
    if len(args["ids"]) > MAX_IDS:
        raise InputError(f"{len(args['ids'])} ids; ask for at most {MAX_IDS} at once")
    return tuple(checked_text("ids", item) for item in args["ids"])


DRAWN = tuple(kind for kind in Kind if kind is not Kind.RESULT)
"""Results are figures: that a method was tested on a dataset stands for them."""


def neighbourhood(args: Args) -> Neighbourhood:
    """Return which subgraph is asked for. InputError for a depth or limit out of range, and for more ids than the limit."""
    centres, depth, limit = tuple(dict.fromkeys(ids(args))), args["depth"], args["limit"]
    if not 0 <= depth <= MAX_RINGS:
        raise InputError(f"depth is {depth}; use 0 to {MAX_RINGS}")
    if not 1 <= limit <= MAX_SHOWN:
        raise InputError(f"limit is {limit}; use 1 to {MAX_SHOWN}")
    if len(centres) > limit:
        raise InputError(f"{len(centres)} ids are more than limit, which is {limit}; raise it, or name fewer")
    return Neighbourhood(centres, depth, DRAWN if args.get("kinds") is None else kinds(args), limit)


def paths(args: Args) -> Paths:
    """Return which paths are asked for. InputError for equal ends, and for a length, number or degree out of range."""
    start, end = (checked_text(name, args[name]) for name in ("from", "to"))
    if start == end:
        raise InputError(f"from and to are both {start!r}; name two nodes")
    for name, low, high in (("maxLength", 1, MAX_PATH_LENGTH), ("first", 1, MAX_PATHS)):
        if not low <= args[name] <= high:
            raise InputError(f"{name} is {args[name]}; use {low} to {high}")
    most = args.get("avoidDegreeAbove")
    if most is not None and most < 0:
        raise InputError(f"avoidDegreeAbove is {most}; use a number that is not negative")
    return Paths(start, end, args["maxLength"], most, args["first"])


# --- order ----------------------------------------------------------------------------------------------------------


def _order(args: Args, columns: Mapping[str, str]) -> tuple[Order, ...]:
    return tuple(Order(columns[item["by"].name], item["direction"].name == "DESC") for item in args.get("orderBy") or ())


def node_order(args: Args, kind: Kind) -> tuple[Order, ...]:
    """Return the order of nodes of a kind."""
    return _order(args, order_columns(kind))


def tested_on_order(args: Args) -> tuple[Order, ...]:
    """Return the order of datasets a method was tested on."""
    return _order(args, TESTED_ON_ORDER)


def tested_methods_order(args: Args) -> tuple[Order, ...]:
    """Return the order of methods tested on a dataset."""
    return _order(args, TESTED_METHODS_ORDER)


# --- filters --------------------------------------------------------------------------------------------------------


def where(args: Args, kind: Kind) -> Filter | None:
    """Return the filter of a `where` argument; None when there is none."""
    given = args.get("where")
    return None if given is None else _every(given, kind)


def _every(given: Mapping[str, Any], kind: Kind) -> Filter:
    parts: list[Filter] = []
    for name, value in given.items():
        if value is not None and name not in ("minConfidence", "sources"):
            parts.append(_part(name, value, kind))
    confidence, sources = given.get("minConfidence"), given.get("sources")
    if confidence is not None or sources is not None:
        parts.append(Supported(confidence or 0.0, tuple(checked_text("sources", item) for item in sources or ())))
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def _part(name: str, value: Any, kind: Kind) -> Filter:
    match name:
        case "and":
            return Every(tuple(_every(item, kind) for item in value))
        case "or":
            return AnyOf(tuple(_every(item, kind) for item in value))
        case "not":
            return Not(_every(value, kind))
        case "id":
            return HasId(tuple(checked_text("id", item) for item in value))
        case _:
            KINDS[kind].property(name)
            compared = [_compare(name, operator, operand) for operator, operand in value.items() if operand is not None]
            return compared[0] if len(compared) == 1 else Every(tuple(compared))


def _compare(name: str, operator: str, operand: Any) -> Filter:
    found = tuple(operand) if isinstance(operand, list) else operand
    for item in found if isinstance(found, tuple) else (found,):
        if isinstance(item, str):
            checked_text(name, item)
    return Compare(name, Operator(operator), found)


# --- what counts ----------------------------------------------------------------------------------------------------


def _named(value: Any) -> str:
    return value.name if isinstance(value, Enum) else str(value)


def choice(args: Args) -> Choice:
    """Return which support counts."""
    asked = args.get("via")
    via = DEFAULT_VIA if asked is None else reduce(or_, (Via[_named(item)] for item in asked), Via(0))
    task = args.get("task")
    same_task = args.get("sameTask", True)
    return Choice(
        via,
        RollUp(_named(args.get("variants", "ROLL_UP"))),
        RollUp(_named(args.get("datasets", "ROLL_UP"))),
        None if task is None else checked_text("task", str(task)),
        True if same_task is None else same_task,
    )


def min_shared(args: Args, default: int) -> int:
    """Return the least number of shared datasets. InputError below 1."""
    value = args.get("minShared", default)
    if value is None:
        return default
    if not 1 <= value <= 10_000:
        raise InputError(f"minShared is {value}; use 1 to 10,000")
    return int(value)
