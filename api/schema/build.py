"""The output types and the schema. What is derived comes from `graph.kinds`; the rest is listed here."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from functools import cache
from typing import Annotated, Any, Union

import strawberry
from graphql import GraphQLError
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.types import Info

from api.errors import presented
from api.schema.inputs import KEYS, PAGE, make_inputs
from api.schema.registry import PARTIAL_DATE, Arg, Field, PartialDate, interface_type, object_type, register, registered
from graph.kinds import KINDS, Kind, Property, RelationSpec, ValueType, neighbour_kinds, relations_from, relations_to

_TYPES = {
    ValueType.TEXT: "str | None",
    ValueType.LONG_TEXT: "str | None",
    ValueType.INTEGER: "int | None",
    ValueType.FLOAT: "float | None",
    ValueType.BOOLEAN: "bool | None",
    ValueType.PARTIAL_DATE: "PartialDate | None",
    ValueType.TEXT_LIST: "list[str]",
}
VIA = Arg("via", "list[Via] | None", "Which kinds of support count; reported results, own papers and baselines when not given.")
VARIANTS = Arg("variants", "RollUp", "Whether variants count for their method.")
DATASETS = Arg("datasets", "RollUp", "Whether parts of a suite count as the suite.")
TASK = Arg("task", "ID | None", "Only what was tested for this task.")
SAME_TASK = Arg("sameTask", "bool", "Whether a dataset counts only when both were tested on it for a common task.", default=True)
EVIDENCE_PAGE = (Arg("first", "int | None", "How many, from the start; 3 when not given."), PAGE[1])


def connection_name(owner: str, field: str) -> str:
    """Name of the connection type of an owner's field, without the ending: `PaperAuthors`."""
    return owner + field[0].upper() + field[1:]


def _defaults(*args: Arg) -> tuple[Arg, ...]:
    roll_up = registered("RollUp")["ROLL_UP"]
    return tuple(Arg(a.name, a.annotation, a.description, roll_up) if a.annotation == "RollUp" else a for a in args)


def _property(item: Property, *, required: bool = False) -> Field:
    annotation = _TYPES[item.type]
    return Field(item.name, annotation.removesuffix(" | None") if required else annotation, item.description)


def _connection(name: str, node: str, description: str, edge: tuple[Field, ...] = (), extra: tuple[Field, ...] = ()) -> None:
    object_type(f"{name}Edge", f"{description} One of them.", (
        Field("cursor", "str", "Where it stands, for `after` and `before`."), Field("node", node, "What the edge leads to."), *edge,
    ))  # fmt: skip
    object_type(f"{name}Connection", description, (
        Field("edges", f"list[{name}Edge]", "This page, with what each edge says."),
        Field("nodes", f"list[{node}]", "This page's nodes alone."),
        Field("pageInfo", "PageInfo", "Where this page begins and ends."),
        Field("totalCount", "int", "How many there are on all pages."),
        *extra,
    ))  # fmt: skip


_EVIDENCE = Field("evidence", "EvidenceConnection", "The source rows that prove it, surest first.", EVIDENCE_PAGE)
_COVERAGE = (Field("coverage", "Coverage", "What the answer covers, and what it cannot know."),)


def _node_annotation(kinds: tuple[Kind, ...], owner: str, field: str) -> str:
    if len(kinds) == 1:
        return KINDS[kinds[0]].graphql
    name = {("Paper", "introduces"): "Introduced"}.get((owner, field), connection_name(owner, field) + "Node")
    names = tuple(KINDS[kind].graphql for kind in kinds)
    about = strawberry.union(name, description=f"A {' or a '.join(name.lower() for name in names)}.")
    lazy = tuple(Annotated[n, strawberry.lazy("api.schema.registry")] for n in names)
    register(name, Annotated[Union[lazy], about])  # noqa: UP007 - made from a table
    return name


