"""People of the ACL Anthology: name_variants.yaml, which spellings and ids are one person's (docs/sources/acl-people.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.claims import RANKS
from graph.evidence import Assertion, NodeAssertion, Place
from graph.kinds import Kind
from loaders.errors import RecordError
from loaders.head import Head, Row
from loaders.records import known, name_ref
from loaders.shapes.pieces import Records, Some, SourceRecord, Text, field
from loaders.shapes.yaml_list import yaml_list
from loaders.sources.anthology import author_id
from loaders.units import Unit
from loaders.works import person

LOADER = "acl-people/1"
EXAMPLE = "- canonical: {first: Ada, last: Example}\n  id: ada-example\n  variants:\n  - {first: A., last: Example}"
_PLACE = Place("", LOADER, 1.0)
_START = re.compile(r"(?:\s*(?:#[^\n]*|---[^\n]*)?\n)*-\s+canonical:")


class PersonName(SourceRecord):
    """A name in its two parts; some people have one."""

    first: Text = None
    last: Text = None

    def full(self) -> str:
        """Return the name as it stands on papers."""
        return " ".join(part for part in (self.first, self.last) if part)


class AnthologyPerson(SourceRecord):
    """One person: the name to be shown, the other spellings, and what tells them from others of the name."""

    canonical: PersonName
    variants: Some[PersonName] = ()
    variant: PersonName | None = None  # a slip of the source's, for a list of one
    id: Text = None
    orcid: Text = None


def detect(head: Head) -> bool:
    """Whether the first item of a YAML list has a canonical name."""
    return head.text is not None and _START.match(head.text) is not None


def assertions(entry: AnthologyPerson, unit: Unit) -> Iterable[Assertion]:
    """Return what one entry says.

    With an id it is the person so known, and spellings are aliases only: others may bear them. Without, whoever bears one of the names is
    the person, for that is how the Anthology reads papers that give names alone.
    """
    name = entry.canonical.full()
    found = person(name, entry.orcid, *author_id(entry.id))
    if found is None:
        raise RecordError("has no canonical name")
    spellings = [item.full() for item in (*entry.variants, *([entry.variant] if entry.variant else [])) if item.full()]
    refs = found.ids or tuple(name_ref(Kind.AUTHOR, spelling) for spelling in dict.fromkeys([name, *spellings]))
    return [NodeAssertion(refs[0], known({"name": name, "aliases": sorted({*spellings} - {name})}), refs[1:], _PLACE)]


def _key(row: Row) -> str | None:
    name = row.get("canonical")
    own = [str(name.get(part) or "") for part in ("first", "last")] if isinstance(name, dict) else []
    return field(row, "id", "orcid") or " ".join(" ".join(own).split()) or None


READER = Records(LOADER, RANKS["publisher"], AnthologyPerson, assertions, yaml_list, _key)
