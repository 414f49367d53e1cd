"""What merge, split, why and review do, on small cases with answers worked out by hand."""

from __future__ import annotations

import json

import pytest

from graph.errors import AmbiguousError, InputError, NotFoundError, RefusedError
from graph.evidence import NodeAssertion, Ref
from graph.kinds import Kind, Relation
from graph.store import Apart, Explanation, GraphStore, ReviewItem, Rule
from loaders.records import name_ref, text_ref
from tests.build import PLACE, acl, dataset, doi, dump, edge, evaluates, introduces, method, record, result, titled, write
from tests.contract.ask import ask

OLD, NEW, OTHER = acl("P08-1001"), acl("P20-1001"), acl("P21-1001")


async def stars(store: GraphStore) -> None:
    """STAR of 2008 and of 2020, and a paper that uses one of them."""
    await write(
        store,
        [
            record("old", titled(OLD, "STAR of old", None, 2008), *introduces(OLD, "STAR"), *evaluates(OLD, "SVHN")),
            record("new", titled(NEW, "A new STAR", None, 2020), *introduces(NEW, "STAR"), *evaluates(NEW, "MNIST")),
            record("use", titled(OTHER, "Another", None, 2021), edge(Relation.USES, OTHER, method("STAR"))),
        ],
    )


async def decisions(store: GraphStore) -> list[list[str]]:
    lines = [json.loads(line) for line in (await dump(store)).splitlines()]
    return [line[1:] for line in lines if line[0] == "decided"]


async def methods(store: GraphStore) -> dict[str, int]:
    """How many papers use each method."""
    found = await ask(store, "{ methods { nodes { id usedBy { totalCount } } } }")
    return {node["id"]: node["usedBy"]["totalCount"] for node in found["methods"]["nodes"]}


async def test_a_merge_is_a_run_that_joins_what_is_said_and_leads_on_from_the_other_id(store: GraphStore) -> None:
    await stars(store)
    assert await methods(store) == {"method:star": 0, "method:star-2020": 0}
    change = await store.merge("method:star-2020", "method:star")
    assert (change.ids, change.run.id, change.run.command, change.run.paths) == (
        ("method:star-2020",), "run:2", "merge", ("method:star-2020", "method:star"),
    )  # fmt: skip
    assert (change.run.counts.read, change.run.counts.written, change.run.counts.retracted) == (1, 1, 0)
    assert await methods(store) == {"method:star-2020": 1}, "the younger keeps its id, and the mention is no longer in doubt"
    found = await ask(store, '{ node(id: "method:star") { id } method(by: {name: "STAR"}) { testedOn { nodes { name } } } }')
    assert found == {"node": {"id": "method:star-2020"}, "method": {"testedOn": {"nodes": [{"name": "MNIST"}, {"name": "SVHN"}]}}}
    assert await decisions(store) == [["same", "method:name:STAR@paper:acl:P20-1001", "method:name:STAR@paper:acl:P08-1001"]]
    assert await store.verify() == []


async def test_a_split_merge_gives_both_their_ids_back(store: GraphStore) -> None:
    await stars(store)
    before = await dump(store)
    await store.merge("method:star-2020", "method:star")
    change = await store.split("method:star")
    assert (change.ids, change.run.command, change.run.paths) == (("method:star-2020", "method:star"), "split", ("method:star-2020",))
    assert await dump(store) == before
    assert await methods(store) == {"method:star": 0, "method:star-2020": 0}
    await store.undo(3)
    assert await methods(store) == {"method:star-2020": 1}, "undoing the split merges again"
    await store.undo(2)
    assert await methods(store) == {"method:star": 0, "method:star-2020": 0}
    assert await store.verify() == []


async def test_merges_are_taken_back_from_the_last_on(store: GraphStore) -> None:
    await stars(store)
    await write(store, [record("f", edge(Relation.USES, OTHER, method("FooNet")))])
    await store.merge("method:star", "method:star-2020")
    await store.merge("method:star", "method:foonet")
    assert await methods(store) == {"method:star": 1}
    assert (await store.split("method:star")).ids == ("method:star", "method:foonet")
    assert (await store.split("method:star")).ids == ("method:star", "method:star-2020")
    with pytest.raises(RefusedError, match="method:star has nothing to take apart"):
        await store.split("method:star")


