"""What was tested on what, and leaderboards.

Support, from the facts (owner: method on dataset, for a task when known; default vias R reported, I introduced, C compared):

- Alpha (2021) introduces FooNet and Foo-Bench, compares with BarNet and uses it, evaluates on Plain and Suite One: FooNet I
  and BarNet C (and used) on these three. Its result r6: FooNet + Aug R on Déjà-Set; so FooNet and Aug as components there.
- Beta (2020) introduces BarNet and Foo-Bench, uses FooNet, evaluates on Suite Two and Déjà-Set: BarNet I and FooNet used on these
  three. Its result r1: FooNet-large R on Plain for Seeing.
- Über (no year) introduces BazNet and is tagged with Plain (trains alone does not count): BazNet I on Plain. Its results: LSTM R on
  Plain for Seeing; BazNet R on Suite One for Seeing, two figures; ZedNet R on Déjà-Set for Hearing; an entry of nobody on Plain.
- delta (2018) introduces QuuxNet, compares with SoloNet, evaluates on Lonely: I and C there. QuuxNet R on Déjà-Set for Seeing, and
  on Lonely.
- The repository's results, owned by themselves: BarNet R on Plain and on Suite Two, both for Hearing.
"""

from __future__ import annotations

from typing import Any

from tests.api.cases.case import Case

COVERAGE = {"sources": ["extra", "graph", "mirror"], "newestYear": 2021, "unresolvedEntries": 1}
"""Of answers about Alpha, which a row of `extra` says to compare with BarNet, and about Plain, where one entry is nobody's.

The row of `talk` says only what Alpha cites.
"""
_ROW = "{ source recordKey }"


def row(source: str, key: str) -> dict[str, str]:
    return {"source": source, "recordKey": key}


def _named(*names: str) -> dict[str, Any]:
    return {"nodes": [{"name": name} for name in names]}


_FOONET = 'method(by: {name: "FooNet"})'
_PLAIN = 'dataset(by: {name: "Plain"})'

