"""Method names of leaderboards. Thirteen rules, applied in order; `explain` tells what each one saw and did.

The numbers are those of the table in docs/semantics.md, "Methods have families, and leaderboard names are not names". Rules 12 and 13
need more than the name and are applied by loaders through `NameContext`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache

from graph.names.data_files import listed
from graph.text import fold


class NameKind(StrEnum):
    """What a written name stands for."""

    METHOD = "method"
    PLACEHOLDER = "placeholder"  # means something only within its paper
    NONE = "none"  # a result without a method
    DEBRIS = "debris"  # no name at all: kept, flagged


@dataclass(frozen=True, slots=True)
class Step:
    """One rule that applied: its number and title, the name before and after, and what else it found."""

    rule: int
    title: str
    before: str
    after: str
    effect: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a combined name."""

    name: str
    role: str  # base or added
    position: int


@dataclass(frozen=True, slots=True)
class NameContext:
    """What else is known of the row: the paper's title, whether it names a paper, on how many datasets the name stands."""

    paper_title: str | None = None
    has_paper: bool = True
    dataset_count: int = 2


@dataclass(frozen=True, slots=True)
class ParsedName:
    """What a written name says. `variant_of` and `differs` are a candidate: identity decides whether it holds."""

    as_written: str
    kind: NameKind = NameKind.METHOD
    name: str = ""
    configuration: tuple[tuple[str, str], ...] = ()
    protocol: str | None = None
    source_hint: tuple[str, int | None] | None = None
    generic: bool = False
    variant_of: str | None = None
    differs: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = ()
    ablation: bool = False
    flag: str | None = None
    steps: tuple[Step, ...] = field(default=())


Rule = Callable[[ParsedName, NameContext], ParsedName]


@cache
def _generic() -> frozenset[str]:
    return frozenset(fold(name) for name in listed("methods")["generic"])


def is_generic(name: str) -> bool:
    """Whether a name is a generic architecture word (LSTM, CNN, BiLSTM)."""
    return fold(name) in _generic()


@cache
def _families() -> dict[str, tuple[str, str]]:
    return {fold(name): (parent, differs) for name, (parent, differs) in listed("methods")["families"].items()}


def family_of(name: str) -> tuple[str, str] | None:
    """Return (parent, what differs) of a variant that the curated list of families names; None for other names."""
    return _families().get(fold(name))


@cache
def _no_variants() -> frozenset[str]:
    return frozenset(fold(name) for name in listed("methods")["no_variant"])


# --- 1 to 3: what is not the name -----------------------------------------------------------------------------------

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_ESCAPED_DIGIT = re.compile(r"\x02.*?\x03")
_MARKS = re.compile(r"[♦♣♠♥†‡§¶*★☆◇^]+(?=\s|$|\()|\s*\[\d{1,3}\]$|\s*\[\[\d+\]\]\(#\w+\)$")


def _decode(found: ParsedName, context: NameContext) -> ParsedName:
    text = _ESCAPED_DIGIT.sub(" ", found.name)
    text = _TAG.sub(" ", html.unescape(html.unescape(text)))
    text = _MARKS.sub(" ", _CONTROL.sub(" ", text)).replace("\\_", "_").replace("\\@", "@").replace("**", "")
    return replace(found, name=" ".join(text.split()))


_CONFIGURATIONS = (
    (re.compile(r"\s*\((?:our )?ensembled?(?: of \d+ models| model)?s?\)", re.IGNORECASE), ("ensemble", "yes")),
    (re.compile(r"\s*\(single(?: model)?\)", re.IGNORECASE), ("ensemble", "no")),
    (re.compile(r"\s*\((?:model )?ensemble,[^)]*\)", re.IGNORECASE), ("ensemble", "yes")),
    (re.compile(r"[\s,-]+\(?ensemble\)?(?=\s*(?:\(|$))", re.IGNORECASE), ("ensemble", "yes")),
    (re.compile(r"[\s,]+\(?single model\)?$", re.IGNORECASE), ("ensemble", "no")),
)


def _take_configuration(found: ParsedName, context: NameContext) -> ParsedName:
    for pattern, setting in _CONFIGURATIONS:
        text = pattern.sub("", found.name).strip()
        if text != found.name and text:
            found = replace(found, name=text, configuration=(*found.configuration, setting))
    return found


