"""Runs: opening, closing, undoing, and retracting what a snapshot no longer holds.

After any of it the current version of a record is the one from the latest surviving run that saw it; a run that is UNDONE does
not survive, and a run that undoes counts by what it undoes, so that undoing it redoes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import orjson

from graph.errors import NotFoundError, RefusedError
from graph.evidence import Rejection
from graph.store import Batch, Checkpoint, Counts, OpenRun, RunInfo, RunState
from graph.stores.sqlite import portions
from graph.stores.sqlite.ledger import Delta, enter, extend
from graph.stores.sqlite.project import project
from graph.stores.sqlite.schema import ORDERS
from graph.stores.sqlite.sql import many, rows, run_many, scalar
from graph.stores.sqlite.tables import By, Tables

CHUNK = 5000
RETRACT_LIMIT = 0.2
"""Share of a source's records above which a snapshot refuses to retract."""


def now() -> str:
    """UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


_RUN = """
SELECT number, command, version, state, started_at, finished_at, counts, paths,
    (SELECT max(number) FROM run undoing WHERE undoing.undoes = run.number AND undoing.state <> 'undone') FROM run
"""


def _info(row: tuple[Any, ...]) -> RunInfo:
    number, command, version, state, started, finished, counts, paths, undone_by = row
    tally = Counts(**orjson.loads(counts))
    where = tuple(orjson.loads(paths))
    return RunInfo(number, command, version, RunState(state), started, finished, tally, where, undone_by)


def info(db: Tables, number: int) -> RunInfo:
    """Return a run; NotFoundError when there is none of that number."""
    found = rows(db, _RUN + " WHERE number = ?", number)
    if not found:
        raise NotFoundError(f"run {number} does not exist; `citegraph runs` lists them")
    return _info(found[0])


def latest(db: Tables, limit: int) -> list[RunInfo]:
    """Return runs, newest first."""
    return [_info(row) for row in db.execute(_RUN + " ORDER BY number DESC LIMIT ?", (limit,))]


def open_run(db: Tables, version: str, command: str, paths: Sequence[str], *, resume: bool = False, undoes: int | None = None) -> OpenRun:
    """Open a run, or with `resume` the last interrupted one of the same command and paths."""
    db.execute("UPDATE run SET state = 'interrupted' WHERE state = 'running'")
    where = many(paths)
    if resume:
        found = rows(
            db,
            "SELECT number, checkpoint FROM run WHERE command = ? AND paths = ? AND state = 'interrupted' ORDER BY number DESC LIMIT 1",
            command,
            where,
        )
        if found:
            db.execute("UPDATE run SET state = 'running' WHERE number = ?", (found[0][0],))
            done = tuple((path, count) for path, count in orjson.loads(found[0][1]))
            return OpenRun(found[0][0], Checkpoint(done))
    number = (scalar(db, "SELECT max(number) FROM run") or 0) + 1
    counts = orjson.dumps(asdict(Counts())).decode()
    db.execute(
        "INSERT INTO run (number, command, paths, version, state, started_at, counts, checkpoint, undoes)"
        " VALUES (?, ?, ?, ?, 'running', ?, ?, '[]', ?)",
        (number, command, where, version, now(), counts, undoes),
    )
    return OpenRun(number)


def write(db: Tables, run: OpenRun, batch: Batch) -> Counts:
    """See `GraphStore.write`."""
    delta, counts, versions = enter(db, run.number, batch.records, batch.held)
    project(db, delta)
    counts.rejected = len(batch.rejections)
    counts.read = len(batch.records.records) + len(batch.held) + counts.rejected
    note_batch(db, run, counts, batch.rejections, batch.checkpoint)
    if batch.portion is not None:
        portions.note(db, batch.portion, portions.Came(versions, counts.merged, batch.rejections))
    return counts


def repeat(db: Tables, run: OpenRun, path: str, file: bytes, before: Checkpoint) -> Counts | None:
    """See `GraphStore.repeat`."""
    came = portions.of_file(db, file)
    counts = portions.see_again(db, run.number, came) if came else None
    if came and counts:
        note_batch(db, run, counts, came.rejections, before.further(path, counts.read))
    return counts


def note_batch(db: Tables, run: OpenRun, counts: Counts, rejections: Sequence[Rejection], checkpoint: Checkpoint) -> None:
    """Keep a batch's rejections, add its counts to the run, and move the checkpoint."""
    db.bring(By.REJECT_RUN, [run.number])
    ordinal = scalar(db, "SELECT coalesce(max(ordinal), 0) FROM reject WHERE run = ?", run.number)
    kept = [(run.number, n, *rejection) for n, rejection in enumerate(rejections, start=ordinal + 1)]
    run_many(db, "INSERT INTO reject (run, ordinal, source, key, locator, reason) VALUES (?, ?, ?, ?, ?, ?)", kept)
    sums = info(db, run.number).counts
    sums.add(counts)
    db.execute(
        "UPDATE run SET counts = ?, checkpoint = ? WHERE number = ?",
        (orjson.dumps(asdict(sums)).decode(), many(checkpoint.done), run.number),
    )


