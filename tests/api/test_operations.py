"""The API as a client sees it: pages, filters, errors, one statement an operation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from json import dumps

import httpx
import pytest
import pytest_asyncio

from api.app import Settings, create_app
from api.schema import sdl
from graph.evidence import Assertion
from graph.kinds import KINDS, Kind, Relation
from graph.plan import AllOf, Compare, Connection, Item, Operator, Order, Page, Plan
from graph.store import GraphStore
from graph.stores.sqlite import SqliteStore
from graph.stores.sqlite.connection import connect
from graph.stores.sqlite.read import explain
from tests.api.statements import counted
from tests.build import acl, author, edge, evaluates, introduces, method, record, result, titled, write
from tests.contract.ask import ask, respond
from tests.realdata import ROOT

YEARS = {"P19-1001": 2019, "P19-1002": 2018, "P19-1003": None, "P19-1004": 2019, "P19-1005": 2020}


@pytest_asyncio.fixture
async def filled(store: GraphStore) -> AsyncIterator[GraphStore]:
    """Five papers (Alpha … Epsilon), authors, methods and results."""
    names = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"]
    records = []
    for (key, year), name in zip(YEARS.items(), names, strict=True):
        paper = acl(key)
        said: list[Assertion] = [
            titled(paper, f"{name} of papers", f"A. {name}", year),
            edge(Relation.WROTE, author(f"A. {name}"), paper, {"position": 1, "nameAsWritten": f"A. {name}"}),
        ]
        records.append(
            record(key, *said, *introduces(paper, f"{name}Net"), *evaluates(paper, "SVHN"), source="own" if year == 2020 else "test")
        )
    records.append(record("r", *result("r", method("AlphaNet"), "SVHN", 97.5, acl("P19-1001"), "Vision")))
    records.append(record("c", edge(Relation.CITES, acl("P19-1001"), acl("P19-1002"))))
    await write(store, records)
    yield store


async def pages(store: GraphStore, arguments: str, size: int, *, forward: bool = True) -> list[list[str]]:
    """All pages of papers, as lists of titles' first words, in the order they come."""
    found, cursor = [], ""
    while True:
        slice_ = f"first: {size}" if forward else f"last: {size}"
        here = (f", {'after' if forward else 'before'}: {dumps(cursor)}") if cursor else ""
        text = f"{{ papers({slice_}{here}{arguments}) {{ nodes {{ title }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"
        page = (await ask(store, text))["papers"]
        found.append([node["title"].split()[0] for node in page["nodes"]])
        if not page["pageInfo"]["hasNextPage" if forward else "hasPreviousPage"]:
            return found
        cursor = page["pageInfo"]["endCursor" if forward else "startCursor"]


BY_NAME = ["Alpha", "Beta", "Delta", "Epsilon", "Gamma"]
BY_YEAR = ["Beta", "Alpha", "Delta", "Epsilon", "Gamma"]
BY_YEAR_DOWN = ["Epsilon", "Alpha", "Delta", "Beta", "Gamma"]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7])
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [("", BY_NAME), (", orderBy: [{by: YEAR}]", BY_YEAR), (", orderBy: [{by: YEAR, direction: DESC}]", BY_YEAR_DOWN)],
)
async def test_pages_concatenate_to_the_whole_in_both_directions(
    filled: GraphStore, size: int, arguments: str, expected: list[str]
) -> None:
    forward = await pages(filled, arguments, size)
    assert [name for page in forward for name in page] == expected, "nulls last"
    assert all(len(page) <= size for page in forward)
    backward = await pages(filled, arguments, size, forward=False)
    assert [name for page in reversed(backward) for name in page] == expected


async def test_an_empty_page_knows_whether_there_is_more(filled: GraphStore) -> None:
    found = await ask(filled, "{ papers(first: 0) { nodes { id } totalCount pageInfo { hasNextPage endCursor } } }")
    assert found["papers"] == {"nodes": [], "totalCount": 5, "pageInfo": {"hasNextPage": True, "endCursor": None}}


