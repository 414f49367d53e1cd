"""Small changes of an operation: an argument or an input field taken away, an enum value replaced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import (
    REMOVE,
    ArgumentNode,
    DocumentNode,
    EnumValueNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLSchema,
    Node,
    ObjectFieldNode,
    SelectionSetNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    is_required_argument,
    is_required_input_field,
    visit,
)


@dataclass(frozen=True)
class Edit:
    """A change: what it is about, the node it changes, and what takes its place (nothing when None)."""

    coordinate: str
    node: Node
    instead: str | None = None

    def focused(self, document: DocumentNode) -> DocumentNode:
        """The document without what stands beside the change."""
        done: DocumentNode = visit(document, _Focus(self.node))
        return done

    def applied(self, document: DocumentNode) -> DocumentNode:
        """The changed document."""
        done: DocumentNode = visit(document, _Apply(self))
        return done


class _Focus(Visitor):
    def __init__(self, node: Node) -> None:
        super().__init__()
        self._node = node

    def enter_selection_set(self, node: SelectionSetNode, *_: Any) -> Any:
        inside = tuple(item for item in node.selections if _holds(item, self._node))
        return SelectionSetNode(selections=inside) if inside else None


def _holds(where: Node, node: Node) -> bool:
    found = False
    for key in where.keys:
        value = getattr(where, key, None)
        for item in value if isinstance(value, tuple | list) else (value,):
            found = found or item is node or (isinstance(item, Node) and _holds(item, node))
    return found


class _Apply(Visitor):
    def __init__(self, edit: Edit) -> None:
        super().__init__()
        self._edit = edit

    def enter(self, node: Node, *_: Any) -> Any:
        if node is not self._edit.node:
            return None
        return REMOVE if self._edit.instead is None else EnumValueNode(value=self._edit.instead)


def edits(schema: GraphQLSchema, document: DocumentNode) -> Iterator[Edit]:
    """Every change of a document without variables."""
    info = TypeInfo(schema)
    found = _Find(info)
    visit(document, TypeInfoVisitor(info, found))
    yield from found.edits


class _Find(Visitor):
    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self._info = info
        self.edits: list[Edit] = []

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        owner, definition, argument = self._info.get_parent_type(), self._info.get_field_def(), self._info.get_argument()
        if owner is None or definition is None or argument is None or self._info.get_directive() is not None:
            return
        if not is_required_argument(argument):
            name = next(key for key, field in getattr(owner, "fields", {}).items() if field is definition)
            self.edits.append(Edit(f"argument {owner.name}.{name}({node.name.value})", node))

    def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> None:
        parent = get_named_type(self._info.get_parent_input_type())
        assert isinstance(parent, GraphQLInputObjectType)
        if not is_required_input_field(parent.fields[node.name.value]):
            self.edits.append(Edit(f"input field {parent.name}.{node.name.value}", node))

    def enter_enum_value(self, node: EnumValueNode, *_: Any) -> None:
        type_ = get_named_type(self._info.get_input_type())
        if isinstance(type_, GraphQLEnumType):
            self.edits += [Edit(f"value asked {type_.name}.{node.value}", node, other) for other in type_.values if other != node.value]
