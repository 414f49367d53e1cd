"""An operation as a tree, and its text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from graphql import GraphQLBoolean, GraphQLEnumType, GraphQLInputObjectType, GraphQLInputType, GraphQLList, GraphQLNonNull, get_named_type


@dataclass(frozen=True)
class Variable:
    """A value that stands in a variable; it may stand anywhere in a value."""

    value: Any


@dataclass
class Field:
    """A field with its response key. `include` is an argument of @include, `split` asks for it in two halves, to be merged."""

    name: str
    key: str
    args: dict[str, tuple[Any, GraphQLInputType]] = field(default_factory=dict)
    items: list[Field | Fragment] = field(default_factory=list)
    include: Any = None
    split: bool = False


@dataclass
class Fragment:
    """Fields on a type, inline or under a name."""

    on: str
    items: list[Field | Fragment]
    named: bool = False


Part = TypeVar("Part", Field, Field | Fragment)


def copied(items: Iterable[Part]) -> list[Part]:
    """The same selection, to be changed: its arguments may be replaced, but their values are shared."""
    found: list[Part] = []
    for item in items:
        inside = copied(item.items)
        found.append(replace(item, items=inside, args=dict(item.args)) if isinstance(item, Field) else replace(item, items=inside))
    return found


@dataclass(frozen=True)
class Operation:
    """A text and its variables."""

    text: str
    variables: dict[str, Any]


def written(items: list[Field]) -> Operation:
    """The operation that asks for root fields."""
    return _Writer().operation(items)


def fields(items: Iterable[Field | Fragment]) -> Iterator[Field]:
    """The fields of a selection and of its fragments."""
    for item in items:
        if isinstance(item, Field):
            yield item
        else:
            yield from fields(item.items)


class _Writer:
    def __init__(self) -> None:
        self._variables: dict[str, tuple[str, Any]] = {}
        self._fragments: list[str] = []

    def operation(self, items: list[Field]) -> Operation:
        body = self._items(list(items))
        declared = ", ".join(f"${name}: {type_}" for name, (type_, _) in self._variables.items())
        text = "\n".join([f"query{f' ({declared})' if declared else ''} {body}", *self._fragments])
        return Operation(text, {name: value for name, (_, value) in self._variables.items()})

    def _items(self, items: list[Field | Fragment]) -> str:
        return f"{{ {' '.join(self._item(item) for item in items)} }}"

    def _item(self, item: Field | Fragment) -> str:
        if isinstance(item, Field):
            return self._field(item)
        body = self._items(item.items)
        if not item.named:
            return f"... on {item.on} {body}"
        name = f"F{len(self._fragments) + 1}"
        self._fragments.append(f"fragment {name} on {item.on} {body}")
        return f"...{name}"

    def _field(self, item: Field) -> str:
        start = item.name if item.key == item.name else f"{item.key}: {item.name}"
        if item.args:
            start += f"({', '.join(f'{name}: {self._value(*given)}' for name, given in item.args.items())})"
        if item.include is not None:
            start += f" @include(if: {self._value(item.include, GraphQLBoolean)})"
        if item.split and len(item.items) > 1:
            half = len(item.items) // 2
            return f"{start} {self._items(item.items[:half])} {start} {self._items(item.items[half:])}"
        return f"{start} {self._items(item.items)}" if item.items else start

    def _value(self, value: Any, type_: GraphQLInputType) -> str:
        if isinstance(value, Variable):
            return self._variable(value.value, type_)
        if value is None:
            return "null"
        if isinstance(type_, GraphQLNonNull):
            return self._value(value, type_.of_type)
        if isinstance(type_, GraphQLList) and isinstance(value, list):
            return f"[{', '.join(self._value(one, type_.of_type) for one in value)}]"
        named = get_named_type(type_)
        if isinstance(named, GraphQLInputObjectType):
            return f"{{{', '.join(f'{name}: {self._value(one, named.fields[name].type)}' for name, one in value.items())}}}"
        return str(value) if isinstance(named, GraphQLEnumType) else json.dumps(value)

    def _variable(self, value: Any, type_: GraphQLInputType) -> str:
        name = f"v{len(self._variables) + 1}"
        told = str(type_) if value is None or isinstance(type_, GraphQLNonNull) else f"{type_}!"
        self._variables[name] = (told, value)
        return f"${name}"
