"""Enums and inputs: what may be asked."""

from __future__ import annotations

from enum import Enum

from api.schema.registry import Arg, enum_type, input_type
from graph.interchange.formats import FORMATS
from graph.kinds import KINDS, RELATIONS, Kind, Property, RelationSpec, ValueType
from graph.plan import TESTED_ON

PAGE = (
    Arg("first", "int | None", "How many, from the start; 20 when neither first nor last is given, at most 1,000."),
    Arg("after", "str | None", "Only what comes behind this cursor."),
    Arg("last", "int | None", "How many, from the end."),
    Arg("before", "str | None", "Only what comes before this cursor."),
)

_OPERATORS: dict[str, tuple[Arg, ...]] = {
    "TextFilter": (
        Arg("eq", "str | None", "Equal, letter by letter."),
        Arg("ne", "str | None", "Another text."),
        Arg("in", "list[str] | None", "One of these."),
        Arg("contains", "str | None", "Holds this, whatever its case and accents."),
        Arg("startsWith", "str | None", "Starts with this, whatever its case and accents."),
        Arg("isNull", "bool | None", "Whether it is unknown."),
    ),
    "IntFilter": (
        Arg("eq", "int | None", "Equal."),
        Arg("ne", "int | None", "Another number."),
        Arg("lt", "int | None", "Less than."),
        Arg("le", "int | None", "At most."),
        Arg("gt", "int | None", "Greater than."),
        Arg("ge", "int | None", "At least."),
        Arg("in", "list[int] | None", "One of these."),
        Arg("isNull", "bool | None", "Whether it is unknown."),
    ),
    "FloatFilter": (
        Arg("eq", "float | None", "Equal."),
        Arg("ne", "float | None", "Another number."),
        Arg("lt", "float | None", "Less than."),
        Arg("le", "float | None", "At most."),
        Arg("gt", "float | None", "Greater than."),
        Arg("ge", "float | None", "At least."),
        Arg("isNull", "bool | None", "Whether it is unknown."),
    ),
    "BooleanFilter": (
        Arg("eq", "bool | None", "Equal."),
        Arg("isNull", "bool | None", "Whether it is unknown."),
    ),
}
_FILTER_OF = {
    ValueType.TEXT: "TextFilter",
    ValueType.PARTIAL_DATE: "TextFilter",
    ValueType.TEXT_LIST: "TextFilter",
    ValueType.INTEGER: "IntFilter",
    ValueType.FLOAT: "FloatFilter",
    ValueType.BOOLEAN: "BooleanFilter",
}

IDENTIFIER_ARGS = {
    "doi": "DOI, such as 10.18653/v1/P19-1001.",
    "arxiv": "arXiv id, such as 1706.03762; any version.",
    "acl": "ACL Anthology id, such as P19-1001.",
    "openalex": "OpenAlex id, such as W2741809807.",
    "s2": "Semantic Scholar corpus id.",
    "url": "Address.",
    "orcid": "ORCID iD.",
    "title": "The title, whatever its case and punctuation.",
    "name": "The name or any of its spellings, whatever their case and punctuation.",
}
KEYS: dict[Kind, tuple[str, tuple[str, ...]]] = {
    Kind.PAPER: ("PaperKey", ("doi", "arxiv", "acl", "openalex", "s2", "url", "title")),
    Kind.METHOD: ("NameKey", ("name",)),
    Kind.DATASET: ("NameKey", ("name",)),
    Kind.TASK: ("NameKey", ("name",)),
    Kind.REPOSITORY: ("RepositoryKey", ("url",)),
    Kind.AUTHOR: ("AuthorKey", ("orcid", "name")),
}


def order_columns(kind: Kind) -> dict[str, str]:
    """Enum values by which nodes of a kind may be ordered, and the plan's columns."""
    found = {"NAME": "name", "DEGREE": "degree"}
    spec = KINDS[kind]
    return found | {_constant(p.name): p.name for p in spec.properties if p.sortable and p.name != spec.name}


def _constant(name: str) -> str:
    return "".join(f"_{c}" if c.isupper() else c.upper() for c in name)


TESTED_ON_ORDER = {"NAME": "name", "PAPERS": "paperCount", "RESULTS": "resultCount"}
TESTED_METHODS_ORDER = {"NAME": "name", "DATASETS": "datasetCount", "PAPERS": "paperCount", "RESULTS": "resultCount"}


def _plain(name: str) -> str:
    words = {"NAME": "By name.", "DEGREE": "By the number of edges.", "PAPERS": "By the number of papers that support it.",
             "RESULTS": "By the number of reported results.", "DATASETS": "By the number of datasets it was tested on."}  # fmt: skip
    return words.get(name, f"By {name.replace('_', ' ').lower()}; unknown ones last.")


def _order(name: str, columns: dict[str, str]) -> None:
    enum_type(f"{name}By", "What to order by.", {value: _plain(value) for value in columns})
    input_type(
        name,
        "One sort key; ties go on to the next, at last to name and id.",
        (
            Arg("by", f"{name}By", "What to order by.", optional=False),
            Arg("direction", "Direction", "Rising or falling.", default=_direction()["ASC"]),
        ),
    )


