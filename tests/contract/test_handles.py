"""Rule 12: a name without a paper is nobody's while it stands on one dataset only; then it is the method of that name."""

from __future__ import annotations

from graph.evidence import Record
from graph.kinds import Relation
from graph.store import GraphStore
from tests.build import acl, dump, edge, handle, introduces, method, record, result, titled, write
from tests.contract.ask import ask

ASKED = """{ methods { nodes { name aliases results { nodes { value } } } }
  results { nodes { methodAsWritten of { nodes { name } } } } }"""


def entry(key: str, name: str, on: str, value: float) -> Record:
    """A row of a leaderboard without a paper."""
    return record(key, *result(key, handle(name, on), on, value))


async def names(store: GraphStore) -> dict[str, list[float]]:
    found = await ask(store, ASKED)
    return {node["name"]: sorted(each["value"] for each in node["results"]["nodes"]) for node in found["methods"]["nodes"]}


async def test_a_handle_on_one_dataset_is_no_method_and_its_results_stand(store: GraphStore) -> None:
    await write(store, [entry("a", "hyc", "SVHN", 1.0), entry("b", "hyc", "SVHN", 2.0), entry("c", "yw", "CIFAR-10", 3.0)])
    found = await ask(store, ASKED)
    assert found["methods"]["nodes"] == []
    assert sorted(node["methodAsWritten"] for node in found["results"]["nodes"]) == ["hyc", "hyc", "yw"]
    assert all(node["of"]["nodes"] == [] for node in found["results"]["nodes"])


async def test_a_handle_on_two_datasets_is_a_method(store: GraphStore) -> None:
    await write(store, [entry("a", "Bi-DAF", "SVHN", 1.0), entry("b", "BiDAF", "CIFAR-10", 2.0), entry("c", "BiDAF", "CIFAR-10", 3.0)])
    found = await ask(store, ASKED)
    assert [(node["name"], node["aliases"]) for node in found["methods"]["nodes"]] == [("BiDAF", ["Bi-DAF"])]
    assert await names(store) == {"BiDAF": [1.0, 2.0, 3.0]}


async def test_two_spellings_of_one_dataset_are_one(store: GraphStore) -> None:
    await write(store, [entry("a", "hyc", "CIFAR10", 1.0), entry("b", "hyc", "CIFAR-10", 2.0)])
    assert await names(store) == {}


async def test_a_handle_is_the_method_of_its_name_once_that_is_known_and_as_long(store: GraphStore) -> None:
    await write(store, [entry("a", "XLNet", "SVHN", 1.0)])
    before = await dump(store)
    paper = acl("P19-1001")
    run, _ = await write(store, [record("b", titled(paper, "XLNet: a network"), *introduces(paper, "XLNet"))])
    assert await names(store) == {"XLNet": [1.0]}
    await store.undo(run.number)
    assert await names(store) == {}
    assert await dump(store) == before


async def test_a_handle_of_a_name_that_two_papers_introduce_waits(store: GraphStore) -> None:
    said = []
    for number in (1, 2):
        paper = acl(f"P19-100{number}")
        said.append(record(f"p{number}", titled(paper, f"STAR: {number} of them"), *introduces(paper, "STAR")))
    await write(store, [*said, entry("a", "STAR", "SVHN", 1.0)])
    found = await ask(store, "{ methods { nodes { name results { totalCount } } } }")
    assert found["methods"]["nodes"] == [{"name": "STAR", "results": {"totalCount": 0}}] * 2
    assert [item.subject for item in (await store.review(limit=10)).items] == ["method:handle:STAR@dataset:name:SVHN"]


async def test_equal_figures_of_one_handle_are_one_result(store: GraphStore) -> None:
    other = record("x", *result("x", handle("hyc", "CIFAR10"), "CIFAR10", 1.0), source="other")
    await write(store, [entry("a", "hyc", "CIFAR-10", 1.0), other])
    found = await ask(store, "{ results { totalCount } }")
    assert found == {"results": {"totalCount": 1}}


async def test_a_known_method_of_another_name_is_left_alone(store: GraphStore) -> None:
    await write(store, [entry("a", "hyc", "SVHN", 1.0), record("m", *result("m", method("BERT"), "SVHN", 2.0))])
    assert await names(store) == {"BERT": [2.0]}


async def test_merging_what_was_told_apart_from_a_handle_leaves_the_handle_and_can_be_split_again(store: GraphStore) -> None:
    paper = acl("P19-1002")
    await write(store, [
        record("m", titled(paper, "T"), *introduces(paper, "BarNet"), *result("r", method("BarNet"), "CIFAR-10", 1.0)),
        record("a", *result("h", handle("STAR", "SVHN"), "SVHN", 2.0), edge(Relation.COMPARES_WITH, paper, method("STAR"))),
    ])  # fmt: skip
    await store.split("STAR", ["method:name:STAR"])
    before = await dump(store)
    merged = await store.merge("BarNet", "method:name:STAR")
    assert merged.ids == ("method:barnet",)
    assert await names(store) == {"BarNet": [1.0], "STAR": [2.0]}
    await store.split("BarNet", ())
    assert await dump(store) == before