_FAMILY = r"(?:(?:van|von|de|der|dos|del|di|la|le|d')\s?)*[A-ZÀ-ÖØ-Þ][\w'’\-]+"
_AUTHORS = rf"{_FAMILY}(?:(?:,|,? and|,? &) {_FAMILY})*(?:,?\s+et\.?,?\s*a[lt]s?\.?,?)?"
_YEAR = r"(?:19|20)\d\d[a-z]?"
_GIVEN = r"(?:[A-ZÀ-ÖØ-Þ][\w'’\-]+ ){0,3}"
_VENUE = r"(?:[A-Z][\w\-]*\s){0,2}"
_CITATION = re.compile(
    rf"\s*[\(\[](?:reimplementation by |from |by )?({_GIVEN}{_AUTHORS}),?\s*{_VENUE}({_YEAR})?\)?[\)\]]*(?: under review)?\s*$"
)
_FIRST_AUTHOR = re.compile(r",| et\b| and | & ")
_TRAILING_YEAR = re.compile(rf"\s*\(({_YEAR})\)\s*$")
_CITE_IN_LINE = re.compile(rf"^({_AUTHORS}),?\s*[\(\[]?({_YEAR})?[\)\]]?\s*$")


def _is_citation_text(authors: str, year: str | None) -> bool:
    return year is not None or "et al" in authors or " and " in authors or "&" in authors


def _take_citation(found: ParsedName, context: NameContext) -> ParsedName:
    name = found.name
    while True:
        match = _TRAILING_YEAR.search(name)
        if match and name[: match.start()].strip() and not _is_bare_citation(name):
            found = replace(found, source_hint=found.source_hint or ("", int(match[1][:4])))
            name = name[: match.start()].strip()
            continue
        match = _CITATION.search(name)
        if match and name[: match.start()].strip() and _is_citation_text(match[1], match[2]):
            author = _FIRST_AUTHOR.split(match[1])[0]
            found = replace(found, source_hint=(author, int(match[2][:4]) if match[2] else None))
            name = name[: match.start()].strip()
            continue
        return replace(found, name=name)


# --- 4 to 6: what is no method --------------------------------------------------------------------------------------


_PLAIN_FAMILY = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ'’]+(?:-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+)*")


_FAMILY_FIRST = re.compile(rf"{_PLAIN_FAMILY.pattern}, [A-Z][a-z]+(?: [A-Z]\.)?\.?(?: \({_YEAR}\))?")


def _is_bare_citation(name: str) -> bool:
    if _FAMILY_FIRST.fullmatch(name):
        return True
    match = _CITE_IN_LINE.match(name)
    if not match or not _is_citation_text(match[1], match[2]):
        return False
    if " " in match[1]:
        return True
    is_marked = name[match.end(1) :].lstrip().startswith((",", "(", "["))  # "Kudo (2018)" is a citation, "Mitsuku 2015" is none
    return is_marked and bool(_PLAIN_FAMILY.fullmatch(match[1])) and not is_generic(match[1].split("-")[0])  # nor is "Transformer (2017)"


def _cited_only(found: ParsedName, context: NameContext) -> ParsedName:
    return replace(found, kind=NameKind.PLACEHOLDER) if _is_bare_citation(found.name) else found


_NOBODY = re.compile(
    r"(?:-+|n/?a|none|anonymous.*|baseline\d*\b.*|.*\bbaseline\)?|\[?withdrawn\]?.*|humans?\b.*|majority.*|random(?: performance)?|"
    r"model|system|ours?|proposed|unknown|test|single)\s*",
    re.IGNORECASE,
)


def _nobody(found: ParsedName, context: NameContext) -> ParsedName:
    is_nobody = not found.name or _NOBODY.fullmatch(found.name)
    return replace(found, kind=NameKind.NONE, name="") if is_nobody else found


_DEBRIS = re.compile(r"[a-z]+#[a-z]\b")
_QUESTION = re.compile(r"(?:what|who|which|where|when|why|how) (?:is|are|was|were|do|does|did)\b", re.IGNORECASE)


def _debris(found: ParsedName, context: NameContext) -> ParsedName:
    words = found.name.split()
    if _DEBRIS.fullmatch(found.name):
        return replace(found, kind=NameKind.DEBRIS, flag="a word and its tag, not a method")
    if _QUESTION.match(found.name) or len(words) > 12 or (len(words) > 6 and found.name.endswith((".", "]"))):
        return replace(found, kind=NameKind.DEBRIS, flag="a sentence, not a name")
    if not any(c.isalpha() for c in found.name):
        return replace(found, kind=NameKind.DEBRIS, flag="no letter in it")
    return found


# --- 7 to 11 --------------------------------------------------------------------------------------------------------

