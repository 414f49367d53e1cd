"""Decisions of people on identity: merge and split, as records of the source `decisions`.

One record a pair of references, whatever the verdict, so that all that holds of records holds of decisions: a later one replaces an
earlier one, a run sees or retracts them, undoing a run brings back what was. Everything happens in one projection, so that no rule
acts between what is taken back and what is decided instead.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import combinations

from graph.claims import RANKS
from graph.errors import InputError, NotFoundError, RefusedError
from graph.evidence import DECISIONS, TEXT, Decision, Record, Ref, Verdict
from graph.kinds import Kind
from graph.packed import pack
from graph.reasons import parts as parts_by_rules
from graph.store import Checkpoint, IdentityChange
from graph.stores.sqlite import history, ledger
from graph.stores.sqlite.project import project
from graph.stores.sqlite.replay import parse_key
from graph.stores.sqlite.resolve import closure
from graph.stores.sqlite.schema import KIND_NUMBER, VERDICT_NUMBER
from graph.stores.sqlite.sql import many, rows, run_many
from graph.stores.sqlite.subjects import Part, Subject, find, identifier_key, parts_of
from graph.stores.sqlite.tables import By, Tables


class Decider:
    """What making a decision needs: the database, and which version of the program decides."""

    def __init__(self, db: Tables, version: str) -> None:
        self._db = db
        self._version = version

    def merge(self, keep: str, drop: str) -> IdentityChange:
        """See `GraphStore.merge`."""
        kept, dropped = find(self._db, keep), find(self._db, drop)
        _check_merge(kept, dropped)
        assert kept.node is not None
        ours = parts_of(self._db, kept.node)
        theirs = [dropped.part] if dropped.node is None else parts_of(self._db, dropped.node)
        told = _live(self._db, Verdict.DIFFERENT, ours, theirs)
        # What text joined in one of them it may not join beside the other, so that each part of papers is decided to be the same.
        stand = self._standing(ours) | self._standing(theirs) if kept.part.kind is Kind.PAPER else {theirs[0]}
        records = [_record(Verdict.SAME, ours[0], part, f"merge {keep} {drop}") for part in sorted(stand - {ours[0]}, key=_rank)]
        return self._write("merge", [keep, drop], records, told, [ours[0], theirs[0]])

    def split(self, node: str, off: Sequence[str]) -> IdentityChange:
        """See `GraphStore.split`."""
        subject = find(self._db, node)
        if subject.part.kind is Kind.RESULT:
            raise InputError(_COMPUTED.format(node))
        if subject.node is None:
            raise InputError(f"{node!r} belongs to no node; `citegraph review` tells what waits, `citegraph merge` says what it is")
        refs = parts_of(self._db, subject.node)
        paths = [subject.id or node, *off]
        if off:
            return self._tell_apart(subject, refs, off, paths)
        if merged := _live(self._db, Verdict.SAME, refs, refs):
            return self._take_back(subject, refs, merged, paths)
        pieces = _pieces(self._db, refs)
        if len(pieces) == 1:
            raise RefusedError(
                f"{subject.id} has nothing to take apart: one name, or identifiers that are stated together;"
                f" name what to tell apart by --off: {_listed(refs)}"
            )
        records = [_record(Verdict.DIFFERENT, a[0], b[0], f"split {subject.id}") for a, b in combinations(pieces, 2)]
        return self._write("split", paths, records, [], [piece[0] for piece in pieces], subject.id)

    def _take_back(self, subject: Subject, refs: list[Part], merged: Iterable[int], paths: list[str]) -> IdentityChange:
        """Take back the latest of these decisions: a merge by undoing its run, so that it is as if it never had been."""
        found = rows(self._db, _MADE, many(merged))
        number, command = max((number, command) for _, number, command in found)
        if command != "merge":
            latest = [record for record, run, _ in found if run == number]
            return self._write("split", paths, [], latest, refs, subject.id)
        run = history.undo(self._db, self._version, number, command="split", paths=paths)
        return IdentityChange(run, _ids(self._db, refs, subject.id))

    def _tell_apart(self, subject: Subject, refs: list[Part], off: Sequence[str], paths: list[str]) -> IdentityChange:
        sides = [_named(subject, refs, text) for text in off]
        leaving = {part.ref for side in sides for part in side}
        rest = [part for part in refs if part.ref not in leaving]
        if not rest:
            raise RefusedError(f"{subject.id} has no other reference from which to tell these apart")
        locator = f"split {' --off '.join(paths)}"
        records = [_record(Verdict.SAME, side[0], other, locator) for side in sides for other in side[1:]]
        kept = self._standing(rest)
        context = {
            ref: (view.block, view.scope)
            for ref, view in closure(self._db, KIND_NUMBER[subject.part.kind], leaving).views.items()
            if view.scope is not None
        }
        for side in sides:
            named = {context[part.ref] for part in side if part.ref in context}
            twins = {part for part in rest if context.get(part.ref) in named}  # one name in one paper's context
            records += [_record(Verdict.DIFFERENT, part, side[0], locator) for part in sorted(kept | twins, key=_rank)]
        merged = [record for side in sides for record in _live(self._db, Verdict.SAME, rest, side)]
        return self._write("split", paths, records, merged, [rest[0], *(side[0] for side in sides)], subject.id)

    def _standing(self, refs: Sequence[Part]) -> set[Part]:
        """Return one reference for each part that these would fall into without text. Titles stand for none: they go with their paper."""
        first = [piece[0] for piece in _pieces(self._db, refs)]
        return {part for part in first if part.scheme != TEXT} or set(first)

    def _write(
        self,
        command: str,
        paths: Sequence[str],
        records: Sequence[Record],
        retracted: Iterable[int],
        about: Iterable[Part],
        first: str | None = None,
    ) -> IdentityChange:
        """Write decisions, and retract others (by record), by a run of its own; see `_ids` for what is returned beside the run."""
        run = history.open_run(self._db, self._version, command, paths)
        delta, counts, _ = ledger.enter(self._db, run.number, pack(records))
        others = set(retracted) - _numbers(self._db, records)
        seen = [(record, run.number) for record in sorted(others)]
        run_many(self._db, "INSERT INTO seen (record, run, version) VALUES (?, ?, NULL)", seen)
        history.switch(self._db, others, delta)
        project(self._db, delta)
        counts.read = len(records)
        counts.retracted = len(others)
        history.note_batch(self._db, run, counts, (), Checkpoint())
        return IdentityChange(history.close_run(self._db, run, interrupted=False), _ids(self._db, about, first))


_COMPUTED = "{!r} is a result; which results are one is computed from what they report, and not decided"


def _check_merge(kept: Subject, dropped: Subject) -> None:
    for subject in (kept, dropped):
        if subject.part.kind is Kind.RESULT:
            raise InputError(_COMPUTED.format(subject.text))
    if kept.part.kind is not dropped.part.kind:
        raise InputError(
            f"{kept.text!r} is a {kept.part.kind.value} and {dropped.text!r} a {dropped.part.kind.value}; only nodes of one kind merge"
        )
    if kept.node is None:
        raise InputError(f"{kept.text!r} belongs to no node; name first the node that is kept")
    if kept.node == dropped.node:
        raise RefusedError(f"{kept.text!r} and {dropped.text!r} are one node already; `citegraph why` tells by what")


def _record(verdict: Verdict, keep: Part, drop: Part, locator: str) -> Record:
    pair = [keep.key, drop.key]
    digest = hashlib.blake2b("\n".join([verdict, *pair]).encode(), digest_size=16).digest()
    decision = Decision(verdict, _ref(keep), _ref(drop))
    return Record(DECISIONS, many(sorted(pair)), digest, (), locator, None, RANKS["curated"], (decision,))


def _ref(part: Part) -> Ref:
    return parse_key(part.key)


def _named(subject: Subject, refs: Iterable[Part], text: str) -> list[Part]:
    """Return the references of a node that a text names: by key, identifier, or name as written."""
    keys = {text, identifier_key(text)}
    found = [part for part in refs if part.key in keys or text in (part.value, f"{part.scheme}:{part.value}")]
    if not found:
        raise NotFoundError(f"{text!r} is no reference of {subject.id}; it has {_listed(refs)}")
    return found


def _listed(refs: Iterable[Part], most: int = 8) -> str:
    keys = [part.key for part in refs]
    return ", ".join(keys[:most]) + (f" and {len(keys) - most} more" if len(keys) > most else "")


def _pieces(db: Tables, refs: Sequence[Part]) -> list[list[Part]]:
    """Return the parts that references of one node fall into when they are not joined by text or alias, the first one first."""
    found = closure(db, KIND_NUMBER[refs[0].kind], (part.ref for part in refs))
    chosen = {part.ref: part for part in refs}
    views = {ref: found.views[ref] for ref in chosen}
    links = [link for link in found.links if chosen.keys() >= set(link)]
    pieces = parts_by_rules(refs[0].kind, views, links)
    return sorted((sorted((chosen[ref] for ref in piece), key=_rank) for piece in pieces), key=lambda piece: piece[0].rank)


def _rank(part: Part) -> tuple[bool, int, str, str]:
    return part.rank


# --- the ledger of decisions ----------------------------------------------------------------------------------------

_LIVE = """
SELECT DISTINCT version.record FROM link CROSS JOIN version USING (version)
WHERE link.verdict = ?1 AND link.live AND (
    link.a IN (SELECT value FROM json_each(?2)) AND link.b IN (SELECT value FROM json_each(?3))
    OR link.a IN (SELECT value FROM json_each(?3)) AND link.b IN (SELECT value FROM json_each(?2)))
