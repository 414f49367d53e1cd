"""The lists of all nodes of a kind: pages, orders and filters."""

from __future__ import annotations

from typing import Any

from tests.api.cases.case import Case

PAPERS = ["Alpha nets", "Beta nets", "delta nets", "Epsilon nets", "Faint nets", "Über nets"]
METHODS = [
    "Aug", "BarNet", "BarNet + Aug", "BazNet", "FaintNet", "FooNet", "FooNet + Aug", "FooNet-large", "FooNet-small", "LSTM", "QuuxNet",
    "SoloNet", "ZedNet",
]  # fmt: skip
DATASETS = ["Déjà-Set", "Faint-Set", "Foo-Bench", "Lonely", "Plain", "Suite", "Suite One", "Suite Two"]
REPOSITORIES = ["again and again", "example/alpha", "faint/code"]
TASKS = ["Fainting", "Hearing", "Perceiving", "Seeing"]
AUTHORS = ["Ada Example", "Bo Sample", "Çem Muster", "Dee Identified", "Fay Faint"]
RESULTS = ["85", "90.0", "1200", "4.5", "5.5", "1.0", "91.5 ± 0.2", "0.7", "80", "60", "50", "61"]  # by the entry's name

LISTS = {
    "papers": ("title", PAPERS),
    "methods": ("name", METHODS),
    "datasets": ("name", DATASETS),
    "repositories": ("name", REPOSITORIES),
    "tasks": ("name", TASKS),
    "authors": ("name", AUTHORS),
    "results": ("valueText", RESULTS),
}


def _pages(field: str) -> Case:
    """The whole list; then the first, what follows it, the last, and what stands before it."""
    label, names = LISTS[field]
    nodes = [{label: name} for name in names]
    text = f"""query ($after: String, $before: String) {{
      all: {field} {{ totalCount nodes {{ {label} }} edges {{ cursor node {{ {label} }} }} pageInfo {{ hasNextPage startCursor endCursor }} }}
      first: {field}(first: 1) {{ totalCount nodes {{ {label} }} pageInfo {{ hasNextPage hasPreviousPage endCursor }} }}
      rest: {field}(first: 9, after: $after) {{ nodes {{ {label} }} pageInfo {{ hasPreviousPage }} }}
      last: {field}(last: 1) {{ nodes {{ {label} }} pageInfo {{ hasNextPage hasPreviousPage startCursor }} }}
      start: {field}(last: 20, before: $before) {{ nodes {{ {label} }} pageInfo {{ hasNextPage hasPreviousPage }} }}
    }}"""
    last = f"<{names[-1]}>"
    answer = {
        "all": {
            "totalCount": len(names), "nodes": nodes, "edges": [{"cursor": f"<{node[label]}>", "node": node} for node in nodes],
            "pageInfo": {"hasNextPage": False, "startCursor": f"<{names[0]}>", "endCursor": last},
        },
        "first": {
            "totalCount": len(names), "nodes": nodes[:1],
            "pageInfo": {"hasNextPage": True, "hasPreviousPage": False, "endCursor": f"<{names[0]}>"},
        },
        "rest": {"nodes": nodes[1:10], "pageInfo": {"hasPreviousPage": True}},
        "last": {"nodes": nodes[-1:], "pageInfo": {"hasNextPage": False, "hasPreviousPage": True, "startCursor": last}},
        "start": {"nodes": nodes[:-1], "pageInfo": {"hasNextPage": True, "hasPreviousPage": False}},
    }  # fmt: skip
    cursors = {"after": ("all", "edges", 0, "cursor"), "before": ("all", "edges", -1, "cursor")}
    return Case(f"pages of {field}", text, answer, {}, cursors)


