"""Dumping everything and restoring it (`graph/dump.py` has the form)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import apsw
import orjson

from graph import dump
from graph.errors import InputError, RefusedError
from graph.evidence import Ref
from graph.identity import block_of
from graph.store import RunState
from graph.stores.sqlite import history
from graph.stores.sqlite.said import NODE_ROW
from graph.stores.sqlite.schema import (
    KIND_NUMBER,
    KIND_OF_NUMBER,
    ORDERS,
    ORDINALS,
    RELATION_NUMBER,
    RELATION_OF_NUMBER,
    VERDICT_NUMBER,
    VERDICT_OF_NUMBER,
    numbers_of,
)
from graph.stores.sqlite.sql import many, rows, run_many, scalar
from graph.stores.sqlite.tables import Tables
from graph.text import hash64

CHUNK = 5000
_IN_USE = -1  # in place of `retired.led`, of ids that are not retired

# --- writing --------------------------------------------------------------------------------------------------------

_RUNS = "SELECT number, command, paths, version, state, started_at, finished_at, counts, checkpoint, undoes FROM run ORDER BY number"
_VERSIONS = f"""
SELECT version.version, version.record, version.digest, version.locator, version.url,
    assertion.relation, a, b, "values", assertion.locator, extractor.name, confidence, span_start, span_end, quote, flag
