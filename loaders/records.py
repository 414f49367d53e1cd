"""Making records: digests, references, and the checks that every value passes before it may be stored."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache

import orjson

from graph.evidence import MAX_ASSERTIONS, NAME, SHORT, TEXT, Assertion, EdgeAssertion, NodeAssertion, Place, Ref, Value, Values
from graph.ids import Identifier, InvalidIdentifier, kind_of, parse, recognise
from graph.kinds import KINDS, RELATIONS, Kind, Relation, ValueType
from graph.short_titles import short_titles, short_value, text_value
from graph.text import MAX_INDEXED, fault, fold
from loaders.errors import RecordError

MAX_INTEGER = 2**53
MAX_LONG_TEXT = 1_000_000
_MOST_FOLDED = 18  # no character's compatibility decomposition is longer


def digest(raw: bytes, loader: str, options: str = "") -> bytes:
    """Return the 16-byte digest of a record's raw content, its loader's name and version, and the options."""
    return hashlib.blake2b(raw, digest_size=16, key=_reader_key(loader, options)).digest()


@cache
def _reader_key(loader: str, options: str) -> bytes:
    return hashlib.blake2b(f"{loader}\n{options}".encode(), digest_size=32).digest()


def content_key(raw: bytes) -> str:
    """Return the key of a record without a natural id: a digest of its content."""
    return hashlib.blake2b(raw, digest_size=10).hexdigest()


def stored(name: str, value: str) -> str:
    """Return a text about a record itself, as its key. RecordError when it may not be stored."""
    _check_text(name, value)
    return value


def decode(data: bytes) -> dict[str, object]:
    """Return the JSON object of a line. RecordError for anything else (orjson knows no NaN, no lone surrogates, no deep nesting)."""
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise RecordError(f"is no JSON: {error}") from None
    except RecursionError:
        raise RecordError("is nested too deeply") from None
    if not isinstance(found, dict):
        raise RecordError(f"is a JSON {type(found).__name__}; expected an object")
    return found


# --- references -----------------------------------------------------------------------------------------------------


def clean(text: str) -> str:
    """Collapse white space."""
    return " ".join(text.split())


@lru_cache(maxsize=50_000)
def name_ref(kind: Kind, name: str, scope: str = "") -> Ref:
    """Reference by name, as written."""
    return Ref(kind, NAME, clean(name), scope)


def identifier_ref(identifier: Identifier) -> Ref:
    """Reference to a paper, repository or author by identifier."""
    return Ref(kind_of(identifier), str(identifier.scheme), identifier.value)


def text_ref(title: str, first_author: str | None = None, year: int | None = None) -> Ref:
    """Reference to a paper by its title, and what else is known: it suggests, and never decides alone."""
    return Ref(Kind.PAPER, TEXT, text_value(fold(title), fold(family_name(first_author)) if first_author else "", year))


def title_refs(title: str, first_author: str | None, year: int | None) -> list[Ref]:
    """Return the reference by title, and when author and year are known those by its short forms (`graph.short_titles`)."""
    text = text_ref(title, first_author, year)
    if not first_author or year is None:
        return [text]
    return [text, *(Ref(Kind.PAPER, SHORT, short_value(short, text.value)) for short in short_titles(title))]


def family_name(name: str) -> str:
    """Return the family name of a written name: before the comma, else the last word (suffixes such as Jr. left out)."""
    if "," in name:
        return name.split(",", 1)[0]
    words = [word for word in name.split() if word.rstrip(".").lower() not in ("jr", "sr", "ii", "iii", "iv")]
    return words[-1] if words else name


def paper_address(url: str) -> Ref | None:
    """Return the reference that a paper's address gives: the identifier it names, else the address; None when it is none."""
    known = recognise(url)
    if known is not None and kind_of(known) is Kind.PAPER:
        return identifier_ref(known)
    try:
        return identifier_ref(parse("url", url))
    except InvalidIdentifier:
        return None


Check = Callable[[str, Value], None]
"""Raises RecordError when a value may not be stored under a name."""

# --- checks ---------------------------------------------------------------------------------------------------------


@cache
def _checks(owner: Kind | Relation) -> dict[str, Check]:
    properties = KINDS[owner].properties if isinstance(owner, Kind) else RELATIONS[owner].properties
    return {item.name: _CHECKS[item.type] for item in properties}