def _direction() -> type[Enum]:
    from api.schema.registry import registered

    found: type[Enum] = registered("Direction")
    return found


def filter_of(item: Property) -> str:
    """Name of the operator input for a property."""
    return _FILTER_OF[item.type]


def _filter(kind: Kind) -> None:
    spec = KINDS[kind]
    name = f"{spec.graphql}Filter"
    own = [
        Arg(
            p.name,
            f"{filter_of(p)} | None",
            f"{p.description}{' True when one of the list fits.' if p.type is ValueType.TEXT_LIST else ''}",
        )
        for p in spec.properties
        if p.type is not ValueType.LONG_TEXT
    ]
    input_type(
        name,
        f"Which {spec.plural}; everything given must hold.",
        (
            Arg("and", f"list[{name}] | None", "All of these hold."),
            Arg("or", f"list[{name}] | None", "At least one of these holds."),
            Arg("not", f"{name} | None", "This does not hold."),
            Arg("id", "list[ID] | None", "One of these ids."),
            *own,
            Arg("minConfidence", "float | None", "Only what a source row supports with at least this confidence, 0 to 1."),
            Arg("sources", "list[str] | None", "Only what a row of one of these sources supports."),
        ),
    )


def _told(spec: RelationSpec) -> str:
    sources, targets = (" or ".join(kind.value for kind in kinds) for kinds in (spec.sources, spec.targets))
    about = spec.forward_description.rstrip(".")
    return f"From {sources} to {targets}: {about[0].lower()}{about[1:]}."


def _enums() -> None:
    enum_type("Kind", "What a node is.", {kind.name: KINDS[kind].description for kind in Kind})
    enum_type("Via", "How it is known that a method was tested on a dataset.", {
        "REPORTED": "Reported result: a figure of the method on the dataset.",
        "INTRODUCED": "Own paper: a paper introduces the method and evaluates on the dataset.",
        "COMPARED": "Baseline: a paper compares with the method and evaluates on the dataset.",
        "USED": "Built on: a paper builds on the method and evaluates on the dataset. Left out unless asked for.",
        "COMPONENT": "As a part of another method that was tested on it. Left out unless asked for.",
    })  # fmt: skip
    enum_type("RollUp", "Whether variants count for their method and parts for their whole.", {
        "ROLL_UP": "Variants count for their method, parts of a suite for the suite.",
        "EXACT": "Each by itself.",
    })  # fmt: skip
    enum_type("SharedWeight", "How shared datasets are weighed.", {
        "COUNT": "Each dataset counts one.",
        "JACCARD": "Shared datasets over all datasets of either.",
        "COSINE": "Shared datasets over the geometric mean of both numbers.",
        "ADAMIC_ADAR": "Rarer datasets count more: the sum of 1 / ln(1 + methods tested on the dataset).",
    })  # fmt: skip
    enum_type("Direction", "Rising or falling.", {"ASC": "Smallest first.", "DESC": "Largest first."})
    enum_type("Match", "How a hit fits the text.", {
        "EXACT": "Its name or a spelling of it is the text.", "PREFIX": "Its name starts with the text.", "TERMS": "All words occur.",
    })  # fmt: skip
    enum_type("RunState", "How a load stands.", {
        "RUNNING": "Under way.", "FINISHED": "Done.", "INTERRUPTED": "Stopped before its end; what it wrote counts.",
        "UNDONE": "Taken back; nothing of it counts.",
    })  # fmt: skip
    enum_type("Relation", "What an edge says, from its source to its target.", {
        **{relation.name: _told(spec) for relation, spec in RELATIONS.items()},
        TESTED_ON: "From a method to a dataset it was tested on: derived from reported results, own papers and baselines, each method and dataset by itself.",
    })  # fmt: skip
    enum_type("ExportFormat", "The form of a file.", {format_.name: found.about for format_, found in FORMATS.items()})


def make_inputs() -> None:
    """Register every enum and input."""
    _enums()
    for name, args in _OPERATORS.items():
        input_type(name, "Comparisons; all that are given must hold. Nothing compares with an unknown value.", args)
    for kind in Kind:
        _filter(kind)
        _order(f"{KINDS[kind].graphql}Order", order_columns(kind))
    _order("TestedOnOrder", TESTED_ON_ORDER)
    _order("TestedMethodsOrder", TESTED_METHODS_ORDER)
    input_type("MethodPairFilter", "Which pairs of methods.", (Arg("method", "MethodFilter | None", "What both methods must be."),))
    for name, fields in dict(KEYS.values()).items():
        input_type(
            name,
            "By what to look it up: exactly one of these.",
            (
                Arg("id", "ID | None", "Its id, a former id, or an identifier's address."),
                *(Arg(f, "str | None", IDENTIFIER_ARGS[f]) for f in fields),
            ),
            one_of=True,
        )
