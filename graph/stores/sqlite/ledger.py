"""The ledger: which run saw which version of which record, and what each version asserts.

`enter` writes a batch of records into it and says which versions became current (activated) and which ceased to be (retired);
`graph/stores/sqlite/project.py` turns that difference into the graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graph.claims import RANKS, is_text
from graph.errors import InputError
from graph.evidence import RecordVersion
from graph.packed import Packed, PackedRecord
from graph.store import Counts
from graph.stores.sqlite.refs import NewRef, State, intern
from graph.stores.sqlite.said import NODE_ROW, Said, Where, said_by
from graph.stores.sqlite.schema import ORDINALS, RELATION_NUMBER, VERDICT_NUMBER
from graph.stores.sqlite.sql import many, rows, run_many
from graph.stores.sqlite.tables import By, Tables


@dataclass(slots=True)
class Delta:
    """What a batch changed: assertions and identity links (pairs of references) that began or ceased to count.

    `references`, `activated` and `idle` are new references and assertions that the projection inserts when it knows what they belong
    to (`idle` are those that a later run overrules); `decided` are the references that new decisions name; `states` is what is stored of references that new assertions mention; `packed`
    knows the forms of their names. `revived` assertions are stored already.
    """

    activated: list[Said] = field(default_factory=list)
    idle: list[Said] = field(default_factory=list)
    revived: list[Said] = field(default_factory=list)
    retired: list[Said] = field(default_factory=list)
    linked: list[tuple[int, int]] = field(default_factory=list)
    decided: set[int] = field(default_factory=set)
    references: list[NewRef] = field(default_factory=list)
    states: dict[int, State] = field(default_factory=dict)
    packed: Packed = field(default_factory=Packed)


class _Known(NamedTuple):
    record: int
    version: int | None
    run: int | None
    digest: bytes | None
    seen_version: int | None
    seen_digest: bytes | None


class Entered(NamedTuple):
    """What a batch came to: the difference, the counts (without `read`), and the version of each record.

    `versions` is None when of one of the records another content counts in this run.
    """

    delta: Delta
    counts: Counts
    versions: list[int] | None


_LOOK_UP = """
SELECT j.value ->> 0, j.value ->> 1, record.record, record.version, record.run, current.digest, mine.version, mine.digest
FROM json_each(?) j
JOIN record ON record.source = j.value ->> 0 AND record.key = j.value ->> 1
LEFT JOIN version current ON current.version = record.version
LEFT JOIN seen ON seen.record = record.record AND seen.run = ?
LEFT JOIN version mine ON mine.version = seen.version
"""


Entry = PackedRecord | RecordVersion

_HELD = """
SELECT j.value ->> 0, j.value ->> 1, version.digest FROM json_each(?) j
CROSS JOIN source ON source.name = j.value ->> 0
CROSS JOIN record ON record.source = source.source AND record.key = j.value ->> 1
CROSS JOIN version ON version.record = record.record
"""


def held(db: Tables, versions: Iterable[RecordVersion]) -> set[RecordVersion]:
    """Return the versions that are stored, current or not."""
    wanted = set(versions)
    db.bring(By.RECORD_KEY, _keys(db, wanted))
    pairs = many([version.source, version.key] for version in wanted)
    return wanted & {RecordVersion(*row) for row in db.execute(_HELD, (pairs,))}


def _keys(db: Tables, versions: Iterable[RecordVersion]) -> list[tuple[int, str]]:
    numbers: dict[str, int] = dict(rows(db, "SELECT name, source FROM source"))
    return [(numbers[version.source], version.key) for version in versions if version.source in numbers]


def _source_ids(db: Tables, entries: Iterable[Entry]) -> dict[str, int]:
    found = list(entries)
    ranks = {entry.source: entry.rank for entry in found if isinstance(entry, PackedRecord)}
    run_many(db, "INSERT INTO source (name, rank) VALUES (?, ?) ON CONFLICT DO NOTHING", sorted(ranks.items()))
    names = many({entry.source for entry in found})
    numbers: dict[str, int] = dict(rows(db, "SELECT name, source FROM source WHERE name IN (SELECT value FROM json_each(?))", names))
    for entry in found:
        if entry.source not in numbers:  # no record gave its rank, so there is nothing of it
            raise _not_held(entry)
    return numbers


def _distinct(records: Sequence[Entry]) -> tuple[dict[tuple[str, str], Entry], int]:
    chosen: dict[tuple[str, str], Entry] = {}
    for record in records:
        known = chosen.get((record.source, record.key))
        if known is None or record.digest < known.digest:
            chosen[record.source, record.key] = record
    return chosen, len(records) - len(chosen)


def enter(db: Tables, run: int, packed: Packed, held_: Sequence[RecordVersion] = ()) -> Entered:
    """Write records as seen by `run`. InputError for one of `held_` that is not stored."""
    chosen, repeated = _distinct([*packed.records, *held_])
    counts = Counts(merged=repeated)
    sources = _source_ids(db, chosen.values())
    db.bring(By.RECORD_KEY, [(sources[source], key) for source, key in chosen])
    pairs = many([sources[source], key] for source, key in chosen)
    known = {(row[0], row[1]): _Known(*row[2:]) for row in db.execute(_LOOK_UP, (pairs, run))}
    fresh: list[tuple[int, PackedRecord]] = []
    changed: list[tuple[_Known, Entry]] = []
    again: list[tuple[int, int, int | None]] = []
    before: list[int | None] = []
    for (source, key), record in chosen.items():
        entry = known.get((sources[source], key))
        if entry is None:
            fresh.append((sources[source], _read(record)))
        elif entry.seen_digest is not None and entry.seen_digest <= record.digest:
            counts.merged += 1
            before.append(entry.seen_version if entry.seen_digest == record.digest else None)
        elif entry.digest == record.digest:
            counts.unchanged += 1
            again.append((entry.record, run, entry.version))
        else:
            counts.merged += entry.seen_digest is not None
            counts.written += entry.seen_digest is None
            changed.append((entry, record))
    counts.written += len(fresh)
    delta, seen = _write_versions(db, VersionWriter(db, packed), run, fresh, changed)
    run_many(db, "UPDATE record SET run = ?2 WHERE record = ?1 AND run < ?2", [row[:2] for row in again])
    run_many(
        db,
        "INSERT INTO seen (record, run, version) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version",
        [*seen, *again],
    )
    counts.flagged = sum(said.flag is not None for said in (*delta.activated, *delta.revived))
    versions = [*before, *(row[2] for row in (*seen, *again))]
    return Entered(delta, counts, None if None in versions else [version for version in versions if version])


def _write_versions(
    db: Tables,
    writer: VersionWriter,
    run: int,
    fresh: list[tuple[int, PackedRecord]],
    changed: list[tuple[_Known, Entry]],
) -> tuple[Delta, list[tuple[int, int, int]]]:
    """Store records and versions that are new, make those current that no later run overrules; returns what that changes.

    `fresh` are records that were not known, each with its source. Also returned are the rows of `seen`.
    """
    stored = _stored_versions(db, changed)
    current: list[tuple[int, int, int]] = []
    revived, retired = [], []
    seen: list[tuple[int, int, int]] = []
    new = []
    first = db.highest("record") + 1
    for number, (source, record) in enumerate(fresh, start=first):
        version = writer.add(number, record)
        new.append((number, source, record.key, version, run))
        seen.append((number, run, version))
    for entry, said in changed:
        version = stored.get((entry.record, said.digest)) or 0
        overruled = entry.run is not None and entry.run > run
        if version and not overruled:
            revived.append(version)
        elif not version:
            version = writer.add(entry.record, _read(said), live=not overruled)
        seen.append((entry.record, run, version))
        if not overruled:
            current.append((version, run, entry.record))
            if entry.version is not None:
                retired.append(entry.version)
    delta = writer.flush()
    run_many(db, "INSERT INTO record (record, source, key, version, run) VALUES (?, ?, ?, ?, ?)", new)
    run_many(db, "UPDATE record SET version = ?, run = ? WHERE record = ?", current)
    extend(db, delta, revived, retired)
    return delta, seen


def _read(entry: Entry) -> PackedRecord:
    """The record with its assertions, which what is not stored yet must have."""
    if isinstance(entry, RecordVersion):
        raise _not_held(entry)
    return entry


def _not_held(entry: Entry) -> InputError:
    return InputError(f"{entry.source} {entry.key} was taken for held and is not")


def _stored_versions(db: Tables, changed: list[tuple[_Known, Entry]]) -> dict[tuple[int, bytes], int]:
    ids = many(entry.record for entry, _ in changed)
    found = db.execute("SELECT record, digest, version FROM version WHERE record IN (SELECT value FROM json_each(?))", (ids,))
    return {(row[0], row[1]): row[2] for row in found}


def extend(db: Tables, delta: Delta, revived: Sequence[int], retired: Sequence[int]) -> None:
    """Add to a delta the stored versions that became current and those that ceased to be."""
    for versions, live, said in ((revived, 1, delta.revived), (retired, 0, delta.retired)):
        if versions:
            db.bring(By.VERSION, versions)
            said += said_by(db, versions)
            chosen = many(versions)
            db.execute("UPDATE link SET live = ? WHERE version IN (SELECT value FROM json_each(?))", (live, chosen))
            delta.linked += db.execute("SELECT a, b FROM link WHERE version IN (SELECT value FROM json_each(?))", (chosen,))


class VersionWriter:
    """Collects new versions of packed records with their assertions and links, and inserts them in bulk."""

    def __init__(self, db: Tables, packed: Packed) -> None:
        self._db = db
        self._packed = packed
        self._version = db.highest("version") + 1
        self._entries: list[tuple[int, int, PackedRecord, bool]] = []

    def add(self, record_id: int, record: PackedRecord, *, live: bool = True) -> int:
        """Take a record's new version; returns its number. `live` is False when a later run overrules it."""
        version = self._version
        self._version += 1
        self._entries.append((version, record_id, record, live))
        return version

    def flush(self) -> Delta:
        """Insert everything taken but references and assertions, which the projection inserts; returns what it activates."""
        if not self._entries:
            return Delta()
        refs, fresh, states = intern(self._db, self._packed)
        places = self._places()
        delta = Delta(references=fresh, states=states, packed=self._packed)
        versions: list[tuple[Any, ...]] = []
        links: list[tuple[int, int, int, int]] = []
        decisions: list[tuple[int, int, int, int, int]] = []
        for version, record_id, record, live in self._entries:
            versions.append((version, record_id, record.digest, record.locator, record.url))
            said = delta.activated if live else delta.idle
            for number, (relation, a, b, same_as, values, place) in enumerate(record.said, start=version * ORDINALS):
                which = NODE_ROW if relation is None else RELATION_NUMBER[relation]
                flag, is_text, where = places[place]
                rank = RANKS["text"] if is_text else record.rank
                said.append(Said(number, version, which, refs[a], None if b is None else refs[b], flag, values, rank, where))
                if same_as and flag is None:
                    links += [(*pair, version, int(live)) for pair in _pairs(refs[a], {refs[other] for other in same_as})]
            for verdict, keep, drop in record.decided:
                decisions.append((refs[keep], refs[drop], version, int(live), VERDICT_NUMBER[verdict]))
        insert = "INSERT INTO version (version, record, digest, locator, url) VALUES (?, ?, ?, ?, ?)"
        run_many(self._db, insert, versions)
        run_many(self._db, "INSERT INTO link (a, b, version, live) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", links)
        run_many(self._db, "INSERT INTO link (a, b, version, live, verdict) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", decisions)
        delta.linked = [(a, b) for a, b, _, live, *_ in (*links, *decisions) if live]
        delta.decided = {ref for a, b, *_ in decisions for ref in (a, b)}
        return delta

    def _places(self) -> list[tuple[str | None, bool, Where]]:
        """Return of each place: flag, whether it is running text, and where it is."""
        names = sorted({place.extractor for place in self._packed.places})
        run_many(self._db, "INSERT INTO extractor (name) VALUES (?) ON CONFLICT DO NOTHING", [(name,) for name in names])
        numbers: dict[str, int] = dict(rows(self._db, "SELECT name, extractor FROM extractor"))
        return [
            (p.flag, is_text(p.extractor), (numbers[p.extractor], p.confidence, p.locator, p.span_start, p.span_end, p.quote))
            for p in self._packed.places
        ]


def _pairs(subject: int, others: set[int]) -> list[tuple[int, int]]:
    return [(min(subject, other), max(subject, other)) for other in others if other != subject]
