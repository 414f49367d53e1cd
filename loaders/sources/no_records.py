"""Files that sources publish beside their records and that hold none: refused with the reason, so that nobody looks for a format."""

from __future__ import annotations

from loaders.head import Head


def why(head: Head) -> str | None:
    """Say why a file holds no record; None when nothing is known of it."""
    if _is_venues(head):
        return "holds no record, but names of venues; a venue is a text of its papers, so load the papers"
    return None


def _is_venues(head: Head) -> bool:
    """Whether the file is an object of venues by short name, as the ACL Anthology's."""
    found = list(head.document.values()) if isinstance(head.document, dict) else list((head.object or {}).values())
    return bool(found) and all(isinstance(item, dict) and {"acronym", "name"} <= item.keys() for item in found[:-1] or found)