def _relation_field(spec: RelationSpec, kind: Kind, *, forward: bool) -> Field:
    owner = KINDS[kind].graphql
    name = spec.forward if forward else spec.reverse
    kinds = neighbour_kinds(spec, kind, forward=forward)
    node = _node_annotation(kinds, owner, name)
    about = spec.forward_description if forward else spec.reverse_description
    _connection(connection_name(owner, name), node, about, (*map(_property, spec.properties), _EVIDENCE))
    if len(kinds) == 1:
        target = KINDS[kinds[0]].graphql
        which: tuple[Arg, ...] = (
            Arg("where", f"{target}Filter | None", "Which of them."),
            Arg("orderBy", f"list[{target}Order] | None", "In which order."),
        )
    else:
        which = (Arg("kinds", "list[Kind] | None", "Only these kinds."),)
    return Field(name, f"{connection_name(owner, name)}Connection", about, (*which, *PAGE))


_TESTED_EDGE = (
    Field("via", "list[Via]", "How it is known."),
    Field("tasks", "list[Task]", "For which tasks, as far as known."),
    Field("paperCount", "int", "How many papers support it."),
    Field("resultCount", "int", "How many reported results there are."),
    _EVIDENCE,
)


def _special_fields(kind: Kind) -> tuple[Field, ...]:
    return {Kind.METHOD: _method_fields, Kind.DATASET: _dataset_fields, Kind.PAPER: _paper_fields}.get(kind, tuple)()


def _method_fields() -> tuple[Field, ...]:
    about = "Datasets it was tested on, best supported first."
    _connection("MethodTestedOn", "Dataset", about, _TESTED_EDGE, _COVERAGE)
    shares = "Methods that share datasets with it, best first. Its own family, generic and unnamed methods, and pairs known from one paper only are left out."
    _connection("MethodSharesDatasets", "Method", shares, _sharing_edge(), _COVERAGE)
    where = Arg("where", "DatasetFilter | None", "Which of them.")
    order = Arg("orderBy", "list[TestedOnOrder] | None", "In which order.")
    sharing = (
        Arg("weight", "SharedWeight", "How shared datasets are weighed.", registered("SharedWeight")["ADAMIC_ADAR"]),
        *_defaults(VIA, TASK, SAME_TASK, VARIANTS, DATASETS),
        Arg("minShared", "int", "At least so many shared datasets.", 1),
        Arg("where", "MethodFilter | None", "Which methods."),
    )
    return (
        Field("testedOn", "MethodTestedOnConnection", about, (*_defaults(VIA, VARIANTS), where, order, *PAGE)),
        Field("sharesDatasetsWith", "MethodSharesDatasetsConnection", shares, (*sharing, *PAGE[:2])),
    )


def _sharing_edge() -> tuple[Field, ...]:
    return (
        Field("sharedCount", "int", "How many datasets they share."),
        Field("score", "float", "How much that weighs, by the weight asked for."),
        Field("sharedDatasets", "SharedDatasetsConnection", "The shared datasets with their proof, rarest first.", PAGE[:2]),
    )


def _dataset_fields() -> tuple[Field, ...]:
    board = "Reported results, ranked where they can be compared: by metric, split, protocol, unit and setting."
    _connection("DatasetLeaderboard", "Result", board, (
        Field("rank", "int | None", "Place among comparable results; null where unknown which way is better."),
        Field("method", "Method | None", "Whose result it is; null when the entry's name could not be resolved."),
        Field("paper", "Paper | None", "The paper that reports it."),
        Field("date", "PartialDate | None", "When it was reported; when only the papers that report it are dated, the earliest of these."),
        Field("wasBest", "bool | None", "Whether nothing comparable of that date or before is better; null when undated or not ranked."),
    ), _COVERAGE)  # fmt: skip
    about = "Methods tested on it, rarest first: those tested on the fewest datasets."
    tested = (Field("datasetCount", "int", "On how many datasets the method was tested."), *_TESTED_EDGE)
    _connection("DatasetTestedMethods", "Method", about, tested, _COVERAGE)
    which = (
        Arg("task", "ID | None", "Only results for this task."),
        Arg("metric", "str | None", "Only results by this metric."),
        Arg("split", "str | None", "Only results on this split."),
    )
    order = Arg("orderBy", "list[TestedMethodsOrder] | None", "In which order.")
    args = (*_defaults(VIA, VARIANTS), Arg("where", "MethodFilter | None", "Which of them."), order, *PAGE)
    return (
        Field("leaderboard", "DatasetLeaderboardConnection", board, (*which, *PAGE)),
        Field("testedMethods", "DatasetTestedMethodsConnection", about, args),
    )


