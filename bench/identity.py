"""Identity measured: records whose identifiers are hidden are to find their papers among the ACL collection by title, author and year alone.

Each set is reported apart. A record is *found* when it becomes one node with the paper it is of, *wrong* when with another; precision is found of
found and wrong, recall found of all. Of negatives (different papers that look alike) each joined pair is wrong.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import apsw

from bench.table import Row
from graph.claims import RANKS
from graph.evidence import NodeAssertion, Place, Record
from graph.ids import InvalidIdentifier, parse_acl
from graph.packed import pack
from graph.short_titles import COMMON_TITLE
from graph.store import Batch, GraphStore
from graph.stores import open_store
from graph.stores.sqlite.bylines import WROTE
from graph.text import fold
from loaders.formats import FORMATS
from loaders.records import decode, family_name, text_ref
from loaders.shapes.pieces import BadPiece, understood
from loaders.sources import acl, bibtex, leaderboard
from loaders.text.markup import from_latex
from loaders.units import Unit
from tests.contract.ask import ask

REACH = "precision ≥ 0.995, recall ≥ 0.95"
PERTURBED = 400
_PLACE = Place("", "bench/identity", 1.0)
BATCH = 4000


@dataclass(frozen=True, slots=True)
class Hidden:
    """A paper as another source might state it, without identifiers: the Anthology id that it ought to be found as."""

    is_of: str
    title: str
    author: str | None
    year: int | None


async def measure(shared: Path, scratch: Path, _: int) -> list[Row]:
    """Load the ACL collection, then each set into a copy of nothing: the sets stand beside each other and look at the same papers."""
    papers = _papers(shared)
    named = _leaderboard(shared, papers)
    telling = [item for item in named if leaderboard.is_telling(item.title)]
    sets = {
        "acl_anthology.bib": _bibliography(shared, papers),
        f"pwc_sota, by URL ({len(named) - len(telling)} more bear no title)": telling,
        **_perturbed(papers),
    }
    store = await open_store(f"sqlite:///{scratch / 'identity.db'}")
    await _write(store, (item for item in FORMATS["acl"].read(shared / "data" / "acl.jsonl.zst", "acl") if isinstance(item, Record)))
    rows = [await _negatives(store, papers), await _generic(store, papers)]
    for name, hidden in sets.items():
        rows.append(await _positives(store, name, hidden))
    await store.close()
    return [*rows, await _authors(shared, scratch)]


# --- the sets ---------------------------------------------------------------------------------------------------------


def _papers(shared: Path) -> dict[str, acl.AclPaper]:
    found: dict[str, acl.AclPaper] = {}
    for item in FORMATS["acl"].reader.units(shared / "data" / "acl.jsonl.zst", "acl"):
        if isinstance(item, Unit):
            paper = understood(acl.AclPaper, decode(item.raw))
            found[parse_acl(paper.id).value] = paper
    return found


def _anthology_id(text: str | None) -> str | None:
    try:
        return parse_acl(text).value if text else None
    except InvalidIdentifier:
        return None


def _bibliography(shared: Path, papers: dict[str, acl.AclPaper]) -> list[Hidden]:
    """The entries of a bibliography that give an Anthology address."""
    found: dict[str, Hidden] = {}
    for piece in bibtex.READER.pieces(shared / "data" / "original" / "bibtex" / "acl_anthology.bib"):
        if isinstance(piece, BadPiece):
            continue
        work = bibtex.described(understood(bibtex.BibtexEntry, decode(piece.raw)))
        known = _anthology_id(work.url)
        if known in papers and work.title:
            found.setdefault(known, Hidden(known, work.title, work.authors[0].name if work.authors else None, work.year))
    return list(found.values())


def _leaderboard(shared: Path, papers: dict[str, acl.AclPaper]) -> list[Hidden]:
    """The papers that rows of leaderboards name by an Anthology address and by a title; rows know neither author nor year."""
    found: dict[str, Hidden] = {}
    for piece in leaderboard.READER.pieces(shared / "data" / "pwc_sota.jsonl"):
        if isinstance(piece, BadPiece):
            continue
        row = understood(leaderboard.LeaderboardRow, decode(piece.raw))
        known = _anthology_id(row.paper_url)
        if known in papers and row.paper_title:
            found.setdefault(known, Hidden(known, leaderboard.plain_title(row.paper_title) or "", None, None))
    return list(found.values())


def _perturbed(papers: dict[str, acl.AclPaper]) -> dict[str, list[Hidden]]:
    """What other sources do to titles, names and years, done to papers chosen by a seed."""
    chance = random.Random(4)
    usable = sorted(known for known, paper in papers.items() if paper.authors and paper.year and len(paper.title.split()) >= 4)
    chosen = chance.sample(usable, PERTURBED)

    def made(title: bool | str = False, initials: bool = False, shift: int = 0, among: Iterable[str] = chosen) -> list[Hidden]:
        return [_hidden(known, papers[known], str(title or ""), initials, shift) for known in among]

    with_subtitle = [known for known in chance.sample(usable, len(usable)) if ": " in papers[known].title][:PERTURBED]
    return {
        "perturbed: LaTeX and capitals": made("latex"),
        "perturbed: initials": made(initials=True),
        "perturbed: year + 1": made(shift=1),
        "perturbed: year − 1": made(shift=-1),
        "perturbed: subtitle cut": made("cut", among=with_subtitle),
    }


def _hidden(known: str, paper: acl.AclPaper, title: str, initials: bool, shift: int) -> Hidden:
    written = paper.title
    if title == "latex":
        written = re.sub(r"\b([A-Z]{2,})\b", r"{\1}", written).replace("&", r"\&").upper()
        written = from_latex(written)
    elif title == "cut":
        written = written.split(": ")[0]
    author = paper.authors[0]
    if initials and " " in author:
        first, last = author.split()[0], family_name(author)
        author = f"{first[0]}. {last}"
    return Hidden(known, written, author, (paper.year or 0) + shift)


# --- measuring ----------------------------------------------------------------------------------------------------------


async def _found(store: GraphStore, name: str, hidden: list[Hidden]) -> list[set[str]]:
    """Load a set, and take it back; returns the Anthology ids that each became one node with."""
    run = await store.start_run("load", [name])
    records = [_record(name, number, item) for number, item in enumerate(hidden)]
    await store.write(run, Batch(pack(records)))
    await store.finish_run(run)
    joined = [await _anthology_ids(store, record) for record in records]
    await store.undo(run.number)
    return joined


async def _positives(store: GraphStore, name: str, hidden: list[Hidden]) -> Row:
    joined = list(zip(hidden, await _found(store, name, hidden), strict=True))
    found = sum(item.is_of in known for item, known in joined)
    wrong = sum(bool(known - {item.is_of}) for item, known in joined)
    precision, recall = found / max(1, found + wrong), found / max(1, len(hidden))
    told = f"{len(hidden):,} papers: precision {precision:.4f} ({wrong} wrong), recall {recall:.4f} ({found:,} found)"
    return f"identity, {name}", told, REACH


def _record(source: str, number: int, item: Hidden) -> Record:
    subject = text_ref(item.title, item.author, item.year)
    said = NodeAssertion(subject, {"title": item.title}, (), _PLACE)
    return Record(source, f"{number}", str(number).encode().rjust(16, b"0"), (said,), "", None, RANKS["text"])


async def _anthology_ids(store: GraphStore, record: Record) -> set[str]:
    (said,) = record.assertions
    assert isinstance(said, NodeAssertion)
    found = await ask(store, "query ($a: ID!) { node(id: $a) { ... on Paper { identifiers { scheme value } } } }", {"a": said.subject.key})
    node = found["node"]
    return {item["value"] for item in node["identifiers"] if item["scheme"].lower() == "acl"} if node else set()


async def _negatives(store: GraphStore, papers: dict[str, acl.AclPaper]) -> Row:
    """Different papers of one title, year and first author: no two of them may be one node."""
    groups: dict[tuple[str, str, int | None], list[str]] = defaultdict(list)
    for known, paper in papers.items():
        groups[fold(paper.title), fold(paper.authors[0]) if paper.authors else "", paper.year].append(known)
    alike = {key: sorted(found) for key, found in groups.items() if len(found) > 1}
    nodes: dict[str, str] = {}
    for known in (known for found in alike.values() for known in found):
        answer = await ask(store, "query ($a: String!) { paper(by: {acl: $a}) { id } }", {"a": known})
        nodes[known] = answer["paper"]["id"]
    pairs = [(a, b) for found in alike.values() for a, b in combinations(found, 2)]
    joined = sum(nodes[a] == nodes[b] for a, b in pairs)
    told = f"{len(alike):,} groups, {len(nodes):,} papers, {len(pairs):,} pairs: {joined} joined"
    return "identity, papers that look alike", told, "0 joined"


async def _generic(store: GraphStore, papers: dict[str, acl.AclPaper]) -> Row:
    """Titles that many papers bear ("Introduction"): on their own they are to mean none."""
    families: dict[str, set[str]] = defaultdict(set)
    for paper in papers.values():
        if paper.authors:
            families[fold(paper.title)].add(fold(family_name(paper.authors[0])))
    titles = {fold(paper.title): paper.title for paper in papers.values() if len(families[fold(paper.title)]) > COMMON_TITLE}
    joined = await _found(store, "generic titles", [Hidden("", title, None, None) for title in titles.values()])
    return "identity, titles of many papers", f"{len(titles):,} titles: {sum(map(bool, joined))} joined", "0 joined"


_OF_SEVERAL = """
WITH written AS (
    SELECT e.target AS paper, e.source AS author, a.version, r.source FROM edge e JOIN assertion a USING (edge)
    JOIN version v USING (version) JOIN record r ON r.record = v.record WHERE e.relation = ?),