def close_run(db: Tables, run: OpenRun, *, interrupted: bool) -> RunInfo:
    """Close a run; counts the edges of it that wait for their other end, and sees to it that nodes can be listed in order."""
    db.execute(ORDERS)
    sums = info(db, run.number).counts
    sums.pending = db.waiting(run.number)
    db.execute(
        "UPDATE run SET state = ?, finished_at = ?, counts = ? WHERE number = ?",
        ("interrupted" if interrupted else "finished", now(), orjson.dumps(asdict(sums)).decode(), run.number),
    )
    return info(db, run.number)


def rejections(db: Tables, number: int) -> list[Rejection]:
    """Return what a run rejected, in the order it was read."""
    info(db, number)
    db.bring(By.REJECT_RUN, [number])
    found = db.execute("SELECT source, key, locator, reason FROM reject WHERE run = ? ORDER BY ordinal", (number,))
    return [Rejection(*row) for row in found]


# --- which version is current ---------------------------------------------------------------------------------------

_CURRENT = """
SELECT record.record, record.version, seen.version, max(seen.run)
FROM json_each(?) j CROSS JOIN record ON record.record = j.value
LEFT JOIN seen ON seen.record = record.record AND seen.run IN (SELECT number FROM run WHERE state <> 'undone')
GROUP BY record.record
"""


def _chunks(values: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def settle(db: Tables, records: Iterable[int]) -> None:
    """Make the version of the latest surviving run current for each record, and project the difference."""
    for chunk in _chunks(sorted(records)):
        delta = Delta()
        switch(db, chunk, delta)
        project(db, delta)


def switch(db: Tables, records: Iterable[int], delta: Delta) -> None:
    """Make the version of the latest surviving run current for each record; adds to the delta what that changes."""
    revived, retired, updates = [], [], []
    chosen = list(records)
    db.bring(By.RECORD, chosen)
    for record, old, new, run in db.execute(_CURRENT, (many(chosen),)):
        updates.append((new, run, record))
        if old != new:
            revived += [new] if new is not None else []
            retired += [old] if old is not None else []
    run_many(db, "UPDATE record SET version = ?, run = ? WHERE record = ?", updates)
    extend(db, delta, revived, retired)


def undo(db: Tables, version: str, number: int, *, command: str = "undo", paths: Sequence[str] = ()) -> RunInfo:
    """Undo a run by a new run, which is called `undo` unless it is told otherwise; undoing an undo brings its run back."""
    target = info(db, number)
    if target.state is RunState.RUNNING:
        raise RefusedError(f"run {number} is still running; stop it first")
    if target.state is RunState.UNDONE:
        raise RefusedError(f"run {number} is undone already by run {target.undone_by}; undo that run to bring it back")
    run = open_run(db, version, command, paths or [f"run:{number}"], undoes=number)
    db.execute("UPDATE run SET state = 'undone' WHERE number = ?", (number,))
    for affected in _restored(db, number):
        db.bring(By.SEEN_RUN, [affected])
        settle(db, [row[0] for row in db.execute("SELECT record FROM seen WHERE run = ?", (affected,))])
    return close_run(db, run, interrupted=False)


def _restored(db: Tables, number: int) -> list[int]:
    """Return the load that this undoing switches: the run itself, or, at the end of a chain of undos, the load they undid.

    A load survives when no surviving run undoes it, so each further undo in a chain switches it again.
    """
    chain = [number]
    while (undone := scalar(db, "SELECT undoes FROM run WHERE number = ?", chain[-1])) is not None:
        chain.append(undone)
        survives = not scalar(db, "SELECT count(*) FROM run WHERE undoes = ? AND state <> 'undone'", undone)
        db.execute("UPDATE run SET state = ? WHERE number = ?", ("finished" if survives else "undone", undone))
    return [chain[-1]]


def retract_unseen(db: Tables, run: OpenRun, source: str, *, force: bool) -> int:
    """Retract what this run did not see of a source; see `GraphStore.retract_unseen`."""
    db.bring(By.REJECT_RUN, [run.number])
    db.bring(By.RECORD_SOURCE, (row[0] for row in db.execute("SELECT source FROM source WHERE name = ?", (source,))))
    blind = scalar(db, "SELECT count(*) FROM reject WHERE run = ? AND source = ? AND key IS NULL", run.number, source)
    if blind and not force:
        raise RefusedError(f"{blind} records of {source!r} could not be told apart, so nothing is retracted; repair them or use --force")
    found = rows(
        db,
        "SELECT record.record FROM record JOIN source USING (source) WHERE source.name = ? AND record.version IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM seen WHERE seen.record = record.record AND seen.run = ?)"
        " AND record.key NOT IN (SELECT key FROM reject WHERE run = ? AND source = ? AND key IS NOT NULL)",
        *(source, run.number, run.number, source),
    )
    every = scalar(
        db, "SELECT count(*) FROM record JOIN source USING (source) WHERE source.name = ? AND record.version IS NOT NULL", source
    )
    if found and len(found) > RETRACT_LIMIT * every and not force:
        raise RefusedError(f"the snapshot would retract {len(found)} of {every} records of {source!r}; use --force if that is meant")
    records = [row[0] for row in found]
    run_many(db, "INSERT INTO seen (record, run, version) VALUES (?, ?, NULL)", [(record, run.number) for record in records])
    settle(db, records)
    note_batch(db, run, Counts(retracted=len(records)), (), run.checkpoint)
    return len(records)
