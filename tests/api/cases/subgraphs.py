"""What lies around nodes, and the same as files."""

from __future__ import annotations

from typing import Any

from tests.api.cases.case import Case

_ALPHA, _BETA, _DELTA = (f"paper:doi:10.5555/{name}" for name in ("alpha", "beta", "delta"))
_DEE = "author:orcid:0000-0002-1825-0097"
_CODE = "repository:github.com/example/alpha"


def _edge(source: str, relation: str, target: str, support: int) -> dict[str, Any]:
    return {"source": source, "relation": relation, "target": target, "support": support}


def _node(id_: str, name: str, kind: str, year: int | None, degree: int, distance: int) -> dict[str, Any]:
    leads_to = {"__typename": kind.capitalize(), "id": id_}
    return {"id": id_, "name": name, "kind": kind, "year": year, "degree": degree, "distance": distance, "node": leads_to}


def _rows(*keys: str) -> dict[str, Any]:
    nodes = [{"recordKey": key} for key in keys]
    return {"evidence": {"nodes": nodes, "pageInfo": {"hasNextPage": False}}, "surest": {"nodes": nodes[:1]}}


_GEXF = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
  <graph defaultedgetype="directed" mode="static">
    <attributes class="node" mode="static">
      <attribute id="kind" title="kind" type="string" />
      <attribute id="year" title="year" type="integer" />
      <attribute id="degree" title="degree" type="integer" />
    </attributes>
    <attributes class="edge" mode="static">
      <attribute id="relation" title="relation" type="string" />
      <attribute id="support" title="support" type="integer" />
    </attributes>
    <nodes>
      <node id="method:quuxnet" label="QuuxNet">
        <attvalues>
          <attvalue for="kind" value="METHOD" />
          <attvalue for="year" value="2018" />
          <attvalue for="degree" value="3" />
        </attvalues>
      </node>
      <node id="dataset:lonely" label="Lonely">
        <attvalues>
          <attvalue for="kind" value="DATASET" />
          <attvalue for="degree" value="2" />
        </attvalues>
      </node>
    </nodes>
    <edges>
      <edge id="0" source="method:quuxnet" target="dataset:lonely" kind="TESTED_ON" label="TESTED_ON" weight="2">
        <attvalues>
          <attvalue for="relation" value="TESTED_ON" />
          <attvalue for="support" value="2" />
        </attvalues>
      </edge>
    </edges>
  </graph>
</gexf>
"""
_GRAPHML = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="name" for="node" attr.name="name" attr.type="string" />
  <key id="kind" for="node" attr.name="kind" attr.type="string" />
  <key id="year" for="node" attr.name="year" attr.type="int" />
  <key id="degree" for="node" attr.name="degree" attr.type="int" />
  <key id="relation" for="edge" attr.name="relation" attr.type="string" />
  <key id="support" for="edge" attr.name="support" attr.type="int" />
  <graph edgedefault="directed">
    <node id="method:quuxnet">
      <data key="name">QuuxNet</data>
      <data key="kind">METHOD</data>
      <data key="year">2018</data>
      <data key="degree">3</data>
    </node>
    <node id="dataset:lonely">
      <data key="name">Lonely</data>
      <data key="kind">DATASET</data>
      <data key="degree">2</data>
    </node>
    <edge id="0" source="method:quuxnet" target="dataset:lonely">
      <data key="relation">TESTED_ON</data>
      <data key="support">2</data>
    </edge>
  </graph>
</graphml>
"""
_CSV = """source_id,source_name,source_kind,target_id,target_name,target_kind,relation,support\r
paper:doi:10.5555/delta,delta nets,PAPER,dataset:lonely,Lonely,DATASET,EVALUATES_ON,1\r
task:hearing,Hearing,TASK,,,,,\r
"""
_VOSVIEWER = """{
 "network": {
  "items": [
   {
    "id": "method:quuxnet",
    "label": "QuuxNet",
    "cluster": 2,
    "weights": {
     "Links": 3
    },
    "scores": {
     "Year": 2018
    }
   },
   {
    "id": "dataset:lonely",
    "label": "Lonely",
    "cluster": 3,
    "weights": {
     "Links": 2
    }
   }
  ],
  "links": [
   {
    "source_id": "method:quuxnet",
    "target_id": "dataset:lonely",
    "strength": 2
   }
  ],
  "clusters": [
   {
    "cluster": 2,
    "label": "Methods"
   },
   {
    "cluster": 3,
    "label": "Datasets"
   }
  ]
 }
}
"""
_BIBTEX = """@misc{example2021alpha,
  title = {{Alpha nets}},
  author = {Ada Example and Bo Sample},
  year = {2021},
  howpublished = {Journal of Samples},
  doi = {10.5555/alpha},
  eprint = {2101.00001},
  archiveprefix = {arXiv},
  url = {https://example.org/alpha.pdf}
}

@misc{sample2020beta,
  title = {{Beta nets}},
  author = {Bo Sample and Çem Muster},
  year = {2020},
  howpublished = {Examples Conference},
  doi = {10.5555/beta}
}
"""