_PROTOCOLS = {
    "noop": "no-op starts",
    "no-op": "no-op starts",
    "noops": "no-op starts",
    "hs": "human starts",
    "ep": "evaluation episodes",
    "hs+": "human starts",
    "zero-shot": "zero-shot",
    "0-shot": "zero-shot",
    "few-shot": "few-shot",
    "one-shot": "one-shot",
    "linear probe": "linear probe",
    "linear evaluation": "linear probe",
    "fine-tuned": "fine-tuned",
    "finetuned": "fine-tuned",
}
_PROTOCOL = re.compile(
    r"(?:\s+|\s*\()(" + "|".join(re.escape(word) for word in sorted(_PROTOCOLS, key=len, reverse=True)) + r")\)?\s*$", re.IGNORECASE
)


def _take_protocol(found: ParsedName, context: NameContext) -> ParsedName:
    match = _PROTOCOL.search(found.name)
    if not match or not found.name[: match.start()].strip():
        return found
    return replace(found, name=found.name[: match.start()].strip(), protocol=_PROTOCOLS[match[1].lower()])


_SIZES = "tiny|mini|small|medium|base|large|big|huge|giant|xx-?large|x-?large|xl|xxl|very large"
_SIZE_AFTER = re.compile(rf"^(.*?\w)[\s\-_]*[\(\-\s]\s*({_SIZES})\s*\)?$", re.IGNORECASE)
_SIZE_BEFORE = re.compile(rf"^({_SIZES})\s+(.*\w.*)$", re.IGNORECASE)
_LAYERS = re.compile(r"^(\d+|one|two|three|four|deep)[\s-]layers?(?:ed)?\s+(.*\w.*)$", re.IGNORECASE)
_WIDTH = re.compile(r"^(\d+)\s?[Dd]\s+(.*\w.*)$|^(.*\w)\s+(\d+)[Dd]$")
_DEPTH = re.compile(r"^([A-Za-z][\w]*?[A-Za-z])-(\d{2,3})$")


def _variant(found: ParsedName, context: NameContext) -> ParsedName:
    if fold(found.name) in _no_variants():
        return found
    curated = family_of(found.name)
    if curated:
        key, _, value = curated[1].partition(": ")
        return replace(found, variant_of=curated[0], differs=((key, value),))
    guess = _guess_variant(found.name)
    if guess is None or "+" in found.name:
        return found
    parent, key, value = guess
    return replace(found, variant_of=parent, differs=((key, value),))


def _guess_variant(name: str) -> tuple[str, str, str] | None:
    if match := _LAYERS.match(name):
        return match[2], "depth", match[1]
    if match := _WIDTH.match(name):
        return (match[2], "width", match[1]) if match[2] else (match[3], "width", match[4])
    if match := _SIZE_AFTER.match(name):
        return match[1].rstrip(" (-_"), "size", match[2].lower()
    if match := _SIZE_BEFORE.match(name):
        return match[2], "size", match[1].lower()
    if match := _DEPTH.match(name):
        return match[1], "depth", match[2]
    return None


_PLUS = re.compile(r"\s+\+\s*|\s*\+\s+|(?<=[A-Za-z0-9)])\+(?=[A-Z])|\s+with\s+(?=[A-Z][\w-]*$)")


def _combined(found: ParsedName, context: NameContext) -> ParsedName:
    if found.name.startswith("+"):
        rest = found.name.lstrip("+ ")
        return replace(found, name=rest, ablation=True, kind=NameKind.PLACEHOLDER)
    pieces = [_without_brackets(piece.strip()) for piece in _PLUS.split(found.name)]
    if len(pieces) < 2 or not all(pieces):
        return found
    parts = tuple(Part(piece, "base" if place == 1 else "added", place) for place, piece in enumerate(pieces, start=1))
    return replace(found, parts=parts)


def _without_brackets(piece: str) -> str:
    """Take off brackets around a piece, and one whose partner stands in another piece."""
    if piece.startswith("(") and (")" not in piece or piece.endswith(")")):
        piece = piece[1:]
    if piece.endswith(")") and "(" not in piece:
        piece = piece[:-1]
    return piece.strip()


def _architecture_word(found: ParsedName, context: NameContext) -> ParsedName:
    return replace(found, generic=True) if is_generic(found.name) else found


def _is_title(found: ParsedName, context: NameContext) -> ParsedName:
    title = context.paper_title
    if not title or fold(title) != fold(found.name) or len(found.name.split()) < 3:
        return found
    coined = coined_name(title)
    return replace(found, name=coined) if coined else replace(found, kind=NameKind.PLACEHOLDER)


