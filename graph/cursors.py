"""Keyset cursors: opaque texts that hold the key values of a row, and a digest of the order and filter they belong to.

Form: lower-case hex of the JSON array [layout, digest, key values…].
"""

from __future__ import annotations

import hashlib
import json

from graph.errors import CursorError
from graph.plan import Connection, Scalar

LAYOUT = 1


def digest(connection: Connection) -> str:
    """Digest of what a cursor is valid for: source, filter and order."""
    what = repr((connection.source, connection.where, connection.order))
    return hashlib.blake2b(what.encode(), digest_size=4).hexdigest()


def encode(mark: str, keys: list[Scalar]) -> str:
    """Make a cursor (stores make the same one in their statements)."""
    return json.dumps([LAYOUT, mark, *keys], separators=(",", ":"), ensure_ascii=False).encode().hex()


def decode(cursor: str, mark: str, length: int) -> list[Scalar]:
    """Return the key values of a cursor; CursorError when it is damaged or belongs to another order or filter."""
    try:
        layout, found, *keys = json.loads(bytes.fromhex(cursor))
    except (ValueError, TypeError):
        raise CursorError(f"the cursor {cursor[:40]!r} is damaged; use one that a page returned") from None
    if layout != LAYOUT or found != mark or len(keys) != length:
        raise CursorError(f"the cursor {cursor[:40]!r} belongs to another order or filter; start again from the first page")
    if any(isinstance(key, (list, dict)) for key in keys):
        raise CursorError(f"the cursor {cursor[:40]!r} is damaged; use one that a page returned")
    checked: list[Scalar] = list(keys)
    return checked