# Degrees (edges of either direction): Alpha 15, Über 11, Beta 10, delta and Faint 6, Epsilon 5; FooNet 10, BarNet 7, LSTM 2;
# Plain 6, Lonely and Suite 2; example/alpha 4, again 2, faint/code 1; Seeing 9, Hearing 6, Perceiving 2, Fainting 1;
# Ada, Bo and Dee 2, Çem and Fay 1; the results 4, but FaintNet's 1.
_THREE_METHODS = 'where: {id: ["method:foonet", "method:barnet", "method:lstm"]}'
_THREE_DATASETS = 'where: {id: ["dataset:plain", "dataset:lonely", "dataset:suite"]}'
_FOUR_RESULTS = 'where: {or: [{metric: {eq: "Error"}}, {unit: {eq: "other"}}]}'
ORDERS = {
    "papers(orderBy: [{by: NAME, direction: DESC}])": ["Über nets", "Faint nets", "Epsilon nets", "delta nets", "Beta nets", "Alpha nets"],
    "papers(orderBy: [{by: DEGREE}])": ["Epsilon nets", "delta nets", "Faint nets", "Beta nets", "Über nets", "Alpha nets"],
    "papers(orderBy: [{by: YEAR, direction: ASC}])": ["Faint nets", "delta nets", "Epsilon nets", "Beta nets", "Alpha nets", "Über nets"],
    "papers(orderBy: [{by: YEAR, direction: DESC}])": ["Alpha nets", "Beta nets", "Epsilon nets", "delta nets", "Faint nets", "Über nets"],
    "papers(orderBy: [{by: VENUE}])": ["Beta nets", "Alpha nets", "delta nets", "Epsilon nets", "Faint nets", "Über nets"],
    f"methods({_THREE_METHODS}, orderBy: [{{by: NAME}}])": ["BarNet", "FooNet", "LSTM"],
    f"methods({_THREE_METHODS}, orderBy: [{{by: DEGREE, direction: DESC}}])": ["FooNet", "BarNet", "LSTM"],
    f"datasets({_THREE_DATASETS}, orderBy: [{{by: NAME}}])": ["Lonely", "Plain", "Suite"],
    f"datasets({_THREE_DATASETS}, orderBy: [{{by: DEGREE, direction: DESC}}])": ["Plain", "Lonely", "Suite"],
    "repositories(orderBy: [{by: NAME, direction: DESC}])": ["faint/code", "example/alpha", "again and again"],
    "repositories(orderBy: [{by: DEGREE}])": ["faint/code", "again and again", "example/alpha"],
    "repositories(orderBy: [{by: STARS, direction: DESC}])": ["example/alpha", "again and again", "faint/code"],
    "tasks(orderBy: [{by: NAME, direction: DESC}])": ["Seeing", "Perceiving", "Hearing", "Fainting"],
    "tasks(orderBy: [{by: DEGREE}])": ["Fainting", "Perceiving", "Hearing", "Seeing"],
    "authors(orderBy: [{by: NAME, direction: DESC}])": ["Fay Faint", "Dee Identified", "Çem Muster", "Bo Sample", "Ada Example"],
    "authors(orderBy: [{by: DEGREE}])": ["Çem Muster", "Fay Faint", "Ada Example", "Bo Sample", "Dee Identified"],
    f"results({_FOUR_RESULTS}, orderBy: [{{by: NAME, direction: DESC}}])": ["1.0", "5.5", "4.5", "1200"],
    f"results({_FOUR_RESULTS}, orderBy: [{{by: DEGREE}}])": ["1.0", "1200", "4.5", "5.5"],
    f"results({_FOUR_RESULTS}, orderBy: [{{by: METRIC}}])": ["4.5", "5.5", "1.0", "1200"],
    f"results({_FOUR_RESULTS}, orderBy: [{{by: VALUE}}])": ["1.0", "4.5", "5.5", "1200"],
}

