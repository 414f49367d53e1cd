"""What a query names: identifiers, one after the other or one a line of a file, or none of these."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from graph.ids import Identifier
from loaders.errors import SourceError
from loaders.files import lines


def identifiers(query: str, named: Callable[[str], Identifier | None]) -> list[Identifier] | None:
    """Return the identifiers that a query is: words, or `@FILE` with one a line; each once. None for any other query.

    SourceError for a file that cannot be read, or with a line that is none.
    """
    if query.startswith("@"):
        return _of_file(Path(query[1:]), named)
    found = [named(word.rstrip(",")) for word in query.split()]  # a comma within is part of a DOI
    known = [item for item in found if item is not None]
    return list(dict.fromkeys(known)) if known and len(known) == len(found) else None


def _of_file(path: Path, named: Callable[[str], Identifier | None]) -> list[Identifier]:
    found: dict[Identifier, None] = {}
    for number, data in lines(path):
        word = data.decode("utf-8", "replace").strip()
        if not word:
            continue
        item = named(word)
        if item is None:
            raise SourceError(f"{path}:{number}: {word[:80]!r} is no identifier that this source looks up; correct or remove it")
        found[item] = None
    if not found:
        raise SourceError(f"{path}: names nothing; give one identifier a line")
    return list(found)