FROM version LEFT JOIN assertion ON assertion.assertion BETWEEN {numbers_of("version.version")}
LEFT JOIN extractor USING (extractor) ORDER BY version.version, assertion.assertion
"""
_LINKS = "SELECT a, b, verdict FROM link WHERE version = ? ORDER BY a, b"


def lines(db: Tables, program: str) -> Iterator[bytes]:
    """Yield the lines of the dump, as one transaction that has begun sees it."""
    return dump.encode(_lines(db, program))


def _lines(db: Tables, program: str) -> Iterator[dump.Line]:
    yield dump.HeadLine(dump.FORMAT, program)
    for number, command, paths, version, state, started, finished, counts, checkpoint, undoes in db.execute(_RUNS):
        told = [orjson.loads(text) for text in (paths, counts, checkpoint)]
        yield dump.RunLine(number, command, told[0], version, RunState(state), started, finished, told[1], told[2], undoes)
    yield from (dump.SourceLine(*row) for row in db.execute("SELECT source, name, rank FROM source ORDER BY source"))
    for number, kind, *rest in db.execute("SELECT ref, kind, scheme, value, scope FROM ref ORDER BY scope IS NOT NULL, ref"):
        yield dump.ReferenceLine(number, KIND_OF_NUMBER[kind], *rest)
    yield from (dump.RecordLine(*row) for row in db.execute("SELECT record, source, key FROM record ORDER BY record"))
    for _, group in groupby(db.execute(_VERSIONS), key=itemgetter(0)):
        yield _version(db, list(group))
    yield from (dump.SeenLine(*row) for row in db.execute("SELECT record, run, version FROM seen ORDER BY record, run"))
    rejected = db.execute("SELECT run, ordinal, source, key, locator, reason FROM reject ORDER BY run, ordinal")
    yield from (dump.RejectLine(*row) for row in rejected)
    yield from (dump.IdLine(*row) for row in db.execute("SELECT id, minted FROM node ORDER BY id"))
    for public, ref, led in db.execute("SELECT id, ref, led FROM retired ORDER BY id"):
        yield dump.FormerIdLine(public, ref, bool(led))


def _version(db: Tables, found: list[Any]) -> dump.VersionLine:
    number, record, digest, locator, url, *_ = found[0]
    said = [_said(row[5:]) for row in found if row[5] is not None]
    links = [dump.LinkLine(a, b, VERDICT_OF_NUMBER[verdict] if verdict else None) for a, b, verdict in db.execute(_LINKS, (number,))]
    return dump.VersionLine(number, record, digest.hex(), locator, url, said, links)


def _said(row: tuple[Any, ...]) -> dump.SaidLine:
    relation, a, b, values, *where = row
    which = None if relation == NODE_ROW else RELATION_OF_NUMBER[relation]
    return dump.SaidLine(which, a, b, orjson.loads(values) if values else {}, *where)


# --- restoring ------------------------------------------------------------------------------------------------------


def restore(db: Tables, found: Iterable[bytes]) -> None:
    """Fill an empty graph with a dump. RefusedError when it is not empty, InputError as `graph.dump.decode` says.

    The tables of what was read are filled first; the graph is projected from them; then its nodes get their public ids back.
    """
    if scalar(db, "SELECT EXISTS (SELECT 1 FROM run)"):
        raise RefusedError("a dump is restored into an empty graph, and this one holds something; name a new one")
    db.execute("CREATE TEMP TABLE told (id TEXT, ref INTEGER NOT NULL, led INTEGER, PRIMARY KEY (id, led)) WITHOUT ROWID")
    for kind, chunk in dump.grouped(dump.decode(found), CHUNK):
        try:
            _TAKE[kind](db, chunk)
        except (apsw.ConstraintError, ValueError, KeyError) as error:
            raise InputError(f"the dump contradicts itself ({error!r}) at or after {list(chunk[0])}; it was changed") from error
    db.execute("INSERT OR IGNORE INTO retired SELECT id, ref, 0 FROM told")  # so that no node is given one of them meanwhile
    history.settle(db, (row[0] for row in db.execute("SELECT record FROM record")))
    db.execute(_GIVE_BACK + ORDERS)


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _take_runs(db: Tables, chunk: list[dump.RunLine]) -> None:
    columns = "number, command, paths, version, state, started_at, finished_at, counts, checkpoint, undoes"
    told = [
        (*run[:2], many(run.paths), run.program, run.state.value, *run[5:7], _json(run.counts), many(run.checkpoint), run.undoes)
        for run in chunk
    ]
    run_many(db, f"INSERT INTO run ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", told)


def _take_references(db: Tables, chunk: list[dump.ReferenceLine]) -> None:
    for scoped in (False, True):  # the key of a scope is known when its reference is stored
        some = [line for line in chunk if (line.scope is not None) == scoped]
        found = rows(
            db, "SELECT ref, reference.key FROM json_each(?) j CROSS JOIN reference ON ref = j.value", many({s.scope for s in some})
        )
        keys: dict[int | None, str] = {None: "", **dict(found)}
        run_many(db, _INSERT_REF, [_stored_ref(line, keys[line.scope]) for line in some])


_INSERT_REF = """
INSERT INTO ref (ref, hash, kind, scheme, value, scope, block, support, introduced, doubt) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0)
"""


def _stored_ref(line: dump.ReferenceLine, scope: str) -> tuple[Any, ...]:
    ref = Ref(line.kind, line.scheme, line.value, scope)
    return line.number, hash64(ref.key), KIND_NUMBER[line.kind], line.scheme, line.value, line.scope, block_of(ref)


def _take_versions(db: Tables, chunk: list[dump.VersionLine]) -> None:
    extractors = _extractors(db, chunk)
    versions, said, links = [], [], []
    for number, record, digest, locator, url, told, linked in chunk:
        versions.append((number, record, bytes.fromhex(digest), locator, url))
        for assertion, item in enumerate(told, start=number * ORDINALS):
            relation = NODE_ROW if item.relation is None else RELATION_NUMBER[item.relation]
            values = _json(item.values) if item.values else None
            where = (extractors[item.extractor], item.confidence, item.span_start, item.span_end, item.quote)
            said.append((assertion, number, relation, item.a, item.b, values, item.locator, *where, item.flag))
        links += [(item.a, item.b, number, VERDICT_NUMBER[item.verdict] if item.verdict else None) for item in linked]
    run_many(db, "INSERT INTO version (version, record, digest, locator, url) VALUES (?, ?, ?, ?, ?)", versions)
    columns = """assertion, version, relation, a, b, "values", locator, extractor, confidence, span_start, span_end, quote, flag"""
    run_many(db, f"INSERT INTO assertion ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", said)
    run_many(db, "INSERT INTO link (a, b, version, live, verdict) VALUES (?, ?, ?, 0, ?)", links)


def _extractors(db: Tables, chunk: list[dump.VersionLine]) -> dict[str, int]:
    names = sorted({item.extractor for version in chunk for item in version.said})
    run_many(db, "INSERT INTO extractor (name) VALUES (?) ON CONFLICT DO NOTHING", [(name,) for name in names])
    return dict(rows(db, "SELECT name, extractor FROM extractor"))


def _take_ids(db: Tables, chunk: list[dump.IdLine]) -> None:
    run_many(db, f"INSERT INTO told (id, ref, led) VALUES (?, ?, {_IN_USE})", chunk)


def _inserting(table: str, columns: str) -> Callable[[Tables, list[Any]], None]:
    """Return what stores lines whose fields are the columns."""
    places = ", ".join("?" for _ in columns.split(","))
    return lambda db, chunk: run_many(db, f"INSERT INTO {table} ({columns}) VALUES ({places})", chunk)


_GIVE_BACK = f"""
DROP INDEX node_id;
UPDATE node SET id = given.id, minted = given.ref FROM (
    SELECT ref.node, told.id, min(told.ref) AS ref FROM told JOIN ref USING (ref) WHERE led = {_IN_USE} GROUP BY ref.node) given
WHERE node.node = given.node;
CREATE UNIQUE INDEX node_id ON node (id);
DELETE FROM retired;
INSERT INTO retired SELECT id, ref, led FROM told WHERE led <> {_IN_USE};
INSERT OR IGNORE INTO retired SELECT id, ref, 1 FROM told WHERE led = {_IN_USE} AND NOT EXISTS (SELECT 1 FROM node WHERE node.id = told.id);
DROP TABLE told;
"""
"""Each node gets the id it had, by the reference for which that was minted. Under other rules of identity than those of the program
that wrote the dump, two ids may meet in one node: the other one leads to it then."""


_TAKE: dict[type[dump.Line], Callable[[Tables, list[Any]], None]] = {
    dump.RunLine: _take_runs,
    dump.SourceLine: _inserting("source", "source, name, rank"),
    dump.ReferenceLine: _take_references,
    dump.RecordLine: _inserting("record", "record, source, key"),
    dump.VersionLine: _take_versions,
    dump.SeenLine: _inserting("seen", "record, run, version"),
    dump.RejectLine: _inserting("reject", "run, ordinal, source, key, locator, reason"),
    dump.IdLine: _take_ids,
    dump.FormerIdLine: _inserting("told", "id, ref, led"),
}