def _paper_fields() -> tuple[Field, ...]:
    return (Field("unresolvedReferenceCount", "int", "Citations of it whose cited paper is not in this graph."),)


_WITH_YEARS = (Kind.METHOD, Kind.DATASET, Kind.TASK)


def _node_type(kind: Kind) -> None:
    spec = KINDS[kind]
    fields = [Field("id", "ID", "Stable, readable id.")]
    for item in spec.properties:
        always = item.name == spec.name or item.name in ("generic", "unnamed", "resolved", "retracted")
        fields.append(_property(item, required=always))
    if kind in _WITH_YEARS:
        fields.append(
            Field("papersByYear", "list[YearCount]", "Papers that say something of it or report a result of it, by year of publication.")
        )
    if spec.schemes:
        fields.append(Field("identifiers", "list[Identifier]", "Identifiers, by precedence of their scheme."))
    made = {field.name: field for field in fields}
    for relation in relations_from(kind):
        made[relation.forward] = _relation_field(relation, kind, forward=True)
    for relation in relations_to(kind):
        made[relation.reverse] = _relation_field(relation, kind, forward=False)
    for special in _special_fields(kind):
        made[special.name] = special
    object_type(spec.graphql, spec.description, tuple(made.values()), (registered("Node"),))


def _shared_types() -> None:
    interface_type("Node", "Anything with an id.", (Field("id", "ID", "Stable, readable id."),))
    object_type("PageInfo", "Where a page begins and ends.", (
        Field("hasNextPage", "bool", "Whether more follow."),
        Field("hasPreviousPage", "bool", "Whether some come before."),
        Field("startCursor", "str | None", "Cursor of the first."),
        Field("endCursor", "str | None", "Cursor of the last."),
    ))  # fmt: skip
    object_type("Identifier", "An identifier in normal form.", (
        Field("scheme", "str", "doi, arxiv, acl, openalex, s2, dblp, orcid, url or repo."),
        Field("value", "str", "The identifier."),
        Field("url", "str | None", "Where it leads."),
    ))  # fmt: skip
    object_type("Evidence", "A source row that proves something, and where in it.", (
        Field("source", "str", "Name of the source."),
        Field("recordKey", "str", "Key of the source row."),
        Field("run", "ID", "The load that last saw it."),
        Field("locator", "str", "File and line, and the field within the row."),
        Field("spanStart", "int | None", "First character, in the field's text."),
        Field("spanEnd", "int | None", "Character behind the last."),
        Field("quote", "str | None", "The words that say it."),
        Field("extractor", "str", "What read it, with its version."),
        Field("confidence", "float", "How sure it is, 0 to 1."),
        Field("url", "str | None", "Where a person can look it up."),
    ))  # fmt: skip
    _connection("Evidence", "Evidence", "Source rows, surest first.")
    object_type("YearCount", "How many papers a year has.", (
        Field("year", "int", "The year."), Field("paperCount", "int", "How many papers; years without any are left out."),
    ))  # fmt: skip
    object_type("Coverage", "What an answer covers.", (
        Field("sources", "list[str]", "Sources behind it."),
        Field("newestYear", "int | None", "Year of its newest paper."),
        Field("unresolvedEntries", "int", "Results on the datasets in question whose method could not be resolved."),
    ))  # fmt: skip


