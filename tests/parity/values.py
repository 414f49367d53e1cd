"""Random values of arguments: of every kind, mostly such as the graph holds, sometimes others, seldom senseless ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, TypeVar

from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLInputType, GraphQLList, GraphQLNonNull, get_named_type

from graph.kinds import KINDS
from tests.parity.pool import Pool
from tests.parity.tree import Variable

T = TypeVar("T")

_KIND_OF_INPUT = {f"{spec.graphql}Filter": spec for spec in KINDS.values()}
_COMPARISONS = frozenset({"TextFilter", "IntFilter", "FloatFilter", "BooleanFilter"})
_STRANGE = ("", " ", "nothing of the kind", "\U0001f9e0", '"\\{}$', "a:b:c", "10.5555/alpha", "%_*?[", "e\u0301", "x" * 1200)
_FORMER = ("dataset:simple-set", "paper:doi:10.5555/epsilon", "method:gonenet")


class Values:
    """Makes values. `missing` holds the coordinates that no operation has touched yet: they are preferred."""

    def __init__(self, pool: Pool, random: Random) -> None:
        self.missing: set[str] = set()
        self._pool = pool
        self._random = random
        self._depth = 0

    def some(self, given: Sequence[T], new: Callable[[T], bool]) -> T:
        """One of several, of those that are new when there are any, mostly."""
        fresh = [item for item in given if new(item)]
        return self._random.choice(fresh if fresh and self._random.random() < 0.8 else list(given))

    def of(self, type_: GraphQLInputType, owner: str, name: str, operator: str = "") -> Any:
        """A value of a type for the argument or input field `name` of `owner`; `operator` compares a property with it."""
        if isinstance(type_, GraphQLNonNull):
            value = self._given(type_.of_type, owner, name, operator)
        elif self._random.random() < 0.03:
            value = None
        else:
            value = self._given(type_, owner, name, operator)
        return Variable(_plain(value)) if self._random.random() < 0.15 else value

    def other(self, value: Any, type_: GraphQLInputType, owner: str, name: str, operator: str = "") -> Any:
        """Another value of the same form: stores compile it to the same statement."""
        named = get_named_type(type_)
        match value:
            case Variable(inner):
                return Variable(_plain(self.other(inner, type_, owner, name, operator)))
            case list():
                return [self.other(one, type_, owner, name, operator) for one in value]
            case dict():
                assert isinstance(named, GraphQLInputObjectType)
                return {key: self._other_part(one, named, key, owner, name) for key, one in value.items()}
            case None | bool():
                return value
            case _ if isinstance(named, GraphQLEnumType):
                return value
        return self._given(named, owner, name, operator)

    def _other_part(self, value: Any, named: GraphQLInputObjectType, key: str, owner: str, name: str) -> Any:
        type_ = named.fields[key].type
        return self.other(value, type_, owner, name, key) if named.name in _COMPARISONS else self.other(value, type_, named.name, key)

    def _given(self, type_: Any, owner: str, name: str, operator: str) -> Any:
        if isinstance(type_, GraphQLList):
            sizes = (2, 2, 3, 3, 4, 6) if name == "methods" else (0, 1, 1, 1, 2, 2, 3)
            listed = [self.of(type_.of_type, owner, name, operator) for _ in range(self._random.choice(sizes))]
            return listed[0] if len(listed) == 1 and self._random.random() < 0.1 else listed
        named = get_named_type(type_)
        if isinstance(named, GraphQLEnumType):
            told = (f"value asked {named.name}.", f"value answered {named.name}.")
            return self.some(list(named.values), lambda value: any(f"{start}{value}" in self.missing for start in told))
        if isinstance(named, GraphQLInputObjectType):
            return self._object(named, owner, name)
        match named.name:
            case "Boolean":
                return self._random.random() < 0.5
            case "Int" | "Float":
                return self._number(owner, name, whole=named.name == "Int")
            case _:
                return self._text(owner, name, operator)

    # --- objects

    def _object(self, named: GraphQLInputObjectType, owner: str, name: str) -> Any:
        def is_new(key: str) -> bool:
            return f"input field {named.name}.{key}" in self.missing

        costly = {
            "and": 1,
            "or": 1,
            "not": 1,
            "sources": 1,
            "minConfidence": 1,
        }  # the server plans them slowly: they are not nested further
        keys = [key for key in named.fields if self._depth <= costly.get(key, 9)]
        if named.is_one_of:
            chosen = [self.some(keys, is_new)]
        else:
            required = [key for key, item in named.fields.items() if isinstance(item.type, GraphQLNonNull)]
            more = [self.some(keys, is_new) for _ in range(self._random.choice((1, 1, 1, 2, 3)))]
            chosen = list(dict.fromkeys([*required, *more]))
        self._depth += 1
        found = {key: self._part(named, key, owner, name) for key in chosen}
        self._depth -= 1
        return found

    def _part(self, named: GraphQLInputObjectType, key: str, owner: str, name: str) -> Any:
        type_ = named.fields[key].type
        if named.is_one_of:
            return self.of(GraphQLNonNull(type_), named.name, key)
        return self.of(type_, owner, name, key) if named.name in _COMPARISONS else self.of(type_, named.name, key)

    # --- scalars

    def _number(self, owner: str, name: str, *, whole: bool) -> int | float:
        random = self._random
        if name in ("first", "last"):
            return random.choice((0, 1, 1, 2, 2, 3, 3, 4, 5, 7)) if random.random() < 0.99 else random.choice((-1, 1001, 100))
        if name == "minShared":
            return random.choice((1, 1, 1, 2, 2, 3)) if random.random() < 0.98 else 0
        if name == "depth":
            return random.choice((0, 0, 1, 1, 1, 2, 2, 3)) if random.random() < 0.98 else 4
        if name == "limit":
            return random.choice((1, 3, 5, 8, 20, 60)) if random.random() < 0.97 else random.choice((0, 2001))
        if name == "maxLength":
            return random.choice((1, 2, 2, 3, 3, 4)) if random.random() < 0.97 else random.choice((0, 7))
        if name == "avoidDegreeAbove":
            return random.choice((0, 2, 4, 6, 9, -1))
        if name == "minConfidence":
            return random.choice((0, 0.3, 0.5, 0.75, 1, 1.5))
        known = self._pool.values.get(f"{_KIND_OF_INPUT[owner].graphql}.{name}", [])
        number = random.choice(known) if known and random.random() < 0.9 else random.choice((0, -1, 2, 1e-7, 1e22, 1 / 3))
        return max(-(2**31), min(int(number) + random.choice((0, 0, -1, 1)), 2**31 - 1)) if whole else number

    def _text(self, owner: str, name: str, operator: str) -> str:
        random = self._random
        if random.random() < 0.04:
            return random.choice(_STRANGE)
        known = self._known(owner, name)
        value = str(random.choice(known)) if known else random.choice(_STRANGE)
        if name in ("text", "prefix"):
            return self._piece(value, at_start=name == "prefix")
        if operator in ("contains", "startsWith"):
            return self._piece(value, at_start=operator == "startsWith")
        is_folded = name in ("title", "name", "metric", "split") and not operator
        return random.choice((value.upper(), value.lower(), f" {value}")) if is_folded and random.random() < 0.2 else value

    def _piece(self, value: str, *, at_start: bool) -> str:
        random = self._random
        start = 0 if at_start or random.random() < 0.5 else random.randrange(len(value) or 1)
        end = len(value) if random.random() < 0.3 else start + random.randrange(1, 12)
        piece = value[start:end]
        return random.choice((piece, piece, piece.upper(), f"{piece} "))

    def _known(self, owner: str, name: str) -> list[Any]:
        pool = self._pool
        if name in ("after", "before"):
            return ["nonsense", '[2,"00000000","a","b"]']
        if name == "task":
            return pool.values["Task.id"]
        if name == "methods":
            return pool.values["Method.id"]
        if name in ("id", "ids", "from", "to"):
            return self._ids(owner)
        if name == "sources":
            return [*pool.sources, "nowhere"]
        if name in ("text", "prefix"):
            return pool.of("title", "name", "aliases")
        if spec := _KIND_OF_INPUT.get(owner):
            return pool.values[f"{spec.graphql}.{name}"]
        if owner == "Dataset":
            return pool.values[f"Result.{name}"]
        if name == "url":
            return pool.identifiers["repo" if owner == "RepositoryKey" else "url"]
        if name in pool.identifiers:
            return pool.identifiers[name]
        return (
            pool.values["Author.name" if owner == "AuthorKey" else "Paper.title"] if name != "name" or owner != "NameKey" else self._names()
        )

    def _names(self) -> list[str]:
        kinds = ("Method", "Dataset", "Task")
        return [text for kind in kinds for name in ("name", "aliases") for text in self._pool.values[f"{kind}.{name}"]]

    def _ids(self, owner: str) -> list[str]:
        kinds = {f"{spec.graphql}{end}": spec.graphql for spec in KINDS.values() for end in ("Filter", "Key")}
        kind = kinds.get(owner)
        if kind is None or self._random.random() < 0.1:
            kind = self._random.choice([spec.graphql for spec in KINDS.values()])
        scheme = self._random.choice(list(self._pool.identifiers))
        addresses = [f"paper:{scheme}:{value}" for value in self._pool.identifiers[scheme]]
        return self._random.choice((self._pool.values[f"{kind}.id"], self._pool.values[f"{kind}.id"], addresses, list(_FORMER)))


def _plain(value: Any) -> Any:
    """A value without variables in it."""
    match value:
        case Variable(inner):
            return _plain(inner)
        case list():
            return [_plain(one) for one in value]
        case dict():
            return {key: _plain(one) for key, one in value.items()}
        case _:
            return value
