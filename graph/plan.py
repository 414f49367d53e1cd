"""What a query asks for, as data: the one thing that `api` compiles to and that a store runs as one statement.

A plan is a tree of `Item`s. An item says under which response key a field is wanted, and, when the field is not a plain
property, where it comes from (`fetch`) and what is wanted of it (`items`). The store answers with one JSON text of exactly
this shape: objects with the response keys in order, lists for lists, null where nothing is known.

Names of items, by owner:

- node: its properties (`graph.kinds`), `id`, `__typename`, `identifiers` (objects: scheme, value, url), a relation's field
  (`fetch` a `Connection` with source `Along`), `unresolvedReferenceCount` and `citekey` (Paper; `citekey`: by which
  bibliographies cite it, the smallest by source and key), `papersByYear` (Method, Dataset, Task; objects: year,
  paperCount), and the computed connections below;
- connection: `edges`, `nodes`, `pageInfo` (hasNextPage, hasPreviousPage, startCursor, endCursor), `totalCount`, `coverage`
  (sources, newestYear, unresolvedEntries);
- edge: `cursor`, `node`, the relation's properties, `evidence` (fetch: `Connection` with source `EvidenceOfEdge`), and what the
  source adds (listed with each source);
- evidence: source, recordKey, run, locator, spanStart, spanEnd, quote, extractor, confidence, url;
- subgraph: `nodes`, `edges`, `nodeCount`, `unknown` (see `Neighbourhood`), and `export`, an object of `nodes` and `edges` once more, with what
  a file of them needs;
- node of a subgraph: id, name, kind, year (of a paper its own, else that of the earliest paper that introduces it), degree, distance, `node`
  (the node itself);
- edge of a subgraph: source, target (ids), relation, support, `evidence` (fetch: `Connection` with source `EvidenceOfEdge`).

`Item.on` limits an item to some kinds (fragments on interfaces and unions); empty means every kind.

Algorithmic fields, which need more than one statement: `Paths` (`graph.paths`: at most 1 + its `max_length` calls before the plan's own
statement, not in one transaction with it; what was found is then asked for as `FoundPaths`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graph.errors import Candidate
from graph.kinds import DEFAULT_VIA, Kind, Relation, Via

Scalar = str | int | float | bool | None


class Operator(StrEnum):
    """Comparisons of a property with a value; text compares by code point, case-sensitively except for the last two."""

    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    IN = "in"
    IS_NULL = "isNull"
    CONTAINS = "contains"  # folded: a part of the sort form
    STARTS_WITH = "startsWith"  # folded: a start of the sort form


SIGNS = {Operator.EQ: "=", Operator.NE: "<>", Operator.LT: "<", Operator.LE: "<=", Operator.GT: ">", Operator.GE: ">="}
"""How SQL and Cypher write the comparisons that they have signs for."""


@dataclass(frozen=True, slots=True)
class Compare:
    """A node's property compared with a value (a tuple for IN). A null property fits only IS_NULL."""

    property: str
    operator: Operator
    value: Scalar | tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class HasId:
    """The node's id is one of these (public ids, redirects and identifier addresses)."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Supported:
    """Supported by an accepted assertion of one of `sources` (any when empty) with at least this confidence.

    On a relation's connection it is the edge that must be supported, on a root connection the node.
    """

    min_confidence: float = 0.0
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfKind:
    """The node is of one of these kinds."""

    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """All of these hold (true when empty)."""

    filters: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these holds (false when empty)."""

    filters: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The inner filter does not hold; three-valued logic does not leak: a comparison with null is false, so its Not is true."""

    filter: Filter


Filter = Compare | HasId | Supported | OfKind | Every | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Order:
    """One sort key: a node property, an edge property (`edge.position`), or a computed column of the source.

    The name sorts by its sort form, other text by code point; nulls come last in both directions. (sort name, id) ends it.
    """

    by: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A slice by keyset. Cursors are opaque texts made by the store. At most one of `first` and `last` is given."""

    first: int | None = 20
    after: str | None = None
    last: int | None = None
    before: str | None = None


class Weight(StrEnum):
    """How shared datasets are weighed; formulas in `graph/sharing.py`."""

    COUNT = "COUNT"
    JACCARD = "JACCARD"
    COSINE = "COSINE"
    ADAMIC_ADAR = "ADAMIC_ADAR"