def _late_types() -> None:
    """Types that stand on the node types' names."""
    object_type("Proof", "One side's proof that a method was tested on a shared dataset.", (
        Field("via", "list[Via]", "How it is known."),
        Field("papers", "list[Paper]", "Papers that support it."),
        Field("results", "list[Result]", "Reported results."),
        Field("paperCount", "int", "How many papers."),
        Field("resultCount", "int", "How many reported results."),
        _EVIDENCE,
    ))  # fmt: skip
    _connection("SharedDatasets", "Dataset", "Datasets that two methods share, rarest first.", (
        Field("methodCount", "int", "How many methods were tested on it: fewer weigh more."),
        Field("tasks", "list[Task]", "For which tasks, as far as known."),
        Field("ours", "Proof", "Proof for the first method."),
        Field("theirs", "Proof", "Proof for the second method."),
    ))  # fmt: skip
    object_type("MethodPair", "Two methods that share datasets.", (
        Field("a", "Method", "The method whose id comes first."), Field("b", "Method", "The other."), *_sharing_edge(),
    ))  # fmt: skip
    _connection("MethodPair", "MethodPair", "Pairs of methods that share datasets, best first.", (), _COVERAGE)
    _comparison_types()
    _connection("Search", "Node", "Hits: exact names first, then prefixes, then all words; better connected first.",
                (Field("match", "Match", "How it fits the text."),))  # fmt: skip
    object_type("Suggestion", "A node with a name or spelling of which a word begins with what was typed.", (
        Field("id", "ID", "Its id."), Field("name", "str", "Its name."), Field("kind", "Kind", "Its kind."),
        Field("year", "int | None", "Year, of a paper."),
    ))  # fmt: skip
    counts = {"read": "read", "written": "new or changed", "unchanged": "unchanged", "merged": "that repeat another of the load",
              "rejected": "not accepted", "retracted": "taken back, because a snapshot no longer holds them"}  # fmt: skip
    object_type("RunCounts", "What a load did; read = written + unchanged + merged + rejected.", (
        *(Field(name, "int", f"Source rows {about}.") for name, about in counts.items()),
        Field("flagged", "int", "Statements kept but not believed."),
        Field("pending", "int", "Edges that wait for their other end."),
    ))  # fmt: skip
    object_type("Run", "One load, or the undoing of one.", (
        Field("id", "ID", "Its id."), Field("command", "str", "What was run."), Field("paths", "list[str]", "On what."),
        Field("version", "str", "By which version of the program."), Field("state", "RunState", "How it stands."),
        Field("startedAt", "str", "When it began, UTC."), Field("finishedAt", "str | None", "When it ended, UTC."),
        Field("undoneBy", "ID | None", "The run that undid it."), Field("counts", "RunCounts", "What it did."),
    ))  # fmt: skip
    _connection("Run", "Run", "Loads, newest first.")


def _comparison_types() -> None:
    object_type("MethodTest", "That one of the compared methods was tested on a dataset.", (
        Field("method", "Method", "The method."),
        Field("via", "list[Via]", "How it is known."),
        Field("paperCount", "int", "How many papers support it."),
        Field("resultCount", "int", "How many reported results there are."),
        _EVIDENCE,
    ))  # fmt: skip
    object_type("ComparedResult", "A result of one of the compared methods.", (
        Field("method", "Method", "The compared method; the result may be of a variant of it."),
        Field("result", "Result", "The result."),
        Field("paper", "Paper | None", "The paper that reports it."),
        Field("isComparable", "bool", "Whether another of the methods has a result of the same metric, split, protocol, unit and setting."),
        Field("rank", "int | None", "Place among these; null when not comparable, or where unknown which way is better."),
    ))  # fmt: skip
    about = "Datasets on which at least two of the methods were tested, those of most methods first."
    _connection("ComparedDataset", "Dataset", about, (
        Field("methodCount", "int", "How many of the methods were tested on it."),
        Field("tests", "list[MethodTest]", "How each of them was tested on it, in the order of the methods."),
        Field("results", "list[ComparedResult]", "Their reported results, ordered as on a leaderboard."),
    ))  # fmt: skip
    object_type("Comparison", "Methods head to head. A method stands for its variants too, a dataset for its parts.", (
        Field("methods", "list[Method]", "The methods that are compared, in the order of the ids; ids of nothing and of other nodes are left out."),
        Field("datasets", "ComparedDatasetConnection", about, PAGE[:2]),
    ))  # fmt: skip


