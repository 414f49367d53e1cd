"""Operations with their variables written out as literals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graphql import (
    REMOVE,
    ArgumentNode,
    BooleanValueNode,
    DocumentNode,
    EnumValueNode,
    FloatValueNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLSchema,
    GraphQLType,
    IntValueNode,
    ListValueNode,
    NameNode,
    NullValueNode,
    ObjectFieldNode,
    ObjectValueNode,
    StringValueNode,
    TypeInfo,
    TypeInfoVisitor,
    ValueNode,
    VariableNode,
    Visitor,
    get_named_type,
    visit,
)


def inlined(schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any], cursors: Iterable[str] = ()) -> DocumentNode:
    """The document without variables; what `cursors` names stands as a text when it has no value."""
    values = dict.fromkeys(cursors, "a cursor") | dict(variables)
    info = TypeInfo(schema)
    done: DocumentNode = visit(document, TypeInfoVisitor(info, _Inline(info, values)))
    return done


class _Inline(Visitor):
    """Writes variables out; an argument whose variable has no value goes."""

    def __init__(self, info: TypeInfo, values: Mapping[str, Any]) -> None:
        super().__init__()
        self._info = info
        self._values = values

    def enter_variable_definition(self, *_: Any) -> Any:
        return REMOVE

    def enter_argument(self, node: ArgumentNode, *_: Any) -> Any:
        is_absent = isinstance(node.value, VariableNode) and node.value.name.value not in self._values
        return REMOVE if is_absent else None

    def enter_variable(self, node: VariableNode, *_: Any) -> Any:
        return literal(self._values[node.name.value], self._info.get_input_type())


def literal(value: Any, type_: GraphQLType | None) -> ValueNode:
    """The literal of a JSON value."""
    named = get_named_type(type_) if type_ is not None else None
    if value is None:
        return NullValueNode()
    if isinstance(value, bool):
        return BooleanValueNode(value=value)
    if isinstance(value, int):
        return IntValueNode(value=str(value))
    if isinstance(value, float):
        return FloatValueNode(value=repr(value))
    if isinstance(value, str):
        return EnumValueNode(value=value) if isinstance(named, GraphQLEnumType) else StringValueNode(value=value)
    if isinstance(value, list):
        return ListValueNode(values=tuple(literal(item, named) for item in value))
    assert isinstance(named, GraphQLInputObjectType)
    return ObjectValueNode(
        fields=tuple(ObjectFieldNode(name=NameNode(value=k), value=literal(v, named.fields[k].type)) for k, v in value.items())
    )
