"""Making strawberry types from tables. Generated classes live in this module's namespace, where annotations find them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Annotated, Any, NewType

import strawberry
from strawberry.types import Info

TYPENAME = "__typename"
"""Reserved key under which answers carry the type of nodes in interfaces and unions."""

_NAMESPACE: dict[str, Any] = globals()

ID = strawberry.ID

PartialDate = NewType("PartialDate", str)
PARTIAL_DATE = strawberry.scalar(
    name="PartialDate", description="A date as precise as known: YYYY, YYYY-MM or YYYY-MM-DD.", serialize=str, parse_value=str
)


@dataclass(frozen=True, slots=True)
class Arg:
    """An argument of a field: its annotation as text; optional without a default when `optional`."""

    name: str
    annotation: str
    description: str
    default: Any = inspect.Parameter.empty
    optional: bool = True


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an output type: its annotation as text."""

    name: str
    annotation: str
    description: str
    args: tuple[Arg, ...] = field(default=())


def _read(enum: type[Enum] | None) -> Callable[..., Any]:
    """Return the one resolver there is: what the plan's answer holds under the response key."""

    def resolve(root: dict[str, Any], info: Info, **_: Any) -> Any:
        value = root.get(str(info.path.key))
        if isinstance(value, Exception):
            raise value
        if enum is not None and value is not None:
            return [enum[name] for name in value] if isinstance(value, list) else enum[value]
        return value

    return resolve


def _enum_of(annotation: str) -> type[Enum] | None:
    name = annotation.replace("list[", "").replace("]", "").split(" ")[0]
    found = _NAMESPACE.get(name)
    return found if isinstance(found, type) and issubclass(found, Enum) else None


def _resolver(item: Field) -> Callable[..., Any]:
    resolve = _read(_enum_of(item.annotation))
    kind = inspect.Parameter.KEYWORD_ONLY
    parameters = [
        inspect.Parameter("root", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Any),
        inspect.Parameter("info", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Info),
    ]
    for arg in item.args:
        default = arg.default
        if default is inspect.Parameter.empty and arg.optional:
            default = strawberry.UNSET
        about = strawberry.argument(name=arg.name, description=arg.description)
        parameters.append(inspect.Parameter(_safe(arg.name), kind, default=default, annotation=Annotated[arg.annotation, about]))
    resolve.__signature__ = inspect.Signature(parameters, return_annotation=item.annotation)  # type: ignore[attr-defined]
    resolve.__annotations__ = {p.name: p.annotation for p in parameters} | {"return": item.annotation}
    resolve.__name__ = _safe(item.name)
    return resolve


def _safe(name: str) -> str:
    return f"{name}_" if name in ("from", "in", "not", "and", "or", "for", "of", "on", "is") else name


def object_type(name: str, description: str, fields: Sequence[Field], bases: tuple[type, ...] = ()) -> type:
    """Make and register an output type."""
    namespace: dict[str, Any] = {"__module__": __name__, "__annotations__": {}}
    for item in fields:
        namespace[_safe(item.name)] = strawberry.field(resolver=_resolver(item), name=item.name, description=item.description)
    namespace["is_type_of"] = classmethod(lambda cls, obj, info: obj.get(TYPENAME, name) == name)
    made = strawberry.type(type(name, bases, namespace), name=name, description=description)
    return _class(name, made)


def interface_type(name: str, description: str, fields: Sequence[Field]) -> type:
    """Make and register an interface."""
    namespace: dict[str, Any] = {"__module__": __name__, "__annotations__": {}}
    for item in fields:
        namespace[_safe(item.name)] = strawberry.field(resolver=_resolver(item), name=item.name, description=item.description)
    return _class(name, strawberry.interface(type(name, (), namespace), name=name, description=description))


def input_type(name: str, description: str, fields: Sequence[Arg], *, one_of: bool = False) -> type:
    """Make and register an input type; every field is optional unless its argument says otherwise."""
    namespace: dict[str, Any] = {"__module__": __name__, "__annotations__": {}}
    for item in fields:
        python_name = _safe(item.name)
        namespace["__annotations__"][python_name] = item.annotation
        if item.optional:
            default = strawberry.UNSET if item.default is inspect.Parameter.empty else item.default
            namespace[python_name] = strawberry.field(default=default, name=item.name, description=item.description)
        else:
            namespace[python_name] = strawberry.field(name=item.name, description=item.description)
    made = strawberry.input(type(name, (), namespace), name=name, description=description, one_of=one_of)
    return _class(name, made)


def enum_type(name: str, description: str, values: dict[str, str]) -> type[Enum]:
    """Make and register an enum from value names and their descriptions."""
    members = {key: strawberry.enum_value(key, description=about) for key, about in values.items()}
    functional: Any = Enum
    plain = functional(name, members)
    made: type[Enum] = strawberry.enum(plain, name=name, description=description)
    register(name, made)
    return made


def _class(name: str, made: type) -> type:
    register(name, made)
    return made


def register(name: str, made: Any) -> Any:
    """Make a class known to annotations by its name."""
    _NAMESPACE[name] = made
    return made


def registered(name: str) -> Any:
    """Return the class registered under a name."""
    return _NAMESPACE[name]
