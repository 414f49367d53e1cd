"""What a graph holds, as values that operations may ask for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLObjectType, GraphQLSchema, get_named_type, is_leaf_type

from graph.kinds import KINDS
from graph.store import GraphStore
from tests.contract.ask import respond

_SOURCES = "{ datasets(first: 1000) { nodes { testedMethods { coverage { sources } } } } }"


@dataclass
class Pool:
    """Values by the coordinate of the property that has them (`Paper.year`), identifiers by scheme, names of sources."""

    values: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    identifiers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sources: list[str] = field(default_factory=list)

    def of(self, *names: str) -> list[Any]:
        """The values of the properties of these names, of whatever kind."""
        return [value for coordinate, values in self.values.items() if coordinate.split(".")[1] in names for value in values]


async def pool_of(schema: GraphQLSchema, store: GraphStore) -> Pool:
    """Everything that the nodes of a graph show, each value once."""
    found = Pool()
    for spec in KINDS.values():
        type_ = schema.type_map[spec.graphql]
        assert isinstance(type_, GraphQLObjectType)
        names = [name for name, definition in type_.fields.items() if is_leaf_type(get_named_type(definition.type))]
        identifiers = " identifiers { scheme value }" if "identifiers" in type_.fields else ""
        answer = await respond(store, f"{{ {spec.plural}(first: 1000) {{ nodes {{ {' '.join(names)}{identifiers} }} }} }}")
        for node in answer.data[spec.plural]["nodes"]:
            _add(found, spec.graphql, node)
    answer = await respond(store, _SOURCES)
    told = (node["testedMethods"]["coverage"]["sources"] for node in answer.data["datasets"]["nodes"])
    found.sources = sorted({name for sources in told for name in sources})
    return found


def _add(found: Pool, type_: str, node: dict[str, Any]) -> None:
    for identifier in node.pop("identifiers", ()):
        found.identifiers[identifier["scheme"]].append(identifier["value"])
    for name, value in node.items():
        values = found.values[f"{type_}.{name}"]
        values += [one for one in (value if isinstance(value, list) else [value]) if one is not None and one not in values]
