"""Lists of identifiers, one a line, and what `citegraph add` is given (docs/sources/identifiers.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from graph.claims import RANKS
from graph.evidence import Assertion, NodeAssertion, Place
from graph.ids import Identifier, IdScheme, first_of, kind_of, repository
from graph.kinds import Kind
from loaders.errors import RecordError
from loaders.files import HEAD, lines
from loaders.head import Head, Row
from loaders.records import identifier_ref
from loaders.shapes.pieces import BadPiece, Name, Piece, Records, SourceRecord, packed
from loaders.units import Unit

LOADER = "identifiers/1"
EXAMPLE = "1706.03762\n10.18653/v1/N19-1423\nP19-1001\nhttps://github.com/owner/name  # a comment"
_PLACE = Place("", LOADER, 1.0)
_COMMENT = re.compile(r"(?:^|\s)#.*")
_SCHEMES = (IdScheme.ARXIV, IdScheme.DOI, IdScheme.ACL, IdScheme.DBLP, IdScheme.OPENALEX, IdScheme.S2)


class ListedIdentifier(SourceRecord):
    """An identifier in normal form, so that it is one record however it is written."""

    scheme: IdScheme
    value: Name

    @property
    def identifier(self) -> Identifier:
        """The identifier."""
        return Identifier(self.scheme, self.value)


def listed(text: str) -> Identifier:
    """Return the paper or repository that a text names, by a bare identifier or an address. RecordError when it names none."""
    found = None if text.isdigit() else first_of(text, *_SCHEMES) or repository(text)  # any number could be a Semantic Scholar id
    if found is None or kind_of(found) not in (Kind.PAPER, Kind.REPOSITORY):
        shown = text if len(text) <= 80 else text[:77] + "..."
        raise RecordError(f"{shown!r} is no identifier; expected an arXiv id, a DOI, an ACL Anthology id, or the address of a repository")
    return found


def line_of(found: Identifier) -> str:
    """Return a line that is this identifier."""
    return found.value if found.scheme is IdScheme.REPO else str(found)


def detect(head: Head) -> bool:
    """Whether every line is an identifier, blank or a comment, and one is."""
    if head.text is None:
        return False
    whole = head.text if len(head.data) < HEAD else head.text.rpartition("\n")[0]  # the last line may be cut
    found = [text for line in whole.split("\n") if (text := _without_comment(line))]
    return bool(found) and all(map(_is_listed, found))


def _is_listed(text: str) -> bool:
    try:
        listed(text)
    except RecordError:
        return False
    return True


def _without_comment(line: str) -> str:
    return _COMMENT.sub("", line.removeprefix("\ufeff")).strip()


def pieces(path: Path) -> Iterator[Piece | BadPiece]:
    """Yield the identifiers of a file in order."""
    for number, data in lines(path):
        text = _without_comment(data.decode("utf-8", "replace"))
        if not text:
            continue
        try:
            scheme, value = listed(text)
            yield Piece(f":{number}", packed({"scheme": scheme, "value": value}))
        except RecordError as error:
            yield BadPiece(f":{number}", str(error))


def assertions(row: ListedIdentifier, unit: Unit) -> Iterable[Assertion]:
    """Return that what is identified is there, at the address that the identifier has."""
    return [NodeAssertion(identifier_ref(row.identifier), {"url": row.identifier.url}, (), _PLACE)]


def _key(row: Row) -> str:
    return f"{row['scheme']}:{row['value']}"


READER = Records(LOADER, RANKS["text"], ListedIdentifier, assertions, pieces, _key, lambda row: row.identifier.url)