told AS (SELECT paper, max(number) AS told FROM (SELECT paper, version, count(*) AS number FROM written GROUP BY 1, 2) GROUP BY paper),
several AS (SELECT paper, count(DISTINCT author) AS stand FROM written GROUP BY paper HAVING count(DISTINCT source) > 1)
SELECT count(*), sum(told), sum(max(stand - told, 0)) FROM several JOIN told USING (paper)
"""


async def _authors(shared: Path, scratch: Path) -> Row:
    """Authors of papers that several sources describe, by name or by identifiers: how many stand there more often than any record has them."""
    path = scratch / "authors.db"
    store = await open_store(f"sqlite:///{path}")
    for name, file in (
        ("acl", "acl.jsonl.zst"),
        ("acl-author-ids", "acl_author_ids.jsonl"),
        ("openalex", "openalex_works.jsonl.zst"),
        ("bibtex", "dblp_ml.bib.zst"),
    ):
        read = FORMATS[name].read(shared / "data" / file, name)
        await _write(store, (item for item in read if isinstance(item, Record)))
    await store.close()
    db = apsw.Connection(str(path))
    ((papers, authors, twice),) = db.execute(_OF_SEVERAL, (WROTE,))
    db.close()
    told = f"{papers:,} papers of several sources, {authors:,} authors: {twice} stand twice"
    return "identity, authors by name and by identifier", told, ""


async def _write(store: GraphStore, records: Iterator[Record]) -> None:
    run = await store.start_run("load", ["acl"])
    batch: list[Record] = []
    for record in records:
        batch.append(record)
        if len(batch) == BATCH:
            await store.write(run, Batch(pack(batch)))
            batch = []
    await store.write(run, Batch(pack(batch)))
    await store.finish_run(run)