_MIRROR = '(where: {sources: ["mirror"]})'
_UNSURE = "(where: {not: {minConfidence: 0.9}})"
FILTERS = {
    "papers(where: {title: {contains: \"ETA\"}})": ["Beta nets"],
    "papers(where: {title: {startsWith: \"über\"}})": ["Über nets"],
    "papers(where: {title: {eq: \"delta nets\"}})": ["delta nets"],
    "papers(where: {title: {eq: \"Delta nets\"}})": [],
    "papers(where: {title: {ne: \"Alpha nets\"}})": PAPERS[1:],
    "papers(where: {title: {in: [\"Alpha nets\", \"Omega nets\"]}})": ["Alpha nets"],
    "papers(where: {publishedOn: {startsWith: \"2021-03\"}})": ["Alpha nets"],
    "papers(where: {year: {eq: 2018}})": ["delta nets"],
    "papers(where: {year: {ne: 2018}})": ["Alpha nets", "Beta nets", "Epsilon nets", "Faint nets"],
    "papers(where: {year: {lt: 2018}})": ["Faint nets"],
    "papers(where: {year: {le: 2018}})": ["delta nets", "Faint nets"],
    "papers(where: {year: {gt: 2020}})": ["Alpha nets"],
    "papers(where: {year: {ge: 2020}})": ["Alpha nets", "Beta nets"],
    "papers(where: {year: {in: [2017, 2021]}})": ["Alpha nets", "Faint nets"],
    "papers(where: {year: {isNull: true}})": ["Über nets"],
    "papers(where: {year: {ge: 2018, lt: 2020}})": ["delta nets", "Epsilon nets"],
    "papers(where: {venue: {isNull: false}})": ["Alpha nets", "Beta nets"],
    "papers(where: {url: {eq: \"https://example.org/alpha.pdf\"}})": ["Alpha nets"],
    "papers(where: {links: {contains: \"EXAMPLE.org\"}})": ["Alpha nets"],
    "papers(where: {links: {isNull: true}})": PAPERS[1:],
    "papers(where: {retracted: {eq: true}})": ["delta nets"],
    "papers(where: {id: [\"paper:arxiv:2101.00001\", \"paper:doi:10.5555/epsilon\", \"nonsense\"]})": ["Alpha nets", "Epsilon nets"],
    "papers(where: {or: [{year: {eq: 2018}}, {title: {contains: \"alpha\"}}]})": ["Alpha nets", "delta nets"],
    "papers(where: {or: []})": [],
    "papers(where: {and: [{year: {ge: 2019}}, {year: {le: 2020}}]})": ["Beta nets", "Epsilon nets"],
    "papers(where: {and: []})": PAPERS,
    "papers(where: {not: {year: {ge: 2018}}})": ["Faint nets", "Über nets"],
    f"papers{_UNSURE}": ["Faint nets"],
    "papers(where: {minConfidence: 0.5, sources: [\"extra\"]})": ["Alpha nets", "Epsilon nets", "Faint nets"],
    f"papers{_MIRROR}": ["Alpha nets", "Epsilon nets"],
    "methods(where: {name: {startsWith: \"FOONET \"}})": ["FooNet", "FooNet + Aug", "FooNet-large", "FooNet-small"],
    "methods(where: {aliases: {eq: \"Foo Network\"}})": ["FooNet"],
    "methods(where: {aliases: {isNull: false}})": ["FooNet"],
    "methods(where: {aliases: {isNull: true}, name: {startsWith: \"Foo\"}})": ["FooNet + Aug", "FooNet-large", "FooNet-small"],
    "methods(where: {generic: {eq: true}})": ["LSTM"],
    "methods(where: {generic: {isNull: true}})": [],
    "methods(where: {unnamed: {eq: true}})": [],
    "methods(where: {id: [\"method:lstm\", \"dataset:plain\"]})": ["LSTM"],
    "methods(where: {and: [{generic: {eq: false}}, {name: {startsWith: \"Ba\"}}]})": ["BarNet", "BarNet + Aug", "BazNet"],
    "methods(where: {or: [{generic: {eq: true}}, {name: {eq: \"Aug\"}}]})": ["Aug", "LSTM"],
    "methods(where: {not: {name: {contains: \"Net\"}}})": ["Aug", "LSTM"],
    f"methods{_UNSURE}": ["FaintNet"],
    f"methods{_MIRROR}": ["Aug", "BarNet", "BazNet", "FooNet", "FooNet + Aug", "FooNet-large", "ZedNet"],
    "datasets(where: {name: {startsWith: \"deja\"}})": ["Déjà-Set"],
    "datasets(where: {aliases: {eq: \"Simple-Set\"}})": ["Plain"],
    "datasets(where: {url: {startsWith: \"HTTPS://data\"}})": ["Plain"],
    "datasets(where: {id: [\"dataset:simple-set\"]})": ["Plain"],
    "datasets(where: {and: [{name: {contains: \"suite\"}}, {name: {contains: \"o\"}}]})": ["Suite One", "Suite Two"],
    "datasets(where: {or: [{url: {isNull: false}}, {name: {eq: \"Suite\"}}]})": ["Plain", "Suite"],
    "datasets(where: {not: {name: {contains: \"e\"}}})": ["Plain"],
    f"datasets{_UNSURE}": ["Faint-Set"],
    f"datasets{_MIRROR}": ["Déjà-Set", "Foo-Bench", "Plain", "Suite", "Suite One"],
    "repositories(where: {name: {contains: \"alpha\"}})": ["example/alpha"],
    "repositories(where: {url: {eq: \"https://github.com/sample/again\"}})": ["again and again"],
    "repositories(where: {stars: {eq: 120}})": ["example/alpha"],
    "repositories(where: {id: [\"repository:github.com/faint/code\"]})": ["faint/code"],
    "repositories(where: {and: [{stars: {isNull: true}}, {name: {contains: \"a\"}}]})": ["again and again", "faint/code"],
    "repositories(where: {or: [{stars: {gt: 1}}, {name: {startsWith: \"faint\"}}]})": ["example/alpha", "faint/code"],
    "repositories(where: {not: {stars: {eq: 120}}})": ["again and again", "faint/code"],
    f"repositories{_UNSURE}": ["faint/code"],
    f"repositories{_MIRROR}": ["example/alpha"],
    "tasks(where: {name: {contains: \"EE\"}})": ["Seeing"],
    "tasks(where: {aliases: {startsWith: \"sens\"}})": ["Perceiving"],
    "tasks(where: {id: [\"task:seeing\", \"task:hearing\"]})": ["Hearing", "Seeing"],
    "tasks(where: {and: [{name: {contains: \"ing\"}}, {name: {contains: \"p\"}}]})": ["Perceiving"],
    "tasks(where: {or: [{name: {eq: \"Seeing\"}}, {name: {eq: \"Hearing\"}}]})": ["Hearing", "Seeing"],
    "tasks(where: {not: {name: {contains: \"e\"}}})": ["Fainting"],
    f"tasks{_UNSURE}": ["Fainting"],
    f"tasks{_MIRROR}": ["Hearing", "Perceiving", "Seeing"],
    "authors(where: {name: {startsWith: \"cem\"}})": ["Çem Muster"],
    "authors(where: {aliases: {eq: \"D. Identified\"}})": ["Dee Identified"],
    "authors(where: {resolved: {eq: true}})": ["Dee Identified"],
    "authors(where: {id: [\"author:orcid:0000-0002-1825-0097\"]})": ["Dee Identified"],
    "authors(where: {and: [{resolved: {eq: false}}, {name: {contains: \"faint\"}}]})": ["Fay Faint"],
    "authors(where: {or: [{resolved: {eq: true}}, {name: {contains: \"sample\"}}]})": ["Bo Sample", "Dee Identified"],
    "authors(where: {not: {name: {contains: \"e\"}}})": ["Fay Faint"],
    f"authors{_UNSURE}": ["Fay Faint"],
    f"authors{_MIRROR}": ["Ada Example", "Bo Sample"],
    "results(where: {methodAsWritten: {contains: \"RERUN\"}})": ["5.5"],
    "results(where: {metric: {eq: \"Loss\"}})": ["1.0"],
    "results(where: {split: {eq: \"validation\"}})": ["85"],
    "results(where: {setting: {eq: \"closed book\"}})": ["91.5 ± 0.2"],
    "results(where: {protocol: {eq: \"zero-shot\"}})": ["91.5 ± 0.2"],
    "results(where: {configuration: {eq: \"ensemble: yes\"}})": ["91.5 ± 0.2"],
    "results(where: {valueText: {in: [\"80\", \"90\"]}})": ["80"],
    "results(where: {value: {eq: 90}})": ["90.0"],
    "results(where: {value: {ne: 90}, metric: {eq: \"Accuracy\"}})": ["85", "91.5 ± 0.2", "0.7", "80", "60", "50", "61"],
    "results(where: {value: {lt: 4.5}})": ["1.0", "0.7"],
    "results(where: {value: {le: 4.5}})": ["4.5", "1.0", "0.7"],
    "results(where: {value: {gt: 91.5}})": ["1200"],
    "results(where: {value: {ge: 91.5}})": ["1200", "91.5 ± 0.2"],
    "results(where: {uncertainty: {gt: 0.1}})": ["91.5 ± 0.2"],
    "results(where: {uncertainty: {isNull: true}, value: {gt: 85}})": ["90.0", "1200"],
    "results(where: {unit: {eq: \"fraction\"}})": ["0.7"],
    "results(where: {higherIsBetter: {eq: false}})": ["4.5", "5.5"],
    "results(where: {higherIsBetter: {isNull: true}})": ["1200", "1.0"],
    "results(where: {reportedOn: {startsWith: \"2020\"}})": ["91.5 ± 0.2"],
    "results(where: {id: [\"method:lstm\"]})": [],
    "results(where: {and: [{metric: {eq: \"Accuracy\"}}, {value: {gt: 85}}]})": ["90.0", "91.5 ± 0.2"],
    "results(where: {or: [{metric: {eq: \"Loss\"}}, {metric: {eq: \"Points\"}}]})": ["1200", "1.0"],
    "results(where: {not: {metric: {eq: \"Accuracy\"}}})": ["1200", "4.5", "5.5", "1.0"],
    f"results{_UNSURE}": ["1.0"],
    f"results{_MIRROR}": ["90.0", "4.5", "61"],
}  # fmt: skip


def _listed(asked: str, names: list[str]) -> Case:
    field = asked.split("(")[0]
    label, _ = LISTS[field]
    answer: dict[str, Any] = {field: {"totalCount": len(names), "nodes": [{label: name} for name in names]}}
    return Case(asked, f"{{ {asked} {{ totalCount nodes {{ {label} }} }} }}", answer)


CASES = [*map(_pages, LISTS), *(_listed(asked, names) for asked, names in (ORDERS | FILTERS).items())]