async def test_a_decision_survives_the_undoing_and_the_reload_of_what_it_is_about(store: GraphStore) -> None:
    await stars(store)
    await store.merge("method:star-2020", "method:star")
    await store.undo(1)
    assert await methods(store) == {}
    await stars(store)
    assert await methods(store) == {"method:star-2020": 1}
    assert (await store.why("method:star", "method:star")).ids == ("method:star-2020", "method:star-2020")


async def test_the_dropped_gets_its_id_back_when_the_kept_is_no_longer_stated(store: GraphStore) -> None:
    await write(store, [record("a", *evaluates(OTHER, "SVHN"), titled(OTHER, "Another"))])
    await write(store, [record("b", *evaluates(OTHER, "Digits"))])
    await store.merge("dataset:digits", "dataset:svhn")
    ask_ids = "{ datasets { nodes { id } } }"
    assert (await ask(store, ask_ids))["datasets"]["nodes"] == [{"id": "dataset:digits"}]
    await store.undo(2)
    assert (await ask(store, ask_ids))["datasets"]["nodes"] == [{"id": "dataset:svhn"}]
    await store.undo(4)
    assert (await ask(store, ask_ids))["datasets"]["nodes"] == [{"id": "dataset:digits"}]


async def test_papers_decided_to_be_one_take_a_third_by_its_title(store: GraphStore) -> None:
    title = "A title that two papers bear"
    await write(store, [record(key, titled(acl(key), title, "Ann Smith", 2019)) for key in ("P19-1001", "P19-1002")])
    await write(store, [record("x", titled(doi("10.1234/x"), title, "Ann Smith", 2020))])
    assert (await store.stats()).nodes["PAPER"] == 3
    await store.merge("acl:P19-1001", "https://aclanthology.org/P19-1002")
    assert (await store.stats()).nodes["PAPER"] == 1


async def test_the_kept_keeps_its_id_also_when_an_older_paper_is_taken_along(store: GraphStore) -> None:
    older = titled(doi("10.1234/a"), "Another title", None, None)
    await write(store, [record("o", older), record("a", titled(acl("P19-1001"), "Another title", "A. Smith", 2019))])
    await write(store, [record("b", titled(acl("P19-1002"), "Another title", None, None))])
    assert (await store.merge("acl:P19-1002", "acl:P19-1001")).ids == ("paper:acl:P19-1002",)
    assert (await store.why("doi:10.1234/a", "acl:P19-1001")).ids == ("paper:acl:P19-1002", "paper:acl:P19-1002")


async def test_an_edge_between_two_that_are_decided_to_be_one_waits_until_they_are_split(store: GraphStore) -> None:
    await write(store, [record("a", titled(OLD, "Old")), record("b", titled(NEW, "New"), edge(Relation.CITES, NEW, OLD))])
    await store.merge("paper:acl:P20-1001", "paper:acl:P08-1001")
    assert (await store.stats()).edges["CITES"] == 0
    await store.split("paper:acl:P20-1001")
    assert (await store.stats()).edges["CITES"] == 1


# --- split ----------------------------------------------------------------------------------------------------------


async def test_papers_that_a_title_joined_are_told_apart_and_merged_again(store: GraphStore) -> None:
    title = "A title of two papers"
    await write(
        store,
        [record("a", titled(doi("10.1234/a"), title, "A. Smith", 2019)), record("b", titled(doi("10.1234/b"), title, "A. Smith", 2020))],
    )
    assert (await store.stats()).nodes["PAPER"] == 1
    change = await store.split("paper:doi:10.1234/a")
    assert (change.ids, change.run.counts.written) == (("paper:doi:10.1234/a", "paper:doi:10.1234/b"), 1)
    assert await decisions(store) == [["different", "paper:doi:10.1234/a", "paper:doi:10.1234/b"]]
    apart = await dump(store)
    merged = await store.merge("paper:doi:10.1234/b", "paper:doi:10.1234/a")
    assert (merged.ids, (await store.stats()).nodes["PAPER"]) == (("paper:doi:10.1234/b",), 1)
    assert await decisions(store) == [["same", "paper:doi:10.1234/b", "paper:doi:10.1234/a"]]
    await store.split("paper:doi:10.1234/b")
    assert await dump(store) == apart, "a split merge is as if it had never been, also of what was told apart before"
    assert await store.verify() == []


