"""What changed since a run: the record versions that were current when it was the last, and those that are now."""

from __future__ import annotations

from collections.abc import Mapping

from graph.store import Change, Changed
from graph.stores.sqlite.history import info
from graph.stores.sqlite.sql import many, rows
from graph.stores.sqlite.tables import By, Tables

_CHANGED = """
WITH chosen(record) AS MATERIALIZED (SELECT DISTINCT record FROM seen WHERE run IN (SELECT value FROM json_each(?1))),
before(record, version) AS (
    SELECT record, version FROM (
        SELECT seen.record, seen.version, row_number() OVER (PARTITION BY seen.record ORDER BY seen.run DESC) AS place
        FROM chosen CROSS JOIN seen ON seen.record = chosen.record WHERE seen.run IN (SELECT value FROM json_each(?2)))
    WHERE place = 1)
SELECT source.name, record.key, before.version, record.version, coalesce(shown.locator, gone.locator), coalesce(shown.url, gone.url), (
    SELECT max(seen.run) FROM seen WHERE seen.record = record.record AND seen.run IN (SELECT value FROM json_each(?3)))
FROM chosen CROSS JOIN record ON record.record = chosen.record CROSS JOIN source ON source.source = record.source
LEFT JOIN before ON before.record = record.record
LEFT JOIN version shown ON shown.version = record.version LEFT JOIN version gone ON gone.version = before.version
WHERE record.version IS NOT before.version
ORDER BY source.name, record.key
"""


def changes(db: Tables, since: int) -> list[Changed]:
    """See `GraphStore.changes`."""
    if since:
        info(db, since)
    undoing: dict[int, int | None] = dict(rows(db, "SELECT number, undoes FROM run ORDER BY number"))
    then = surviving({number: undone for number, undone in undoing.items() if number <= since})
    now = surviving(undoing)
    differing = many(sorted(then ^ now))
    db.bring(By.SEEN_RUN, sorted(then ^ now))
    found = db.execute(_CHANGED, (differing, many(sorted(then)), many(sorted(now))))
    return [Changed(source, key, _change(before, after), locator, url, run) for source, key, before, after, locator, url, run in found]


def surviving(undoing: Mapping[int, int | None]) -> set[int]:
    """Return the runs that survive of some, each given with the run that it undoes: those that no surviving one undoes."""
    alive: set[int] = set()
    undone: set[int] = set()
    for number in sorted(undoing, reverse=True):  # what undoes a run comes after it
        if number in undone:
            continue
        alive.add(number)
        if (target := undoing[number]) is not None:
            undone.add(target)
    return alive


def _change(before: int | None, after: int | None) -> Change:
    if before is None:
        return Change.ADDED
    return Change.RETRACTED if after is None else Change.CHANGED
