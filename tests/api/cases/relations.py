"""Every relation from both of its ends: pages in both directions, filter, order, what the edge says, and its source rows.

Each line of the tables is worked out by hand from the facts: the neighbours in the default order, with the edge's own values and
the source rows (surest first, then by source and key). The pages are cut from that list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.api.cases.case import Case

_PAGE = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
_ID = "{ id }"
_FIGURE = "{ valueText }"


@dataclass(frozen=True)
class Neighbour:
    """One end of an edge: what tells the node apart, the edge's values, the source rows behind it."""

    node: dict[str, Any]
    rows: str
    values: dict[str, Any]


def to(id_: str, rows: str, **values: Any) -> Neighbour:
    """A neighbour told apart by its id; `rows` as `source:key`, separated by blanks."""
    return Neighbour({"id": id_}, rows, values)


def figure(text: str, rows: str) -> Neighbour:
    """A result, told apart by its figure."""
    return Neighbour({"valueText": text}, rows, {})


def either(type_: str, id_: str, rows: str, **values: Any) -> Neighbour:
    """A neighbour of a union."""
    return Neighbour({"__typename": type_, "id": id_}, rows, values)


@dataclass(frozen=True)
class Along:
    """A relation's field of one node. `chosen` and `sorted` are places in the list of neighbours."""

    owner: str
    field: str
    neighbours: tuple[Neighbour, ...]
    filter: str
    chosen: tuple[int, ...]
    order: str = ""
    sorted: tuple[int, ...] = ()
    node: str = _ID
    edge: str = ""

    def case(self) -> Case:
        """The case of this field."""
        root = self.owner.split("(")[0]
        path: tuple[str | int, ...] = ("owner", "nodes", 0) if root == "results" else ("owner",)
        cursors = {
            "after": (*path, "all", "edges", 0, "cursor"),
            "before": (*path, "all", "edges", -1, "cursor"),
            "row": (*path, "proven", "edges", 0, "evidence", "edges", 0, "cursor"),
        }
        if self.order:
            cursors["ordered"] = (*path, "sorted", "edges", 0, "cursor")
        inner = f"{{ {self._selections()} }}"
        text = f"query ({', '.join(f'${name}: String' for name in cursors)}) {{ owner: {self.owner} "
        text += f"{{ nodes {inner} }} }}" if root == "results" else f"{inner} }}"
        answer = self._answer()
        return Case(f"{self.owner} {self.field}", text, {"owner": {"nodes": [answer]} if root == "results" else answer}, {}, cursors)

    @property
    def _size(self) -> int:
        return min(1, len(self.neighbours) - 1)

    @property
    def _proven(self) -> str:
        """The page of the one edge whose source rows are paged: the first, or the last when the first has one row only."""
        return "first: 1" if " " in self.neighbours[0].rows else "last: 1"

    def _selections(self) -> str:
        f, node = self.field, self.node
        rows = "evidence { totalCount nodes { source recordKey } }"
        parts = [
            f"all: {f} {{ totalCount nodes {node} edges {{ cursor node {node} {self.edge} {rows} }} {_PAGE} }}",
            f"first: {f}(first: {self._size}) {{ nodes {node} {_PAGE} }}",
            f"rest: {f}(after: $after) {{ nodes {node} {_PAGE} }}",
            f"last: {f}(last: {self._size}) {{ nodes {node} {_PAGE} }}",
            f"start: {f}(last: 9, before: $before) {{ nodes {node} {_PAGE} }}",
            f"chosen: {f}({self.filter}) {{ totalCount nodes {node} }}",
            f"proven: {f}({self._proven}) {{ edges {{ evidence(first: 1) {{ edges {{ cursor node {{ recordKey }} }} {_PAGE} }}"
            f" rest: evidence(after: $row) {{ nodes {{ recordKey }} {_PAGE} }} }} }}",
        ]
        if self.order:
            parts.append(f"sorted: {f}({self.order}) {{ nodes {node} edges {{ cursor }} }}")
            parts.append(f"behind: {f}({self.order}, after: $ordered) {{ nodes {node} }}")
        return " ".join(parts)

    def _answer(self) -> dict[str, Any]:
        nodes, size = [item.node for item in self.neighbours], self._size
        every = list(range(len(nodes)))
        proof = self.neighbours[0 if self._proven == "first: 1" else -1].rows.split()
        keys = [row.split(":")[1] for row in proof]
        edges = [
            {
                "cursor": f"<{place}>",
                "node": item.node,
                **item.values,
                "evidence": {"totalCount": len(item.rows.split()), "nodes": [_row(text) for text in item.rows.split()]},
            }
            for place, item in enumerate(self.neighbours)
        ]
        answer: dict[str, Any] = {
            "all": {"totalCount": len(nodes), "nodes": nodes, "edges": edges, "pageInfo": _page(every)},
            "first": {"nodes": nodes[:size], "pageInfo": _page(every[:size], more=True)},
            "rest": {"nodes": nodes[1:], "pageInfo": _page(every[1:], before=True)},
            "last": {"nodes": nodes[len(nodes) - size :], "pageInfo": _page(every[len(nodes) - size :], before=True)},
            "start": {"nodes": nodes[:-1], "pageInfo": _page(every[:-1], more=True)},
            "chosen": {"totalCount": len(self.chosen), "nodes": [nodes[place] for place in self.chosen]},
            "proven": {"edges": [_rows(keys)]},
        }
        if self.order:
            listed = [nodes[place] for place in self.sorted]
            answer["sorted"] = {"nodes": listed, "edges": [{"cursor": f"<sorted {place}>"} for place in self.sorted]}
            answer["behind"] = {"nodes": listed[1:]}
        return answer