async def test_what_other_references_were_told_apart_is_taken_back_by_a_merge_and_comes_back_with_its_split(store: GraphStore) -> None:
    title = "A title of two papers"
    first = titled(doi("10.1234/a"), title, "A. Smith", 2019)
    await write(store, [record("a", first), record("b", titled(doi("10.1234/b"), title, "A. Smith", 2020))])
    await store.split("paper:doi:10.1234/a")
    await write(store, [record("c", NodeAssertion(doi("10.1234/0"), {"title": title}, (doi("10.1234/a"),), PLACE))])
    apart = await dump(store)
    change = await store.merge("doi:10.1234/b", "doi:10.1234/a")
    assert change.run.counts.retracted == 1
    assert await decisions(store) == [["same", "paper:doi:10.1234/b", "paper:doi:10.1234/0"]]
    await store.split("doi:10.1234/b")
    assert await dump(store) == apart


async def test_an_identifier_is_told_apart_although_a_record_states_it_together_with_others(store: GraphStore) -> None:
    swin, yolox = Ref(Kind.PAPER, "arxiv", "2103.14030"), Ref(Kind.PAPER, "arxiv", "2107.08430")
    await write(
        store,
        [
            record("a", titled(swin, "Swin Transformer", None, 2021, yolox, doi("10.1234/swin"))),
            record("b", titled(yolox, "YOLOX: exceeding YOLO series", None, 2021)),
        ],
    )
    assert (await store.stats()).nodes["PAPER"] == 1
    change = await store.split("paper:doi:10.1234/swin", ["https://arxiv.org/abs/2107.08430v2"])
    assert change.ids == ("paper:arxiv:2103.14030", "paper:arxiv:2107.08430")
    found = await ask(store, "{ papers { nodes { title identifiers { scheme } } } }")
    assert found["papers"]["nodes"] == [
        {"title": "Swin Transformer", "identifiers": [{"scheme": "doi"}, {"scheme": "arxiv"}]},
        {"title": "YOLOX: exceeding YOLO series", "identifiers": [{"scheme": "arxiv"}]},
    ]
    assert await store.verify() == []


async def test_a_spelling_is_told_apart_with_all_its_mentions(store: GraphStore) -> None:
    said = [edge(Relation.USES, paper, name_ref(Kind.METHOD, name, paper.key)) for paper in (OLD, NEW) for name in ("Foo net", "FooNet")]
    await write(store, [record("o", titled(OLD, "Old")), record("n", titled(NEW, "New")), record("u", *said)])
    assert await methods(store) == {"method:foo-net": 2}
    change = await store.split("FooNet", ["FooNet"])
    assert len(change.ids) == 2
    assert sorted((await methods(store)).values()) == [2, 2]
    assert await store.verify() == []


async def test_what_is_told_apart_at_once_stands_each_alone_until_it_is_merged(store: GraphStore) -> None:
    refs = [doi("10.1234/a"), acl("P19-1001"), Ref(Kind.PAPER, "arxiv", "1901.00001")]
    await write(store, [record("a", titled(doi("10.1234/b"), "A title", None, 2019, *refs))])
    await write(store, [record(ref.value, NodeAssertion(ref, {"venue": ref.scheme}, (), PLACE)) for ref in refs])
    change = await store.split("A title", ["doi:10.1234/a", "acl:P19-1001"])
    assert change.ids == ("paper:doi:10.1234/b", "paper:doi:10.1234/a", "paper:acl:P19-1001")
    assert await decisions(store) == [
        ["different", "paper:doi:10.1234/b", "paper:acl:P19-1001"], ["different", "paper:doi:10.1234/b", "paper:doi:10.1234/a"],
    ]  # fmt: skip
    assert (await store.merge("doi:10.1234/a", "acl:P19-1001")).ids == ("paper:doi:10.1234/a",)
    assert (await store.stats()).nodes["PAPER"] == 2
    assert await store.verify() == []