def checked(assertions: Iterable[Assertion]) -> tuple[Assertion, ...]:
    """Return the assertions; RecordError when a value or reference may not be stored."""
    found = tuple(assertions)
    if len(found) > MAX_ASSERTIONS:
        raise RecordError(f"makes {len(found):,} statements; at most {MAX_ASSERTIONS:,} are read, so split it")
    for item in found:
        if isinstance(item, NodeAssertion):
            _check_values(item.subject.kind, item.values)
            for ref in (item.subject, *item.same_as):
                _check_ref(ref)
        else:
            _check_edge(item)
        if item.place.quote and (wrong := fault(item.place.quote)):
            raise RecordError(f"quote {wrong}")
    return found


def _check_edge(item: EdgeAssertion) -> None:
    spec = RELATIONS[item.relation]
    if item.source.kind not in spec.sources or item.target.kind not in spec.targets:
        raise RecordError(f"{item.relation.value} cannot join {item.source.kind.value} and {item.target.kind.value}")
    if item.source == item.target:
        raise RecordError(f"{item.relation.value} from {item.source.key} to itself")
    _check_values(item.relation, item.values)
    _check_ref(item.source)
    _check_ref(item.target)


@lru_cache(maxsize=50_000)
def _check_ref(ref: Ref) -> None:
    if not ref.value:
        raise RecordError(f"a {ref.kind.value} without a name")
    _check_text("name" if ref.scheme == NAME else ref.scheme, ref.value)


def _check_values(owner: Kind | Relation, values: Values) -> None:
    checks = _checks(owner)
    for name, value in values.items():
        if name not in checks:
            raise RecordError(f"{owner.value} has no property {name!r}; it has {', '.join(checks)}")
        if value is not None:
            checks[name](name, value)


def _check_text(name: str, value: Value, limit: int = MAX_INDEXED) -> None:
    if not isinstance(value, str):
        raise RecordError(f"{name} is {_shown(value)}; expected text")
    if len(value) > limit:
        raise RecordError(f"{name} has {len(value):,} characters; at most {limit:,} are kept")
    if value.isascii() and "\x00" not in value:
        return
    if wrong := fault(value):
        raise RecordError(f"{name} {wrong}")
    # One character may stand for many, as ligatures of whole phrases do; an index holds the folded form.
    if limit == MAX_INDEXED and len(value) * _MOST_FOLDED > MAX_INDEXED and (length := len(fold(value))) > MAX_INDEXED:
        raise RecordError(f"{name} has {length:,} characters in its folded form; at most {MAX_INDEXED:,} are kept")


def _check_long_text(name: str, value: Value) -> None:
    _check_text(name, value, MAX_LONG_TEXT)


def _check_integer(name: str, value: Value) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > MAX_INTEGER:
        raise RecordError(f"{name} is {_shown(value)}; expected a whole number within ±2^53")


def _check_float(name: str, value: Value) -> None:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not math.isfinite(value):
        raise RecordError(f"{name} is {_shown(value)}; expected a finite number")


def _check_boolean(name: str, value: Value) -> None:
    if not isinstance(value, bool):
        raise RecordError(f"{name} is {_shown(value)}; expected true or false")


def _check_list(name: str, value: Value) -> None:
    if not isinstance(value, list):
        raise RecordError(f"{name} is {_shown(value)}; expected a list of texts")
    for item in value:
        _check_text(name, item, MAX_LONG_TEXT)


def _check_date(name: str, value: Value) -> None:
    text = value if isinstance(value, str) else ""
    parts = text.split("-")
    widths = [len(part) for part in parts]
    numbers = [int(part) for part in parts if part.isascii() and part.isdigit()]
    fits = widths in ([4], [4, 2], [4, 2, 2]) and len(numbers) == len(parts)
    if not fits or not all(1 <= n <= most for n, most in zip(numbers[1:], (12, 31), strict=False)):
        raise RecordError(f"{name} is {_shown(value)}; expected YYYY, YYYY-MM or YYYY-MM-DD")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


_CHECKS: dict[ValueType, Check] = {
    ValueType.TEXT: _check_text,
    ValueType.LONG_TEXT: _check_long_text,
    ValueType.INTEGER: _check_integer,
    ValueType.FLOAT: _check_float,
    ValueType.BOOLEAN: _check_boolean,
    ValueType.PARTIAL_DATE: _check_date,
    ValueType.TEXT_LIST: _check_list,
}


def known(values: Mapping[str, Value]) -> dict[str, Value]:
    """Return the values that say something."""
    return {name: value for name, value in values.items() if value is not None and value != "" and value != []}


def place(extractor: str, locator: str = "", confidence: float = 1.0) -> Place:
    """Return the place of an assertion."""
    return Place(locator, extractor, confidence)