class RollUp(StrEnum):
    """Whether variants count for their root method, and parts for their whole dataset."""

    ROLL_UP = "ROLL_UP"
    EXACT = "EXACT"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which support counts as "tested on"."""

    via: Via = DEFAULT_VIA
    variants: RollUp = RollUp.ROLL_UP
    datasets: RollUp = RollUp.ROLL_UP
    task: str | None = None
    same_task: bool = True


# --- where the rows of a connection come from -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every node of a kind. Default order: sort name."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Along:
    """Neighbours of the owner along a relation, forward (owner is the source) or in reverse.

    Edge: the relation's properties and `evidence`. Default order: the relation's `order` property, else sort name.
    """

    relation: Relation
    forward: bool
    kinds: tuple[Kind, ...]

    @property
    def by_position(self) -> bool:
        """Whether a position orders this direction: authors of a paper, parts of a method."""
        return self.forward if self.relation is Relation.COMBINES else not self.forward


@dataclass(frozen=True, slots=True)
class TestedOn:
    """Datasets the owner (a method; with ROLL_UP also its descendants) was tested on.

    Edge: via (list of Via names), tasks (list of Task nodes by sort name), paperCount, resultCount, evidence (of the causes).
    Orders: paperCount, resultCount, name. Default: resultCount + paperCount descending.
    """

    choice: Choice


@dataclass(frozen=True, slots=True)
class TestedMethods:
    """Methods tested on the owner (a dataset; with ROLL_UP also its parts); with variants ROLL_UP only root methods.

    Edge as for `TestedOn`, and datasetCount: on how many datasets the method was tested under the same choice.
    Orders: datasetCount, paperCount, resultCount, name. Default: datasetCount ascending (rarest first).
    """

    choice: Choice


@dataclass(frozen=True, slots=True)
class Sharing:
    """Methods that share datasets with the owner (a method).

    Left out: the own family, generic and unnamed methods, and pairs known from one paper only.
    Edge: sharedCount, score (float), sharedDatasets (a `Connection` with source `SharedDatasets`).
    Order: score descending, sharedCount, support (results + papers on the shared sets), newest year, sort name, id.
    """

    choice: Choice
    weight: Weight = Weight.ADAMIC_ADAR
    min_shared: int = 1


@dataclass(frozen=True, slots=True)
class SharingPairs:
    """Pairs of root methods (a before b by id) that share datasets, best first; the same rules as `Sharing`.

    Edge's node: a, b (Method nodes), sharedCount, score, sharedDatasets.
    """

    choice: Choice
    weight: Weight = Weight.ADAMIC_ADAR
    min_shared: int = 2
    method: Filter | None = None  # both methods must fit


@dataclass(frozen=True, slots=True)
class SharedDatasets:
    """Within an edge of `Sharing` or a pair: the shared datasets, by the weight of their term, then sort name.

    Edge: node, methodCount (n of the formula), tasks, papers and results that prove it (two lists each: `ours`, `theirs` of
    Proof objects: paper, result, via, evidence).
    """


@dataclass(frozen=True, slots=True)
class ComparedDatasets:
    """Datasets on which at least two of some methods were tested (ids; a method stands for its descendants too, a dataset for its parts).

    Edge: methodCount; tests (a list, in the order of the methods: method, via, paperCount, resultCount, evidence); results (a list, ordered as
    a leaderboard: method, result, paper, isComparable, rank), empty unless reported results count. A result is comparable when another of
    the methods has one of equal metric, split, protocol, unit and setting; rank is its place among those. Order: methodCount descending.
    """

    methods: tuple[str, ...] = ()
    choice: Choice = Choice()


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """Results on the owner (a dataset), by task, metric, split and protocol, comparable ones ranked.

    Edge: node (Result), rank (null when incomparable), method, paper, date (reported on, else that of the earliest paper that reports it),
    wasBest (nothing comparable of that date or before is better; null when undated or not ranked).
    Order: metric, split, protocol, unit, setting, then best first.
    """

    task: str | None = None
    metric: str | None = None
    split: str | None = None


@dataclass(frozen=True, slots=True)
class Hits:
    """Full-text hits. Rank: (exact, prefix, all terms), degree descending, sort name, id. Edge: node, match (EXACT, PREFIX, TERMS)."""

    text: str
    kinds: tuple[Kind, ...]
    prefix: bool = False  # the last word may be unfinished


@dataclass(frozen=True, slots=True)
class EvidenceOfEdge:
    """Accepted assertions behind the edge (or node) that owns the field: confidence descending, source, record key, ordinal."""


@dataclass(frozen=True, slots=True)
class AllRuns:
    """Runs, newest first; the one with an id, when it is given.

    Node: id, command, startedAt, finishedAt, version, state, undoneBy, and the counts of its report.
    """

    id: str | None = None


Source = (
    AllOf
    | Along
    | TestedOn
    | TestedMethods
    | Sharing
    | SharingPairs
    | SharedDatasets
    | ComparedDatasets
    | Leaderboard
    | Hits
    | EvidenceOfEdge
    | AllRuns
)


# --- what an item fetches ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Connection:
    """A page of rows from a source."""

    source: Source
    page: Page = Page()
    where: Filter | None = None
    order: tuple[Order, ...] = ()


@dataclass(frozen=True, slots=True)
class NodeById:
    """The node with this public id, redirect or identifier address; of one kind when `kind` is given."""

    id: str
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class NodesById:
    """Nodes by id, in request order, null where unknown."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NodeByKey:
    """The one node that fits a look-up key: an identifier scheme, `name` (any alias), `title`, or `url`.

    Zero fitting nodes: null. Several: null and an `Ambiguity` in the answer.
    """

    kind: Kind
    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Methods head to head. Items: `methods` (those of the ids that are methods, each once, in their order), `datasets` (`ComparedDatasets`)."""

    methods: tuple[str, ...]
    choice: Choice = Choice()


TESTED_ON = "TESTED_ON"
"""The derived relation of a method and a dataset; in subgraphs it stands behind those of `graph.kinds.Relation`."""
DIRECTLY_TESTED = Choice(variants=RollUp.EXACT, datasets=RollUp.EXACT)
"""What counts as TESTED_ON in subgraphs: support by default of the very method and the very dataset."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What lies around the nodes that `ids` name, up to `limit` nodes: a subgraph.

    Edges are those of every relation, in both directions, and TESTED_ON (`DIRECTLY_TESTED`); `support` of one is the number of source rows
    behind it, of TESTED_ON the papers and results as `TestedOn` counts them. The centres, in the order of `ids`, are the ring at distance 0,
    whatever their kind. Candidates of the ring at distance k + 1, k < `depth`, are nodes of `kinds` that are joined to a node shown at
    distance k and were no candidates before. They are ordered by strength (the support of the edges that join them to nodes shown at
    distance k, summed), degree, both descending, sort name, id; as many are shown as there is room for.

    `nodes`: the shown ones, by distance, then as ordered in their ring. `edges`: every edge of which both ends are shown, by relation
    (declaration order, then TESTED_ON), source's and target's (sort name, id). `nodeCount`: centres and candidates. `unknown`: ids that name
    nothing, in the order of `ids`. The ids are distinct and no more than `limit`.
    """

    ids: tuple[str, ...]
    depth: int
    kinds: tuple[Kind, ...]
    limit: int


@dataclass(frozen=True, slots=True)
class Paths:
    """Simple paths between two nodes (ids), over every relation and TESTED_ON (`DIRECTLY_TESTED`) in any direction, results left aside.

    Nodes between the ends have at most `avoid_degree_above` edges, when it is given. The shortest first, then those of which the most connected
    node between the ends has fewest edges, then by the sort names and ids along them.
    """

    start: str
    end: str
    max_length: int
    avoid_degree_above: int | None
    first: int


@dataclass(frozen=True, slots=True)
class FoundPaths:
    """Paths that were found, each as the public ids along it. No store is asked for `Paths` themselves.

    Items: `isComplete`; `paths`: `length` (edges), `nodes` (as those of a subgraph; `distance` is the place in the path), `edges` (as those of
    a subgraph: for each step the edge of most support, then by relation, TESTED_ON last, then that which leads onward).
    """

    paths: tuple[tuple[str, ...], ...]
    is_complete: bool


Fetch = Connection | NodeById | NodesById | NodeByKey | Comparison | Neighbourhood | Paths | FoundPaths


@dataclass(frozen=True, slots=True)
class Item:
    """One wanted field: response key, name in the owner's vocabulary, source and sub-selection."""

    key: str
    name: str
    fetch: Fetch | None = None
    items: tuple[Item, ...] = ()
    on: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole operation: its root items. Values are bound as parameters by the store, never written into a statement."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a store returns: JSON text of the plan's shape, the store's version, and look-up keys that fit several nodes.

    `ambiguous` maps a root response key to the candidates, by (sort name, id).
    """

    json: str
    version: int
    ambiguous: tuple[tuple[str, tuple[Candidate, ...]], ...] = ()
