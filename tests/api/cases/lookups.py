"""Nodes by every key, with all of their own values."""

from __future__ import annotations

from tests.api.cases.case import Case

_ALPHA = "paper:doi:10.5555/alpha"

CASES = [
    Case(
        "everything of a paper",
        """{ paper(by: {doi: "https://doi.org/10.5555/ALPHA"}) {
          id title publishedOn year venue url links retracted abstract unresolvedReferenceCount identifiers { scheme value url }
        } }""",
        {"paper": {
            "id": _ALPHA, "title": "Alpha nets", "publishedOn": "2021-03-04", "year": 2021, "venue": "Journal of Samples",
            "url": "https://example.org/alpha.pdf", "links": ["https://example.org/alpha"], "retracted": False,
            "abstract": "We show it is better than BarNet.", "unresolvedReferenceCount": 1,  # 10.5555/unknown
            "identifiers": [
                {"scheme": "doi", "value": "10.5555/alpha", "url": "https://doi.org/10.5555/alpha"},
                {"scheme": "arxiv", "value": "2101.00001", "url": "https://arxiv.org/abs/2101.00001"},
                {"scheme": "acl", "value": "P99-9001", "url": "https://aclanthology.org/P99-9001"},
                {"scheme": "openalex", "value": "W9000000001", "url": "https://openalex.org/W9000000001"},
                {"scheme": "s2", "value": "9000000001", "url": "https://api.semanticscholar.org/CorpusID:9000000001"},
                {"scheme": "dblp", "value": "conf/examples/Alpha21", "url": "https://dblp.org/rec/conf/examples/Alpha21"},
                {"scheme": "url", "value": "https://papers.example.org/alpha", "url": "https://papers.example.org/alpha"},
            ],
        }},
    ),
    Case(
        "a paper of which little is known",
        """{ paper(by: {title: "ÜBER nets!"}) {
          id title publishedOn year venue url links abstract unresolvedReferenceCount identifiers { scheme value }
        } }""",
        {"paper": {
            "id": "paper:doi:10.5555/gamma", "title": "Über nets", "publishedOn": None, "year": None, "venue": None, "url": None,
            "links": [], "abstract": None, "unresolvedReferenceCount": 0, "identifiers": [{"scheme": "doi", "value": "10.5555/gamma"}],
        }},
    ),
    Case(
        "a paper by each key",
        """{
          arxiv: paper(by: {arxiv: "arXiv:2101.00001v3"}) { id } acl: paper(by: {acl: "p99-9001"}) { id }
          openalex: paper(by: {openalex: "w9000000001"}) { id } s2: paper(by: {s2: "CorpusID:9000000001"}) { id }
          url: paper(by: {url: "http://papers.example.org/alpha/"}) { id } title: paper(by: {title: "alpha-NETS"}) { id }
          address: paper(by: {id: "paper:dblp:conf/examples/Alpha21"}) { id } former: paper(by: {id: "paper:doi:10.5555/epsilon"}) { id }
          unknown: paper(by: {doi: "10.5555/unknown"}) { id } withdrawn: paper(by: {title: "Withdrawn nets"}) { id }
          gone: paper(by: {doi: "10.5555/gone"}) { id }
        }""",
        {
            **{key: {"id": _ALPHA} for key in ("arxiv", "acl", "openalex", "s2", "url", "title", "address")},
            "former": {"id": "paper:acl:P99-9005"}, "unknown": None, "withdrawn": None, "gone": None,
        },
    ),
    Case(
        "everything of a method",
        """{ name: method(by: {name: "foo-network"}) { id name aliases generic unnamed } id: method(by: {id: "method:lstm"}) { id name aliases generic unnamed }
          wrong: method(by: {id: "dataset:plain"}) { id } gone: method(by: {name: "GoneNet"}) { id } }""",
        {
            "name": {"id": "method:foonet", "name": "FooNet", "aliases": ["Foo Network"], "generic": False, "unnamed": False},
            "id": {"id": "method:lstm", "name": "LSTM", "aliases": [], "generic": True, "unnamed": False},
            "wrong": None, "gone": None,
        },
    ),
    Case(
        "everything of a dataset",
        """{ alias: dataset(by: {name: "simple set"}) { id name aliases url } former: dataset(by: {id: "dataset:simple-set"}) { id }
          accents: dataset(by: {name: "deja set"}) { id name aliases url } flagged: dataset(by: {name: "Spam"}) { id } }""",
        {
            "alias": {"id": "dataset:plain", "name": "Plain", "aliases": ["Simple-Set"], "url": "https://data.example.org/plain"},
            "former": {"id": "dataset:plain"},
            "accents": {"id": "dataset:deja-set", "name": "Déjà-Set", "aliases": [], "url": None},
            "flagged": None,
        },
    ),
    Case(
        "everything of a repository",
        """{ url: repository(by: {url: "git@github.com:Example/ALPHA.git"}) { id name url stars identifiers { scheme value url } }
          id: repository(by: {id: "repository:github.com/sample/again"}) { name stars } }""",
        {
            "url": {
                "id": "repository:github.com/example/alpha", "name": "example/alpha", "url": "https://github.com/example/alpha",
                "stars": 120, "identifiers": [
                    {"scheme": "repo", "value": "https://github.com/example/alpha", "url": "https://github.com/example/alpha"}
                ],
            },
            "id": {"name": "again and again", "stars": None},
        },
    ),
    Case(
        "everything of a task",
        """{ task(by: {name: "SENSING"}) { id name aliases } id: task(by: {id: "task:hearing"}) { name aliases } }""",
        {"task": {"id": "task:perceiving", "name": "Perceiving", "aliases": ["Sensing"]}, "id": {"name": "Hearing", "aliases": []}},
    ),
    Case(
        "everything of an author",
        """{
          orcid: author(by: {orcid: "https://orcid.org/0000-0002-1825-0097"}) {
            id name aliases resolved identifiers { scheme value url } wrote { edges { position nameAsWritten node { title } } }
          }
          name: author(by: {name: "cem MUSTER"}) { id name aliases resolved identifiers { scheme } }
          id: author(by: {id: "author:fay-faint"}) { name }
        }""",
        {
            "orcid": {
                "id": "author:orcid:0000-0002-1825-0097", "name": "Dee Identified", "aliases": ["D. Identified"], "resolved": True,
                "identifiers": [{"scheme": "orcid", "value": "0000-0002-1825-0097", "url": "https://orcid.org/0000-0002-1825-0097"}],
                "wrote": {"edges": [
                    {"position": None, "nameAsWritten": None, "node": {"title": "delta nets"}},
                    {"position": None, "nameAsWritten": None, "node": {"title": "Epsilon nets"}},
                ]},
            },
            "name": {"id": "author:cem-muster", "name": "Çem Muster", "aliases": [], "resolved": False, "identifiers": []},
            "id": {"name": "Fay Faint"},
        },
    ),
    Case(
        "everything of a result",
        """query ($found: ID! = "nothing") {
          results(where: {setting: {isNull: false}}) { nodes {
            id methodAsWritten metric split setting protocol configuration valueText value uncertainty unit higherIsBetter reportedOn
          } }
          node(id: $found) { __typename id ... on Result { value } }
        }""",
        {
            "results": {"nodes": [{
                "id": "<r1>", "methodAsWritten": "FooNet (large)", "metric": "Accuracy", "split": "test", "setting": "closed book",
                "protocol": "zero-shot", "configuration": ["ensemble: yes", "schedule: long"], "valueText": "91.5 ± 0.2", "value": 91.5,
                "uncertainty": 0.2, "unit": "percent", "higherIsBetter": True, "reportedOn": "2020-05",
            }]},
            "node": {"__typename": "Result", "id": "<r1>", "value": 91.5},
        },
        {},
        {"found": ("results", "nodes", 0, "id")},
    ),
    Case(
        "nodes of every kind, in the order of the ids",
        """query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Paper { title } ... on Method { name } ... on Node { again: id } } }""",
        {"nodes": [
            {"__typename": "Task", "id": "task:seeing", "again": "task:seeing"},
            {"__typename": "Paper", "id": _ALPHA, "title": "Alpha nets", "again": _ALPHA},
            None,
            {"__typename": "Method", "id": "method:foonet", "name": "FooNet", "again": "method:foonet"},
            {"__typename": "Dataset", "id": "dataset:plain", "again": "dataset:plain"},
            {"__typename": "Author", "id": "author:bo-sample", "again": "author:bo-sample"},
            {"__typename": "Repository", "id": "repository:github.com/faint/code", "again": "repository:github.com/faint/code"},
        ]},
        {"ids": ["task:seeing", "paper:arxiv:2101.00001", "method:gonenet", "method:foonet", "dataset:simple-set", "author:bo-sample",
                 "repository:github.com/faint/code"]},
    ),
    Case(
        "kinds that a field never leads to",
        """{ paper(by: {acl: "P99-9001"}) {
          task: introduces(kinds: [TASK]) { totalCount nodes { __typename } } none: introduces(kinds: []) { totalCount nodes { __typename } }
        } }""",
        {"paper": {"task": {"totalCount": 0, "nodes": []}, "none": {"totalCount": 0, "nodes": []}}},
    ),
    Case(
        "who reports a figure",
        """{ results(where: {metric: {in: ["Points", "Loss"]}}) { nodes { valueText reportedBy { nodes {
          __typename ... on Paper { title } ... on Repository { name }
        } } } } }""",
        {"results": {"nodes": [
            {"valueText": "1200", "reportedBy": {"nodes": [{"__typename": "Repository", "name": "example/alpha"}]}},
            {"valueText": "1.0", "reportedBy": {"nodes": [{"__typename": "Paper", "title": "Faint nets"}]}},
        ]}},
    ),
    Case(
        "the source rows of an edge, whole",
        """{ paper(by: {acl: "P99-9001"}) { comparesWith { edges { evidence {
          nodes { source recordKey run locator spanStart spanEnd quote extractor confidence url }
        } } } }
          method(by: {name: "FooNet-large"}) { variantOf { edges { evidence { nodes { recordKey run locator } } } } } }""",
        {
            "paper": {"comparesWith": {"edges": [{"evidence": {"nodes": [
                {
                    "source": "graph", "recordKey": "A", "run": "run:1", "locator": "graph.jsonl:1 compares", "spanStart": None,
                    "spanEnd": None, "quote": None, "extractor": "facts/1", "confidence": 1.0, "url": "https://facts.example.org/A",
                },
                {
                    "source": "extra", "recordKey": "quote", "run": "run:3", "locator": "extra.jsonl:quote abstract", "spanStart": 14,
                    "spanEnd": 32, "quote": "better than BarNet", "extractor": "reader/1", "confidence": 0.75,
                    "url": "https://texts.example.org/alpha",
                },
            ]}}]}},
            "method": {"variantOf": {"edges": [{"evidence": {"nodes": [
                {"recordKey": "large", "run": "run:1", "locator": "graph.jsonl:8 variant_of"},
                {"recordKey": "mlarge", "run": "run:6", "locator": "mirror.jsonl:4 variant_of"},  # run 6 saw it last
            ]}}]}},
        },
    ),
]  # fmt: skip
