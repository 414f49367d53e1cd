"""Records packed for a store: what is the same is told once, and what can be computed without a store is computed.

A store that writes a batch needs each reference once, with its hash and block; each place once; and the forms under which names are
sorted and found. All of it is a pure function of the records, so that a load computes it beside the writer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from graph.evidence import NAME, Assertion, EdgeAssertion, NodeAssertion, Place, Record, Ref, Values, Verdict
from graph.identity import block_of
from graph.kinds import KINDS, Kind, Relation
from graph.text import hash64, slug, sort_name, tokens

PackedRef = tuple[Kind, str, str, int, int | None, int | None]
"""A reference: kind, scheme, value, hash of its key, block (`graph.identity.block_of`), scope (a place in `Packed.references`)."""

Row = tuple[Relation | None, int, int | None, tuple[int, ...], Values, int]
"""An assertion: relation, a, b, same as, values, place.

The relation is None for property values of a, else it is an edge from a to b. Ends are places in `Packed.references`, the last is one
in `Packed.places`.
"""

Form = tuple[str, str, str]
"""How a name is sorted (`graph.text.sort_name`), found (its tokens, joined by a space) and written in an id (`graph.text.slug`; "" for
titles, which no id is made of as long as the paper has an identifier)."""

# References, rows and forms are plain tuples, because they cross from process to process by the hundred thousand.


class PackedRecord(NamedTuple):
    """A `graph.evidence.Record` with its assertions packed."""

    source: str
    key: str
    digest: bytes
    locator: str
    url: str | None
    rank: int
    said: tuple[Row, ...]
    decided: tuple[tuple[Verdict, int, int], ...] = ()  # verdict and the places of `keep` and `drop`


@dataclass(frozen=True, slots=True)
class Packed:
    """Records with what they share."""

    records: Sequence[PackedRecord] = ()
    references: Sequence[PackedRef] = ()
    places: Sequence[Place] = ()
    forms: Mapping[str, Form] = field(default_factory=dict)

    def form(self, name: str) -> Form:
        """Return the form of a name, known or not."""
        return self.forms.get(name) or form_of(name)


@lru_cache(maxsize=50_000)
def form_of(name: str) -> Form:
    """Return the form of a name."""
    form = sort_name(name)
    return form, " ".join(tokens(form)), slug(form)


def _form_of_title(title: str) -> Form:
    form = sort_name(title)
    return form, " ".join(tokens(form)), ""


def pack(records: Iterable[Record]) -> Packed:
    """Pack records, in their order."""
    return _Packer().pack(records)


def _scope_ref(key: str) -> Ref:
    kind, scheme, value = key.split(":", 2)
    return Ref(Kind(kind), scheme, value)


class _Packer:
    def __init__(self) -> None:
        self._references: dict[Ref, int] = {}
        self._places: dict[Place, int] = {}
        self._names: dict[str, None] = {}
        self._titles: dict[str, None] = {}

    def pack(self, records: Iterable[Record]) -> Packed:
        packed = [
            PackedRecord(
                item.source,
                item.key,
                item.digest,
                item.locator,
                item.url,
                item.rank,
                tuple(map(self._row, item.assertions)),
                tuple((found.verdict, self._reference(found.keep), self._reference(found.drop)) for found in item.decisions),
            )
            for item in records
        ]
        scoped = {ref: self._reference(_scope_ref(ref.scope)) for ref in list(self._references) if ref.scope}
        references = [(*ref[:3], hash64(ref.key), block_of(ref), scoped.get(ref)) for ref in self._references]
        forms = {title: _form_of_title(title) for title in self._titles} | {name: form_of(name) for name in self._names}
        return Packed(packed, references, list(self._places), forms)

    def _reference(self, ref: Ref) -> int:
        number = self._references.setdefault(ref, len(self._references))
        if ref.scheme == NAME:
            self._names[ref.value] = None
        return number

    def _row(self, item: Assertion) -> Row:
        place = self._places.setdefault(item.place, len(self._places))
        if isinstance(item, EdgeAssertion):
            return item.relation, self._reference(item.source), self._reference(item.target), (), item.values, place
        return self._stated(item, place)

    def _stated(self, item: NodeAssertion, place: int) -> Row:
        name = item.values.get(KINDS[item.subject.kind].name)
        if isinstance(name, str):
            (self._titles if item.subject.kind is Kind.PAPER else self._names)[name] = None
        subject = self._reference(item.subject)  # before the others: ids are minted for what is stated first
        return None, subject, None, tuple(map(self._reference, item.same_as)), item.values, place
