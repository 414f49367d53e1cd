"""From an operation to a plan: the whole operation becomes one `graph.plan.Plan`.

Selections are collected as the specification says (aliases, fragments, @skip, @include, merging). A root field whose arguments
make no sense is left out of the plan and yields its own error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    GraphQLSkipDirective,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)
from graphql.execution.values import VariableValues, get_argument_values, get_directive_values

from api import arguments
from api.limits import MAX_COMPARED
from api.schema.inputs import KEYS
from api.schema.registry import TYPENAME
from graph.errors import InputError
from graph.ids import InvalidIdentifier, parse, parse_repository
from graph.interchange.formats import items_of
from graph.interchange.subgraph import ExportFormat
from graph.kinds import KINDS, Kind, neighbour_kinds, relations_from, relations_to
from graph.plan import (
    AllOf,
    AllRuns,
    Along,
    ComparedDatasets,
    Comparison,
    Connection,
    EvidenceOfEdge,
    Fetch,
    Hits,
    Item,
    Leaderboard,
    Neighbourhood,
    NodeById,
    NodeByKey,
    NodesById,
    Page,
    Plan,
    SharedDatasets,
    Sharing,
    SharingPairs,
    TestedMethods,
    TestedOn,
    Weight,
)

KIND_OF_TYPE = {spec.graphql: kind for kind, spec in KINDS.items()}
Args = Mapping[str, Any]
_EDGE_EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class Compiled:
    """A plan, the errors of root fields left out of it, and what is made of its answer.

    The answers of the root fields `suggestions` are unwrapped. `exports` are the fields that are written in a format, by their root field.
    """

    plan: Plan
    errors: dict[str, InputError] = field(default_factory=dict)
    suggestions: tuple[str, ...] = ()
    exports: Mapping[str, Mapping[str, ExportFormat]] = field(default_factory=dict)


class Compiler:
    """Compiles one operation with its variables."""

    def __init__(self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode], variables: VariableValues | None) -> None:
        self._schema = schema
        self._fragments = fragments
        self._variables = variables
        self._exports: dict[str, dict[str, ExportFormat]] = {}

    def compile(self, operation: OperationDefinitionNode) -> Compiled:
        """Return the plan of a query operation."""
        query = self._schema.query_type
        assert query is not None
        items, errors, suggestions = [], {}, []
        for key, nodes in self._collect(query, [operation.selection_set]).items():
            name = nodes[0].name.value
            if name.startswith("__"):
                continue
            try:
                items.append(self._root(query, key, nodes))
                if name == "suggest":
                    suggestions.append(key)
            except InputError as error:
                errors[key] = error
        return Compiled(Plan(tuple(items)), errors, tuple(suggestions), self._exports)

    def selected(self, info: GraphQLResolveInfo[Any]) -> tuple[Item, ...]:
        """Return the items that are selected of the field that is being resolved."""
        return self._items(get_named_type(info.return_type), info.field_nodes)

    # --- selections

    def _collect(self, type_: GraphQLObjectType, sets: Sequence[SelectionSetNode]) -> dict[str, list[FieldNode]]:
        found: dict[str, list[FieldNode]] = {}
        for selection_set in sets:
            self._collect_into(found, type_, selection_set, set())
        return found

    def _collect_into(
        self, found: dict[str, list[FieldNode]], type_: GraphQLObjectType, selection_set: SelectionSetNode, visited: set[str]
    ) -> None:
        for selection in selection_set.selections:
            if not self._is_included(selection):
                continue
            if isinstance(selection, FieldNode):
                key = selection.alias.value if selection.alias else selection.name.value
                found.setdefault(key, []).append(selection)
            elif isinstance(selection, InlineFragmentNode):
                if self._fits(selection.type_condition, type_):
                    self._collect_into(found, type_, selection.selection_set, visited)
            elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in visited:
                fragment = self._fragments[selection.name.value]
                if self._fits(fragment.type_condition, type_):
                    self._collect_into(found, type_, fragment.selection_set, visited | {selection.name.value})

    def _is_included(self, selection: Any) -> bool:
        skip = get_directive_values(GraphQLSkipDirective, selection, self._variables)
        if skip and skip["if"]:
            return False
        include = get_directive_values(GraphQLIncludeDirective, selection, self._variables)
        return not include or bool(include["if"])

    def _fits(self, condition: Any, type_: GraphQLObjectType) -> bool:
        if condition is None:
            return True
        named = self._schema.type_map[condition.name.value]
        return named is type_ or (is_abstract_type(named) and self._schema.is_sub_type(named, type_))

    # --- items

    def _objects(self, type_: GraphQLNamedType) -> tuple[GraphQLObjectType, ...]:
        if isinstance(type_, GraphQLObjectType):
            return (type_,)
        assert is_abstract_type(type_)
        return tuple(self._schema.get_possible_types(type_))

    def _items(self, type_: GraphQLNamedType, nodes: Sequence[FieldNode]) -> tuple[Item, ...]:
        """Return the items selected of a type; of an interface or union, each for the kinds it is selected of."""
        sets = [node.selection_set for node in nodes if node.selection_set]
        if isinstance(type_, GraphQLObjectType):
            return self._object_items(type_, sets)
        shared: dict[Item, list[Kind]] = {Item(TYPENAME, "__typename"): []}
        objects = self._objects(type_)
        for member in objects:
            for item in self._object_items(member, sets):
                shared.setdefault(item, []).append(KIND_OF_TYPE[member.name])
        every = len(objects)
        return tuple(
            item if len(on) in (0, every) else Item(item.key, item.name, item.fetch, item.items, tuple(on))
            for item, on in shared.items()
            if item.key != TYPENAME or item.name == "__typename"
        )

    def _object_items(self, type_: GraphQLObjectType, sets: Sequence[SelectionSetNode]) -> tuple[Item, ...]:
        found = []
        for key, nodes in self._collect(type_, sets).items():
            name = nodes[0].name.value
            if name == "__typename":
                continue
            definition = type_.fields[name]
            named = get_named_type(definition.type)
            if is_leaf_type(named):
                found.append(Item(key, name))
            else:
                fetch = self._fetch(type_, name, self._arguments(definition, nodes[0]))
                found.append(Item(key, name, fetch, self._items(named, nodes)))
        return tuple(found)

    def _arguments(self, definition: Any, node: FieldNode) -> Args:
        return get_argument_values(definition, node, self._variables)

    def _fetch(self, type_: GraphQLObjectType, name: str, args: Args) -> Connection | None:
        kind = KIND_OF_TYPE.get(type_.name)
        if kind is not None:
            make = CONNECTIONS.get((kind, name))  # none for lists of plain objects
            return make(args) if make else None
        if name == "evidence":
            return Connection(EvidenceOfEdge(), arguments.page(args, _EDGE_EVIDENCE))
        if name == "sharedDatasets":
            return Connection(SharedDatasets(), arguments.page(args))
        if type_.name == "Comparison" and name == "datasets":
            return Connection(ComparedDatasets(), arguments.page(args))
        return None

    # --- root fields

    def _root(self, query: GraphQLObjectType, key: str, nodes: Sequence[FieldNode]) -> Item:
        name = nodes[0].name.value
        definition = query.fields[name]
        args = self._arguments(definition, nodes[0])
        named = get_named_type(definition.type)
        if name == "suggest":
            return Item(key, name, ROOTS[name](args), (Item("nodes", "nodes", None, self._suggested(named, nodes)),))
        fetch = ROOTS[name](args)
        if isinstance(fetch, Neighbourhood):
            return Item(key, name, fetch, self._subgraph(named, key, nodes, fetch.limit))
        items = self._items(named, nodes)
        if isinstance(fetch, Comparison):
            items = tuple(_of_comparison(item, fetch) for item in items)
        return Item(key, name, fetch, items)

    def _subgraph(self, type_: GraphQLNamedType, key: str, nodes: Sequence[FieldNode], limit: int) -> tuple[Item, ...]:
        """A subgraph; of a field that is exported, what its format needs."""
        assert isinstance(type_, GraphQLObjectType)
        selected = self._collect(type_, [node.selection_set for node in nodes if node.selection_set])
        formats = {
            inner: ExportFormat[self._arguments(type_.fields["export"], found[0])["format"].name]
            for inner, found in selected.items()
            if found[0].name.value == "export"
        }
        self._exports[key] = formats
        return tuple(
            Item(i.key, i.name, None, items_of(formats[i.key], limit)) if i.key in formats else i for i in self._items(type_, nodes)
        )

    def _suggested(self, type_: GraphQLNamedType, nodes: Sequence[FieldNode]) -> tuple[Item, ...]:
        """Suggestions are nodes, of which papers alone have a year."""
        items = self._items(type_, nodes)
        return tuple(Item(i.key, i.name, on=(Kind.PAPER,)) if i.name == "year" else i for i in items)


def _of_comparison(item: Item, comparison: Comparison) -> Item:
    """What a comparison compares is said at its root; its datasets are a connection of that."""
    if not isinstance(item.fetch, Connection):
        return item
    return replace(item, fetch=replace(item.fetch, source=ComparedDatasets(comparison.methods, comparison.choice)))


# --- where fields come from -----------------------------------------------------------------------------------------


def _along(kind: Kind) -> dict[tuple[Kind, str], Callable[[Args], Connection]]:
    found = {}
    for forward, specs in ((True, relations_from(kind)), (False, relations_to(kind))):
        for spec in specs:
            ends = neighbour_kinds(spec, kind, forward=forward)
            found[kind, spec.forward if forward else spec.reverse] = _relation(Along(spec.relation, forward, ends))
    return found


def _relation(source: Along) -> Callable[[Args], Connection]:
    def fetch(args: Args) -> Connection:
        if len(source.kinds) > 1:
            return Connection(Along(source.relation, source.forward, arguments.kinds(args, source.kinds)), arguments.page(args))
        kind = source.kinds[0]
        return Connection(source, arguments.page(args), arguments.where(args, kind), arguments.node_order(args, kind))

    return fetch


def _tested_on(args: Args) -> Connection:
    order = arguments.tested_on_order(args)
    return Connection(TestedOn(arguments.choice(args)), arguments.page(args), arguments.where(args, Kind.DATASET), order)


def _tested_methods(args: Args) -> Connection:
    order = arguments.tested_methods_order(args)
    return Connection(TestedMethods(arguments.choice(args)), arguments.page(args), arguments.where(args, Kind.METHOD), order)


def _shares(args: Args) -> Connection:
    source = Sharing(arguments.choice(args), Weight(args["weight"].name), arguments.min_shared(args, 1))
    return Connection(source, arguments.page(args), arguments.where(args, Kind.METHOD))


def _leaderboard(args: Args) -> Connection:
    named = {name: None if args.get(name) is None else arguments.checked_text(name, args[name]) for name in ("task", "metric", "split")}
    return Connection(Leaderboard(**named), arguments.page(args))


CONNECTIONS: dict[tuple[Kind, str], Callable[[Args], Connection]] = {
    **{key: fetch for kind in Kind for key, fetch in _along(kind).items()},
    (Kind.METHOD, "testedOn"): _tested_on,
    (Kind.METHOD, "sharesDatasetsWith"): _shares,
    (Kind.DATASET, "testedMethods"): _tested_methods,
    (Kind.DATASET, "leaderboard"): _leaderboard,
}


def _by_key(kind: Kind) -> Callable[[Args], Fetch]:
    def fetch(args: Args) -> Fetch:
        ((scheme, value),) = args["by"].items()
        if value is None:
            raise InputError(f"{scheme} is null; give a value")
        value = arguments.checked_text(scheme, str(value))
        if scheme == "id":
            return NodeById(value, kind)
        if scheme in ("name", "title"):
            return NodeByKey(kind, scheme, value)
        try:
            found = parse_repository(value) if kind is Kind.REPOSITORY else parse(scheme, value)
        except InvalidIdentifier as error:
            raise InputError(str(error)) from None
        return NodeByKey(kind, found.scheme.value, found.value)

    return fetch


def _all_of(kind: Kind) -> Callable[[Args], Fetch]:
    return lambda args: Connection(AllOf(kind), arguments.page(args), arguments.where(args, kind), arguments.node_order(args, kind))


def _search(args: Args) -> Fetch:
    return Connection(Hits(arguments.checked_text("text", args["text"]), arguments.kinds(args, arguments.DRAWN)), arguments.page(args, 10))


def _suggest(args: Args) -> Fetch:
    first = arguments.page(args, 8).first
    hits = Hits(arguments.checked_text("prefix", args["prefix"]), arguments.kinds(args, arguments.DRAWN), prefix=True)
    return Connection(hits, Page(first))


def _pairs(args: Args) -> Fetch:
    given = args.get("where") or {}
    method = arguments.where({"where": given.get("method")}, Kind.METHOD)
    source = SharingPairs(arguments.choice(args), Weight(args["weight"].name), arguments.min_shared(args, 2), method)
    return Connection(source, arguments.page(args))


def _comparison(args: Args) -> Fetch:
    methods = tuple(dict.fromkeys(arguments.checked_text("methods", item) for item in args["methods"]))
    if not 2 <= len(methods) <= MAX_COMPARED:
        raise InputError(f"{len(methods)} different methods; compare 2 to {MAX_COMPARED}")
    return Comparison(methods, arguments.choice(args))


ROOTS: dict[str, Callable[[Args], Fetch]] = {
    "node": lambda args: NodeById(arguments.checked_text("id", args["id"])),
    "nodes": lambda args: NodesById(arguments.ids(args)),
    "neighbourhood": arguments.neighbourhood,
    "paths": arguments.paths,
    **{kind.value: _by_key(kind) for kind in KEYS},
    **{spec.plural: _all_of(kind) for kind, spec in KINDS.items()},
    "search": _search,
    "suggest": _suggest,
    "methodsSharingDatasets": _pairs,
    "compareMethods": _comparison,
    "runs": lambda args: Connection(AllRuns(), arguments.page(args)),
}