async def test_an_alias_is_told_apart(store: GraphStore) -> None:
    stated = NodeAssertion(dataset("ImageNet"), {"name": "ImageNet"}, (dataset("ILSVRC 2012"),), PLACE)
    await write(store, [record("a", titled(OTHER, "T"), *evaluates(OTHER, "ImageNet", "ILSVRC2012")), record("b", stated)])
    assert (await store.split("ImageNet")).ids == ("dataset:imagenet", "dataset:ilsvrc2012")
    found = await ask(store, "{ datasets { nodes { name aliases } } }")
    assert found["datasets"]["nodes"] == [{"name": "ILSVRC2012", "aliases": ["ILSVRC 2012"]}, {"name": "ImageNet", "aliases": []}]


async def test_what_is_merged_can_be_told_apart_by_reference(store: GraphStore) -> None:
    await stars(store)
    await store.merge("method:star", "method:star-2020")
    change = await store.split("method:star", ["method:name:STAR@paper:acl:P20-1001"])
    assert change.ids == ("method:star", "method:star-2020")
    assert await decisions(store) == [["different", "method:name:STAR@paper:acl:P08-1001", "method:name:STAR@paper:acl:P20-1001"]]


# --- refusals -------------------------------------------------------------------------------------------------------


async def test_what_cannot_be_merged_or_split_is_refused_by_name(store: GraphStore) -> None:
    await stars(store)
    await write(
        store, [record("r", *result("r", method("FooNet"), "SVHN", 1.0)), record("c", edge(Relation.CITES, OTHER, doi("10.1234/unknown")))]
    )
    (figure,) = (await ask(store, "{ results { nodes { id } } }"))["results"]["nodes"]
    before = await dump(store)
    refused = [
        (store.merge("method:star", "dataset:svhn"), InputError, "'method:star' is a method and 'dataset:svhn' a dataset"),
        (store.merge("method:foonet", "FooNet"), RefusedError, "'method:foonet' and 'FooNet' are one node already"),
        (store.merge("method:nothing", "method:star"), NotFoundError, "'method:nothing' names nothing in this graph"),
        (store.merge("paper:acl:P08-1001", "doi:10.1234/unknown"), NotFoundError, "'doi:10.1234/unknown' is mentioned, but no node"),
        (store.merge("method:name:STAR", "method:star"), InputError, "'method:name:STAR' belongs to no node"),
        (store.merge(figure["id"], "method:star"), InputError, "is a result"),
        (store.merge("method:star", figure["id"]), InputError, "is a result"),
        (store.merge("x\0", "method:star"), InputError, r"contains U\+0000"),
        (store.split(figure["id"]), InputError, "is a result"),
        (store.split("method:name:STAR"), InputError, "'method:name:STAR' belongs to no node"),
        (store.split("method:foonet"), RefusedError, "--off: method:name:FooNet$"),
        (store.split("method:foonet", ["FooNet"]), RefusedError, "method:foonet has no other reference"),
        (store.split("method:foonet", ["BarNet"]), NotFoundError, "'BarNet' is no reference of method:foonet; it has method:name:FooNet"),
        (store.why("method:star", "dataset:svhn"), InputError, "'method:star' is a method and 'dataset:svhn' a dataset"),
        (store.why(figure["id"], figure["id"]), InputError, "nothing else joins them"),
    ]
    for work, error, message in refused:
        with pytest.raises(error, match=message):
            await work
    assert await dump(store) == before
    assert [run.command for run in await store.runs()] == ["load", "load"]


async def test_a_name_of_several_nodes_lists_them(store: GraphStore) -> None:
    await stars(store)
    with pytest.raises(AmbiguousError) as caught:
        await store.split("star")
    assert [(item.id, item.year, item.paper) for item in caught.value.candidates] == [
        ("method:star", 2008, "STAR of old"), ("method:star-2020", 2020, "A new STAR"),
    ]  # fmt: skip


