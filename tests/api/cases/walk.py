"""What the cases touch of the schema: output fields with a value, arguments, input fields, enum values, members of unions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    InlineFragmentNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    get_named_type,
    parse,
)
from graphql.language import EnumValueNode

from tests.api.cases.case import Case
from tests.api.cases.literal import inlined


@dataclass
class Touched:
    """Coordinates of the schema. Enum values are told apart by whether they were asked or answered."""

    fields: set[str] = field(default_factory=set)
    arguments: set[str] = field(default_factory=set)
    inputs: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)

    def everything(self) -> set[str]:
        """All of them, each with what it is."""
        named = {"field": self.fields, "argument": self.arguments, "input field": self.inputs, "value asked": self.asked}
        named |= {"value answered": self.answered, "member": self.members}
        return {f"{what} {name}" for what, names in named.items() for name in names}


def _own(schema: GraphQLSchema) -> Iterator[tuple[str, GraphQLNamedType]]:
    for name, type_ in schema.type_map.items():
        if not name.startswith("__") and not isinstance(type_, GraphQLScalarType):
            yield name, type_


def declared(schema: GraphQLSchema) -> Touched:
    """Everything that the schema declares for queries; subscriptions are tried over a socket (`tests/api/test_watch.py`)."""
    all_ = Touched()
    for name, type_ in _own(schema):
        if type_ is schema.subscription_type:
            continue
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for key, definition in type_.fields.items():
                all_.fields.add(f"{name}.{key}")
                all_.arguments |= {f"{name}.{key}({argument})" for argument in definition.args}
                all_.answered |= _values(get_named_type(definition.type))
                all_.asked |= {v for argument in definition.args.values() for v in _values(get_named_type(argument.type))}
        elif isinstance(type_, GraphQLInputObjectType):
            all_.inputs |= {f"{name}.{key}" for key in type_.fields}
            all_.asked |= {v for item in type_.fields.values() for v in _values(get_named_type(item.type))}
        if isinstance(type_, GraphQLUnionType | GraphQLInterfaceType):
            all_.members |= {f"{name}: {member.name}" for member in schema.get_possible_types(type_)}
    return all_


def _values(type_: GraphQLNamedType) -> set[str]:
    return {f"{type_.name}.{value}" for value in type_.values} if isinstance(type_, GraphQLEnumType) else set()


def touched(schema: GraphQLSchema, cases: Iterable[Case]) -> Touched:
    """What cases touch. A field counts when it has a value, a list when it has an item."""
    found = Touched()
    for case in cases:
        document = inlined(schema, parse(case.text), case.variables, case.cursors)
        _Walk(schema, document, found).operation(case.answer)
    return found


class _Walk:
    """Walks one operation and its answer side by side."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, found: Touched) -> None:
        self._schema = schema
        self._found = found
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        (self._operation,) = (d for d in document.definitions if isinstance(d, OperationDefinitionNode))

    def operation(self, answer: dict[str, Any]) -> None:
        assert self._schema.query_type is not None
        self._object(self._operation.selection_set, self._schema.query_type, answer)

    def _object(self, selected: SelectionSetNode, static: GraphQLNamedType, answer: dict[str, Any]) -> None:
        for item in selected.selections:
            if isinstance(item, FieldNode):
                self._field(item, static, answer)
                continue
            assert isinstance(item, InlineFragmentNode | FragmentSpreadNode)
            fragment = self._fragments[item.name.value] if isinstance(item, FragmentSpreadNode) else item
            if fragment.type_condition is None:
                self._object(fragment.selection_set, static, answer)
            elif self._fits(condition := self._schema.type_map[fragment.type_condition.name.value], static, answer):
                self._object(fragment.selection_set, condition, answer)

    def _fits(self, condition: GraphQLNamedType, static: GraphQLNamedType, answer: dict[str, Any]) -> bool:
        if isinstance(static, GraphQLObjectType):
            return True
        assert "__typename" in answer, f"ask for __typename beside the fragment on {condition.name}"
        if isinstance(condition, GraphQLInterfaceType):
            return self._schema.is_sub_type(condition, self._named(answer["__typename"]))
        return bool(condition.name == answer["__typename"])

    def _named(self, name: str) -> GraphQLObjectType:
        type_ = self._schema.type_map[name]
        assert isinstance(type_, GraphQLObjectType)
        return type_

    def _field(self, node: FieldNode, static: GraphQLNamedType, answer: dict[str, Any]) -> None:
        name = node.name.value
        value = answer.get(node.alias.value if node.alias else name)
        if name == "__typename":
            if not isinstance(static, GraphQLObjectType):
                self._found.members.add(f"{static.name}: {value}")
            return
        assert isinstance(static, GraphQLObjectType | GraphQLInterfaceType)
        definition = static.fields[name]
        for argument in node.arguments or ():
            self._found.arguments.add(f"{static.name}.{name}({argument.name.value})")
            self._input(argument.value, get_named_type(definition.args[argument.name.value].type))
        if value is None or value == []:
            return
        self._found.fields.add(f"{static.name}.{name}")
        named = get_named_type(definition.type)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(named, GraphQLEnumType):
                self._found.answered.add(f"{named.name}.{item}")
            elif node.selection_set and item is not None:
                self._object(node.selection_set, named, item)

    def _input(self, value: ValueNode, type_: GraphQLNamedType) -> None:
        if isinstance(value, EnumValueNode):
            self._found.asked.add(f"{type_.name}.{value.value}")
        elif isinstance(value, ListValueNode):
            for item in value.values:
                self._input(item, type_)
        elif isinstance(value, ObjectValueNode):
            assert isinstance(type_, GraphQLInputObjectType)
            for part in value.fields:
                self._found.inputs.add(f"{type_.name}.{part.name.value}")
                self._input(part.value, get_named_type(type_.fields[part.name.value].type))
