"""Fields of a JSON object whose shape depends on what it says."""

from __future__ import annotations

from loaders.errors import RecordError
from loaders.head import Row


def text(row: Row, name: str) -> str | None:
    """Return a field's text, stripped, None when absent or blank. RecordError for another type."""
    value = row.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise RecordError(f"{name} is {type(value).__name__}; expected text")
    return " ".join(value.split()) or None


def required(row: Row, name: str) -> str:
    """Return a field's text. RecordError when it is absent."""
    value = text(row, name)
    if value is None:
        raise RecordError(f"has no {name}")
    return value


def texts(row: Row, name: str) -> list[str]:
    """Return a field's list of texts, empty when absent. RecordError for another type."""
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RecordError(f"{name} is no list of texts")
    return [item for item in (" ".join(item.split()) for item in value) if item]


def integer(row: Row, name: str) -> int | None:
    """Return a field's whole number, None when absent. RecordError for another type."""
    value = row.get(name)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise RecordError(f"{name} is {value!r}; expected a whole number")