def _handle(found: ParsedName, context: NameContext) -> ParsedName:
    is_handle = not context.has_paper and context.dataset_count <= 1
    return replace(found, kind=NameKind.NONE, name="") if is_handle else found


_RULES: tuple[tuple[int, str, Rule], ...] = (
    (1, "entities, tags, control characters, footnote marks", _decode),
    (2, "ensemble and single model are configuration", _take_configuration),
    (3, "a trailing citation or year is a hint of the source", _take_citation),
    (4, "a citation is no name: a placeholder within its paper", _cited_only),
    (5, "nobody's name: a result without a method", _nobody),
    (6, "debris: kept, and flagged", _debris),
    (7, "protocol words", _take_protocol),
    (8, "size, depth or width: a variant", _variant),
    (9, "A + B is a combination; a leading + an ablation", _combined),
    (10, "a generic architecture word", _architecture_word),
    (11, "the paper's title is not the name", _is_title),
    (12, "a team's handle without a paper: a result without a method", _handle),
)


def parse_method_name(text: str, context: NameContext | None = None) -> ParsedName:
    """Apply the rules in order until one says that it is no method. Total: any text has an answer."""
    context = context or NameContext()
    found = ParsedName(text, name=text)
    for number, title, rule in _RULES:
        after = rule(found, context)
        if after != found:
            effect = _effect(found, after)
            after = replace(after, steps=(*found.steps, Step(number, title, found.name, after.name, effect)))
        found = after
        if found.kind in (NameKind.NONE, NameKind.DEBRIS) or (found.kind is NameKind.PLACEHOLDER and number < 9):
            break
    return found


def _effect(before: ParsedName, after: ParsedName) -> str:
    """Say in words what a rule found besides the name."""
    parts = []
    if after.kind is not before.kind:
        parts.append(f"stands for: {after.kind.value}")
    if after.configuration != before.configuration:
        parts.append("configuration " + ", ".join(f"{k}: {v}" for k, v in after.configuration[len(before.configuration) :]))
    if after.source_hint != before.source_hint and after.source_hint:
        family, year = after.source_hint
        parts.append(f"source hint {' '.join(str(x) for x in (family, year) if x)}")
    if after.protocol != before.protocol:
        parts.append(f"protocol {after.protocol}")
    if after.variant_of != before.variant_of:
        parts.append(f"variant of {after.variant_of}, {', '.join(f'{k}: {v}' for k, v in after.differs)}")
    if after.parts != before.parts:
        parts.append("combines " + ", ".join(f"{part.name} ({part.role})" for part in after.parts))
    if after.ablation != before.ablation:
        parts.append("ablation of the paper's method")
    if after.generic != before.generic:
        parts.append("generic: no evidence of identity, out of default rankings")
    if after.flag != before.flag:
        parts.append(f"flagged: {after.flag}")
    return "; ".join(parts)


def explain(text: str, context: NameContext | None = None) -> tuple[Step, ...]:
    """Return each rule that applies to a name, in order."""
    return parse_method_name(text, context).steps


# --- titles ---------------------------------------------------------------------------------------------------------

_COINED = re.compile(r"^([^\s:][^:]{0,38}?)\s*:\s+\S")
_NOT_COINED = re.compile(
    r"\b(?:at|for|of|in|on|with|from|the|to|a|an|vs|task|survey|overview|introduction|towards?|team|report|proceedings|workshop|study|findings|"
    r"semeval|wmt|clef|conll|evalita|iwslt|trec|bionlp|shared|track|part|chapter|section|review|tutorial|panel|demo|squib|erratum|is|are|and)\b"
    r"|\d{4}\b|[?!\"“”]|^\d",
    re.IGNORECASE,
)


def coined_name(title: str) -> str | None:
    """Return NAME of a title "NAME: …" when it looks like a coined name; None for "Introduction: …" and the like.

    A coined name has one to three words and a word with a capital after its first letter, or a digit, or two capitals.
    """
    match = _COINED.match(title.strip())
    if not match:
        return None
    name = match[1].strip(" {}$*")
    words = name.split()
    if not 1 <= len(words) <= 3 or _NOT_COINED.search(name) or is_generic(name) or len(name) < 2:
        return None
    return name if any(_is_coined_word(word) for word in words) else None


def _is_coined_word(word: str) -> bool:
    letters = [c for c in word if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return len(letters) >= 2 and (capitals >= 2 or (capitals >= 1 and any(c.isdigit() for c in word)) or any(c.isupper() for c in word[1:]))