# --- why ------------------------------------------------------------------------------------------------------------


def told(found: Explanation) -> list[tuple[str, str, Rule, str | None]]:
    return [(step.a, step.b, step.rule, step.origin.locator if step.origin else None) for step in found.steps]


async def test_why_tells_the_records_and_rules_that_join_two_references(store: GraphStore) -> None:
    title = "A distinctive title"
    await write(
        store,
        [
            record("b", titled(acl("P19-1001"), title, "Ann Smith", 2019, doi("10.1234/a"))),
            record("a", titled(acl("P19-1001"), title, "Ann Smith", 2019, doi("10.1234/a"))),
            record("c", titled(Ref(Kind.PAPER, "arxiv", "1901.00001"), title, "A. Smith", 2020)),
        ],
    )
    found = await store.why("paper:doi:10.1234/a", "arxiv:1901.00001")
    older, newer = text_ref(title, "Ann Smith", 2019).key, text_ref(title, "Ann Smith", 2020).key
    assert found.ids == ("paper:acl:P19-1001", "paper:acl:P19-1001")
    assert (found.apart, found.a, found.b) == (None, "paper:doi:10.1234/a", "paper:arxiv:1901.00001")
    assert told(found) == [
        ("paper:doi:10.1234/a", older, Rule.STATED, "test.jsonl:a"),
        (older, newer, Rule.TITLE, None),
        (newer, "paper:arxiv:1901.00001", Rule.STATED, "test.jsonl:c"),
    ]
    first = found.steps[0].origin
    assert first is not None
    assert (first.source, first.key, first.run, first.at[:2]) == ("test", "a", 1, "20")
    assert (await store.why("paper:acl:P19-1001", "acl:P19-1001")).steps == ()


async def test_why_tells_names_and_decisions(store: GraphStore) -> None:
    await stars(store)
    await store.merge("method:star", "method:star-2020")
    found = await store.why("method:name:STAR", "method:name:STAR@paper:acl:P20-1001")
    assert told(found) == [("method:name:STAR", "method:name:STAR@paper:acl:P20-1001", Rule.NAME, None)]
    await write(store, [record("x", edge(Relation.USES, OTHER, method("Nova")))])
    await store.merge("method:star", "method:nova")
    found = await store.why("method:nova", "method:name:Nova")
    assert told(found)[-1] == (
        "method:name:STAR@paper:acl:P08-1001", "method:name:Nova", Rule.DECIDED, "merge method:star method:nova",
    )  # fmt: skip


async def test_why_tells_what_keeps_apart(store: GraphStore) -> None:
    await stars(store)
    title = "A title that papers bear"
    await write(store, [record(key, titled(acl(key), title, "Ann Smith", 2019)) for key in ("P19-1001", "P19-1002")])
    two = [
        record("d", titled(doi("10.1234/d"), "Two papers", "A. Smith", 2019)),
        record("e", titled(doi("10.1234/e"), "Two papers", "A. Smith", 2019)),
    ]
    await write(store, two)
    await store.split("doi:10.1234/d")
    wrong = [titled(doi("10.1234/f"), "Learning to see"), titled(doi("10.1234/f"), "A grammar of Welsh verbs")]
    await write(store, [record("f", *wrong), record("g", titled(doi("10.1234/g"), "Learning to see"))])
    asked = {
        ("method:star", "method:star-2020"): (Apart.INTRODUCED, ("paper:acl:P08-1001", "paper:acl:P20-1001")),
        ("method:star", "method:name:STAR"): (Apart.AMBIGUOUS, ()),
        ("dataset:svhn", "dataset:mnist"): (Apart.NOTHING, ()),
        ("acl:P19-1001", "acl:P19-1002"): (Apart.IDENTIFIERS, ("paper:acl:P19-1001", "paper:acl:P19-1002")),
        ("doi:10.1234/d", "doi:10.1234/e"): (Apart.DECIDED, ()),
        ("doi:10.1234/f", "doi:10.1234/g"): (Apart.TITLES, ("paper:text:agrammarofwelshverbs||", "paper:text:learningtosee||")),
    }
    found = {pair: await store.why(*pair) for pair in asked}
    assert {pair: (item.apart, item.details) for pair, item in found.items()} == asked
    assert all(item.steps == () for item in found.values())
    assert found["method:star", "method:name:STAR"].ids == ("method:star", None)
    decided = found["doi:10.1234/d", "doi:10.1234/e"].origin
    assert decided is not None
    assert (decided.run, decided.source, decided.locator) == (4, "decisions", "split paper:doi:10.1234/d")


