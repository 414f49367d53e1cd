"""The graph that random operations ask: that of the hand-worked cases, and odd values, conflicts, decisions and undone loads beside it."""

from __future__ import annotations

from collections.abc import Iterator

from graph.evidence import Assertion, NodeAssertion, Place, Record, Values
from graph.ids import parse_repository
from graph.kinds import Relation
from graph.store import GraphStore
from loaders.records import identifier_ref
from tests.api.cases import world
from tests.build import acl, author, dataset, doi, edge, evaluates, introduces, known, method, record, result, task, titled, write
from tests.build import wrote as written

NAMES = (
    "\U0001f9e0 Brain Net",
    "\U00020000\U0002a6d6 of ext B",
    "\ue000 private use",
    "\ufffd replaced",
    "\u2600\ufe0f sun",
    "\u2600\U0001f9e0 sun and brain",
    "Cafe\u0301 Zo\u0308e\u0323",
    "Caf\u00e9 Zo\u00eb",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "'single' \"double\" \\back\\slash {brace} [x] $p0 `tick` %s",
    "line\u2028and\u0085next",
    "AND OR NOT + # * ? ~ ^",
    "C# 2+2 DeepLab+ v3+",
    "long " + "name " * 190,
    "w" * 300,
    "\u0130stanbul \u00dfharp \ufb01ne",
    "\u0928\u092e\u0938\u094d\u0924\u0947",
    "\U0001d4d0\U0001d4d1 letters",
)
FIGURES = (0.0, -0.0, -1.5, 1e-7, 1e300, 5e-324, 0.1 + 0.2, 1 / 3, 200 / 3, 123456789.123, 2.0**53 + 2, 1e22, 1e16, 1e7, 1e-3, 99.5)
METRICS = ("Accuracy", "accuracy", "F\u2081", "\U0001f4c8", "\ue000", "\ufffd", "BLEU")
SURE, UNSURE = Place("field", "hand/2", 1.0), Place("\U0001f9e0 field", "guess/2", 1 / 3, 3, 9, '\U0001f9e0 "quoted" \\ {}')


