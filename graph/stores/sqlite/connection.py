"""Opening the file: pragmas, layout, SQL functions, and the one seam where apsw's errors become ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from graph import cursors
from graph.errors import CitegraphError, StoreCorruptError, StoreError, StoreUnavailableError
from graph.stores.sqlite.schema import LAYOUT_VERSION, TABLES
from graph.stores.sqlite.sql import scalar
from graph.stores.sqlite.tables import Tables
from graph.text import hash64, sort_name

_PRAGMAS = """
PRAGMA page_size = 8192;
PRAGMA busy_timeout = 30000;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA wal_autocheckpoint = 8000;
PRAGMA cache_size = -32768;
PRAGMA temp_store = MEMORY;
"""


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn apsw's errors into ours, naming the file and the remedy."""
    try:
        yield
    except CitegraphError:
        raise
    except (apsw.NotADBError, apsw.CorruptError) as error:
        raise StoreCorruptError(f"{path} is no citegraph database or is damaged ({error}); restore it or use another file") from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise StoreUnavailableError(f"{path} is locked by another writer; try again when it has finished") from error
    except (apsw.CantOpenError, apsw.PermissionsError, apsw.ReadOnlyError, apsw.IOError) as error:
        raise StoreUnavailableError(f"{path} cannot be opened for writing ({error}); check the folder and its rights") from error
    except apsw.FullError as error:
        raise StoreUnavailableError(f"no space left for {path}; nothing of this batch was written") from error
    except apsw.Error as error:
        raise StoreError(f"{path}: {error}") from error


def connect(path: Path, *, read_only: bool = False) -> Tables:
    """Open the file, making its tables when it is new. StoreCorruptError for a file of another layout or kind."""
    with translated(path):
        flags = apsw.SQLITE_OPEN_READWRITE | (0 if read_only else apsw.SQLITE_OPEN_CREATE)
        db = Tables(str(path), flags=flags, statementcachesize=256)
        list(db.execute(_PRAGMAS))  # to the end: a statement that gives a row stops until the next is asked for
        add_functions(db)
        if read_only:
            db.execute("PRAGMA query_only = 1")
        else:
            _lay_out(db, path)
    return db


def add_functions(db: Tables) -> None:
    """Let statements call `sort_name` and `hash64` of `graph.text`, and `number` of `graph.cursors`."""
    db.create_scalar_function("sort_name", _sort_name, 1, deterministic=True)
    db.create_scalar_function("hash64", _hash64, 1, deterministic=True)
    db.create_scalar_function("number", _number, 1, deterministic=True)


def _sort_name(*texts: apsw.SQLiteValue) -> apsw.SQLiteValue:
    (text,) = texts
    return None if text is None else sort_name(str(text))


def _hash64(*texts: apsw.SQLiteValue) -> apsw.SQLiteValue:
    (text,) = texts
    return None if text is None else hash64(str(text))


def _number(*numbers: apsw.SQLiteValue) -> apsw.SQLiteValue:
    (number,) = numbers
    return cursors.number(number) if isinstance(number, float) else number


def _lay_out(db: Tables, path: Path) -> None:
    if scalar(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'meta'"):
        _check_layout(db, path)
        return
    if scalar(db, "SELECT count(*) FROM sqlite_schema"):
        raise StoreCorruptError(f"{path} is another program's database; use another file")
    db.execute("BEGIN IMMEDIATE")
    try:
        if not scalar(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'meta'"):
            db.execute(TABLES)
            db.execute("INSERT INTO meta VALUES ('layout', ?), ('version', 0), ('serial', 0)", (LAYOUT_VERSION,))
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def _check_layout(db: Tables, path: Path) -> None:
    layout = scalar(db, "SELECT value FROM meta WHERE name = 'layout'")
    if layout != LAYOUT_VERSION:
        raise StoreCorruptError(f"{path} has layout {layout}, this version reads {LAYOUT_VERSION}; load your sources into a new file")