def _subgraph_types() -> None:
    object_type("SubgraphNode", "A node as it is drawn.", (
        Field("id", "ID", "Its id."), Field("name", "str", "Its name."), Field("kind", "Kind", "Its kind."),
        Field("year", "int | None", "Year of a paper; of another node, of the earliest paper that introduces it."),
        Field("degree", "int", "How many edges it has in the whole graph."),
        Field("distance", "int", "How many edges lead from the nearest centre to it."),
        Field("node", "Node", "The node itself, with all that it has."),
    ))  # fmt: skip
    object_type("SubgraphEdge", "An edge as it is drawn.", (
        Field("source", "ID", "Where it begins."), Field("target", "ID", "Where it leads."), Field("relation", "Relation", "What it says."),
        Field("support", "int", "How many source rows state it; of TESTED_ON, how many papers and reported results support it."),
        _EVIDENCE,
    ))  # fmt: skip
    object_type("Subgraph", "Nodes and every edge between two of them.", (
        Field("nodes", "list[SubgraphNode]", "By distance; the centres as asked for, others by the support of what joins them to those nearer, degree, name."),
        Field("edges", "list[SubgraphEdge]", "By relation, then by the names of their ends."),
        Field("nodeCount", "int", "How many nodes of these kinds there are within the depth, as far as the nodes shown lead to them."),
        Field("unknown", "list[ID]", "The ids that name nothing."),
        Field("export", "str", "The nodes and edges as the text of a file.", (Arg("format", "ExportFormat", "In which form.", optional=False),)),
    ))  # fmt: skip


def _path_types() -> None:
    object_type("Path", "A way from one node to another.", (
        Field("length", "int", "How many edges it has."),
        Field("nodes", "list[SubgraphNode]", "The nodes along it, both ends among them; their distance is their place, from 0."),
        Field("edges", "list[SubgraphEdge]", "What joins each to the next: of several edges the one of most support."),
    ))  # fmt: skip
    object_type("PathResult", "Ways from one node to another.", (
        Field("paths", "list[Path]", "The shortest first, then those over less connected nodes."),
        Field("isComplete", "bool", "False when the search had to end before it had seen everything within reach: there may be other paths."),
    ))  # fmt: skip


def _paths() -> Field:
    about = "How two nodes are joined: paths over every relation, in whatever direction; results are not walked through."
    return Field("paths", "PathResult", about, (
        Arg("from", "ID", "Where they begin.", optional=False),
        Arg("to", "ID", "Where they lead.", optional=False),
        Arg("maxLength", "int", "How many edges at most, 1 to 6.", 4),
        Arg("avoidDegreeAbove", "int | None", "Leave out what has more edges than this: paths over what everything is joined with say little."),
        Arg("first", "int", "How many paths at most, 1 to 50.", 5),
    ))  # fmt: skip


def _neighbourhood() -> Field:
    about = "What lies around some nodes, to be drawn: the nodes, their neighbours up to a distance, and every edge among them."
    return Field("neighbourhood", "Subgraph", about, (
        Arg("ids", "list[ID]", "The centres: ids, former ids, or identifiers' addresses, at most 1,000.", optional=False),
        Arg("depth", "int", "Up to which distance, 0 to 3; 0 for the centres and the edges among them.", 1),
        Arg("kinds", "list[Kind] | None", "Only neighbours of these kinds; every kind but results when not given."),
        Arg("limit", "int", "How many nodes at most, the centres among them, 1 to 2,000; those best joined are kept.", 200),
    ))  # fmt: skip


