"""What writing does, on small cases with answers worked out by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from graph.claims import RANKS
from graph.errors import InputError, NotFoundError, RefusedError
from graph.evidence import EdgeAssertion, NodeAssertion, RecordVersion, Ref
from graph.kinds import Kind, Relation
from graph.packed import pack
from graph.store import Batch, Checkpoint, GraphStore, RunState
from loaders.records import name_ref, text_ref
from tests.build import PLACE, acl, author, dataset, doi, dump, edge, evaluates, introduces, method, record, result, titled, write
from tests.contract.ask import ask


async def test_counts_of_a_load_add_up(store: GraphStore) -> None:
    first = [
        record("a", titled(acl("P19-1001"), "First")),
        record("a", titled(acl("P19-1001"), "First")),
        record("b", titled(acl("P19-1002"), "B")),
    ]
    _, counts = await write(store, first)
    assert (counts.read, counts.written, counts.merged, counts.unchanged) == (3, 2, 1, 0)
    _, counts = await write(store, [first[0], record("b", titled(acl("P19-1002"), "B again"))])
    assert (counts.read, counts.written, counts.merged, counts.unchanged) == (2, 1, 0, 1)


async def test_a_new_version_of_a_record_replaces_the_old_one(store: GraphStore) -> None:
    paper = acl("P19-1001")
    await write(store, [record("a", titled(paper, "Old title"), *evaluates(paper, "SVHN"))])
    await write(store, [record("a", titled(paper, "New title"), *evaluates(paper, "CIFAR-10"))])
    found = await ask(store, '{ paper(by: {acl: "P19-1001"}) { title evaluatesOn { nodes { name } } } datasets { nodes { name } } }')
    assert found == {
        "paper": {"title": "New title", "evaluatesOn": {"nodes": [{"name": "CIFAR-10"}]}},
        "datasets": {"nodes": [{"name": "CIFAR-10"}]},
    }


async def test_a_bare_identifier_creates_no_paper_and_its_citation_waits(store: GraphStore) -> None:
    citing, cited = acl("P19-1001"), acl("P19-1002")
    await write(
        store, [record("a", titled(citing, "Citing")), record("c", edge(Relation.CITES, citing, cited, {"contexts": ["as in [1]"]}))]
    )
    stats = await store.stats()
    assert (stats.nodes["PAPER"], stats.edges["CITES"], stats.pending) == (1, 0, 1)
    assert (await ask(store, '{ paper(by: {acl: "P19-1001"}) { unresolvedReferenceCount } }'))["paper"] == {"unresolvedReferenceCount": 1}
    await write(store, [record("b", titled(cited, "Cited"))])
    stats = await store.stats()
    assert (stats.nodes["PAPER"], stats.edges["CITES"], stats.pending) == (2, 1, 0)
    found = await ask(store, '{ paper(by: {acl: "P19-1002"}) { citedBy { edges { contexts node { title } } } } }')
    assert found["paper"]["citedBy"]["edges"] == [{"contexts": ["as in [1]"], "node": {"title": "Citing"}}]


async def test_an_abstract_alone_creates_no_paper_and_waits_for_one(store: GraphStore) -> None:
    paper, other = Ref(Kind.PAPER, "s2", "7"), doi("10.1234/x")
    described = record("t", NodeAssertion(paper, {"abstract": "We do."}, (other,), PLACE), *evaluates(paper, "SVHN"))
    await write(store, [described])
    stats = await store.stats()
    assert (stats.nodes["PAPER"], stats.nodes["DATASET"], stats.pending) == (0, 1, 1)
    await write(store, [record("a", titled(other, "A title"))])
    found = await ask(store, '{ paper(by: {doi: "10.1234/X"}) { title abstract evaluatesOn { nodes { name } } } }')
    assert found["paper"] == {"title": "A title", "abstract": "We do.", "evaluatesOn": {"nodes": [{"name": "SVHN"}]}}
    await store.undo(2)
    assert (await store.stats()).nodes["PAPER"] == 0


async def test_authors_are_told_apart_and_found_by_the_ids_of_their_sources(store: GraphStore) -> None:
    people = [Ref(Kind.AUTHOR, "openalex", "A5"), Ref(Kind.AUTHOR, "s2author", "5"), Ref(Kind.AUTHOR, "s2author", "6")]
    said = [NodeAssertion(ref, {"name": "Wei Li"}, (), PLACE) for ref in people]
    joined = NodeAssertion(people[0], {}, (people[1],), PLACE)
    await write(store, [record("a", *said, joined), record("b", edge(Relation.WROTE, author("Wei Li"), acl("P19-1001")))])
    asked = "{ authors { nodes { id resolved identifiers { scheme value url } } } }"
    assert (await ask(store, asked))["authors"]["nodes"] == [
        {
            "id": "author:openalex:A5",
            "resolved": True,
            "identifiers": [
                {"scheme": "openalex", "value": "A5", "url": "https://openalex.org/A5"},
                {"scheme": "s2author", "value": "5", "url": "https://www.semanticscholar.org/author/5"},
            ],
        },
        {
            "id": "author:s2author:6",
            "resolved": True,
            "identifiers": [{"scheme": "s2author", "value": "6", "url": "https://www.semanticscholar.org/author/6"}],
        },
        {"id": "author:wei-li", "resolved": False, "identifiers": []},
    ]
    why = await store.why("https://www.semanticscholar.org/author/Wei-Li/5", "openalex:A5")
    assert (why.ids, why.apart) == (("author:openalex:A5", "author:openalex:A5"), None)


async def test_the_better_ranked_claim_is_shown_also_when_both_come_at_once(store: GraphStore) -> None:
    code, paper = Ref(Kind.REPOSITORY, "repo", "https://github.com/a/b"), acl("P19-1001")
    said = record("p", titled(paper, "First"))
    text = record("t", edge(Relation.IMPLEMENTS, code, paper, {"official": False}), rank=RANKS["text"])
    curated = record("c", edge(Relation.IMPLEMENTS, code, paper, {"official": True}), source="own", rank=RANKS["curated"])
    await write(store, [said, text, curated])
    found = await ask(store, '{ paper(by: {acl: "P19-1001"}) { implementedBy { edges { official } } } }')
    assert found["paper"]["implementedBy"]["edges"] == [{"official": True}]
    await store.undo(1)
    await write(store, [curated, text, said])
    assert await ask(store, '{ paper(by: {acl: "P19-1001"}) { implementedBy { edges { official } } } }') == found


async def test_papers_join_by_strong_identifier_and_redirect(store: GraphStore) -> None:
    await write(store, [record("a", titled(acl("P19-1001"), "One")), record("b", titled(doi("10.1234/x"), "One, as registered"))])
    assert (await store.stats()).nodes["PAPER"] == 2
    await write(store, [record("c", NodeAssertion(acl("P19-1001"), {"title": "One"}, (doi("10.1234/x"),), PLACE))])
    assert (await store.stats()).nodes["PAPER"] == 1
    found = await ask(
        store, '{ a: node(id: "paper:doi:10.1234/x") { id } b: paper(by: {doi: "10.1234/X"}) { id identifiers { scheme value } } }'
    )
    assert found["a"]["id"] == found["b"]["id"] == "paper:acl:P19-1001"
    assert [item["scheme"] for item in found["b"]["identifiers"]] == ["doi", "acl"]


async def test_text_joins_papers_of_one_title_author_and_neighbouring_years(store: GraphStore) -> None:
    title = "A distinctive title of a paper"
    await write(
        store,
        [record("a", titled(acl("P19-1001"), title, "Ann Smith", 2019)), record("b", titled(doi("10.1234/x"), title, "A. Smith", 2020))],
    )
    assert (await store.stats()).nodes["PAPER"] == 1
    await write(
        store, [record("c", titled(doi("10.1/y"), title, "Bo Jones", 2019)), record("d", titled(doi("10.1/z"), title, "Ann Smith", 2023))]
    )
    assert (await store.stats()).nodes["PAPER"] == 3


async def test_text_never_joins_two_values_of_a_single_valued_identifier(store: GraphStore) -> None:
    title = "Proceedings of something"
    two = [record(key, titled(acl(key), title, "Ann Smith", 2019)) for key in ("P19-1001", "P19-1002")]
    await write(store, two)
    assert (await store.stats()).nodes["PAPER"] == 2
    await write(store, [record("x", titled(doi("10.1234/x"), title, "Ann Smith", 2019))])
    assert (await store.stats()).nodes["PAPER"] == 3, "a third of the same text must not chain the two"


async def test_titles_of_many_papers_never_join(store: GraphStore) -> None:
    families = ["Smith", "Jones", "Brown", "White"]
    records = [
        record(f"{f}{y}", titled(doi(f"10.1/{f.lower()}{y}"), "Advertisements", f"A. {f}", y)) for f in families for y in (2019, 2020)
    ]
    await write(store, records)
    assert (await store.stats()).nodes["PAPER"] == 8


async def test_a_name_is_one_method_until_a_second_paper_introduces_it(store: GraphStore) -> None:
    old, new, other = acl("P08-1001"), acl("P20-1001"), acl("P21-1001")
    titles = [record(p.value, titled(p, f"Title {p.value}", None, y)) for p, y in ((old, 2008), (new, 2020), (other, 2021))]
    await write(store, [*titles, record("i1", *introduces(new, "BART")), record("m", edge(Relation.USES, other, method("BART", other)))])
    found = await ask(store, '{ method(by: {name: "bart"}) { id usedBy { totalCount } introducedBy { nodes { year } } } }')
    assert found["method"] == {"id": "method:bart", "usedBy": {"totalCount": 1}, "introducedBy": {"nodes": [{"year": 2020}]}}
    await write(store, [record("i2", *introduces(old, "BART"))])
    stats = await store.stats()
    assert (stats.nodes["METHOD"], stats.edges["USES"], stats.review) == (2, 0, 1), "the ambiguous mention waits in review"
    found = await ask(store, "{ methods { nodes { id } } }")
    assert [node["id"] for node in found["methods"]["nodes"]] == ["method:bart", "method:bart-2008"]
    await store.undo(2)
    stats = await store.stats()
    assert (stats.nodes["METHOD"], stats.edges["USES"], stats.review) == (1, 1, 0)


async def test_datasets_are_one_by_folded_name_and_alias(store: GraphStore) -> None:
    paper = acl("P19-1001")
    stated = NodeAssertion(dataset("ImageNet"), {"name": "ImageNet"}, (dataset("ILSVRC 2012"),), PLACE)
    await write(store, [record("a", titled(paper, "T"), *evaluates(paper, "CIFAR-10", "cifar 10", "ILSVRC2012")), record("b", stated)])
    found = await ask(store, "{ datasets { nodes { name aliases } } }")
    assert found["datasets"]["nodes"] == [
        {"name": "CIFAR-10", "aliases": ["cifar 10"]},
        {"name": "ImageNet", "aliases": ["ILSVRC 2012", "ILSVRC2012"]},
    ]


async def test_authors_are_one_by_name_and_keep_their_place(store: GraphStore) -> None:
    paper = acl("P19-1001")
    wrote = [edge(Relation.WROTE, author(n), paper, {"position": i, "nameAsWritten": n}) for i, n in ((2, "Ann Lee"), (1, "Zoë Adams"))]
    await write(store, [record("a", titled(paper, "T"), *wrote)])
    found = await ask(store, '{ paper(by: {acl: "P19-1001"}) { authors { edges { position nameAsWritten node { name resolved } } } } }')
    assert [e["position"] for e in found["paper"]["authors"]["edges"]] == [1, 2]
    assert found["paper"]["authors"]["edges"][0]["node"] == {"name": "Zoë Adams", "resolved": False}


async def test_flagged_assertions_are_kept_and_support_nothing(store: GraphStore) -> None:
    paper = acl("P19-1001")
    spam = edge(Relation.EVALUATES_ON, paper, dataset("How to fix an error"), {"roles": ["tagged"]}, flag="spam")
    _, counts = await write(store, [record("a", titled(paper, "T"), spam)])
    stats = await store.stats()
    assert (counts.flagged, stats.flagged, stats.nodes["DATASET"]) == (1, 1, 0)


async def test_shown_values_prefer_rank_then_records_then_the_smaller(store: GraphStore) -> None:
    paper = acl("P19-1001")
    said = [("a", "Zed", 3), ("b", "Beta", 3), ("c", "Beta", 3), ("d", "Alpha", 3)]
    await write(store, [record(key, titled(paper, title), rank=3, source="s3") for key, title, _ in said])
    assert (await ask(store, '{ paper(by: {acl: "P19-1001"}) { title } }'))["paper"]["title"] == "Beta"
    await write(store, [record("z", titled(paper, "Omega"), rank=0, source="curated")])
    assert (await ask(store, '{ paper(by: {acl: "P19-1001"}) { title } }'))["paper"]["title"] == "Omega"


async def test_equal_figures_of_two_sources_are_one_result_with_two_records(store: GraphStore) -> None:
    paper = acl("P19-1001")
    base = [record("p", titled(paper, "T"))]
    one = record("1", *result("s1:1", method("Foo"), "SVHN", 97.5, paper), source="s1")
    two = record("2", *result("s2:1", method("foo"), "svhn", 97.5, paper), source="s2")
    other = record("3", *result("s2:2", method("Foo"), "SVHN", 96.0, paper), source="s2")
    await write(store, [*base, one, two, other])
    assert (await store.stats()).nodes["RESULT"] == 2
    found = await ask(
        store,
        '{ dataset(by: {name: "SVHN"}) { leaderboard { edges { rank node { value } } } testedMethods { edges { resultCount paperCount } } } }',
    )
    assert found["dataset"]["leaderboard"]["edges"] == [{"rank": 1, "node": {"value": 97.5}}, {"rank": 2, "node": {"value": 96.0}}]
    assert found["dataset"]["testedMethods"]["edges"] == [{"resultCount": 2, "paperCount": 1}]


async def test_a_fraction_equals_its_percentage(store: GraphStore) -> None:
    paper = acl("P19-1001")
    one = record("1", titled(paper, "T"), *result("s1:1", method("Foo"), "SVHN", 97.5, paper))
    two = record("2", *result("s2:1", method("Foo"), "SVHN", 0.975, paper, unit="fraction"))
    await write(store, [one, two])
    assert (await store.stats()).nodes["RESULT"] == 1


async def test_a_snapshot_retracts_what_it_no_longer_holds(store: GraphStore) -> None:
    records = [record(str(n), titled(acl(f"P19-10{n:02}"), f"Paper {n}")) for n in range(10)]
    await write(store, records)
    run = await store.start_run("load", ["again"])
    await store.write(run, Batch(pack(records[:5])))
    with pytest.raises(RefusedError, match="5 of 10"):
        await store.retract_unseen(run, "test")
    assert await store.retract_unseen(run, "test", force=True) == 5
    await store.finish_run(run)
    assert (await store.stats()).nodes["PAPER"] == 5
    await store.undo(2)
    assert (await store.stats()).nodes["PAPER"] == 10


async def test_a_batch_repeated_changes_nothing(store: GraphStore) -> None:
    run = await store.start_run("load", ["x"])
    batch = Batch(pack([record("a", titled(acl("P19-1001"), "T"))]), (), Checkpoint((("x", 1),)))
    await store.write(run, batch)
    before = await dump(store)
    await store.write(run, batch)
    assert await dump(store) == before


def _paper(n: int) -> Batch:
    return Batch(pack([record(str(n), titled(acl(f"P19-10{n:02}"), f"Paper {n}"), *evaluates(acl(f"P19-10{n:02}"), "SVHN"))]))


UNKNOWN = Batch(pack([]), held=[RecordVersion("test", "x", bytes(16))])


async def _stream(*batches: Batch) -> AsyncIterator[Batch]:
    for batch in batches:
        yield batch


async def test_a_stream_of_batches_is_written_in_its_order(store: GraphStore) -> None:
    batches = [_paper(n) for n in range(5)]
    run = await store.start_run("load", ["x"])
    found = [(batch, counts.written) async for batch, counts in store.write_each(run, _stream(*batches))]
    assert found == [(batch, 1) for batch in batches]
    info = await store.finish_run(run)
    assert info.counts.written == 5
    assert (await store.stats()).nodes["DATASET"] == 1
    assert await store.verify() == []


@pytest.mark.parametrize("place", range(4))
async def test_nothing_of_a_stream_is_written_after_what_fails(store: GraphStore, place: int) -> None:
    batches = [_paper(n) for n in range(4)]
    run = await store.start_run("load", ["x"])
    found = []

    async def written() -> None:
        async for batch, _ in store.write_each(run, _stream(*batches[:place], UNKNOWN, *batches[place:])):
            found.append(batch)

    with pytest.raises(InputError, match="was taken for held and is not"):
        await written()
    assert found == batches[:place]
    await store.finish_run(run, interrupted=True)
    assert (await store.stats()).nodes["PAPER"] == place
    await write(store, [record("later", titled(acl("P19-1099"), "Later"))])
    assert (await store.stats()).nodes["PAPER"] == place + 1
    assert await store.verify() == []


async def test_a_stream_that_is_left_keeps_what_it_gave(store: GraphStore) -> None:
    run = await store.start_run("load", ["x"])
    async with aclosing(store.write_each(run, _stream(*(_paper(n) for n in range(4))))) as written:
        async for _ in written:
            break
    await store.finish_run(run, interrupted=True)
    assert (await store.stats()).nodes["PAPER"] in (1, 2)
    assert await store.verify() == []


async def test_an_interrupted_run_resumes_at_its_checkpoint(store: GraphStore) -> None:
    run = await store.start_run("load", ["x"])
    await store.write(run, Batch(pack([record("a", titled(acl("P19-1001"), "T"))]), (), Checkpoint((("x", 1),))))
    again = await store.start_run("load", ["x"], resume=True)
    assert (again.number, again.checkpoint.done) == (run.number, (("x", 1),))
    other = await store.start_run("load", ["y"], resume=True)
    assert (other.number, other.checkpoint.done) == (2, ())
    states = {info.number: info.state for info in await store.runs()}
    assert states == {1: RunState.INTERRUPTED, 2: RunState.RUNNING}


async def test_undo_refuses_what_cannot_be_undone(store: GraphStore) -> None:
    await write(store, [record("a", titled(acl("P19-1001"), "T"))])
    with pytest.raises(NotFoundError, match="run 7 does not exist"):
        await store.undo(7)
    await store.undo(1)
    with pytest.raises(RefusedError, match="undone already by run 2"):
        await store.undo(1)


async def test_public_ids_outlive_undo_and_are_never_reused(store: GraphStore) -> None:
    paper = acl("P19-1001")
    await write(store, [record("a", titled(paper, "T"), *evaluates(paper, "Data-Set"))])
    await store.undo(1)
    await write(store, [record("b", titled(paper, "T"), *evaluates(paper, "Data Set!"))])
    ids = [node["id"] for node in (await ask(store, "{ datasets { nodes { id name } } }"))["datasets"]["nodes"]]
    assert len(ids) == 1
    assert ids[0] != "dataset:data-set", "the id belonged to another spelling's reference"
    await store.undo(2)
    found = await ask(store, '{ datasets { nodes { id } } former: node(id: "dataset:data-set") { id } }')
    assert found == {"datasets": {"nodes": [{"id": ids[0]}]}, "former": {"id": ids[0]}}, "the former id leads to the same dataset"


async def test_families_roll_up_to_their_root_and_cycles_end(store: GraphStore) -> None:
    links = [("ALBERT-xlarge", "ALBERT"), ("ALBERT", "BERT family"), ("Loop A", "Loop B"), ("Loop B", "Loop A")]
    said = [edge(Relation.VARIANT_OF, method(a), method(b), {"differs": ["size: x"]}) for a, b in links]
    paper = acl("P19-1001")
    used = [edge(Relation.COMPARES_WITH, paper, method("ALBERT-xlarge"))]
    await write(store, [record("f", *said), record("p", titled(paper, "T"), *used, *evaluates(paper, "SQuAD"))])
    found = await ask(
        store,
        '{ dataset(by: {name: "squad"}) { testedMethods { nodes { name } } exact: testedMethods(variants: EXACT) { nodes { name } } } }',
    )
    assert found["dataset"] == {"testedMethods": {"nodes": [{"name": "BERT family"}]}, "exact": {"nodes": [{"name": "ALBERT-xlarge"}]}}
    assert await store.verify() == []


async def test_two_titles_of_no_author_are_one_paper_only_when_nothing_else_is_known(store: GraphStore) -> None:
    title = "A paper known by its title alone"
    named = NodeAssertion(text_ref(title), {"title": title}, (), PLACE)
    await write(store, [record("a", named), record("b", titled(doi("10.1/a"), title))])
    assert (await store.stats()).nodes["PAPER"] == 1
    both = [record("c", titled(doi("10.1/b"), title, "A. Smith", 2001)), record("d", titled(doi("10.1/c"), title, "B. Jones", 2015))]
    await write(store, both)
    assert (await store.stats()).nodes["PAPER"] == 3, "two known papers of one title leave the vague one alone"


async def test_component_support_needs_to_be_asked_for(store: GraphStore) -> None:
    paper = acl("P19-1001")
    combined = method("Foo + Bar", paper)
    part = EdgeAssertion(Relation.COMBINES, combined, name_ref(Kind.METHOD, "Bar"), {"position": 2, "role": "added"}, PLACE)
    await write(store, [record("a", titled(paper, "T"), part, *result("r", combined, "SVHN", 1.0, paper))])
    ask_bar = '{ method(by: {name: "Bar"}) { testedOn { totalCount } with: testedOn(via: [COMPONENT]) { edges { via node { name } } } } }'
    found = (await ask(store, ask_bar))["method"]
    assert found == {"testedOn": {"totalCount": 0}, "with": {"edges": [{"via": ["COMPONENT"], "node": {"name": "SVHN"}}]}}
