"""Methods that share datasets, and pairs of them. What supports what is told in `tested.py`.

With the default choice, rolled up: FooNet has Plain, Suite, Foo-Bench; BarNet has Plain, Suite, Foo-Bench, Déjà-Set; BazNet has Plain,
Suite; LSTM, which is generic, has Plain; FooNet + Aug and ZedNet have Déjà-Set; QuuxNet has Déjà-Set and Lonely; SoloNet has Lonely.
So n is 4 on Plain and Déjà-Set, 3 on Suite, 2 on Foo-Bench and Lonely.
"""

from __future__ import annotations

from typing import Any

from tests.api.cases.case import Case
from tests.api.cases.tested import COVERAGE, row

LN3, LN4, LN5, LN6 = 910_239_227, 721_347_520, 621_334_935, 558_110_627
"""1 / ln(3), ln(4), ln(5), ln(6) in billionths: the terms of datasets with 2, 3, 4, 5 methods."""

_FOONET = 'method(by: {name: "FooNet"})'
_BRIEF = "{ edges { node { name } sharedCount score } }"
_SIDE = "via papers { title } results { valueText } paperCount resultCount"


def _score(*terms: int) -> float:
    return sum(terms) / 10**9


def _brief(*edges: tuple[str, int, float]) -> dict[str, Any]:
    return {"edges": [{"node": {"name": name}, "sharedCount": count, "score": score} for name, count, score in edges]}


def _pair(a: str, b: str, count: int, score: float) -> dict[str, Any]:
    return {"a": {"name": a}, "b": {"name": b}, "sharedCount": count, "score": score}


def _side(via: list[str], papers: list[str], results: list[str], result_count: int) -> dict[str, Any]:
    return {
        "via": via, "papers": [{"title": title} for title in papers], "results": [{"valueText": text} for text in results],
        "paperCount": len(papers), "resultCount": result_count,
    }  # fmt: skip


def _names(*names: str) -> dict[str, Any]:
    return {"nodes": [{"name": name} for name in names]}


_H, _S = {"name": "Hearing"}, {"name": "Seeing"}
_BAR = ("BarNet", 3, _score(LN5, LN4, LN3))
_BAZ = ("BazNet", 2, _score(LN5, LN4))