CASES = [
    Case(
        "datasets a method was tested on, best supported first",
        f"""query ($after: String, $before: String, $row: String) {{ {_FOONET} {{
          testedOn {{
            totalCount nodes {{ name }} pageInfo {{ hasNextPage startCursor endCursor }} coverage {{ sources newestYear unresolvedEntries }}
            edges {{ cursor node {{ name }} via tasks {{ name }} paperCount resultCount evidence(first: 9) {{ totalCount nodes {_ROW} }} }}
          }}
          first: testedOn(first: 1) {{ nodes {{ name }} pageInfo {{ hasNextPage hasPreviousPage }} }}
          rest: testedOn(after: $after) {{ nodes {{ name }} pageInfo {{ hasPreviousPage }} }}
          last: testedOn(last: 1) {{ nodes {{ name }} pageInfo {{ hasNextPage hasPreviousPage }} }}
          start: testedOn(last: 9, before: $before) {{ nodes {{ name }} }}
          rows: testedOn(first: 1) {{ edges {{ evidence {{ edges {{ cursor }} }} rest: evidence(after: $row) {{ nodes {_ROW} }} }} }}
        }} }}""",
        {"method": {
            "testedOn": {
                "totalCount": 3, **_named("Plain", "Foo-Bench", "Suite One"),
                "pageInfo": {"hasNextPage": False, "startCursor": "<1>", "endCursor": "<3>"},
                "coverage": COVERAGE,
                "edges": [
                    {
                        "cursor": "<1>", "node": {"name": "Plain"}, "via": ["REPORTED", "INTRODUCED"], "tasks": [{"name": "Seeing"}],
                        "paperCount": 2, "resultCount": 1,  # Alpha; Beta with the figure of FooNet-large
                        "evidence": {"totalCount": 5, "nodes": [
                            row("graph", "A"), row("graph", "A"), row("graph", "r1"), row("mirror", "mA"), row("mirror", "mA"),
                        ]},
                    },
                    {
                        "cursor": "<2>", "node": {"name": "Foo-Bench"}, "via": ["INTRODUCED"], "tasks": [], "paperCount": 1,
                        "resultCount": 0, "evidence": {"totalCount": 4, "nodes": [
                            row("graph", "A"), row("graph", "A"), row("mirror", "mA"), row("mirror", "mA"),
                        ]},
                    },
                    {
                        "cursor": "<3>", "node": {"name": "Suite One"}, "via": ["INTRODUCED"], "tasks": [], "paperCount": 1,
                        "resultCount": 0,
                        "evidence": {"totalCount": 3, "nodes": [row("graph", "A"), row("graph", "A"), row("mirror", "mA")]},
                    },
                ],
            },
            "first": {**_named("Plain"), "pageInfo": {"hasNextPage": True, "hasPreviousPage": False}},
            "rest": {**_named("Foo-Bench", "Suite One"), "pageInfo": {"hasPreviousPage": True}},
            "last": {**_named("Suite One"), "pageInfo": {"hasNextPage": False, "hasPreviousPage": True}},
            "start": _named("Plain", "Foo-Bench"),
            "rows": {"edges": [{
                "evidence": {"edges": [{"cursor": "<row 1>"}, {"cursor": "<row 2>"}, {"cursor": "<row 3>"}]},  # three by default
                "rest": {"nodes": [row("graph", "A"), row("graph", "r1"), row("mirror", "mA")]},
            }]},
        }},
        {},
        {
            "after": ("method", "testedOn", "edges", 0, "cursor"),
            "before": ("method", "testedOn", "edges", 2, "cursor"),
            "row": ("method", "rows", "edges", 0, "evidence", "edges", 0, "cursor"),
        },
    ),
    Case(
        "datasets a method was tested on, by via, family, filter and order",
        f"""{{ {_FOONET} {{
          reported: testedOn(via: [REPORTED]) {{ edges {{ node {{ name }} via paperCount resultCount }} }}
          introduced: testedOn(via: [INTRODUCED]) {{ edges {{ node {{ name }} via }} }}
          used: testedOn(via: [USED]) {{ edges {{ node {{ name }} via paperCount }} coverage {{ sources newestYear unresolvedEntries }} }}
          component: testedOn(via: [COMPONENT]) {{ edges {{ node {{ name }} via evidence {{ nodes {_ROW} }} }} }}
          compared: testedOn(via: [COMPARED]) {{ totalCount }}
          exact: testedOn(variants: EXACT) {{ edges {{ node {{ name }} via paperCount resultCount }} }}
          rolled: testedOn(variants: ROLL_UP) {{ edges {{ node {{ name }} resultCount }} }}
          where: testedOn(where: {{name: {{startsWith: "suite"}}}}) {{ totalCount nodes {{ name }} }}
          name: testedOn(orderBy: [{{by: NAME}}]) {{ nodes {{ name }} }}
          papers: testedOn(orderBy: [{{by: PAPERS}}]) {{ nodes {{ name }} }}
          results: testedOn(orderBy: [{{by: RESULTS}}, {{by: NAME, direction: DESC}}]) {{ nodes {{ name }} }}
        }}
        both: method(by: {{name: "QuuxNet"}}) {{
          testedOn {{ edges {{ node {{ name }} via paperCount resultCount }} }}
          introduced: testedOn(via: [INTRODUCED]) {{ edges {{ node {{ name }} via paperCount resultCount evidence {{ totalCount }} }} }}
        }}
        variant: method(by: {{name: "FooNet-large"}}) {{ testedOn {{ edges {{ node {{ name }} via }} }} }}
        }}""",
        {
            "method": {
                "reported": {"edges": [{"node": {"name": "Plain"}, "via": ["REPORTED"], "paperCount": 1, "resultCount": 1}]},
                "introduced": {"edges": [{"node": {"name": n}, "via": ["INTRODUCED"]} for n in ("Foo-Bench", "Plain", "Suite One")]},
                "used": {
                    "edges": [{"node": {"name": n}, "via": ["USED"], "paperCount": 1} for n in ("Déjà-Set", "Foo-Bench", "Suite Two")],
                    "coverage": {"sources": ["graph"], "newestYear": 2020, "unresolvedEntries": 0},  # all of it is Beta's
                },
                "component": {"edges": [{"node": {"name": "Déjà-Set"}, "via": ["COMPONENT"], "evidence": {"nodes": [
                    row("graph", "foo-aug"), row("graph", "r6"), row("mirror", "mfoo-aug"),
                ]}}]},
                "compared": {"totalCount": 0},
                "exact": {"edges": [
                    {"node": {"name": name}, "via": ["INTRODUCED"], "paperCount": 1, "resultCount": 0}
                    for name in ("Foo-Bench", "Plain", "Suite One")
                ]},
                "rolled": {"edges": [
                    {"node": {"name": "Plain"}, "resultCount": 1}, {"node": {"name": "Foo-Bench"}, "resultCount": 0},
                    {"node": {"name": "Suite One"}, "resultCount": 0},
                ]},
                "where": {"totalCount": 1, **_named("Suite One")},
                "name": _named("Foo-Bench", "Plain", "Suite One"),
                "papers": _named("Foo-Bench", "Suite One", "Plain"),
                "results": _named("Suite One", "Foo-Bench", "Plain"),
            },
            "both": {
                "testedOn": {"edges": [
                    {"node": {"name": "Déjà-Set"}, "via": ["REPORTED"], "paperCount": 1, "resultCount": 1},
                    {"node": {"name": "Lonely"}, "via": ["REPORTED", "INTRODUCED"], "paperCount": 1, "resultCount": 1},
                ]},
                "introduced": {"edges": [
                    {"node": {"name": "Lonely"}, "via": ["INTRODUCED"], "paperCount": 1, "resultCount": 0, "evidence": {"totalCount": 2}},
                ]},
            },
            "variant": {"testedOn": {"edges": [{"node": {"name": "Plain"}, "via": ["REPORTED"]}]}},
        },
    ),
    Case(
        "methods tested on a dataset, rarest first",
        f"""query ($after: String, $before: String, $row: String) {{ {_PLAIN} {{
          testedMethods {{
            totalCount nodes {{ name }} pageInfo {{ hasNextPage startCursor endCursor }} coverage {{ sources newestYear unresolvedEntries }}
            edges {{ cursor node {{ name }} datasetCount via tasks {{ name }} paperCount resultCount
              evidence(first: 9) {{ nodes {_ROW} }} }}
          }}
          first: testedMethods(first: 1) {{ nodes {{ name }} pageInfo {{ hasNextPage hasPreviousPage }} }}
          rest: testedMethods(after: $after) {{ nodes {{ name }} }}
          last: testedMethods(last: 1) {{ nodes {{ name }} pageInfo {{ hasNextPage hasPreviousPage }} }}
          start: testedMethods(last: 9, before: $before) {{ nodes {{ name }} }}
          rows: testedMethods(last: 1) {{ edges {{ evidence {{ edges {{ cursor }} }} rest: evidence(after: $row) {{ nodes {_ROW} }} }} }}
        }} }}""",
        {"dataset": {
            "testedMethods": {
                "totalCount": 4, **_named("LSTM", "BazNet", "FooNet", "BarNet"),
                "pageInfo": {"hasNextPage": False, "startCursor": "<1>", "endCursor": "<4>"},
                "coverage": COVERAGE,
                "edges": [
                    {
                        "cursor": "<1>", "node": {"name": "LSTM"}, "datasetCount": 1, "via": ["REPORTED"], "tasks": [{"name": "Seeing"}],
                        "paperCount": 1, "resultCount": 1, "evidence": {"nodes": [row("graph", "r3")]},
                    },
                    {  # Plain, Suite
                        "cursor": "<2>", "node": {"name": "BazNet"}, "datasetCount": 2, "via": ["INTRODUCED"], "tasks": [],
                        "paperCount": 1, "resultCount": 0, "evidence": {"nodes": [row("graph", "C"), row("graph", "C")]},
                    },
                    {  # Plain, Suite, Foo-Bench
                        "cursor": "<3>", "node": {"name": "FooNet"}, "datasetCount": 3, "via": ["REPORTED", "INTRODUCED"],
                        "tasks": [{"name": "Seeing"}], "paperCount": 2, "resultCount": 1, "evidence": {"nodes": [
                            row("graph", "A"), row("graph", "A"), row("graph", "r1"), row("mirror", "mA"), row("mirror", "mA"),
                        ]},
                    },
                    {  # Plain, Suite, Foo-Bench, Déjà-Set
                        "cursor": "<4>", "node": {"name": "BarNet"}, "datasetCount": 4, "via": ["REPORTED", "COMPARED"],
                        "tasks": [{"name": "Hearing"}], "paperCount": 1, "resultCount": 1, "evidence": {"nodes": [
                            row("graph", "A"), row("graph", "A"), row("graph", "r2"), row("mirror", "m2"), row("mirror", "mA"),
                            row("extra", "quote"),  # the least sure
                        ]},
                    },
                ],
            },
            "first": {**_named("LSTM"), "pageInfo": {"hasNextPage": True, "hasPreviousPage": False}},
            "rest": _named("BazNet", "FooNet", "BarNet"),
            "last": {**_named("BarNet"), "pageInfo": {"hasNextPage": False, "hasPreviousPage": True}},
            "start": _named("LSTM", "BazNet", "FooNet"),
            "rows": {"edges": [{
                "evidence": {"edges": [{"cursor": "<row 1>"}, {"cursor": "<row 2>"}, {"cursor": "<row 3>"}]},
                "rest": {"nodes": [row("graph", "A"), row("graph", "r2"), row("mirror", "m2")]},
            }]},
        }},
        {},
        {
            "after": ("dataset", "testedMethods", "edges", 0, "cursor"),
            "before": ("dataset", "testedMethods", "edges", 3, "cursor"),
            "row": ("dataset", "rows", "edges", 0, "evidence", "edges", 0, "cursor"),
        },
    ),
    Case(
        "methods tested on a dataset, by via, family, filter and order; parts count for their suite",
        f"""{{ {_PLAIN} {{
          compared: testedMethods(via: [COMPARED]) {{ edges {{ node {{ name }} datasetCount via }} }}
          exact: testedMethods(variants: EXACT) {{ edges {{ node {{ name }} datasetCount }} }}
          where: testedMethods(where: {{generic: {{eq: true}}}}) {{ totalCount nodes {{ name }} }}
          name: testedMethods(orderBy: [{{by: NAME}}]) {{ nodes {{ name }} }}
          datasets: testedMethods(orderBy: [{{by: DATASETS, direction: DESC}}]) {{ nodes {{ name }} }}
          papers: testedMethods(orderBy: [{{by: PAPERS}}]) {{ nodes {{ name }} }}
          results: testedMethods(orderBy: [{{by: RESULTS}}]) {{ nodes {{ name }} }}
        }}
        suite: dataset(by: {{name: "Suite"}}) {{
          testedMethods {{ edges {{ node {{ name }} datasetCount via tasks {{ name }} paperCount resultCount }} }}
          used: testedMethods(via: [USED]) {{ edges {{ node {{ name }} datasetCount via }} }}
        }} }}""",
        {
            "dataset": {  # Alpha compares with BarNet on Foo-Bench, Plain and Suite One
                "compared": {"edges": [{"node": {"name": "BarNet"}, "datasetCount": 3, "via": ["COMPARED"]}]},
                "exact": {"edges": [
                    {"node": {"name": name}, "datasetCount": count}
                    for name, count in (("FooNet-large", 1), ("LSTM", 1), ("BazNet", 2), ("FooNet", 3), ("BarNet", 4))
                ]},
                "where": {"totalCount": 1, **_named("LSTM")},
                "name": _named("BarNet", "BazNet", "FooNet", "LSTM"),
                "datasets": _named("BarNet", "FooNet", "BazNet", "LSTM"),
                "papers": _named("BarNet", "BazNet", "LSTM", "FooNet"),
                "results": _named("BazNet", "BarNet", "FooNet", "LSTM"),
            },
            "suite": {
                "testedMethods": {"edges": [
                    {
                        "node": {"name": "BazNet"}, "datasetCount": 2, "via": ["REPORTED"], "tasks": [{"name": "Seeing"}],
                        "paperCount": 1, "resultCount": 2,
                    },
                    {
                        "node": {"name": "FooNet"}, "datasetCount": 3, "via": ["INTRODUCED"], "tasks": [], "paperCount": 1,
                        "resultCount": 0,
                    },
                    {
                        "node": {"name": "BarNet"}, "datasetCount": 4, "via": ["REPORTED", "INTRODUCED", "COMPARED"],
                        "tasks": [{"name": "Hearing"}], "paperCount": 2, "resultCount": 1,
                    },
                ]},  # Alpha builds on BarNet on Suite One, Plain and Foo-Bench; Beta on FooNet on Suite Two, Déjà-Set and Foo-Bench
                "used": {"edges": [{"node": {"name": n}, "datasetCount": 3, "via": ["USED"]} for n in ("BarNet", "FooNet")]},
            },
        },
    ),
    Case(
        "a leaderboard: comparable results are ranked",
        f"""query ($after: String, $before: String) {{
          {_PLAIN} {{
            leaderboard {{
              totalCount nodes {{ valueText }} pageInfo {{ hasNextPage startCursor endCursor }}
              coverage {{ sources newestYear unresolvedEntries }}
              edges {{ cursor rank node {{ valueText }} method {{ name }} paper {{ title }} }}
            }}
            first: leaderboard(first: 1) {{ nodes {{ valueText }} pageInfo {{ hasNextPage hasPreviousPage }} }}
            rest: leaderboard(after: $after) {{ nodes {{ valueText }} }}
            last: leaderboard(last: 1) {{ nodes {{ valueText }} pageInfo {{ hasNextPage hasPreviousPage }} }}
            start: leaderboard(last: 9, before: $before) {{ nodes {{ valueText }} }}
            task: leaderboard(task: "task:hearing") {{ edges {{ rank node {{ valueText }} }} }}
            metric: leaderboard(metric: "Error") {{ totalCount }}
            split: leaderboard(split: "VALIDATION") {{ edges {{ rank node {{ valueText }} }} }}
          }}
          lower: dataset(by: {{name: "suite one"}}) {{ leaderboard(metric: "error") {{ edges {{ rank node {{ valueText }} }} }} }}
          time: dataset(by: {{name: "Déjà-Set"}}) {{ leaderboard {{ edges {{ node {{ valueText }} date wasBest }} }} }}
          unknown: dataset(by: {{name: "suite two"}}) {{ leaderboard {{ edges {{ rank node {{ valueText }} paper {{ id }} }} }} }}
        }}""",
        {
            "dataset": {
                "leaderboard": {
                    "totalCount": 4,
                    "nodes": [{"valueText": "91.5 ± 0.2"}, {"valueText": "90.0"}, {"valueText": "80"}, {"valueText": "85"}],
                    "pageInfo": {"hasNextPage": False, "startCursor": "<1>", "endCursor": "<4>"},
                    "coverage": COVERAGE,
                    "edges": [
                        {  # alone in its protocol and setting; a result without protocol comes later
                            "cursor": "<1>", "rank": 1, "node": {"valueText": "91.5 ± 0.2"}, "method": {"name": "FooNet-large"},
                            "paper": {"title": "Beta nets"},
                        },
                        {"cursor": "<2>", "rank": 1, "node": {"valueText": "90.0"}, "method": {"name": "BarNet"}, "paper": None},
                        {
                            "cursor": "<3>", "rank": 2, "node": {"valueText": "80"}, "method": {"name": "LSTM"},
                            "paper": {"title": "Über nets"},
                        },
                        {"cursor": "<4>", "rank": 1, "node": {"valueText": "85"}, "method": None, "paper": {"title": "Über nets"}},
                    ],
                },
                "first": {"nodes": [{"valueText": "91.5 ± 0.2"}], "pageInfo": {"hasNextPage": True, "hasPreviousPage": False}},
                "rest": {"nodes": [{"valueText": "90.0"}, {"valueText": "80"}, {"valueText": "85"}]},
                "last": {"nodes": [{"valueText": "85"}], "pageInfo": {"hasNextPage": False, "hasPreviousPage": True}},
                "start": {"nodes": [{"valueText": "91.5 ± 0.2"}, {"valueText": "90.0"}, {"valueText": "80"}]},
                "task": {"edges": [{"rank": 1, "node": {"valueText": "90.0"}}]},
                "metric": {"totalCount": 0},
                "split": {"edges": [{"rank": 1, "node": {"valueText": "85"}}]},
            },
            "lower": {"leaderboard": {"edges": [
                {"rank": 1, "node": {"valueText": "4.5"}}, {"rank": 2, "node": {"valueText": "5.5"}},
            ]}},
            "time": {"leaderboard": {"edges": [  # ZedNet's is undated; Alpha's 0.7 is a fraction, and alone in that
                {"node": {"valueText": "0.7"}, "date": "2021-03-04", "wasBest": True},
                {"node": {"valueText": "61"}, "date": None, "wasBest": None},
                {"node": {"valueText": "60"}, "date": "2018", "wasBest": True},
            ]}},
            "unknown": {"leaderboard": {"edges": [{"rank": None, "node": {"valueText": "1200"}, "paper": None}]}},
        },
        {},
        {"after": ("dataset", "leaderboard", "edges", 0, "cursor"), "before": ("dataset", "leaderboard", "edges", 3, "cursor")},
    ),
]  # fmt: skip
