"""Keyset cursors: opaque texts that hold the key values of a row, and a digest of the order and filter they belong to.

Form: the JSON array [layout, digest, key values…].
"""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

from graph.errors import CursorError
from graph.plan import Connection, Scalar
from graph.text import fault

LAYOUT = 2


def digest(connection: Connection) -> str:
    """Digest of what a cursor is valid for: source, filter and order."""
    what = repr((connection.source, connection.where, connection.order))
    return hashlib.blake2b(what.encode(), digest_size=4).hexdigest()


def encode(mark: str, keys: list[Scalar]) -> str:
    """Make a cursor (stores make the same one in their statements)."""
    return text([LAYOUT, mark, *keys])


def text(parts: list[Any]) -> str:
    """Return the text of a cursor's parts."""
    return json.dumps(parts, separators=(",", ":"), ensure_ascii=False)


def number(value: float) -> str:
    """Return the text of a float in a cursor: the shortest that reads as the same float."""
    return json.dumps(value)


def decode(cursor: str, mark: str, length: int) -> list[Scalar]:
    """Return the key values of a cursor; CursorError when it is damaged or belongs to another order or filter."""
    try:
        layout, found, *keys = _parts(cursor)
    except (ValueError, RecursionError):
        raise CursorError(f"the cursor {cursor[:40]!r} is damaged; use one that a page returned") from None
    if layout != LAYOUT or found != mark or len(keys) != length:
        raise CursorError(f"the cursor {cursor[:40]!r} belongs to another order or filter; start again from the first page")
    if not all(_is_key(key) for key in keys):
        raise CursorError(f"the cursor {cursor[:40]!r} is damaged; use one that a page returned")
    checked: list[Scalar] = list(keys)
    return checked


def _parts(cursor: str) -> list[Any]:
    found = json.loads(cursor)
    if not isinstance(found, list):
        raise ValueError("no array")
    return found


def _is_key(value: Any) -> bool:
    """Whether a value is one that a store has: no list or object, no number out of its range, no text that cannot be stored."""
    match value:
        case str():
            return fault(value) is None
        case int():
            return -(2**63) <= value < 2**63
        case float():
            return math.isfinite(value)
        case _:
            return value is None