ORDER BY 1
"""


def _live(db: Tables, verdict: Verdict, ours: Iterable[Part], theirs: Iterable[Part]) -> list[int]:
    """Return the records that decide so between a reference of ours and one of theirs."""
    sides = [[part.ref for part in side] for side in (ours, theirs)]
    db.bring(By.LINK, (ref for side in sides for ref in side))
    binds = [many(side) for side in sides]
    return [row[0] for row in rows(db, _LIVE, VERDICT_NUMBER[verdict], *binds)]


_NUMBERS = """
SELECT record.record FROM json_each(?2) j CROSS JOIN source ON source.name = ?1
CROSS JOIN record ON record.source = source.source AND record.key = j.value
"""
_MADE = """
SELECT record.record, run.number, run.command FROM json_each(?) j CROSS JOIN record ON record.record = j.value
CROSS JOIN run ON run.number = record.run
"""
_NODES = "SELECT node FROM json_each(?) j CROSS JOIN ref ON ref.ref = j.value WHERE node IS NOT NULL"
_IDS = "SELECT ref.ref, node.id FROM json_each(?) j CROSS JOIN ref ON ref.ref = j.value CROSS JOIN node USING (node)"


def _numbers(db: Tables, records: Iterable[Record]) -> set[int]:
    """Return the numbers of records that were just written."""
    return {row[0] for row in rows(db, _NUMBERS, DECISIONS, many(record.key for record in records))}


def _ids(db: Tables, about: Iterable[Part], first: str | None) -> tuple[str, ...]:
    """Return the ids of the nodes of references, in their order, but the one called `first` before the others."""
    wanted = [part.ref for part in about]
    db.bring(By.REF, wanted)
    db.bring(By.NODE, (row[0] for row in db.execute(_NODES, (many(wanted),))))
    found: dict[int, str] = dict(rows(db, _IDS, many(wanted)))
    return tuple(sorted(dict.fromkeys(found[ref] for ref in wanted if ref in found), key=lambda public: public != first))
