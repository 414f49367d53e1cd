"""Random valid operations, by walking the schema. What no operation has touched yet is preferred, so that all of it is touched."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    Undefined,
    get_named_type,
    is_composite_type,
)

from tests.parity.pool import Pool
from tests.parity.tree import Field, Fragment, Variable, copied, fields
from tests.parity.values import Values

Abstract = GraphQLInterfaceType | GraphQLUnionType
Path = tuple[int, ...]
_FAR = 99


@dataclass
class _Scope:
    """One object of the answer: response keys that are taken, and how many more connections may be nested."""

    room: int
    taken: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Turn:
    """A field of an operation, where a cursor of its answer may be gone on from."""

    path: Path
    type: str
    name: str
    cursor: str

    @property
    def coordinate(self) -> str:
        return f"{self.type}.{self.name}"


class Generator:
    """Makes operations; the same seed and the same answers give the same ones."""

    def __init__(self, schema: GraphQLSchema, pool: Pool, seed: int) -> None:
        self._schema = schema
        self._random = Random(seed)
        self._values = Values(pool, self._random)
        self._aims: set[str] = set()
        self._far: dict[str, int] = {}
        self._left = 0
        self._is_aimed = False
        self._pages: dict[str, deque[tuple[list[Field], list[_Turn]]]] = {}

    def aim(self, missing: set[str]) -> None:
        """Prefer what is missing from now on. Some of it is headed for, so that what is hard to reach does not hold up the rest."""
        self._values.missing = missing
        listed = sorted(missing)
        self._aims = set(self._random.sample(listed, min(len(listed), len(listed) // 5 + 4)))
        self._far = _distances(self._schema, self._aims)

    def operation(self) -> list[Field]:
        """The root fields of a new operation, or of an earlier one that goes on to other pages."""
        choice = self._random.random()
        if self._pages and choice < 0.25:
            return self._next_page()
        self._is_aimed = choice < 0.85
        self._left = self._random.choice((6, 10, 16, 24) if self._is_aimed else (3, 5, 8, 12))
        query = self._schema.query_type
        assert query is not None
        scope = _Scope(3 if self._is_aimed else self._random.choice((1, 1, 2, 2, 3)))
        return [self._field(query, self._root(query), scope) for _ in range(self._random.choice((1, 1, 1, 1, 1, 2, 3)))]

    def variant(self, items: list[Field]) -> list[Field]:
        """The same operation with other values; where it is behind a cursor, with other sizes of pages only."""
        found = copied(items)
        query = self._schema.query_type
        assert query is not None
        self._vary(query, found)
        return found

    def _vary(self, type_: GraphQLNamedType, items: Sequence[Field | Fragment]) -> None:
        for item in items:
            if isinstance(item, Fragment):
                self._vary(self._schema.type_map[item.on], item.items)
            elif item.items and isinstance(type_, GraphQLObjectType):
                is_behind = not item.args.keys().isdisjoint(("after", "before"))
                for name, (value, given) in item.args.items():
                    if name in ("first", "last") or not is_behind:
                        item.args[name] = (self._values.other(value, given, type_.name, name), given)
                self._vary(get_named_type(type_.fields[item.name].type), item.items)

    # --- selections

    def _items(self, type_: GraphQLNamedType, scope: _Scope) -> list[Field | Fragment]:
        if isinstance(type_, Abstract):
            return self._of_any(type_, scope)
        assert isinstance(type_, GraphQLObjectType)
        found: list[Field | Fragment] = [self._field(type_, name, scope) for name in self._names(type_, scope)]
        if self._random.random() < 0.1:
            on = self._random.choice([type_.name, *(interface.name for interface in type_.interfaces)])
            inside = self._fresh("id" if on != type_.name else self._random.choice(_leaves(type_)), scope)
            found.append(Fragment(on, [inside], named=self._random.random() < 0.5))
        return found

    def _of_any(self, type_: Abstract, scope: _Scope) -> list[Field | Fragment]:
        """Of an interface or a union: the name of the type, and what is wanted of some types."""
        found: list[Field | Fragment] = [Field("__typename", "__typename")]
        possible = list(self._schema.get_possible_types(type_))
        least = min(self._far.get(one.name, _FAR) for one in possible)
        nearest = self._random.choice([one for one in possible if self._far.get(one.name, _FAR) == least])
        for one in self._random.sample(possible, min(len(possible), self._random.choice((1, 2, 2, 3)))):
            if not self._is_aimed:
                found.append(Fragment(one.name, self._items(one, scope), named=self._random.random() < 0.3))
            elif one is not nearest:
                found.append(Fragment(one.name, [self._fresh(self._random.choice(_leaves(one)), scope)]))
        if self._is_aimed:
            found.append(Fragment(nearest.name, self._items(nearest, scope), named=self._random.random() < 0.3))
        if isinstance(type_, GraphQLInterfaceType):
            found.append(self._fresh("id", scope))
        return found

    def _names(self, type_: GraphQLObjectType, scope: _Scope) -> list[str]:
        able: list[str] = [name for name, item in type_.fields.items() if self._is_able(item, scope)] or list(type_.fields)
        if self._left < 0:
            found = [self._random.choice(able)]
        elif self._is_aimed and self._random.random() < 0.9:
            found = self._nearest(type_, able)
        else:
            found = [self._random.choice(able) for _ in range(self._random.choice((1, 2, 2, 3, 4)))]
        if type_.name.endswith("Connection") and not {"edges", "nodes"} & set(found):
            found.append(self._random.choice(("edges", "nodes")))
        return found if self._random.random() < 0.1 else list(dict.fromkeys(found))

    def _nearest(self, type_: GraphQLObjectType, able: list[str]) -> list[str]:
        """Some of the fields that lead to what is missing soonest: many when they have no fields of their own."""
        far = {name: _distance(self._far, type_, name, type_.fields[name], self._aims) for name in able}
        found = [name for name in able if far[name] == min(far.values())]
        leaves = [name for name in found if not is_composite_type(get_named_type(type_.fields[name].type))]
        more = [name for name in found if name not in leaves]
        return [*self._random.sample(leaves, min(8, len(leaves))), *self._random.sample(more, min(2 if leaves else 3, len(more)))]

    def _root(self, query: GraphQLObjectType) -> str:
        """The name of a root field; of an aimed operation mostly a list of all, since that leads to more than one node."""
        every: list[str] = list(query.fields)
        if not self._is_aimed:
            return self._random.choice(every)
        lists: list[str] = [name for name in every if "after" in query.fields[name].args and name != "search"]
        return self._random.choice(self._nearest(query, lists if self._random.random() < 0.85 else every))

    def _is_able(self, item: GraphQLField, scope: _Scope) -> bool:
        return not (item.args and is_composite_type(get_named_type(item.type))) or (scope.room > 0 and self._left > 0)

    def _fresh(self, name: str, scope: _Scope) -> Field:
        """A field under its own name while that is free."""
        key = name
        if name in scope.taken or self._random.random() < 0.08:
            key = f"a{len(scope.taken)}"
        scope.taken.add(key)
        return Field(name, key)

    def _field(self, type_: GraphQLObjectType, name: str, scope: _Scope) -> Field:
        self._left -= 1
        found, definition = self._fresh(name, scope), type_.fields[name]
        self._give(found, type_, definition, scope)
        named = get_named_type(definition.type)
        if is_composite_type(named):
            inside = _Scope(scope.room - bool(definition.args))
            found.items = self._items(named, inside)
            if self._is_aimed and self._is_unturned(f"{type_.name}.{name}"):
                found.items.append(Field("pageInfo", "turning", items=[self._fresh("endCursor", _Scope(0))]))
            found.split = self._random.random() < 0.05 and not isinstance(named, Abstract)
        if type_ is not self._schema.query_type and self._random.random() < 0.04:
            shown = self._is_aimed or self._random.random() < 0.8
            found.include = Variable(shown) if self._random.random() < 0.5 else shown
        return found

    # --- arguments

    def _give(self, found: Field, type_: GraphQLObjectType, definition: GraphQLField, scope: _Scope) -> None:
        random = self._random
        for name, argument in definition.args.items():
            if name in ("after", "before", "last", "first"):
                continue
            is_required = isinstance(argument.type, GraphQLNonNull) and argument.default_value is Undefined
            is_new = self._is_aimed and _is_missing(type_.name, found.name, name, argument.type, self._values.missing)
            if is_required or random.random() < (0.7 if is_new else 0.02 if self._is_aimed else 0.25):
                found.args[name] = (self._values.of(argument.type, type_.name, name), argument.type)
        if "first" in definition.args:
            self._page(found, type_.name, definition)

    def _page(self, found: Field, type_: str, definition: GraphQLField) -> None:
        random, args = self._random, definition.args
        sizes: list[str] = [name for name in ("first", "first", "first", "last") if name in args]
        missing = [name for name in sizes if f"argument {type_}.{found.name}({name})" in self._values.missing]
        size = random.choice(missing or sizes)
        given = [size] if missing or random.random() < (0.2 if self._is_aimed else 0.93) else []
        if not self._is_aimed and random.random() < 0.03:
            senseless = [name for name in args if name in ("first", "last", "after", "before")]
            given = random.sample(senseless, min(2, len(senseless)))
        for name in sorted(given):
            wide = self._is_aimed and name in missing
            found.args[name] = (random.randint(3, 9) if wide else self._values.of(args[name].type, "", name), args[name].type)

    # --- pages

    def learn(self, items: list[Field], answer: dict[str, Any]) -> None:
        """Remember where an answer may be gone on from."""
        query = self._schema.query_type
        assert query is not None
        turns = list({turn.path: turn for turn in self._turns(query, items, answer, ())}.values())
        for turn in turns:
            self._pages.setdefault(turn.coordinate, deque(maxlen=4)).append((items, turns))

    def _turns(self, type_: GraphQLNamedType, items: Sequence[Field | Fragment], answer: dict[str, Any], path: Path) -> Iterator[_Turn]:
        for place, item in enumerate(items):
            if isinstance(item, Fragment):
                if item.on in (type_.name, answer.get("__typename")):
                    yield from self._turns(self._schema.type_map[item.on], item.items, answer, (*path, place))
                continue
            value = answer.get(item.key)
            if not item.items or not value or not isinstance(type_, GraphQLObjectType):
                continue
            named = get_named_type(type_.fields[item.name].type)
            if named.name.endswith("Connection") and (cursors := sorted(_own_cursors(item.items, value))):
                yield _Turn((*path, place), type_.name, item.name, self._random.choice(cursors))
            for one in value if isinstance(value, list) else [value]:
                if one is not None:
                    yield from self._turns(named, item.items, one, (*path, place))

    def _next_page(self) -> list[Field]:
        """An earlier operation, with one or more of its connections behind or before a cursor of its answer."""
        coordinate = self._values.some(list(self._pages), self._is_unturned)
        items, turns = self._random.choice(self._pages[coordinate])
        found = copied(items)
        chosen = {turn.path: turn for turn in turns if turn.coordinate == coordinate or self._is_unturned(turn.coordinate)}
        for turn in chosen.values():
            self._turn(found, turn)
        _prune(found, (), set(chosen))
        return found

    def _is_unturned(self, coordinate: str) -> bool:
        return not self._values.missing.isdisjoint((f"argument {coordinate}(after)", f"argument {coordinate}(before)"))

    def _turn(self, items: list[Field], turn: _Turn) -> None:
        at: Any = items
        for place in turn.path[:-1]:
            at = at[place].items
        target: Field = at[turn.path[-1]]
        type_ = self._schema.type_map[turn.type]
        assert isinstance(type_, GraphQLObjectType)
        args = type_.fields[turn.name].args
        ways = [way for way in (("first", "after"), ("last", "before")) if way[0] in args]
        size, where = self._values.some(ways, lambda way: f"argument {turn.coordinate}({way[1]})" in self._values.missing)
        for other in ("first", "after", "last", "before"):
            target.args.pop(other, None)
        target.args[size] = (self._random.randint(1, 5), args[size].type)
        target.args[where] = (Variable(turn.cursor) if self._random.random() < 0.5 else turn.cursor, args[where].type)


def _prune(items: list[Any], path: Path, kept: set[Path]) -> None:
    """Take away what has arguments and leads to none of the kept paths: what is left is planned sooner."""

    def is_kept(item: Field | Fragment, here: Path) -> bool:
        return not (isinstance(item, Field) and item.args and item.items) or any(one[: len(here)] == here for one in kept)

    for place, item in enumerate(items):
        _prune(item.items, (*path, place), kept)
    left = [item for place, item in enumerate(items) if is_kept(item, (*path, place)) and (not isinstance(item, Fragment) or item.items)]
    if items and not left:
        left = [Field("__typename", "__typename")]
    items[:] = left


def _leaves(type_: GraphQLObjectType) -> list[str]:
    """Fields without fields of their own; the name of the type when there are none."""
    found = [name for name, item in type_.fields.items() if not is_composite_type(get_named_type(item.type))]
    return found or ["__typename"]


def _own_cursors(items: list[Field | Fragment], answer: dict[str, Any]) -> set[str]:
    """The cursors of a connection itself, not of those within it."""
    found: set[str] = set()
    for item in fields(items):
        value = answer.get(item.key)
        if item.name in ("edges", "pageInfo") and value:
            for one in value if isinstance(value, list) else [value]:
                told = (one.get(inner.key) for inner in fields(item.items) if inner.name in ("cursor", "startCursor", "endCursor"))
                found |= {cursor for cursor in told if cursor is not None}
    return found


# --- what is missing ------------------------------------------------------------------------------------------------


def _is_missing(type_: str, name: str, argument: str, given: Any, missing: set[str]) -> bool:
    """Whether an argument, or something that stands in its value, is missing."""
    return f"argument {type_}.{name}({argument})" in missing or not missing.isdisjoint(_inside(get_named_type(given), set()))


def _inside(type_: GraphQLNamedType, seen: set[str]) -> set[str]:
    """The coordinates of input fields and enum values that stand in a value of a type."""
    if type_.name in seen:
        return set()
    seen.add(type_.name)
    if isinstance(type_, GraphQLEnumType):
        return {f"value {way} {type_.name}.{value}" for value in type_.values for way in ("asked", "answered")}
    if not isinstance(type_, GraphQLInputObjectType):
        return set()
    found = {f"input field {type_.name}.{name}" for name in type_.fields}
    return found.union(*(_inside(get_named_type(item.type), seen) for item in type_.fields.values()))


def _is_open(type_: GraphQLObjectType, name: str, item: GraphQLField, missing: set[str]) -> bool:
    """Whether a field has something missing about itself."""
    named = get_named_type(item.type)
    if f"field {type_.name}.{name}" in missing:
        return True
    if isinstance(named, GraphQLEnumType) and any(f"value answered {named.name}.{value}" in missing for value in named.values):
        return True
    if isinstance(named, Abstract) and any(one.startswith(f"member {named.name}: ") for one in missing):
        return True
    return any(_is_missing(type_.name, name, argument, given.type, missing) for argument, given in item.args.items())


def _distance(far: dict[str, int], type_: GraphQLObjectType, name: str, item: GraphQLField, missing: set[str]) -> int:
    """How far it is from a field to something that is missing."""
    return 0 if _is_open(type_, name, item, missing) else 1 + far.get(get_named_type(item.type).name, _FAR)


def _distances(schema: GraphQLSchema, missing: set[str]) -> dict[str, int]:
    """How many fields it takes from each type to something that is missing."""
    far: dict[str, int] = {}
    types = [type_ for name, type_ in schema.type_map.items() if is_composite_type(type_) and not name.startswith("__")]
    changed = True
    while changed:
        changed = False
        for type_ in types:
            if isinstance(type_, GraphQLObjectType):
                found = min(_distance(far, type_, name, item, missing) for name, item in type_.fields.items())
            else:
                assert isinstance(type_, Abstract)
                found = min(far.get(one.name, _FAR) for one in schema.get_possible_types(type_))
            if found < far.get(type_.name, _FAR):
                far[type_.name] = found
                changed = True
    return far