# --- review ---------------------------------------------------------------------------------------------------------


async def test_review_lists_what_waits_with_what_would_settle_it(store: GraphStore) -> None:
    await stars(store)
    arxiv = Ref(Kind.PAPER, "arxiv", "2107.08430")
    wrong = [titled(doi("10.1234/f"), "Learning to see", None, None, arxiv), titled(doi("10.1234/f"), "A grammar of Welsh verbs")]
    spam = edge(Relation.EVALUATES_ON, OTHER, dataset("How to"), {}, flag="spam")
    scoped = method("Star", OTHER)
    await write(store, [record("f", *wrong, spam), record("m", *[edge(r, OTHER, scoped) for r in (Relation.USES, Relation.COMPARES_WITH)])])
    found = await store.review()
    assert [(item.subject, item.reason, item.waiting, [c.id for c in item.candidates], item.remedy) for item in found.items] == [
        ("method:name:Star@paper:acl:P21-1001", Apart.INTRODUCED, 2, ["method:star", "method:star-2020"],
         ("merge", "method:star", "method:name:Star@paper:acl:P21-1001")),
        ("method:name:STAR", Apart.INTRODUCED, 1, ["method:star", "method:star-2020"], ("merge", "method:star", "method:name:STAR")),
        ("paper:doi:10.1234/f", Apart.TITLES, 0, [], ("split", "paper:doi:10.1234/f", "--off", "arxiv:2107.08430")),
    ]  # fmt: skip
    assert found.items[2].rows == (("A grammar of Welsh verbs", "test.jsonl:f"), ("Learning to see", "test.jsonl:f"))
    assert (found.total, found.flagged) == (3, {"spam": 1})
    assert [item.subject for item in (await store.review(limit=1)).items] == ["method:name:Star@paper:acl:P21-1001"]
    assert (await store.review(limit=1)).total == 3
    await store.merge("method:star", "method:name:STAR")
    assert await methods(store) == {"method:star": 1, "method:star-2020": 0}


async def test_a_title_of_several_papers_waits_for_who_says_which(store: GraphStore) -> None:
    title = "A title that papers bear"
    text = text_ref(title, "Ann Smith", 2019)
    await write(store, [record(key, titled(acl(key), title, "Ann Smith", 2019)) for key in ("P19-1001", "P19-1002")])
    await write(store, [record("c", titled(OTHER, "Another"), edge(Relation.CITES, OTHER, text))])
    (item,) = (await store.review()).items
    assert (item.subject, item.reason, item.waiting, item.remedy) == (
        text.key,
        Apart.AMBIGUOUS,
        1,
        ("merge", "paper:acl:P19-1001", text.key),
    )
    await store.merge("paper:acl:P19-1002", text.key)
    found = await ask(store, '{ paper(by: {acl: "P19-1002"}) { citedBy { totalCount } } }')
    assert found == {"paper": {"citedBy": {"totalCount": 1}}}
    assert (await store.review()).items == ()


async def test_titles_that_a_person_brought_together_do_not_wait(store: GraphStore) -> None:
    await write(store, [record("a", titled(OLD, "Learning to see")), record("b", titled(NEW, "A grammar of Welsh verbs"))])
    await store.merge("paper:acl:P08-1001", "paper:acl:P20-1001")
    assert (await store.review()).total == 0
    assert ReviewItem("x", Apart.TITLES, 0) == ReviewItem("x", Apart.TITLES, 0, (), (), ())
