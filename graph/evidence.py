"""Records and their assertions: the only thing that is ever written into a graph.

A record is one unit of a source; it makes assertions; nodes and edges are what surviving, accepted assertions support.
Assertions name their ends by reference, as the record states them: by identifier, or by name (and scope). Which references
are the same thing is decided in `graph/identity.py`, never by a loader.

These are named tuples and not dataclasses because a load makes millions of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from graph.kinds import Kind, Relation

Value = str | int | float | bool | list[str] | None
Values = Mapping[str, Value]

# Schemes of references that are not identifiers (identifier schemes are those of graph.ids.IdScheme, "aclauthor" and "dblpauthor").
NAME = "name"  # value: name as written (identity folds it); scope: key of the paper reference it stands in the context of, or ""
HANDLE = "handle"  # a name without a paper, perhaps a team's; scope: key of the dataset it stands on (`graph.identity.resolve_methods`)
PLACEHOLDER = "placeholder"  # a name that means something only within its scope; never joined by string
TEXT = "text"  # papers: folded title|folded family name of the first author|year, the last two empty when unknown
SHORT = (
    "short"  # papers: folded short title|the value of TEXT; stated beside it, it is no node's, and suggests only (`graph/short_titles.py`)
)
ROW = "row"  # value: source, record and ordinal: a result before identity joins equal figures


MAX_ASSERTIONS = 1 << 20
"""How many assertions a record may make."""


class Ref(NamedTuple):
    """A reference to a node as a record states it."""

    kind: Kind
    scheme: str
    value: str
    scope: str = ""

    @property
    def key(self) -> str:
        """Unique text of the reference: `kind:scheme:value` and, when scoped, `@` and the scope's key."""
        base = f"{self.kind}:{self.scheme}:{self.value}"
        return f"{base}@{self.scope}" if self.scope else base


class Place(NamedTuple):
    """Where in its record an assertion was found, by whom, and how sure."""

    locator: str = ""  # field or path within the record
    extractor: str = ""  # name/version of the code or person that read it
    confidence: float = 1.0  # 0 to 1
    span_start: int | None = None  # characters, within the located text
    span_end: int | None = None
    quote: str | None = None
    flag: str | None = None  # reason why it is kept but not believed (spam, implausible); None when accepted


class NodeAssertion(NamedTuple):
    """The record says that the subject has these property values, and that further references mean the same subject.

    `values` are named as in `graph.kinds`. A subject stated by bare identifier only (no values) creates no node; nor does one with a long
    text and nothing else, which waits for what names it.
    """

    subject: Ref
    values: Values
    same_as: tuple[Ref, ...] = ()
    place: Place = Place()


_NOTHING: Values = MappingProxyType({})


class EdgeAssertion(NamedTuple):
    """The record says that `relation` holds from `source` to `target`."""

    relation: Relation
    source: Ref
    target: Ref
    values: Values = _NOTHING
    place: Place = Place()


Assertion = NodeAssertion | EdgeAssertion


DECISIONS = "decisions"
"""The source of the records that decide on identity; no other record may stand in it."""


class Verdict(StrEnum):
    """What a person decided about two references."""

    SAME = "same"
    DIFFERENT = "different"


class Decision(NamedTuple):
    """The record decides that two references are one thing, or are not; it outranks every rule.

    It has a direction: `keep` keeps its public id when they are one, and `drop` gives up its joins when they are not.
    """

    verdict: Verdict
    keep: Ref
    drop: Ref


class Record(NamedTuple):
    """One unit of a source, read and understood.

    `digest` covers the raw content, the loader's name and version, and the options (see `loaders.records.digest`).
    `locator` says where it was read (`file:line`); `url` where a person can look it up; `rank` is the source's rank
    (`graph.claims.RANKS`): the shown value of a property comes from the best rank. `decisions` are those of people on identity,
    which stand in records of their own (`graph/stores/sqlite/decide.py`).
    """

    source: str
    key: str
    digest: bytes
    assertions: tuple[Assertion, ...]
    locator: str = ""
    url: str | None = None
    rank: int = 3
    decisions: tuple[Decision, ...] = ()


class RecordVersion(NamedTuple):
    """One content of one record: enough to tell whether a store holds it already."""

    source: str
    key: str
    digest: bytes


class Rejection(NamedTuple):
    """A record that was read and not accepted. `key` is known when the record could be told apart."""

    source: str
    key: str | None
    locator: str
    reason: str