CASES = [
    Case(
        "methods that share datasets, with the proof",
        f"""query ($after: String, $second: String, $row: String) {{ {_FOONET} {{
          sharesDatasetsWith {{
            totalCount nodes {{ name }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
            coverage {{ sources newestYear unresolvedEntries }}
            edges {{ cursor node {{ name }} sharedCount score sharedDatasets {{ nodes {{ name }} }} }}
          }}
          first: sharesDatasetsWith(first: 1) {{ nodes {{ name }} pageInfo {{ hasNextPage }}
            edges {{ sharedDatasets {{ totalCount pageInfo {{ endCursor }} edges {{ cursor methodCount node {{ name }} tasks {{ name }}
              ours {{ {_SIDE} }} theirs {{ {_SIDE} }} }} }}
              one: sharedDatasets(first: 1) {{ nodes {{ name }} pageInfo {{ hasNextPage }}
                edges {{ theirs {{ evidence {{ edges {{ cursor node {{ recordKey }} }} }} all: evidence(first: 9) {{ nodes {{ source recordKey }} }}
                  rest: evidence(first: 2, after: $row) {{ nodes {{ source recordKey }} }} }} }} }}
              rest: sharedDatasets(after: $second) {{ nodes {{ name }} }} }} }}
          rest: sharesDatasetsWith(after: $after) {{ nodes {{ name }} pageInfo {{ hasPreviousPage }} }}
        }} }}""",
        {"method": {
            "sharesDatasetsWith": {
                "totalCount": 2, **_names("BarNet", "BazNet"),
                "pageInfo": {"hasNextPage": False, "hasPreviousPage": False, "startCursor": "<1>", "endCursor": "<2>"},
                "coverage": COVERAGE,
                "edges": [
                    {
                        "cursor": "<1>", "node": {"name": "BarNet"}, "sharedCount": 3, "score": 2.252921682,
                        "sharedDatasets": _names("Foo-Bench", "Suite", "Plain"),
                    },
                    {
                        "cursor": "<2>", "node": {"name": "BazNet"}, "sharedCount": 2, "score": 1.342682455,
                        "sharedDatasets": _names("Suite", "Plain"),
                    },
                ],
            },
            "first": {**_names("BarNet"), "pageInfo": {"hasNextPage": True}, "edges": [{
                "sharedDatasets": {"totalCount": 3, "pageInfo": {"endCursor": "<dataset 3>"}, "edges": [
                    {
                        "cursor": "<dataset 1>", "methodCount": 2, "node": {"name": "Foo-Bench"}, "tasks": [],
                        "ours": _side(["INTRODUCED"], ["Alpha nets"], [], 0),
                        "theirs": _side(["INTRODUCED", "COMPARED"], ["Alpha nets", "Beta nets"], [], 0),
                    },
                    {
                        "cursor": "<dataset 2>", "methodCount": 3, "node": {"name": "Suite"}, "tasks": [_H],
                        "ours": _side(["INTRODUCED"], ["Alpha nets"], [], 0),
                        "theirs": _side(["REPORTED", "INTRODUCED", "COMPARED"], ["Alpha nets", "Beta nets"], ["1200"], 1),
                    },
                    {
                        "cursor": "<dataset 3>", "methodCount": 4, "node": {"name": "Plain"}, "tasks": [_H, _S],
                        "ours": _side(["REPORTED", "INTRODUCED"], ["Alpha nets", "Beta nets"], ["91.5 ± 0.2"], 1),
                        "theirs": _side(["REPORTED", "COMPARED"], ["Alpha nets"], ["90.0"], 1),
                    },
                ]},
                "one": {**_names("Foo-Bench"), "pageInfo": {"hasNextPage": True}, "edges": [{"theirs": {
                    "evidence": {"edges": [
                        {"cursor": "<row 1>", "node": {"recordKey": "A"}}, {"cursor": "<row 2>", "node": {"recordKey": "A"}},
                        {"cursor": "<row 3>", "node": {"recordKey": "B"}},
                    ]},
                    "all": {"nodes": [
                        row("graph", "A"), row("graph", "A"), row("graph", "B"), row("graph", "B"), row("mirror", "mA"),
                        row("extra", "quote"),
                    ]},
                    "rest": {"nodes": [row("graph", "A"), row("graph", "B")]},
                }}]},
                "rest": _names("Suite", "Plain"),
            }]},
            "rest": {**_names("BazNet"), "pageInfo": {"hasPreviousPage": True}},
        }},
        {},
        {
            "after": ("method", "sharesDatasetsWith", "edges", 0, "cursor"),
            "second": ("method", "first", "edges", 0, "sharedDatasets", "edges", 0, "cursor"),
            "row": ("method", "first", "edges", 0, "one", "edges", 0, "theirs", "evidence", "edges", 0, "cursor"),
        },
    ),
    Case(
        "weights",
        f"""query ($jaccard: SharedWeight!) {{ {_FOONET} {{
          count: sharesDatasetsWith(weight: COUNT) {_BRIEF}
          jaccard: sharesDatasetsWith(weight: $jaccard) {_BRIEF}
          cosine: sharesDatasetsWith(weight: COSINE) {_BRIEF}
          adamicAdar: sharesDatasetsWith(weight: ADAMIC_ADAR) {_BRIEF}
        }} }}""",
        {"method": {
            "count": _brief(("BarNet", 3, 3.0), ("BazNet", 2, 2.0)),
            "jaccard": _brief(("BarNet", 3, 0.75), ("BazNet", 2, 0.666666667)),  # 3 of 4, 2 of 3
            "cosine": _brief(("BarNet", 3, 0.866025404), ("BazNet", 2, 0.816496581)),  # 3 / √(3·4), 2 / √(3·2)
            "adamicAdar": _brief(_BAR, _BAZ),
        }},
        {"jaccard": "JACCARD"},
    ),
    Case(
        "sharing by via, task, family, suite, number and filter",
        f"""{{ {_FOONET} {{
          reported: sharesDatasetsWith(via: [REPORTED]) {_BRIEF}
          introduced: sharesDatasetsWith(via: [INTRODUCED]) {_BRIEF}
          hearing: sharesDatasetsWith(task: "task:hearing") {_BRIEF}
          variants: sharesDatasetsWith(variants: EXACT) {_BRIEF}
          suites: sharesDatasetsWith(datasets: EXACT) {{ edges {{ sharedDatasets {{ nodes {{ name }} }} }} }}
          rolled: sharesDatasetsWith(variants: ROLL_UP, datasets: ROLL_UP, first: 1) {{ edges {{ sharedDatasets {{ nodes {{ name }} }} score }} }}
          three: sharesDatasetsWith(minShared: 3) {_BRIEF}
          where: sharesDatasetsWith(where: {{name: {{startsWith: "baz"}}}}) {{ totalCount nodes {{ name }} }}
          component: sharesDatasetsWith(via: [COMPONENT]) {{ edges {{ node {{ name }} }} }}
        }} }}""",
        {"method": {
            "reported": {"edges": []},  # on Plain FooNet-large for Seeing, BarNet for Hearing, and LSTM is generic
            "introduced": _brief(("BarNet", 2, _score(LN3, LN3)), ("BazNet", 1, _score(LN3))),
            "hearing": _brief(("BarNet", 2, _score(LN4, LN3))),  # Plain: 3 without LSTM; Suite: 2 without BazNet
            "variants": _brief(("BarNet", 3, _score(LN6, LN4, LN3)), ("BazNet", 2, _score(LN6, LN4))),  # Plain: FooNet-large too
            "suites": {"edges": [
                {"sharedDatasets": _names("Foo-Bench", "Suite One", "Plain")}, {"sharedDatasets": _names("Suite One", "Plain")},
            ]},
            "rolled": {"edges": [{"sharedDatasets": _names("Foo-Bench", "Suite", "Plain"), "score": _BAR[2]}]},
            "three": _brief(_BAR),
            "where": {"totalCount": 1, **_names("BazNet")},
            "component": {"edges": []},  # Aug is known from the same paper only
        }},
    ),
    Case(
        "a dataset counts when both were tested on it for a common task; a pair of one paper does not count",
        """{ method(by: {name: "QuuxNet"}) {
          sharesDatasetsWith { edges { node { name } sharedCount score } coverage { sources newestYear unresolvedEntries } }
          any: sharesDatasetsWith(sameTask: false) { edges { node { name } sharedCount score } }
        } }""",
        {"method": {  # equal scores: FooNet + Aug has a figure and a paper, BarNet a paper; ZedNet's paper has no year
            "sharesDatasetsWith": {
                **_brief(("FooNet + Aug", 1, _score(LN5)), ("BarNet", 1, _score(LN5))),
                "coverage": {"sources": ["extra", "graph", "mirror"], "newestYear": 2021, "unresolvedEntries": 0},
            },
            "any": _brief(("FooNet + Aug", 1, _score(LN5)), ("ZedNet", 1, _score(LN5)), ("BarNet", 1, _score(LN5))),
        }},
    ),
    Case(
        "pairs that share datasets",
        """query ($after: String, $second: String) {
          methodsSharingDatasets {
            totalCount pageInfo { hasNextPage startCursor endCursor } coverage { sources newestYear unresolvedEntries }
            edges { cursor node { a { name } b { name } } }
            nodes { a { name } b { name } sharedCount score }
          }
          first: methodsSharingDatasets(first: 1) { pageInfo { hasNextPage } nodes {
            sharedDatasets { totalCount edges { cursor methodCount node { name } tasks { name } ours { via paperCount } theirs { via paperCount } } }
            one: sharedDatasets(first: 1) { nodes { name } }
            rest: sharedDatasets(after: $second) { nodes { name } }
          } }
          rest: methodsSharingDatasets(after: $after) { pageInfo { hasPreviousPage } nodes { a { name } b { name } } }
        }""",
        {
            "methodsSharingDatasets": {
                "totalCount": 3, "pageInfo": {"hasNextPage": False, "startCursor": "<1>", "endCursor": "<3>"}, "coverage": COVERAGE,
                "edges": [
                    {"cursor": "<1>", "node": {"a": {"name": "BarNet"}, "b": {"name": "FooNet"}}},
                    {"cursor": "<2>", "node": {"a": {"name": "BarNet"}, "b": {"name": "BazNet"}}},
                    {"cursor": "<3>", "node": {"a": {"name": "BazNet"}, "b": {"name": "FooNet"}}},
                ],
                "nodes": [  # papers and results behind the second pair: 2 + 1 on Plain, 3 + 3 on Suite; the third: 3 + 1, 1 + 3
                    _pair("BarNet", "FooNet", 3, _BAR[2]), _pair("BarNet", "BazNet", 2, _BAZ[2]), _pair("BazNet", "FooNet", 2, _BAZ[2]),
                ],
            },
            "first": {"pageInfo": {"hasNextPage": True}, "nodes": [{
                "sharedDatasets": {"totalCount": 3, "edges": [
                    {
                        "cursor": "<dataset 1>", "methodCount": 2, "node": {"name": "Foo-Bench"}, "tasks": [],
                        "ours": {"via": ["INTRODUCED", "COMPARED"], "paperCount": 2}, "theirs": {"via": ["INTRODUCED"], "paperCount": 1},
                    },
                    {
                        "cursor": "<dataset 2>", "methodCount": 3, "node": {"name": "Suite"}, "tasks": [_H],
                        "ours": {"via": ["REPORTED", "INTRODUCED", "COMPARED"], "paperCount": 2},
                        "theirs": {"via": ["INTRODUCED"], "paperCount": 1},
                    },
                    {
                        "cursor": "<dataset 3>", "methodCount": 4, "node": {"name": "Plain"}, "tasks": [_H, _S],
                        "ours": {"via": ["REPORTED", "COMPARED"], "paperCount": 1},
                        "theirs": {"via": ["REPORTED", "INTRODUCED"], "paperCount": 2},
                    },
                ]},
                "one": _names("Foo-Bench"),
                "rest": _names("Suite", "Plain"),
            }]},
            "rest": {"pageInfo": {"hasPreviousPage": True}, "nodes": [
                {"a": {"name": "BarNet"}, "b": {"name": "BazNet"}}, {"a": {"name": "BazNet"}, "b": {"name": "FooNet"}},
            ]},
        },
        {},
        {
            "after": ("methodsSharingDatasets", "edges", 0, "cursor"),
            "second": ("first", "nodes", 0, "sharedDatasets", "edges", 0, "cursor"),
        },
    ),
    Case(
        "pairs by weight, via, task, family, suite, number and filter",
        """query ($where: MethodPairFilter) {
          count: methodsSharingDatasets(weight: COUNT, first: 1) { nodes { score } }
          jaccard: methodsSharingDatasets(weight: JACCARD) { nodes { score } }
          cosine: methodsSharingDatasets(weight: COSINE) { nodes { score } }
          introduced: methodsSharingDatasets(via: [INTRODUCED]) { nodes { a { name } b { name } sharedCount score } }
          hearing: methodsSharingDatasets(task: "task:hearing") { nodes { a { name } b { name } sharedCount score } }
          variants: methodsSharingDatasets(variants: EXACT, first: 1) { nodes { score } }
          suites: methodsSharingDatasets(datasets: EXACT, first: 1) { nodes { sharedDatasets { nodes { name } } } }
          one: methodsSharingDatasets(minShared: 1) { totalCount }
          where: methodsSharingDatasets(where: $where, minShared: 1) { nodes { a { name } b { name } sharedCount score } }
          any: methodsSharingDatasets(where: $where, minShared: 1, sameTask: false) { nodes { a { name } b { name } } }
        }""",
        {
            "count": {"nodes": [{"score": 3.0}]},
            "jaccard": {"nodes": [{"score": 0.75}, {"score": 0.666666667}, {"score": 0.5}]},  # Bar–Foo 3/4, Baz–Foo 2/3, Bar–Baz 2/4
            "cosine": {"nodes": [{"score": 0.866025404}, {"score": 0.816496581}, {"score": 0.707106781}]},
            "introduced": {"nodes": [_pair("BarNet", "FooNet", 2, _score(LN3, LN3))]},
            "hearing": {"nodes": [_pair("BarNet", "FooNet", 2, _score(LN4, LN3))]},
            "variants": {"nodes": [{"score": _score(LN6, LN4, LN3)}]},
            "suites": {"nodes": [{"sharedDatasets": _names("Foo-Bench", "Suite One", "Plain")}]},
            "one": {"totalCount": 8},  # and on Déjà-Set: BarNet with FooNet + Aug, QuuxNet, ZedNet; FooNet + Aug with these two
            "where": {"nodes": [_pair("FooNet + Aug", "QuuxNet", 1, _score(LN5)), _pair("FooNet + Aug", "ZedNet", 1, _score(LN5))]},
            "any": {"nodes": [
                {"a": {"name": "FooNet + Aug"}, "b": {"name": "QuuxNet"}}, {"a": {"name": "FooNet + Aug"}, "b": {"name": "ZedNet"}},
                {"a": {"name": "QuuxNet"}, "b": {"name": "ZedNet"}},
            ]},
        },
        {"where": {"method": {"name": {"in": ["FooNet + Aug", "QuuxNet", "ZedNet"]}}}},
    ),
]  # fmt: skip
