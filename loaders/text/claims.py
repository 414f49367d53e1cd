"""From an extraction to assertions, and to the annotation schema in which extraction is measured."""

from __future__ import annotations

from graph.claims import TEXT_EXTRACTORS
from graph.evidence import Assertion, EdgeAssertion, Place, Ref
from graph.ids import parse_repository
from graph.kinds import Kind, Relation
from graph.names import dataset_alias
from loaders.records import identifier_ref, name_ref
from loaders.text.extract import LEXICON_VERSION, Extraction, Mention

EXTRACTOR = f"{TEXT_EXTRACTORS}{LEXICON_VERSION}"


def _place(mention: Mention) -> Place:
    return Place(mention.field, EXTRACTOR, mention.confidence, mention.start, mention.end)


def assertions_of(paper: Ref, found: Extraction) -> list[Assertion]:
    """Return what an extraction says of its paper."""
    said: list[Assertion] = []
    for mention in found.introduces:
        said.append(EdgeAssertion(Relation.INTRODUCES, paper, _introduced(mention, paper), {}, _place(mention)))
    for mention in found.datasets:
        dataset = name_ref(Kind.DATASET, dataset_alias(mention.name))
        said.append(EdgeAssertion(Relation.EVALUATES_ON, paper, dataset, {"roles": [mention.role]}, _place(mention)))
    for mention in found.repositories:
        code = identifier_ref(parse_repository(mention.name))
        said.append(EdgeAssertion(Relation.IMPLEMENTS, code, paper, {"official": True}, _place(mention)))
    return said


def _introduced(mention: Mention, paper: Ref) -> Ref:
    """A method is the one of this paper; a dataset's name is its own."""
    if mention.role == "dataset":
        return name_ref(Kind.DATASET, dataset_alias(mention.name))
    return name_ref(Kind.METHOD, mention.name, paper.key)


def to_annotation(title: str, found: Extraction) -> dict[str, object]:
    """Return an extraction as one object of the annotation schema (one paper a line; see `citegraph extract --help`)."""
    return {
        "title": title,
        "introduces": [{"name": mention.name, "kind": mention.role, "aliases": []} for mention in found.introduces],
        "uses_methods": [],
        "compares_methods": [],
        "datasets": [{"name": mention.name, "aliases": []} for mention in found.datasets],
        "tasks": [],
        "repos": [mention.name for mention in found.repositories],
        "links": [],
        "results": [],
    }