CASES = [
    Case(
        "what lies around an author, cut off",
        """query ($ids: [ID!]!) { neighbourhood(ids: $ids, depth: 2, kinds: [PAPER, METHOD], limit: 5) {
          nodeCount unknown
          nodes { id name kind year degree distance node { __typename id } }
          edges { source relation target support evidence { nodes { recordKey } pageInfo { hasNextPage } } surest: evidence(first: 1) { nodes { recordKey } } }
        } }""",
        {"neighbourhood": {
            "nodeCount": 8, "unknown": ["author:dee", "method:nonet"],  # QuuxNet, SoloNet and LSTM are cut off
            "nodes": [
                _node(_DEE, "Dee Identified", "AUTHOR", None, 2, 0),
                _node(_DELTA, "delta nets", "PAPER", 2018, 6, 1),
                _node("paper:acl:P99-9005", "Epsilon nets", "PAPER", 2019, 5, 1),
                _node("method:foonet", "FooNet", "METHOD", 2021, 10, 2),
                _node("method:barnet", "BarNet", "METHOD", 2020, 7, 2),
            ],
            "edges": [
                _edge("paper:acl:P99-9005", "USES", "method:foonet", 2) | _rows("E", "mE"),
                _edge("paper:acl:P99-9005", "COMPARES_WITH", "method:barnet", 2) | _rows("E", "mE"),
                _edge(_DEE, "WROTE", _DELTA, 1) | _rows("dee"), _edge(_DEE, "WROTE", "paper:acl:P99-9005", 1) | _rows("dee"),
            ],
        }},
        {"ids": ["author:dee", _DEE, "method:nonet"]},
    ),
    Case(
        "edges of every relation among some nodes",
        """query ($ids: [ID!]!, $found: ID!) {
          results(where: {setting: {isNull: false}}) { nodes { id } }
          figure: neighbourhood(ids: [$found]) { nodes { name kind distance } edges { source relation target } }
          code: neighbourhood(ids: ["repository:github.com/example/alpha"], kinds: []) { nodes { kind name } }
          neighbourhood(ids: $ids, depth: 0) { nodeCount edges { source relation target support } }
          reported: neighbourhood(ids: ["paper:doi:10.5555/beta"], kinds: [RESULT]) { nodes { id kind distance node { __typename ... on Result { value } } } edges { relation target } }
        }""",
        {
            "results": {"nodes": [{"id": "<r1>"}]},
            "figure": {
                "nodes": [  # by one row each: by degree
                    {"name": "FooNet (large)", "kind": "RESULT", "distance": 0}, {"name": "Beta nets", "kind": "PAPER", "distance": 1},
                    {"name": "Seeing", "kind": "TASK", "distance": 1}, {"name": "Plain", "kind": "DATASET", "distance": 1},
                    {"name": "FooNet-large", "kind": "METHOD", "distance": 1},
                ],
                "edges": [
                    {"source": _BETA, "relation": "REPORTS", "target": "<r1>"},
                    {"source": "<r1>", "relation": "OF", "target": "method:foonet-large"},
                    {"source": "<r1>", "relation": "ON", "target": "dataset:plain"}, {"source": "<r1>", "relation": "FOR", "target": "task:seeing"},
                    {"source": "method:foonet-large", "relation": "TESTED_ON", "target": "dataset:plain"},
                ],
            },
            "code": {"nodes": [{"kind": "REPOSITORY", "name": "example/alpha"}]},
            "neighbourhood": {"nodeCount": 12, "edges": [
                _edge(_ALPHA, "CITES", _BETA, 2),
                _edge(_ALPHA, "INTRODUCES", "method:foonet", 2), _edge(_BETA, "INTRODUCES", "method:barnet", 1),
                _edge(_ALPHA, "USES", "method:barnet", 1), _edge(_BETA, "USES", "method:foonet", 1),
                _edge(_ALPHA, "COMPARES_WITH", "method:barnet", 2),
                _edge(_ALPHA, "EVALUATES_ON", "dataset:plain", 2), _edge(_ALPHA, "EVALUATES_ON", "dataset:suite-one", 1),
                _edge(_ALPHA, "ADDRESSES", "task:seeing", 2), _edge("method:foonet", "ADDRESSES", "task:seeing", 2),
                _edge(_CODE, "IMPLEMENTS", _ALPHA, 2), _edge(_CODE, "IMPLEMENTS", "method:foonet", 2),
                _edge("author:ada-example", "WROTE", _ALPHA, 2),
                _edge("method:foonet-large", "VARIANT_OF", "method:foonet", 2),
                _edge("method:foonet-plus-aug", "COMBINES", "method:foonet", 2),
                _edge("dataset:suite-one", "PART_OF", "dataset:suite", 2),
                _edge("method:barnet", "TESTED_ON", "dataset:plain", 2),  # compared in alpha, and r2, which no paper reports
                _edge("method:barnet", "TESTED_ON", "dataset:suite-one", 1),
                _edge("method:foonet", "TESTED_ON", "dataset:plain", 1), _edge("method:foonet", "TESTED_ON", "dataset:suite-one", 1),
                _edge("method:foonet-large", "TESTED_ON", "dataset:plain", 2),  # r1, and beta, which reports it
            ]},
            "reported": {
                "nodes": [
                    {"id": _BETA, "kind": "PAPER", "distance": 0, "node": {"__typename": "Paper"}},
                    {"id": "<r1>", "kind": "RESULT", "distance": 1, "node": {"__typename": "Result", "value": 91.5}},
                ],
                "edges": [{"relation": "REPORTS", "target": "<r1>"}],
            },
        },
        {"ids": [_ALPHA, _BETA, "method:foonet", "method:foonet-large", "method:foonet-plus-aug", "method:barnet", "dataset:plain",
                 "dataset:suite-one", "dataset:suite", "task:seeing", _CODE, "author:ada-example"], "found": "nothing"},
        {"found": ("results", "nodes", 0, "id")},
    ),
    Case(
        "what proves an edge, page by page",
        """query ($after: String) { neighbourhood(ids: ["method:quuxnet", "dataset:lonely"], depth: 0) { edges {
          relation evidence(first: 2, after: $after) { totalCount edges { cursor node { recordKey locator } } pageInfo { endCursor } }
        } } }""",
        {"neighbourhood": {"edges": [{"relation": "TESTED_ON", "evidence": {"totalCount": 3, "edges": [
            {"cursor": "<last>", "node": {"recordKey": "r11", "locator": "graph.jsonl:34 dataset"}},
        ], "pageInfo": {"endCursor": "<last>"}}}]}},
        {},
        {"after": ("neighbourhood", "edges", 0, "evidence", "pageInfo", "endCursor")},
    ),
    Case(
        "a subgraph as files",
        """{
          tested: neighbourhood(ids: ["method:quuxnet", "dataset:lonely"], depth: 0) {
            gexf: export(format: GEXF) graphml: export(format: GRAPHML) vosviewer: export(format: VOSVIEWER)
          }
          papers: neighbourhood(ids: ["paper:acl:P99-9001", "method:foonet", "paper:doi:10.5555/beta"], depth: 0) { export(format: BIBTEX) }
          listed: neighbourhood(ids: ["paper:doi:10.5555/delta", "task:hearing", "dataset:lonely"], depth: 0) { export(format: CSV) }
        }""",
        {
            "tested": {"gexf": _GEXF, "graphml": _GRAPHML, "vosviewer": _VOSVIEWER},
            "papers": {"export": _BIBTEX},
            "listed": {"export": _CSV},
        },
    ),
]  # fmt: skip
