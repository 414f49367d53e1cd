"""Methods head to head, and papers by year. Support as `tested.py` says it.

Alpha tests FooNet and BarNet on Plain, Suite One and Foo-Bench; Beta, which introduces BarNet, on Foo-Bench, Suite Two and Déjà-Set; FooNet-large,
which counts for FooNet, has a result on Plain. So both meet on Foo-Bench, Plain and the whole Suite. The row of `extra` says once more that
Alpha compares with BarNet, and `mirror` that it introduces FooNet and Foo-Bench.
"""

from __future__ import annotations

from typing import Any

from tests.api.cases.case import Case
from tests.api.cases.tested import row

_BOTH = 'methods: ["method:foonet", "method:barnet"]'
_TEST = """
  method { name } via paperCount resultCount
  evidence(first: 1) { totalCount nodes { source recordKey } pageInfo { endCursor } }
  rest: evidence(after: $proof) { nodes { source recordKey } }
"""


def _result(name: str, value: str, paper: str | None) -> dict[str, Any]:
    found = {"title": paper} if paper else None
    return {"method": {"name": name}, "result": {"valueText": value}, "paper": found, "isComparable": False, "rank": None}


def _ranked(name: str, value: str, rank: int) -> dict[str, Any]:
    return {"method": {"name": name}, "result": {"valueText": value}, "isComparable": True, "rank": rank}


CASES = [
    Case(
        "two methods head to head: how each was tested, and what cannot be compared",
        f"""query ($after: String, $proof: String) {{
          compareMethods({_BOTH}) {{
            methods {{ name }}
            datasets(first: 1) {{
              totalCount nodes {{ name }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
              edges {{ cursor node {{ name }} methodCount tests {{ {_TEST} }} results {{ rank }} }}
            }}
            more: datasets(after: $after) {{
              edges {{ node {{ name }} results {{ method {{ name }} result {{ valueText }} paper {{ title }} isComparable rank }} }}
            }}
          }}
          introduced: compareMethods({_BOTH}, via: [INTRODUCED]) {{ datasets {{ nodes {{ name }} }} }}
        }}""",
        {
            "compareMethods": {
                "methods": [{"name": "FooNet"}, {"name": "BarNet"}],
                "datasets": {
                    "totalCount": 3,
                    "nodes": [{"name": "Foo-Bench"}],
                    "pageInfo": {"hasNextPage": True, "hasPreviousPage": False, "startCursor": "<bench>", "endCursor": "<bench>"},
                    "edges": [
                        {
                            "cursor": "<bench>", "node": {"name": "Foo-Bench"}, "methodCount": 2, "results": [],
                            "tests": [
                                {  # Alpha introduces both, says graph and mirror
                                    "method": {"name": "FooNet"}, "via": ["INTRODUCED"], "paperCount": 1, "resultCount": 0,
                                    "evidence": {"totalCount": 4, "nodes": [row("graph", "A")], "pageInfo": {"endCursor": "<proof>"}},
                                    "rest": {"nodes": [row("graph", "A"), row("mirror", "mA"), row("mirror", "mA")]},
                                },
                                {  # of what Alpha says of BarNet, more comes behind in its row
                                    "method": {"name": "BarNet"}, "via": ["INTRODUCED", "COMPARED"], "paperCount": 2, "resultCount": 0,
                                    "evidence": {"totalCount": 6, "nodes": [row("graph", "A")], "pageInfo": {"endCursor": "<other>"}},
                                    "rest": {"nodes": [row("graph", "A"), row("graph", "A"), row("graph", "B")]},
                                },
                            ],
                        }
                    ],
                },
                "more": {"edges": [
                    {"node": {"name": "Plain"}, "results": [_result("FooNet", "91.5 ± 0.2", "Beta nets"), _result("BarNet", "90.0", None)]},
                    {"node": {"name": "Suite"}, "results": [_result("BarNet", "1200", None)]},
                ]},
            },
            "introduced": {"datasets": {"nodes": [{"name": "Foo-Bench"}, {"name": "Suite"}]}},
        },
        {},
        {
            "after": ("compareMethods", "datasets", "edges", 0, "cursor"),
            "proof": ("compareMethods", "datasets", "edges", 0, "tests", 0, "evidence", "pageInfo", "endCursor"),
        },
    ),
    Case(
        "two methods head to head: comparable results are ranked",
        """{
          compareMethods(methods: ["method:quuxnet", "method:zednet"], via: [REPORTED]) {
            datasets { edges { node { name } results { method { name } result { valueText } isComparable rank } } }
          }
        }""",
        {"compareMethods": {"datasets": {"edges": [
            {"node": {"name": "Déjà-Set"}, "results": [_ranked("ZedNet", "61", 1), _ranked("QuuxNet", "60", 2)]},
        ]}}},
    ),
    Case(
        "papers by year: those that say something of it, and those that report a result of it",
        """{
          method(by: {name: "FooNet"}) { papersByYear { year paperCount } }
          large: method(by: {name: "FooNet-large"}) { papersByYear { year paperCount } }
          dataset(by: {name: "Plain"}) { papersByYear { year paperCount } }
          task(by: {name: "Seeing"}) { papersByYear { year paperCount } }
        }""",
        {  # Alpha 2021, Beta 2020, Epsilon 2019, delta 2018; Über has no year
            "method": {"papersByYear": [{"year": year, "paperCount": 1} for year in (2019, 2020, 2021)]},
            "large": {"papersByYear": [{"year": 2020, "paperCount": 1}]},
            "dataset": {"papersByYear": [{"year": 2020, "paperCount": 1}, {"year": 2021, "paperCount": 1}]},
            "task": {"papersByYear": [{"year": year, "paperCount": 1} for year in (2018, 2020, 2021)]},
        },
    ),
]  # fmt: skip
