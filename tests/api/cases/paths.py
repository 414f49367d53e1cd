"""How two nodes are joined: FooNet was never tested on Déjà-Set, but FooNet + Aug was, and Beta, which evaluates there, builds on it."""

from __future__ import annotations

from typing import Any

from tests.api.cases.case import Case
from tests.api.cases.tested import row

_ENDS = 'from: "method:foonet", to: "dataset:deja-set"'


def _node(id_: str, name: str, kind: str, year: int | None, degree: int, distance: int) -> dict[str, Any]:
    node = {"__typename": kind.capitalize()}
    return {"id": id_, "name": name, "kind": kind, "year": year, "degree": degree, "distance": distance, "node": node}


def _edge(source: str, relation: str, target: str, support: int, count: int, key: str) -> dict[str, Any]:
    evidence = {"totalCount": count, "nodes": [row("graph", key)]}
    return {"source": source, "relation": relation, "target": target, "support": support, "evidence": evidence}


def _foonet(distance: int) -> dict[str, Any]:
    return _node("method:foonet", "FooNet", "METHOD", 2021, 10, distance)


def _deja(distance: int) -> dict[str, Any]:
    return _node("dataset:deja-set", "Déjà-Set", "DATASET", None, 5, distance)


_AUG, _BETA, _DEJA = "method:foonet-plus-aug", "paper:doi:10.5555/beta", "dataset:deja-set"

CASES = [
    Case(
        "paths: the shortest, over what is less connected first",
        f"""{{
          paths({_ENDS}, maxLength: 3, first: 2) {{
            isComplete
            paths {{
              length
              nodes {{ id name kind year degree distance node {{ __typename }} }}
              edges {{ source relation target support evidence(first: 1) {{ totalCount nodes {{ source recordKey }} }} }}
            }}
          }}
          near: paths({_ENDS}, maxLength: 1) {{ paths {{ length }} }}
          around: paths({_ENDS}, avoidDegreeAbove: 4) {{ paths {{ nodes {{ id }} }} }}
          other: paths(from: "method:quuxnet", to: "method:zednet", maxLength: 2) {{ isComplete paths {{ nodes {{ id }} }} }}
        }}""",
        {
            "paths": {
                "isComplete": True,
                "paths": [
                    {
                        "length": 2,
                        "nodes": [_foonet(0), _node(_AUG, "FooNet + Aug", "METHOD", None, 3, 1), _deja(2)],
                        "edges": [  # by its own row, and by the name in that of its result
                            _edge(_AUG, "COMBINES", "method:foonet", 2, 2, "foo-aug"), _edge(_AUG, "TESTED_ON", _DEJA, 2, 1, "r6"),
                        ],
                    },
                    {
                        "length": 2,
                        "nodes": [_foonet(0), _node(_BETA, "Beta nets", "PAPER", 2020, 10, 1), _deja(2)],
                        "edges": [_edge(_BETA, "USES", "method:foonet", 1, 1, "B"), _edge(_BETA, "EVALUATES_ON", _DEJA, 1, 1, "B")],
                    },
                ],
            },
            "near": {"paths": []},
            "around": {"paths": [{"nodes": [{"id": "method:foonet"}, {"id": _AUG}, {"id": _DEJA}]}]},
            "other": {"isComplete": True, "paths": [{"nodes": [{"id": "method:quuxnet"}, {"id": _DEJA}, {"id": "method:zednet"}]}]},
        },
    ),
]  # fmt: skip
