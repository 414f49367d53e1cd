"""What the formats of the ACL Anthology share: how it knows its authors."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from graph.evidence import Ref
from graph.kinds import Kind
from graph.text import slug
from loaders.records import identifier_ref
from loaders.works import Person, identifiers, people, person

_ID = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")


def author_id(text: str | None) -> tuple[Ref, ...]:
    """Return the reference that an author's id is (an ORCID stands in some places of one); nothing for what is none."""
    orcid = identifiers({"orcid": text})
    if orcid:
        return (identifier_ref(orcid[0]),)
    return (Ref(Kind.AUTHOR, "aclauthor", text),) if text and _ID.fullmatch(text) else ()


def author(name: str | None, own: str | None = None, orcid: str | None = None) -> Person | None:
    """Return an author of one paper: by ORCID, by the Anthology's id, or by name alone; None without a name.

    An id that is no more than the name ("yang-liu") may be that of all who bear it and are not told apart. An ORCID beside it is one
    person's, so the two are not stated to be the same: several people would become one.
    """
    found = person(name, orcid, *author_id(own))
    if found is None:
        return None
    ids = tuple(dict.fromkeys(found.ids))
    return replace(found, ids=ids[:1] if own == slug(found.name) else ids)


def told_apart(found: Iterable[Person | None]) -> tuple[Person, ...]:
    """Return the authors of one paper, those whose name is known, without the identifiers that two of them bear: they are one person's."""
    known = people(found)
    borne = Counter(ref for item in known for ref in item.ids)
    return tuple(replace(item, ids=tuple(ref for ref in item.ids if borne[ref] == 1)) for item in known)