def _query_fields() -> tuple[Field, ...]:
    fields = [
        Field("node", "Node | None", "The node with this id.", (Arg("id", "ID", "An id, a former id, or an identifier's address.", optional=False),)),
        Field("nodes", "list[Node | None]", "Nodes in the order of the ids, null where unknown.", (Arg("ids", "list[ID]", "Their ids.", optional=False),)),
    ]  # fmt: skip
    for kind, (key, _) in KEYS.items():
        spec = KINDS[kind]
        by = Arg("by", key, "By what to look it up.", optional=False)
        about = f"The {spec.kind.value} that fits the key; null when none does, an error with candidates when several do."
        fields.append(Field(spec.kind.value, f"{spec.graphql} | None", about, (by,)))
    for spec in KINDS.values():
        _connection(spec.graphql, spec.graphql, f"{spec.plural.capitalize()}.")
        which = (
            Arg("where", f"{spec.graphql}Filter | None", "Which of them."),
            Arg("orderBy", f"list[{spec.graphql}Order] | None", "In which order; by name when not given."),
        )
        fields.append(Field(spec.plural, f"{spec.graphql}Connection", f"All {spec.plural}.", (*which, *PAGE)))
    kinds = Arg("kinds", "list[Kind] | None", "Only these kinds.")
    first = PAGE[0]
    sharing = (
        Arg("where", "MethodPairFilter | None", "Which pairs."),
        Arg("weight", "SharedWeight", "How shared datasets are weighed.", registered("SharedWeight")["ADAMIC_ADAR"]),
        *_defaults(VIA, TASK, SAME_TASK, VARIANTS, DATASETS),
        Arg("minShared", "int", "At least so many shared datasets.", 2),
    )
    return (
        *fields,
        Field("search", "SearchConnection", "Full-text search over names, titles and spellings.", (
            Arg("text", "str", "Words; all must occur.", optional=False), kinds, Arg("first", "int", first.description, 10), PAGE[1],
        )),
        Field("suggest", "list[Suggestion]", "What has a word that begins with what was typed, for completing input; ordered as hits of a search.", (
            Arg("prefix", "str", "What was typed.", optional=False), kinds, Arg("first", "int", "How many.", 8),
        )),
        _neighbourhood(),
        _paths(),
        Field("methodsSharingDatasets", "MethodPairConnection", "Which methods share datasets: all pairs, best first.", (*sharing, *PAGE[:2])),
        Field("compareMethods", "Comparison", "Two to five methods head to head, on every dataset that two of them share.", (
            Arg("methods", "list[ID]", "Ids of the methods.", optional=False), VIA,
        )),
        Field("runs", "RunConnection", "Loads, newest first.", PAGE[:2]),
    )  # fmt: skip


def _subscription() -> type:
    """The type of subscriptions: what they yield has the shape of a query's answer, so that the one resolver completes it."""
    from api.watch import watched

    run = registered("Run")
    about = "A load (the newest, when no id is given), now and whenever it gets on, until it is over; over graphql-transport-ws."
    which = strawberry.argument(name="id", description="The load's id; the newest when not given, or the first there will be.")

    async def follow(info: Info, id: Any = strawberry.UNSET) -> Any:
        try:
            async for found in watched(info._raw_info, info.context["store"], id or None):
                yield found
        except Exception as error:  # whatever it is, it is told in the shape of all errors
            raise presented(GraphQLError(str(error), original_error=error)) from error

    given: Any = AsyncGenerator[run, None]  # type: ignore[valid-type]
    follow.__annotations__ = {"info": Info, "id": Annotated[strawberry.ID | None, which], "return": given}
    field = strawberry.subscription(resolver=follow, name="run", description=about)
    made = type("Subscription", (), {"run": field, "__annotations__": {}})
    return strawberry.type(made, name="Subscription", description="What is told as it happens.")


@cache
def _types() -> tuple[type, ...]:
    make_inputs()
    _shared_types()
    for kind in Kind:
        _node_type(kind)
    _late_types()
    _subgraph_types()
    _path_types()
    object_type("Query", "Questions about methods, datasets, papers, repositories, tasks, authors and results.", _query_fields())
    return tuple(registered(KINDS[kind].graphql) for kind in Kind)


class Schema(strawberry.Schema):
    """The schema; errors are logged where they are presented, and only unexpected ones (`api.errors`)."""

    def process_errors(self, errors: list[GraphQLError], execution_context: Any = None) -> None:
        """Log nothing here."""


def build_schema(extensions: tuple[type[SchemaExtension], ...] = ()) -> strawberry.Schema:
    """Return the schema, with extensions."""
    nodes = _types()
    config = StrawberryConfig(auto_camel_case=False, scalar_map={PartialDate: PARTIAL_DATE})
    return Schema(registered("Query"), subscription=_subscription(), types=list(nodes), config=config, extensions=list(extensions))


def sdl() -> str:
    """Return the schema definition, as checked in."""
    text: Any = build_schema().as_str()
    return f"{text}\n"