def _row(text: str) -> dict[str, str]:
    source, key = text.split(":")
    return {"source": source, "recordKey": key}


def _page(places: list[int], *, more: bool = False, before: bool = False, mark: str = "") -> dict[str, Any]:
    """What is told of a page that holds these places of the list."""
    ends = (f"<{mark}{places[0]}>", f"<{mark}{places[-1]}>") if places else (None, None)
    return {"hasNextPage": more, "hasPreviousPage": before, "startCursor": ends[0], "endCursor": ends[1]}


def _rows(keys: list[str]) -> dict[str, Any]:
    first = {"edges": [{"cursor": "<row 0>", "node": {"recordKey": keys[0]}}], "pageInfo": _page([0], more=True, mark="row ")}
    rest = {"nodes": [{"recordKey": key} for key in keys[1:]], "pageInfo": _page(list(range(1, len(keys))), before=True, mark="row ")}
    return {"evidence": first, "rest": rest}


ALPHA, BETA, GAMMA = "paper:doi:10.5555/alpha", "paper:doi:10.5555/beta", "paper:doi:10.5555/gamma"
DELTA, EPSILON = "paper:doi:10.5555/delta", "paper:acl:P99-9005"
CODE, AGAIN = "repository:github.com/example/alpha", "repository:github.com/sample/again"
PAPER_OR_METHOD = "{ __typename ... on Paper { id } ... on Method { id } }"
DOWN = "orderBy: [{by: NAME, direction: DESC}]"


def paper(id_: str) -> str:
    return f'paper(by: {{id: "{id_}"}})'


def named(kind: str, name: str) -> str:
    return f'{kind}(by: {{name: "{name}"}})'


RERUN = 'results(where: {valueText: {eq: "4.5"}})'

