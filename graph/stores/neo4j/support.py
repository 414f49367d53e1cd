"""TESTED_ON as matched: the relationships that support "method tested on dataset" for given ends, under a choice."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from graph.kinds import Via
from graph.plan import Choice, RollUp

if TYPE_CHECKING:
    from graph.stores.neo4j.select import Writer


class Reach(Enum):
    """Which nodes an end stands for."""

    ITSELF = "the node"
    FAMILY = "all whose root it is"
    BELOW = "itself and what rolls up to it"


@dataclass(frozen=True, slots=True)
class End:
    """One end of the relationships that are wanted: a variable, and what it stands for."""

    node: str
    reach: Reach


@dataclass(frozen=True, slots=True)
class Support:
    """Clauses that match relationships, and the variables of the relationship and its ends. The last clause is a WHERE."""

    text: str
    t: str
    m: str
    d: str


def support(writer: Writer, choice: Choice, method: End | None, dataset: End | None) -> Support:
    """Return what counts under a choice between two ends (any where none is given)."""
    t, m, d = (writer.binds.alias(name) for name in "tmd")
    conditions = [counted(writer, t, choice)]
    source, m = _pattern(method, m, "VARIANT_OF", "Method", conditions)
    target, d = _pattern(dataset, d, "PART_OF", "Dataset", conditions)
    return Support(f"MATCH {source}-[{t}:TESTED_ON]->{target} WHERE {' AND '.join(conditions)}", t, m, d)


def _pattern(end: End | None, name: str, relation: str, label: str, conditions: list[str]) -> tuple[str, str]:
    if end is None:
        return f"({name}:{label})", name
    if end.reach is Reach.ITSELF:
        return f"({end.node})", end.node
    if end.reach is Reach.FAMILY:
        return f"({name}:Node {{root: {end.node}.node}})", name
    conditions.append(f"({end.node}.root = {end.node}.node OR EXISTS {{ MATCH ({name})-[:{relation}*0..]->({end.node}) }})")
    return f"({name}:Node {{root: {end.node}.root}})", name


def counted(writer: Writer, t: str, choice: Choice) -> str:
    """Condition: a relationship counts under the choice of vias and task (an unknown task fits any)."""
    condition = f"{t}.vias IN {writer.binds.add([number for number in range(1, sum(Via) + 1) if number & choice.via])}"
    return condition if choice.task is None else f"{condition} AND {t}.task IN [0, {writer.number_of(choice.task)}]"


def own_method(owner: str, choice: Choice) -> End:
    """The owner as a method, with ROLL_UP also through its descendants."""
    return End(owner, Reach.ITSELF if choice.variants is RollUp.EXACT else Reach.BELOW)


def own_dataset(owner: str, choice: Choice) -> End:
    """The owner as a dataset, with ROLL_UP also through its parts."""
    return End(owner, Reach.ITSELF if choice.datasets is RollUp.EXACT else Reach.BELOW)


def counted_method(node: str, choice: Choice) -> End:
    """A method that was counted: with ROLL_UP a root."""
    return End(node, Reach.ITSELF if choice.variants is RollUp.EXACT else Reach.FAMILY)


def counted_dataset(node: str, choice: Choice) -> End:
    """A dataset that was counted: with ROLL_UP a root."""
    return End(node, Reach.ITSELF if choice.datasets is RollUp.EXACT else Reach.FAMILY)


def method_number(found: Support, choice: Choice) -> str:
    """The number of the method that a relationship counts for."""
    return f"{found.m}.node" if choice.variants is RollUp.EXACT else f"{found.t}.methodRoot"


def dataset_number(found: Support, choice: Choice) -> str:
    """The number of the dataset that a relationship counts for."""
    return f"{found.d}.node" if choice.datasets is RollUp.EXACT else f"{found.t}.datasetRoot"


def has_via(vias: str, via: Via) -> str:
    """Whether a set of vias, as a number, holds one. Cypher has no operators on bits."""
    return f"{vias} / {via.value} % 2 = 1"


def results(t: str, choice: Choice) -> str:
    """How many reported results a relationship stands for, when they count."""
    return f"CASE WHEN {has_via(f'{t}.vias', Via.REPORTED)} THEN {t}.results ELSE 0 END" if Via.REPORTED in choice.via else "0"


def via_names(vias: str, choice: Choice) -> str:
    """The names of the vias that sets of them hold (a list of numbers), of those that count."""
    names = [f"CASE WHEN any(x IN {vias} WHERE {has_via('x', via)}) THEN '{via.name}' END" for via in Via if via & choice.via]
    return f"[name IN [{', '.join(names)}] WHERE name IS NOT NULL]"
