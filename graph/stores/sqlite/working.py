"""A part of a graph that is kept elsewhere: the rows that were asked for, in memory, and what changed in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

import apsw

from graph.stores.sqlite.connection import add_functions
from graph.stores.sqlite.schema import TABLES
from graph.stores.sqlite.sql import Row, rows
from graph.stores.sqlite.tables import By, Tables

Found = Mapping[str, Iterable[Row]]
"""Rows by table, each with all columns in their order."""


class Source(Protocol):
    """Where the rows are kept."""

    def start(self) -> tuple[Found, bool]:
        """Return the rows that need not be asked for, and whether there are no others."""
        ...

    def __call__(self, by: By, keys: list[Any]) -> Found:
        """Return every row with one of the keys, and those that come with it."""
        ...

    def waiting_of(self, run: int) -> int:
        """Count as `Tables.waiting` does."""
        ...


KEYS: dict[str, tuple[str, ...]] = {
    "meta": ("name",),
    "run": ("number",),
    "source": ("source",),
    "record": ("record",),
    "version": ("version",),
    "seen": ("record", "run"),
    "reject": ("run", "ordinal"),
    "portion": ("file", "start"),
    "ref": ("ref",),
    "link": ("a", "b", "version"),
    "assertion": ("assertion",),
    "pending": ("ref", "assertion"),
    "node": ("node",),
    "retired": ("id",),
    "edge": ("edge",),
    "tested": ("owner", "method", "dataset", "task"),
}
"""The tables of what is kept, with their keys. The others are made anew: `extractor` numbers names, `search` follows from nodes."""
_DELETED = ("pending", "node", "retired", "edge", "tested")
"""Tables from which rows are deleted: what was is not to come back by being fetched again."""
_EXTRACTOR = 7  # place of a column of `assertion`
GIVEN = {"edge": "edges", "ref": "refs", "record": "records", "version": "versions"}
"""Tables whose rows are numbered in the order in which they come, and the name under which `meta` has the highest number given."""

# Of assertions, which are many and long, is noted which changed: a session would keep their rows besides, and its hash of a number sees
# the ordinal only, as the version stands in bits that it shifts out.
_NOTED = """
CREATE TABLE taking (now INTEGER);
CREATE TABLE changed_assertion (number INTEGER PRIMARY KEY);
CREATE TABLE changed_node (number INTEGER PRIMARY KEY);
CREATE TABLE changed_edge (number INTEGER PRIMARY KEY);
CREATE TRIGGER assertion_made AFTER INSERT ON assertion WHEN NOT EXISTS (SELECT 1 FROM taking) BEGIN
    INSERT OR IGNORE INTO changed_assertion VALUES (new.assertion);
    INSERT OR IGNORE INTO changed_node SELECT new.node WHERE new.node IS NOT NULL;
    INSERT OR IGNORE INTO changed_edge SELECT new.edge WHERE new.edge IS NOT NULL;
END;
CREATE TRIGGER assertion_changed AFTER UPDATE ON assertion BEGIN
    INSERT OR IGNORE INTO changed_assertion VALUES (new.assertion);
    INSERT OR IGNORE INTO changed_node SELECT value FROM json_each(json_array(old.node, new.node)) WHERE value IS NOT NULL;
    INSERT OR IGNORE INTO changed_edge SELECT value FROM json_each(json_array(old.edge, new.edge)) WHERE value IS NOT NULL;