TABLE = (
    Along(
        paper(ALPHA), "cites",
        (
            to(BETA, "graph:A mirror:mA", contexts=[], intents=[]),
            to(GAMMA, "graph:A mirror:mA talk:context", contexts=["as in gamma"], intents=["background"]),
        ),
        'where: {title: {startsWith: "uber"}}', (1,), DOWN, (1, 0), edge="contexts intents",
    ),
    Along(
        paper(GAMMA), "citedBy",
        (
            to(ALPHA, "graph:A mirror:mA talk:context", contexts=["as in gamma"], intents=["background"]),
            to(BETA, "graph:B", contexts=[], intents=[]),
        ),
        "where: {year: {lt: 2021}}", (1,), "orderBy: [{by: YEAR}]", (1, 0), edge="contexts intents",
    ),
    Along(
        paper(ALPHA), "introduces",
        (either("Dataset", "dataset:foo-bench", "graph:A mirror:mA"), either("Method", "method:foonet", "graph:A mirror:mA")),
        "kinds: [METHOD]", (1,), node="{ __typename ... on Method { id } ... on Dataset { id } }",
    ),
    Along(
        named("method", "FooNet"), "introducedBy", (to(ALPHA, "graph:A mirror:mA"),), "where: {year: {ne: 2021}}", (), DOWN, (0,),
    ),
    Along(
        named("dataset", "Foo-Bench"), "introducedBy", (to(ALPHA, "graph:A mirror:mA"), to(BETA, "graph:B")),
        "where: {year: {eq: 2020}}", (1,), "orderBy: [{by: YEAR}]", (1, 0),
    ),
    Along(
        paper(EPSILON), "uses", (to("method:foonet", "graph:E mirror:mE"), to("method:lstm", "graph:E")),
        "where: {generic: {eq: true}}", (1,), DOWN, (1, 0),
    ),
    Along(
        named("method", "FooNet"), "usedBy", (to(BETA, "graph:B"), to(EPSILON, "graph:E mirror:mE")),
        'where: {venue: {eq: "Examples Conference"}}', (0,), "orderBy: [{by: YEAR}]", (1, 0),
    ),
    Along(
        paper(EPSILON), "comparesWith", (to("method:barnet", "graph:E mirror:mE"), to("method:solonet", "graph:E")),
        'where: {sources: ["mirror"]}', (0,), DOWN, (1, 0),
    ),
    Along(
        named("method", "BarNet"), "comparedIn", (to(ALPHA, "graph:A extra:quote"), to(EPSILON, "graph:E mirror:mE")),
        "where: {not: {year: {eq: 2019}}}", (0,), "orderBy: [{by: YEAR}]", (1, 0),
    ),
    Along(
        paper(ALPHA), "evaluatesOn",
        (to("dataset:plain", "graph:A mirror:mA", roles=["evaluates"]), to("dataset:suite-one", "graph:A", roles=["evaluates", "trains"])),
        "where: {url: {isNull: true}}", (1,), DOWN, (1, 0), edge="roles",
    ),
    Along(
        named("dataset", "Plain"), "evaluatedBy",
        (to(ALPHA, "graph:A mirror:mA", roles=["evaluates"]), to(GAMMA, "graph:C", roles=["tagged"])),
        "where: {year: {isNull: true}}", (1,), DOWN, (1, 0), edge="roles",
    ),
    Along(
        paper(ALPHA), "addresses", (to("task:hearing", "graph:A"), to("task:seeing", "graph:A mirror:mA")),
        'where: {name: {startsWith: "SEE"}}', (1,), DOWN, (1, 0),
    ),
    Along(
        named("method", "FooNet"), "addresses",
        (to("task:hearing", "graph:foonet"), to("task:seeing", "graph:foonet mirror:mfoonet")),
        'where: {id: ["task:hearing"]}', (0,), DOWN, (1, 0),
    ),
    Along(
        named("task", "Seeing"), "addressedBy",
        (either("Paper", ALPHA, "graph:A mirror:mA"), either("Method", "method:foonet", "graph:foonet mirror:mfoonet")),
        "kinds: [PAPER]", (0,), node=PAPER_OR_METHOD,
    ),
    Along(
        f'repository(by: {{id: "{CODE}"}})', "implements",
        (
            either("Paper", ALPHA, "graph:A mirror:mA", official=True, framework=None),
            either("Method", "method:foonet", "graph:alpha mirror:malpha", official=True, framework="examplelib"),
        ),
        "kinds: [METHOD]", (1,), node=PAPER_OR_METHOD, edge="official framework",
    ),
    Along(
        paper(ALPHA), "implementedBy",
        (
            to(AGAIN, "extra:unofficial graph:A", official=False, framework="otherlib"),
            to(CODE, "graph:A mirror:mA", official=True, framework=None),
        ),
        "where: {stars: {ge: 100}}", (1,), "orderBy: [{by: STARS}]", (1, 0), edge="official framework",
    ),
    Along(
        named("method", "FooNet"), "implementedBy",
        (
            to(AGAIN, "graph:again", official=None, framework=None),
            to(CODE, "graph:alpha mirror:malpha", official=True, framework="examplelib"),
        ),
        "where: {stars: {isNull: true}}", (0,), DOWN, (1, 0), edge="official framework",
    ),
    Along(
        paper(ALPHA), "authors",
        (
            to("author:ada-example", "graph:A mirror:mA", position=1, nameAsWritten="Ada Example"),
            to("author:bo-sample", "graph:A mirror:mA", position=2, nameAsWritten="Bo Sample"),
        ),
        'where: {name: {contains: "BO"}}', (1,), DOWN, (1, 0), edge="position nameAsWritten",
    ),
    Along(
        named("author", "bo sample"), "wrote",
        (
            to(ALPHA, "graph:A mirror:mA", position=2, nameAsWritten="Bo Sample"),
            to(BETA, "graph:B", position=1, nameAsWritten="Bo Sample"),
        ),
        "where: {year: {le: 2020}}", (1,), "orderBy: [{by: VENUE}]", (1, 0), edge="position nameAsWritten",
    ),
    Along(
        paper(GAMMA), "reports",
        (
            figure("85", "graph:r4"), figure("4.5", "graph:r5 mirror:m5"), figure("5.5", "graph:r10"),
            figure("80", "graph:r3"), figure("61", "graph:r8 mirror:m8"),
        ),
        "where: {value: {gt: 61}}", (0, 3), "orderBy: [{by: VALUE}]", (1, 2, 4, 3, 0), _FIGURE,
    ),
    Along(
        f'repository(by: {{id: "{CODE}"}})', "reports", (figure("90.0", "graph:r2 mirror:m2"), figure("1200", "graph:r9")),
        'where: {metric: {eq: "Points"}}', (1,), "orderBy: [{by: METRIC, direction: DESC}]", (1, 0), _FIGURE,
    ),
    Along(
        RERUN, "reportedBy", (either("Paper", GAMMA, "graph:r5 mirror:m5"),), "kinds: [REPOSITORY]", (),
        node="{ __typename ... on Paper { id } ... on Repository { id } }",
    ),
    Along(RERUN, "of", (to("method:baznet", "graph:r5 mirror:m5"),), "where: {generic: {eq: true}}", (), DOWN, (0,)),
    Along(RERUN, "on", (to("dataset:suite-one", "graph:r5 mirror:m5"),), "where: {url: {isNull: false}}", (), DOWN, (0,)),
    Along(RERUN, "for", (to("task:seeing", "graph:r5 mirror:m5"),), 'where: {name: {ne: "Seeing"}}', (), DOWN, (0,)),
    Along(
        named("method", "BazNet"), "results", (figure("4.5", "graph:r5 mirror:m5"), figure("5.5", "graph:r10")),
        "where: {value: {ge: 5.5}}", (1,), "orderBy: [{by: VALUE, direction: DESC}]", (1, 0), _FIGURE,
    ),
    Along(
        named("dataset", "Suite One"), "results", (figure("4.5", "graph:r5 mirror:m5"), figure("5.5", "graph:r10")),
        "where: {value: {lt: 5.5}}", (0,), "orderBy: [{by: DEGREE}, {by: VALUE, direction: DESC}]", (1, 0), _FIGURE,
    ),
    Along(
        named("task", "Hearing"), "results",
        (figure("90.0", "graph:r2 mirror:m2"), figure("1200", "graph:r9"), figure("61", "graph:r8 mirror:m8")),
        'where: {unit: {eq: "other"}}', (1,), "orderBy: [{by: VALUE}]", (2, 0, 1), _FIGURE,
    ),
    Along(
        named("method", "FooNet-large"), "variantOf",
        (to("method:foonet", "graph:large mirror:mlarge", differs=["size: large", "width: 2"]),),
        'where: {name: {startsWith: "Bar"}}', (), DOWN, (0,), edge="differs",
    ),
    Along(
        named("method", "FooNet"), "variants",
        (
            to("method:foonet-large", "graph:large mirror:mlarge", differs=["size: large", "width: 2"]),
            to("method:foonet-small", "graph:small", differs=["depth: 2", "size: small"]),
        ),
        'where: {name: {contains: "small"}}', (1,), DOWN, (1, 0), edge="differs",
    ),
    Along(
        named("method", "FooNet + Aug"), "parts",
        (
            to("method:foonet", "graph:foo-aug mirror:mfoo-aug", position=1, role="base"),
            to("method:aug", "graph:foo-aug mirror:mfoo-aug", position=2, role="added"),
        ),
        'where: {name: {eq: "Aug"}}', (1,), "orderBy: [{by: NAME}]", (1, 0), edge="position role",
    ),
    Along(
        named("method", "Aug"), "partOf",
        (
            to("method:barnet-plus-aug", "graph:bar-aug", position=2, role=None),
            to("method:foonet-plus-aug", "graph:foo-aug mirror:mfoo-aug", position=2, role="added"),
        ),
        'where: {sources: ["mirror"]}', (1,), DOWN, (1, 0), edge="position role",
    ),
    Along(
        named("dataset", "Suite One"), "partOf", (to("dataset:suite", "graph:one mirror:mone"),),
        'where: {name: {ne: "Suite"}}', (), DOWN, (0,),
    ),
    Along(
        named("dataset", "Suite"), "parts", (to("dataset:suite-one", "graph:one mirror:mone"), to("dataset:suite-two", "graph:two")),
        'where: {name: {contains: "two"}}', (1,), DOWN, (1, 0),
    ),
    Along(
        named("task", "Seeing"), "partOf", (to("task:perceiving", "graph:seeing mirror:mseeing"),),
        "where: {aliases: {isNull: true}}", (), DOWN, (0,),
    ),
    Along(
        named("task", "Sensing"), "parts", (to("task:hearing", "graph:hearing"), to("task:seeing", "graph:seeing mirror:mseeing")),
        'where: {name: {in: ["Seeing", "Fainting"]}}', (1,), DOWN, (1, 0),
    ),
)  # fmt: skip

CASES = [item.case() for item in TABLE]