BAD = {
    "{ papers(first: -1) { totalCount } }": "first is -1; use 0 to 1000",
    "{ papers(first: 1001) { totalCount } }": "first is 1001; use 0 to 1000",
    "{ papers(last: 1001) { totalCount } }": "last is 1001",
    "{ papers(first: 1, last: 1) { totalCount } }": "exclude each other",
    '{ papers(first: 1, before: "x") { totalCount } }': "before goes with last",
    '{ papers(after: "nonsense") { totalCount } }': "is damaged",
    '{ papers(after: "[1]") { totalCount } }': "is damaged",
    '{ papers(after: "1") { totalCount } }': "is damaged",
    '{ paper(by: {doi: "nonsense"}) { id } }': "no doi identifier",
    '{ repository(by: {url: "https://github.com/about"}) { id } }': "no repo identifier",
    '{ search(text: "a\\u0000b") { totalCount } }': "contains U+0000",
    '{ papers(where: {sources: ["a\\u0000b"]}) { totalCount } }': "sources contains U+0000",
    "{ methodsSharingDatasets(minShared: 0) { totalCount } }": "minShared is 0",
    "{ papers(first: 1000) { nodes { cites(first: 1000) { totalCount } } } }": "at most 100,000",
}  # fmt: skip


@pytest.mark.parametrize("text", sorted(BAD))
async def test_senseless_arguments_are_the_clients_error(filled: GraphStore, text: str) -> None:
    found = await respond(filled, text)
    (error,) = found.errors
    assert BAD[text] in error.message
    assert error.extensions["code"] == ("COST_LIMIT" if "100,000" in BAD[text] else "BAD_USER_INPUT")


async def test_a_variable_that_fits_no_enum_is_the_clients_error(filled: GraphStore) -> None:
    found = await respond(filled, "query ($by: PaperOrderBy!) { papers(orderBy: [{by: $by}]) { totalCount } }", {"by": "SIZE"})
    (error,) = found.errors
    assert "Value 'SIZE' does not exist in 'PaperOrderBy' enum" in error.message
    assert error.extensions == {"code": "BAD_USER_INPUT"}


async def test_a_cursor_of_another_order_or_filter_is_refused(filled: GraphStore) -> None:
    cursor = (await ask(filled, "{ papers(first: 1) { pageInfo { endCursor } } }"))["papers"]["pageInfo"]["endCursor"]
    for other in (", orderBy: [{by: YEAR}]", ", where: {year: {eq: 2019}}"):
        found = await respond(filled, f"{{ papers(first: 1, after: {dumps(cursor)}{other}) {{ totalCount }} }}")
        assert "belongs to another order or filter" in found.errors[0].message


async def test_a_nullable_root_field_fails_alone(filled: GraphStore) -> None:
    found = await respond(filled, '{ bad: paper(by: {doi: "x"}) { id } good: paper(by: {acl: "P19-1001"}) { id } }')
    assert found.data == {"bad": None, "good": {"id": "paper:acl:P19-1001"}}
    assert found.errors[0].path == ["bad"]


async def test_an_ambiguous_name_lists_its_candidates(store: GraphStore) -> None:
    old, new = acl("P08-1001"), acl("P20-1001")
    await write(store, [
        record("a", titled(old, "Old paper", None, 2008), *introduces(old, "BART")),
        record("b", titled(new, "New paper", None, 2020), *introduces(new, "BART")),
    ])  # fmt: skip
    found = await respond(store, '{ method(by: {name: "bart"}) { id } }')
    assert found.data == {"method": None}
    (error,) = found.errors
    assert error.extensions["code"] == "AMBIGUOUS"
    assert [(c["name"], c["year"], c["paper"]) for c in error.extensions["candidates"]] == [
        ("BART", 2008, "Old paper"),
        ("BART", 2020, "New paper"),
    ]


async def test_aliases_fragments_directives_and_variables(filled: GraphStore) -> None:
    text = """query ($id: ID!, $no: Boolean!, $n: Int = 1) {
      x: node(id: $id) { __typename ...P ... on Method { name } ... on Node { again: id } }
      papers(first: $n) @skip(if: $no) { totalCount }
    }
    fragment P on Paper { heading: title title introduces(kinds: [METHOD]) { nodes { __typename ... on Method { name } } } }"""
    found = await ask(filled, text, {"id": "paper:acl:P19-1001", "no": True})
    assert found == {
        "x": {
            "__typename": "Paper", "heading": "Alpha of papers", "title": "Alpha of papers",
            "introduces": {"nodes": [{"__typename": "Method", "name": "AlphaNet"}]}, "again": "paper:acl:P19-1001",
        }
    }  # fmt: skip


