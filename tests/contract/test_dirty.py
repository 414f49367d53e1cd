"""What real sources do that they should not: defined, on every store."""

from __future__ import annotations

from graph.kinds import Relation
from graph.store import GraphStore
from tests.build import acl, dataset, doi, dump, edge, evaluates, method, record, result, task, titled, write
from tests.contract.ask import ask

PAPER = acl("P19-1001")


async def test_a_record_that_changes_kind_leaves_nothing_of_what_it_was(store: GraphStore) -> None:
    await write(store, [record("p", titled(PAPER, "T")), record("a", *evaluates(PAPER, "Parsing"))])
    before = await dump(store)
    await write(store, [record("a", edge(Relation.ADDRESSES, PAPER, task("Parsing")))])
    stats = await store.stats()
    assert (stats.nodes["DATASET"], stats.nodes["TASK"], stats.edges["EVALUATES_ON"], stats.edges["ADDRESSES"]) == (0, 1, 0, 1)
    former = await ask(store, '{ node(id: "dataset:parsing") { id } }')
    assert former == {"node": None}
    assert await store.verify() == []
    await store.undo(2)
    assert await dump(store) == before


async def test_an_identifier_that_moves_to_another_paper_leads_there(store: GraphStore) -> None:
    other, moving = acl("P19-1002"), doi("10.1234/x")
    await write(store, [record("a", titled(PAPER, "One", None, None, moving)), record("b", titled(other, "Two"))])
    await write(store, [record("c", titled(acl("P19-1003"), "Citing"), edge(Relation.CITES, acl("P19-1003"), moving))])
    query = '{ paper(by: {doi: "10.1234/x"}) { title citedBy { nodes { title } } } }'
    assert (await ask(store, query))["paper"] == {"title": "One", "citedBy": {"nodes": [{"title": "Citing"}]}}
    await write(store, [record("a", titled(PAPER, "One")), record("b", titled(other, "Two", None, None, moving))])
    assert (await ask(store, query))["paper"] == {"title": "Two", "citedBy": {"nodes": [{"title": "Citing"}]}}
    assert await store.verify() == []


async def test_an_identifier_that_two_papers_state_makes_them_one_until_one_gives_it_up(store: GraphStore) -> None:
    other, both = acl("P19-1002"), doi("10.1234/x")
    await write(store, [record("a", titled(PAPER, "One title", None, None, both))])
    await write(store, [record("b", titled(other, "One title", None, None, both))])
    assert (await store.stats()).nodes["PAPER"] == 1
    await write(store, [record("b", titled(other, "One title"))])
    assert (await store.stats()).nodes["PAPER"] == 2
    assert await store.verify() == []


async def test_a_paper_that_cites_itself_has_no_such_edge_until_it_is_two(store: GraphStore) -> None:
    preprint = doi("10.1234/x")
    cites = edge(Relation.CITES, PAPER, preprint)
    await write(store, [record("a", titled(PAPER, "T")), record("b", titled(preprint, "T too")), record("c", cites)])
    assert (await store.stats()).edges["CITES"] == 1
    await write(store, [record("d", titled(PAPER, "T", None, None, preprint))])
    stats = await store.stats()
    assert (stats.nodes["PAPER"], stats.edges["CITES"]) == (1, 0)
    assert (await ask(store, '{ paper(by: {acl: "P19-1001"}) { citedBy { totalCount } unresolvedReferenceCount } }'))["paper"] == {
        "citedBy": {"totalCount": 0}, "unresolvedReferenceCount": 0,
    }  # fmt: skip
    assert await store.verify() == []
    await store.undo(2)
    assert (await store.stats()).edges["CITES"] == 1


async def test_a_retracted_paper_stays_and_says_so(store: GraphStore) -> None:
    stated = titled(PAPER, "T")
    retracted = record("b", stated._replace(values={"retracted": True}), source="other")
    await write(store, [record("a", stated, *evaluates(PAPER, "SVHN")), retracted, record("c", titled(acl("P19-1002"), "U"))])
    found = await ask(store, "{ papers(where: {retracted: {eq: true}}) { nodes { title evaluatesOn { totalCount } } } }")
    assert found["papers"] == {"nodes": [{"title": "T", "evaluatesOn": {"totalCount": 1}}]}
    found = await ask(store, "{ papers(where: {retracted: {eq: false}}) { nodes { title retracted } } }")
    assert found["papers"] == {"nodes": [{"title": "U", "retracted": False}]}


async def test_a_circle_of_suites_is_one_suite_under_its_smallest_name(store: GraphStore) -> None:
    said = [
        edge(Relation.PART_OF, dataset(a), dataset(b)) for a, b in (("Suite B", "Suite C"), ("Suite C", "Suite A"), ("Suite A", "Suite B"))
    ]
    inside = edge(Relation.PART_OF, dataset("Part"), dataset("Suite C"))
    await write(store, [record("s", *said, inside), record("r", *result("r", method("Foo"), "Part", 1.0))])
    await write(store, [record("other", *result("o", method("Bar"), "Suite B", 1.0))])
    found = await ask(
        store,
        """{ method(by: {name: "Foo"}) {
        sharesDatasetsWith { edges { node { name } sharedDatasets { nodes { name } } } }
        exact: sharesDatasetsWith(datasets: EXACT) { totalCount }
    } }""",
    )
    assert found["method"] == {
        "sharesDatasetsWith": {"edges": [{"node": {"name": "Bar"}, "sharedDatasets": {"nodes": [{"name": "Suite A"}]}}]},
        "exact": {"totalCount": 0},
    }
    assert await store.verify() == []