def paper(n: int) -> Record:
    """A paper that introduces a method and compares, under odd names, by authors of odd names."""
    ref, name, other = acl(f"P88-{1000 + n}"), NAMES[n], NAMES[(n + 5) % len(NAMES)]
    values: Values = {
        "title": name,
        "venue": METRICS[n % len(METRICS)],
        "abstract": "\U0001d4b3" * 2000,
        "links": [f"https://x.example/{name}"],
    }
    said: list[Assertion] = [
        NodeAssertion(ref, {**values, "publishedOn": f"19{80 + n}", "year": 1980 + n // 2 if n else None}, (), SURE),
        *introduces(ref, name),
        *evaluates(ref, NAMES[n % 3], NAMES[n % 4], "Plain"),
        edge(Relation.EVALUATES_ON, ref, dataset(other), {"roles": ["\U0001f9e0", "\ue000", "trains"]})._replace(place=UNSURE),
        edge(Relation.COMPARES_WITH, ref, method(other, acl(f"P88-{1000 + (n + 5) % len(NAMES)}")))._replace(place=UNSURE),
        edge(Relation.USES, ref, method("FooNet")),
        edge(Relation.ADDRESSES, ref, task(name)),
        edge(Relation.CITES, ref, acl(f"P88-{1000 + (n + 1) % len(NAMES)}"), {"contexts": [name, other], "intents": ["\ue000"]}),
        edge(Relation.WROTE, author(name), ref, {"position": 1 + n % 2, "nameAsWritten": name}),
        edge(Relation.WROTE, author(other), ref, {"position": 1 + n % 2}),
        edge(Relation.IMPLEMENTS, identifier_ref(parse_repository(f"https://github.com/odd/code{n % 4}")), ref, {"framework": name[:20]}),
    ]
    return record(f"{name[:40]} {n}", *said, source="odd \U0001f9e0" if n % 2 else "odd \ue000", rank=n % 4)._replace(
        url=f"https://x.example/{n}"
    )


def figures() -> Iterator[Record]:
    """Results of every odd figure, in several metrics, splits, settings and units, some better when lower."""
    for n, value in enumerate(FIGURES):
        owner = acl(f"P88-{1000 + n % len(NAMES)}")
        more = {"split": NAMES[n % 4][:30], "setting": METRICS[n % 3], "protocol": METRICS[(n + 1) % 3]} if n % 2 else {}
        said = result(
            f"odd{n}",
            method(NAMES[n % len(NAMES)], owner),
            NAMES[n % 3],
            value,
            owner,
            NAMES[n % 4] if n % 3 else None,
            METRICS[n % 2],
            **more,
        )
        if n % 4 == 0 and isinstance(said[0], NodeAssertion):
            said[0] = said[0]._replace(values={**said[0].values, "higherIsBetter": False, "unit": None, "uncertainty": value})
        yield record(f"odd figure {n}", *said, source="odd boards", rank=3)
        yield record(
            f"plain figure {n}",
            *result(f"plain{n}", method("BarNet"), "Plain", value, owner, "Seeing", METRICS[n % 7]),
            source="odd boards",
        )


def conflicts() -> list[Record]:
    """Claims of equal and of different rank, about papers, methods, repositories and edges; authors by identifiers that others name."""
    one = acl("P88-1001")
    code, large = (identifier_ref(parse_repository(f"https://github.com/odd/code{n}")) for n in (1, 2))
    said: dict[str, tuple[int, Values]] = {
        "better": (0, {"title": "Best told \U0001f9e0", "year": 1990}),
        "equal a": (1, {"venue": "Venue \ue000", "url": "https://a.example"}),
        "equal b": (1, {"venue": "Venue \U0001f9e0", "url": "https://b.example", "retracted": True}),
        "worse": (4, {"title": "Worst told", "year": 1991, "publishedOn": "1991-02-03"}),
    }
    records = [record(key, NodeAssertion(one, values, (), SURE), source="claims", rank=rank) for key, (rank, values) in said.items()]
    stars = ((0, code, 2**31 - 1), (2, code, 2**53), (2, large, 2**53), (3, large, 0))
    records += [
        record(f"stars {n}", NodeAssertion(of, {"stars": number}, (), SURE), source="claims", rank=rank)
        for n, (rank, of, number) in enumerate(stars)
    ]
    wrote: Values = {"position": 7, "nameAsWritten": "\U0001d4d0 \U0001d4d1"}
    records += [
        record(f"known {n}", *written(acl(f"P88-{1000 + n}"), known(scheme, value), NAMES[n]), source="claims")
        for n, scheme, value in ((2, "openalex", "A1"), (2, "s2author", "1"), (4, "openalex", "A2"))
    ]
    return [*records, record("other place", edge(Relation.WROTE, author(NAMES[1]), one, wrote), source="claims")]


def families() -> list[Record]:
    """Variants of variants, parts of parts, wholes of odd parts, and a class of methods."""
    small, tiny = method(f"{NAMES[0]} small"), method(f"{NAMES[0]} tiny")
    top, whole = method(NAMES[0], acl("P88-1000")), method("FooNet + \U0001f9e0")
    return [
        record("small", edge(Relation.VARIANT_OF, small, top, {"differs": ["size: \U0001f9e0"]}), *result("s", small, NAMES[0], 3.5), source="kin"),
        record("tiny", edge(Relation.VARIANT_OF, tiny, small, {"differs": ["size: \ue000"]}), *result("t", tiny, "Plain", 2.5), source="kin"),
        record("part", edge(Relation.PART_OF, dataset(NAMES[0]), dataset(NAMES[1])), edge(Relation.PART_OF, dataset(NAMES[1]), dataset("Suite"))),
        record("tasks", edge(Relation.PART_OF, task(NAMES[0]), task(NAMES[1])), edge(Relation.ADDRESSES, top, task(NAMES[1]))),
        record("whole", edge(Relation.COMBINES, whole, top, {"position": 1, "role": "\U0001f9e0"}),
               edge(Relation.COMBINES, whole, method("FooNet"), {"position": 1}), *result("w", whole, NAMES[1], 1.5, None, NAMES[0])),
        record("generic", NodeAssertion(method(NAMES[2], acl("P88-1002")), {"generic": True}, (), SURE)),
        record("spam", edge(Relation.EVALUATES_ON, acl("P88-1003"), dataset("Spam"), None, flag="\U0001f9e0 spam"), source="odd boards"),
    ]  # fmt: skip


def doubtful() -> list[Record]:
    """Two papers that introduce methods of one name, a citation of a paper that is not there, papers to be joined and told apart."""
    old, new, same, other = doi("10.5555/old"), doi("10.5555/new"), doi("10.5555/same"), acl("P88-2000")
    return [
        record("old", titled(old, "An old star", "A. \U0001d4d0", 2008), *introduces(old, "STAR"), *evaluates(old, "Plain")),
        record("new", titled(new, "A new star", "B. Sample", 2018), *introduces(new, "STAR"), *evaluates(new, "Plain", "Suite One")),
        record("mention", edge(Relation.USES, acl("P88-1004"), method("STAR"))),
        record("missing", edge(Relation.CITES, acl("P88-1004"), doi("10.5555/nowhere"))),
        record("same", titled(same, "Told twice", "C. Sample", 2012), source="one"),
        record("again", titled(other, "Told twice", "C. Sample", 2012), *introduces(other, "TwiceNet"), source="two"),
        record("left", *introduces(doi("10.5555/left"), "LeftNet"), titled(doi("10.5555/left"), "Left"), *evaluates(doi("10.5555/left"), NAMES[0])),
        record("right", *introduces(doi("10.5555/right"), "RightNet"), titled(doi("10.5555/right"), "Right"), *evaluates(doi("10.5555/right"), "Plain")),
    ]  # fmt: skip


async def build(store: GraphStore) -> None:
    """Fill an empty store."""
    await world.build(store)
    await write(store, [paper(n) for n in range(len(NAMES))], "odd \U0001f9e0.jsonl")
    await write(store, [*figures(), *conflicts(), *families()], "odd {}'\".jsonl")
    await write(store, doubtful(), "doubtful.jsonl")
    wrong = await write(
        store, [record("x", *introduces(acl("P88-1004"), "UndoneNet"), *evaluates(acl("P88-1004"), "Undone"), source="wrong")]
    )
    await store.undo(wrong[0].number)
    await store.merge("method:leftnet", "method:rightnet")
    await store.split("paper:acl:P88-2000")
    redone = await store.undo(wrong[0].number + 1)
    await store.undo(redone.number)
    await store.start_run("load", ["under way.jsonl"])