async def test_a_whole_operation_is_one_statement(filled: GraphStore) -> None:
    text = """{
      papers(first: 5) { totalCount nodes { title authors { edges { evidence { nodes { source } } node { name } } } introduces { nodes { __typename } } } }
      methods { nodes { name testedOn { edges { tasks { name } } } sharesDatasetsWith { edges { sharedDatasets { nodes { name } } } } } }
      methodsSharingDatasets { nodes { a { name } } } search(text: "alpha") { totalCount } runs { totalCount }
      neighbourhood(ids: ["method:foonet"], depth: 3) { nodes { node { id } } edges { evidence { nodes { source } } } export(format: BIBTEX) }
    }"""
    with counted(filled) as statements:
        found = await ask(filled, text)
    assert len(statements) == 1
    assert len(found["papers"]["nodes"]) == 5


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", list(Kind))
async def test_first_pages_never_scan(filled: GraphStore, kind: Kind) -> None:
    assert isinstance(filled, SqliteStore)
    db = connect(filled._path, read_only=True)
    items = (Item("nodes", "nodes", None, (Item("id", "id"),)),)
    orders: list[tuple[Order, ...]] = [
        (),
        *[(Order(p.name, True),) for p in KINDS[kind].properties if p.sortable and p.name != KINDS[kind].name],
    ]
    for order in orders:
        plan = Plan((Item("x", "x", Connection(AllOf(kind), Page(), None, order), items),))
        steps = explain(db, plan)
        assert any("USING INDEX node_" in step or "USING COVERING INDEX node_" in step for step in steps), steps
        assert not any(step.startswith(("SCAN n", "SCAN e")) and "page" not in step for step in steps), steps
    assert explain(db, Plan((Item("x", "x", Connection(AllOf(kind), Page(), Compare(KINDS[kind].name, Operator.EQ, "x")), items),)))
    db.close()


def test_the_schema_is_checked_in() -> None:
    assert (ROOT / "api" / "schema.graphql").read_text(encoding="utf-8") == sdl(), "run `make schema` and look at the difference"


def test_everything_in_the_schema_is_described() -> None:
    from graphql import build_schema

    schema = build_schema(sdl())
    bare = []
    for name, type_ in schema.type_map.items():
        if name.startswith("__") or name in ("String", "Int", "Float", "Boolean", "ID"):
            continue
        fields = getattr(type_, "fields", {}) or {}
        bare += [name] if not type_.description else []
        bare += [f"{name}.{f}" for f, definition in fields.items() if not definition.description]
        bare += [f"{name}.{f}({a})" for f, d in fields.items() for a, arg in (getattr(d, "args", {}) or {}).items() if not arg.description]
        bare += [f"{name}.{v}" for v, value in (getattr(type_, "values", {}) or {}).items() if not value.description]
    assert bare == []


@pytest_asyncio.fixture
async def client(filled: GraphStore) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(filled, Settings(cors_origins=("https://example.org",)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as opened:
        yield opened


async def test_http(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json={"query": "{ papers { totalCount } }"})
    assert answer.json() == {"data": {"papers": {"totalCount": 5}}, "extensions": {"cost": 21}}
    answer = await client.post("/graphql", json={"query": "{ nonsense }"})
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    page = await client.get("/graphql", headers={"accept": "text/html"})
    assert "graphiql" in page.text.lower()
    assert (await client.get("/")).text.startswith("<!doctype html>")
    assert (await client.get("/schema.graphql")).text == sdl()
    assert (await client.get("/healthz")).json() == {"status": "ok"}
    assert (await client.get("/readyz")).json()["status"] == "ready"
    assert 'citegraph_requests_total{path="/graphql",status="200"}' in (await client.get("/metrics")).text
    allowed = await client.options("/graphql", headers={"origin": "https://example.org", "access-control-request-method": "POST"})
    assert allowed.headers["access-control-allow-origin"] == "https://example.org"


async def test_internals_are_masked(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(plan: Plan) -> None:
        raise RuntimeError("secret path")

    monkeypatch.setattr(store, "run", broken)
    found = await respond(store, "{ papers { totalCount } }")
    assert found.errors[0].extensions == {"code": "INTERNAL"}
    assert "secret" not in str(found.errors)
