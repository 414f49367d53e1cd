"""The kinds and relations of the graph, declared once.

Everything else derives from these tables: SQL columns and indexes, Neo4j constraints, loader validation, GraphQL types and
connections, documentation. Adding a relation is a line in `RELATIONS` plus a loader that claims it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag, StrEnum


class Kind(StrEnum):
    """What a node is. The value is the prefix of public ids (`paper:…`)."""

    __hash__ = str.__hash__  # that of enumerations runs Python for each look-up in a dictionary

    PAPER = "paper"
    METHOD = "method"
    DATASET = "dataset"
    REPOSITORY = "repository"
    TASK = "task"
    AUTHOR = "author"
    RESULT = "result"


class Relation(StrEnum):
    """What an edge says. Direction is fixed; both directions have a field name in `RELATIONS`."""

    __hash__ = str.__hash__  # that of enumerations runs Python for each look-up in a dictionary

    CITES = "CITES"
    INTRODUCES = "INTRODUCES"
    USES = "USES"
    COMPARES_WITH = "COMPARES_WITH"
    EVALUATES_ON = "EVALUATES_ON"
    ADDRESSES = "ADDRESSES"
    IMPLEMENTS = "IMPLEMENTS"
    WROTE = "WROTE"
    REPORTS = "REPORTS"
    OF = "OF"
    ON = "ON"
    FOR = "FOR"
    VARIANT_OF = "VARIANT_OF"
    COMBINES = "COMBINES"
    PART_OF = "PART_OF"


class Via(IntFlag):
    """By what a paper or result supports "method tested on dataset" (a bit set; see `graph/tested.py`)."""

    REPORTED = 1
    INTRODUCED = 2
    COMPARED = 4
    USED = 8
    COMPONENT = 16


DEFAULT_VIA = Via.REPORTED | Via.INTRODUCED | Via.COMPARED


class ValueType(StrEnum):
    """The type of a property's value. Lists are unions of claims; every other type shows one claim."""

    TEXT = "text"  # valid Unicode, at most MAX_INDEXED characters
    LONG_TEXT = "long text"  # not indexed, not sorted, not filtered
    INTEGER = "integer"  # within ±2^53
    FLOAT = "float"  # finite
    BOOLEAN = "boolean"
    PARTIAL_DATE = "partial date"  # YYYY, YYYY-MM or YYYY-MM-DD
    TEXT_LIST = "text list"  # a set, sorted by code point


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a kind or of a relation."""

    name: str
    type: ValueType
    description: str
    sortable: bool = False


@dataclass(frozen=True, slots=True)
class KindSpec:
    """A kind: its name property (whose folded form orders it), properties, and identifier schemes by precedence.

    `single_valued` lists the schemes of which one node has at most one value: two different ones are never joined by text.
    """

    kind: Kind
    graphql: str
    plural: str
    name: str
    description: str
    properties: tuple[Property, ...]
    schemes: tuple[str, ...] = ()
    single_valued: tuple[str, ...] = ()

    def property(self, name: str) -> Property:
        """Return the property called `name`; KeyError when the kind has none."""
        for item in self.properties:
            if item.name == name:
                return item
        raise KeyError(f"{self.graphql} has no property {name!r}")


@dataclass(frozen=True, slots=True)
class RelationSpec:
    """A relation: which kinds it joins and what each end calls it.

    `forward` names the field on the source kinds, `reverse` the field on the target kinds. `order` is the edge property that
    orders the forward connection by default (else the neighbour's sort name).
    """

    relation: Relation
    sources: tuple[Kind, ...]
    targets: tuple[Kind, ...]
    forward: str
    reverse: str
    forward_description: str
    reverse_description: str
    properties: tuple[Property, ...] = ()
    order: str | None = None


_T = ValueType

_ALIASES = Property("aliases", _T.TEXT_LIST, "Other spellings found for the same thing, sorted.")
_URL = Property("url", _T.TEXT, "Where it can be read or fetched.")

KINDS: dict[Kind, KindSpec] = {
    spec.kind: spec
    for spec in (
        KindSpec(
            Kind.PAPER,
            "Paper",
            "papers",
            "title",
            "A scholarly work.",
            (
                Property("title", _T.TEXT, "Title as published.", sortable=True),
                Property("publishedOn", _T.PARTIAL_DATE, "Date of publication, as precise as known."),
                Property("year", _T.INTEGER, "Year of publication.", sortable=True),
                Property("venue", _T.TEXT, "Where it was published.", sortable=True),
                _URL,
                Property("links", _T.TEXT_LIST, "Project pages and other links that are not code."),
                Property("retracted", _T.BOOLEAN, "True when a source says that it was retracted or withdrawn by its publisher."),
                Property("abstract", _T.LONG_TEXT, "Abstract."),
            ),
            schemes=("doi", "arxiv", "acl", "openalex", "s2", "dblp", "url"),
            single_valued=("acl", "dblp"),
        ),
        KindSpec(
            Kind.METHOD,
            "Method",
            "methods",
            "name",
            "An idea with a name that people use: technique, model, architecture, optimizer, framework or metric.",
            (
                Property("name", _T.TEXT, "Name as most often written.", sortable=True),
                _ALIASES,
                Property("generic", _T.BOOLEAN, "True for words such as LSTM or CNN that name a class of methods."),
                Property("unnamed", _T.BOOLEAN, "True when its rows call it by a citation or by its paper's title, never by a name."),
            ),
        ),
        KindSpec(
            Kind.DATASET,
            "Dataset",
            "datasets",
            "name",
            "A dataset, benchmark or test suite.",
            (Property("name", _T.TEXT, "Name as most often written.", sortable=True), _ALIASES, _URL),
        ),
        KindSpec(
            Kind.REPOSITORY,
            "Repository",
            "repositories",
            "name",
            "A source-code repository.",
            (
                Property("name", _T.TEXT, "Owner and name, as in its address.", sortable=True),
                _URL,
                Property("stars", _T.INTEGER, "Stars, as last recorded.", sortable=True),
            ),
            schemes=("repo",),
        ),
        KindSpec(
            Kind.TASK,
            "Task",
            "tasks",
            "name",
            "A research problem.",
            (Property("name", _T.TEXT, "Name as most often written.", sortable=True), _ALIASES),
        ),
        KindSpec(
            Kind.AUTHOR,
            "Author",
            "authors",
            "name",
            "A person who wrote papers; unresolved when known by a written name only.",
            (
                Property("name", _T.TEXT, "Full name.", sortable=True),
                _ALIASES,
                Property("resolved", _T.BOOLEAN, "False when only a written name, and no identifier, is known."),
            ),
            schemes=("orcid", "aclauthor", "openalex", "s2author", "dblpauthor"),
        ),
        KindSpec(
            Kind.RESULT,
            "Result",
            "results",
            "methodAsWritten",
            "One reported figure.",
            (
                Property("methodAsWritten", _T.TEXT, "The entry's name, verbatim.", sortable=True),
                Property("metric", _T.TEXT, "What was measured.", sortable=True),
                Property("split", _T.TEXT, "Part of the dataset the figure is for."),
                Property("setting", _T.TEXT, "Setting of the measurement, such as closed book."),
                Property("protocol", _T.TEXT, "Protocol, such as linear probe, zero-shot, no-op starts."),
                Property("configuration", _T.TEXT_LIST, "Configuration as `name: value`, sorted."),
                Property("valueText", _T.TEXT, "The figure as written."),
                Property("value", _T.FLOAT, "The figure.", sortable=True),
                Property("uncertainty", _T.FLOAT, "Plus or minus, in the figure's unit."),
                Property("unit", _T.TEXT, "fraction, percent or other."),
                Property("higherIsBetter", _T.BOOLEAN, "Whether a larger figure is better; null when unknown."),
                Property("reportedOn", _T.PARTIAL_DATE, "Date of the report, as precise as known."),
            ),
        ),
    )
}

_K = Kind
_R = Relation

_POSITION = Property("position", _T.INTEGER, "Place in the list, from 1.", sortable=True)

RELATIONS: dict[Relation, RelationSpec] = {
    spec.relation: spec
    for spec in (
        RelationSpec(
            _R.CITES,
            (_K.PAPER,),
            (_K.PAPER,),
            "cites",
            "citedBy",
            "Papers it cites.",
            "Papers that cite it.",
            (
                Property("contexts", _T.TEXT_LIST, "Sentences in which the citation stands."),
                Property("intents", _T.TEXT_LIST, "Why it is cited, in the source's words."),
            ),
        ),
        RelationSpec(
            _R.INTRODUCES,
            (_K.PAPER,),
            (_K.METHOD, _K.DATASET),
            "introduces",
            "introducedBy",
            "Methods and datasets it introduces.",
            "Papers that introduce it.",
        ),
        RelationSpec(_R.USES, (_K.PAPER,), (_K.METHOD,), "uses", "usedBy", "Methods it builds on.", "Papers that build on it."),
        RelationSpec(
            _R.COMPARES_WITH,
            (_K.PAPER,),
            (_K.METHOD,),
            "comparesWith",
            "comparedIn",
            "Methods it compares with.",
            "Papers that compare with it.",
        ),
        RelationSpec(
            _R.EVALUATES_ON,
            (_K.PAPER,),
            (_K.DATASET,),
            "evaluatesOn",
            "evaluatedBy",
            "Datasets it evaluates on, trains on, processes or is tagged with.",
            "Papers that evaluate on it, train on it, process it or are tagged with it.",
            (Property("roles", _T.TEXT_LIST, "evaluates, trains, processes, tagged."),),
        ),
        RelationSpec(
            _R.ADDRESSES,
            (_K.PAPER, _K.METHOD),
            (_K.TASK,),
            "addresses",
            "addressedBy",
            "Tasks it addresses.",
            "Papers and methods that address it.",
        ),
        RelationSpec(
            _R.IMPLEMENTS,
            (_K.REPOSITORY,),
            (_K.PAPER, _K.METHOD),
            "implements",
            "implementedBy",
            "Papers and methods whose code it holds.",
            "Repositories that hold its code.",
            (
                Property("official", _T.BOOLEAN, "True when the authors say so."),
                Property("framework", _T.TEXT, "Framework of the code."),
            ),
        ),
        RelationSpec(
            _R.WROTE,
            (_K.AUTHOR,),
            (_K.PAPER,),
            "wrote",
            "authors",
            "Papers the author wrote.",
            "Authors, in the order of the paper.",
            (_POSITION, Property("nameAsWritten", _T.TEXT, "The name as printed on this paper.")),
            order="position",
        ),
        RelationSpec(
            _R.REPORTS,
            (_K.PAPER, _K.REPOSITORY),
            (_K.RESULT,),
            "reports",
            "reportedBy",
            "Results it reports.",
            "Who reports it.",
        ),
        RelationSpec(
            _R.OF,
            (_K.RESULT,),
            (_K.METHOD,),
            "of",
            "results",
            "The method it is a result of; none when the entry's name could not be resolved.",
            "Reported results.",
        ),
        RelationSpec(_R.ON, (_K.RESULT,), (_K.DATASET,), "on", "results", "The dataset it was measured on.", "Reported results."),
        RelationSpec(_R.FOR, (_K.RESULT,), (_K.TASK,), "for", "results", "The task it was measured for.", "Reported results."),
        RelationSpec(
            _R.VARIANT_OF,
            (_K.METHOD,),
            (_K.METHOD,),
            "variantOf",
            "variants",
            "The method it is a size, depth or version of.",
            "Its sizes, depths and versions.",
            (Property("differs", _T.TEXT_LIST, "In what it differs, as `name: value`."),),
        ),
        RelationSpec(
            _R.COMBINES,
            (_K.METHOD,),
            (_K.METHOD,),
            "parts",
            "partOf",
            "Methods it is put together from.",
            "Methods put together from it.",
            (_POSITION, Property("role", _T.TEXT, "base, backbone, head, pretraining or added.")),
            order="position",
        ),
        RelationSpec(
            _R.PART_OF,
            (_K.TASK, _K.DATASET),
            (_K.TASK, _K.DATASET),
            "partOf",
            "parts",
            "What it is a part of.",
            "Its parts.",
        ),
    )
}


def relations_from(kind: Kind) -> list[RelationSpec]:
    """Relations whose source may be `kind`, in declaration order."""
    return [spec for spec in RELATIONS.values() if kind in spec.sources]


def relations_to(kind: Kind) -> list[RelationSpec]:
    """Relations whose target may be `kind`, in declaration order."""
    return [spec for spec in RELATIONS.values() if kind in spec.targets]


def neighbour_kinds(spec: RelationSpec, owner: Kind, *, forward: bool) -> tuple[Kind, ...]:
    """Kinds at the other end of `spec` seen from `owner`; PART_OF keeps to the owner's kind."""
    ends = spec.targets if forward else spec.sources
    return (owner,) if spec.relation is Relation.PART_OF else ends


def is_of_type(name: str, kinds: tuple[Kind, ...], type_: ValueType) -> bool:
    """Whether one of some kinds has a property of that name and type."""
    return any(item.type is type_ for kind in kinds for item in KINDS[kind].properties if item.name == name)