END;
"""


@dataclass(slots=True)
class Change:
    """What changed in a table: rows that are new or other than before, whole, and the keys of those that are gone."""

    made: list[Row] = field(default_factory=list)
    updated: list[Row] = field(default_factory=list)
    deleted: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Changes:
    """What changed, by table, in the order of `KEYS`; of `assertion` the numbers only.

    `nodes` and `edges` are those on which other assertions hang than before.
    """

    tables: dict[str, Change] = field(default_factory=lambda: {table: Change() for table in KEYS if table != "assertion"})
    assertions: set[int] = field(default_factory=set)
    nodes: set[int] = field(default_factory=set)
    edges: set[int] = field(default_factory=set)


class WorkingSet(Tables):
    """Tables that hold the rows that were asked for; they come from where they are kept, which `begin` names.

    What is fetched stays, for as long as nobody else writes; `difference` tells what is to be written back, `settled` that it was.
    """

    def __init__(self) -> None:
        super().__init__(":memory:", statementcachesize=256)
        add_functions(self)
        self.execute(TABLES)
        self.execute("DROP TABLE search; CREATE TABLE search (tokens TEXT NOT NULL)")
        for table in _DELETED:
            self.execute(_watched(table))
        self.execute(_NOTED)
        self._source: Source | None = None
        self._complete = False
        self._brought: dict[By, set[Any]] = defaultdict(set)
        self._session = self._begun()

    def _begun(self) -> apsw.Session:
        session = apsw.Session(self, "main")
        for table in Changes().tables:
            session.attach(table)
        return session

    def begin(self, source: Source) -> None:
        """Begin a piece of work on rows of `source`, which is the same at every beginning."""
        first, self._source = self._source is None, source
        if not self.in_transaction:
            self.execute("BEGIN")  # else each row would be a transaction of its own
        if first:
            found, self._complete = source.start()
            self.take(found)

    @property
    def bytes(self) -> int:
        """How large it has grown."""
        pages, size = (next(iter(self.execute(f"PRAGMA {name}")))[0] for name in ("page_count", "page_size"))
        return int(str(pages)) * int(str(size))

    def bring(self, by: By, keys: Iterable[object]) -> None:
        """Fetch the rows with keys that were not asked for before. A set that began with an empty graph has them all."""
        if self._complete:
            return
        known = self._brought[by]
        new = list(dict.fromkeys(key for key in keys if key not in known))
        if new:
            known.update(new)
            assert self._source is not None
            self.take(self._source(by, new))

    def take(self, found: Found) -> None:
        """Insert rows that were fetched, but those that are here already or were deleted here."""
        self._session.enabled = False
        self.execute("INSERT INTO taking VALUES (1)")
        insert_fetched(self, found, keep_out=_DELETED)
        self.execute("DELETE FROM taking")
        self._session.enabled = True

    def highest(self, table: str) -> int:
        """Return the highest number given: that of the rows here, or what `meta` has."""
        given = rows(self, "SELECT value FROM meta WHERE name = ?", GIVEN[table])
        return max(super().highest(table), given[0][0] if given else 0)

    def waiting(self, run: int) -> int:
        """Count them where the rows are kept, as they stood before this work: a load ends by a piece of work of its own."""
        assert self._source is not None
        return super().waiting(run) if self._complete else self._source.waiting_of(run)

    def note_numbers(self) -> None:
        """Put the highest numbers given into `meta`, so that they are written back."""
        found = [(name, self.highest(table)) for table, name in GIVEN.items()]
        self.executemany(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value WHERE value < excluded.value", found
        )

    def difference(self) -> Changes:
        """Return what changed since the beginning or the last `settled`."""
        found = Changes()
        updated: dict[str, list[Row]] = defaultdict(list)
        for change in apsw.Changeset.iter(self._session.changeset()):
            old, new = change.old or (), change.new or ()
            if change.op == "INSERT":
                found.tables[change.name].made.append(new)
            else:
                key = tuple(value for place, value in enumerate(old) if place in change.pk_columns)
                (found.tables[change.name].deleted if change.op == "DELETE" else updated[change.name]).append(key)
        for name, numbers in (("assertion", found.assertions), ("node", found.nodes), ("edge", found.edges)):
            numbers.update(number for (number,) in rows(self, f"SELECT number FROM changed_{name}"))
        for table, keys in updated.items():
            found.tables[table].updated += self._whole(table, keys)
        return found

    def _whole(self, table: str, keys: list[Row]) -> Iterator[Row]:
        where = " AND ".join(f'"{name}" = ?' for name in KEYS[table])
        sql = f'SELECT * FROM "{table}" WHERE {where}'
        for key in keys:
            yield from self.execute(sql, key)

    def settled(self) -> None:
        """What changed was written back; from now on only what changes after counts."""
        self._session.close()
        for table in _DELETED:
            self.execute(f"DELETE FROM gone_{table}")
        self.execute("DELETE FROM changed_assertion; DELETE FROM changed_node; DELETE FROM changed_edge; DELETE FROM search; COMMIT")
        self._session = self._begun()


def insert_fetched(db: Tables, found: Found, keep_out: Collection[str] = ()) -> None:
    """Insert rows that were fetched and are not here; assertions come with the names of their extractors.

    `keep_out` are tables whose deleted rows are remembered, and stay deleted.
    """
    for table, fetched in found.items():
        if chosen := list(fetched):
            sql = _taking(table, len(chosen[0]), table in keep_out)
            db.executemany(sql, _numbered(db, chosen) if table == "assertion" else chosen)


def _numbered(db: Tables, assertions: list[Row]) -> list[Row]:
    """Number the extractors of assertions that were fetched with their names."""
    names = sorted({row[_EXTRACTOR] for row in assertions})
    db.executemany("INSERT INTO extractor (name) VALUES (?) ON CONFLICT DO NOTHING", [(name,) for name in names])
    numbers: dict[str, int] = dict(rows(db, "SELECT name, extractor FROM extractor"))
    return [(*row[:_EXTRACTOR], numbers[row[_EXTRACTOR]], *row[_EXTRACTOR + 1 :]) for row in assertions]


def _watched(table: str) -> str:
    """Statements that remember the keys of deleted rows. The columns of a key are the first of their table."""
    columns = ", ".join(KEYS[table])
    gone = ", ".join(f"old.{name}" for name in KEYS[table])
    return f"""
    CREATE TABLE gone_{table} ({columns}, PRIMARY KEY ({columns})) WITHOUT ROWID;
    CREATE TRIGGER {table}_gone AFTER DELETE ON {table} BEGIN INSERT OR IGNORE INTO gone_{table} VALUES ({gone}); END;
    """


@cache
def _taking(table: str, columns: int, keep_out: bool) -> str:
    places = ", ".join(f"?{place}" for place in range(1, columns + 1))
    if not keep_out:
        return f'INSERT OR IGNORE INTO "{table}" VALUES ({places})'
    gone = " AND ".join(f"{name} = ?{place}" for place, name in enumerate(KEYS[table], start=1))
    return f'INSERT OR IGNORE INTO "{table}" SELECT {places} WHERE NOT EXISTS (SELECT 1 FROM gone_{table} WHERE {gone})'
