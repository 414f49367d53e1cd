"""Extraction v1: repository addresses, datasets of the lexicon, "we propose X", and "X: …" titles. Precision first."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from graph.ids import repository
from graph.names import coined_name, is_generic
from graph.text import fold

CONFIDENCE = {"url": 0.98, "title": 0.9, "proposed": 0.8, "evaluated": 0.8, "processed": 0.6}
"""How sure each rule is: judged on annotated papers, not calibrated."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Something found: what, its spelling, the field (`title` or `abstract`) and character span, role and confidence.

    The role of what is introduced is `method` or `dataset`, of a dataset `evaluates` or `processes`.
    """

    name: str
    field: str
    start: int
    end: int
    role: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a paper's text says, each list in order of first mention."""

    introduces: tuple[Mention, ...] = ()
    datasets: tuple[Mention, ...] = ()
    repositories: tuple[Mention, ...] = ()


@cache
def _lexicon(name: str = "datasets") -> dict[str, list[str] | str]:
    text = (files("loaders.text") / "lexicon" / f"{name}.json").read_text(encoding="utf-8")
    found: dict[str, list[str] | str] = json.loads(text)
    return found


LEXICON_VERSION = str(_lexicon()["version"])


@cache
def _established() -> frozenset[str]:
    """Folded names that running text never introduces: methods everybody builds on, and abbreviations of areas and tasks.

    The paper of an established method says so in its title.
    """
    return _areas() | {fold(name) for name in _lexicon("methods")["established"]}


@cache
def _areas() -> frozenset[str]:
    return frozenset(fold(name) for name in _lexicon("methods")["areas"])


# Patterns begin with a literal or a set of characters, because the engine looks for those before it tries anything else; what may not
# precede a word is asked behind its first character. That halves the time of a text.


def _alternation(names: list[str]) -> re.Pattern[str]:
    """One alternation of names, by first character, longest first. A space, a hyphen or nothing may join the parts of a name."""
    by_start: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        rest = re.sub(r"(?:\\ |\\-|-)", r"[\\s-]?", re.escape(name[1:]))
        by_start.setdefault(re.escape(name[0]), []).append(rest)
    groups = "|".join(rf"{start}(?<![\w/-].)(?:{'|'.join(rests)})" for start, rests in by_start.items())
    return re.compile(rf"(?:{groups})(?![\w+]|-\w)")


@cache
def _dataset_pattern() -> re.Pattern[str]:
    return _alternation(list(_lexicon()["datasets"]))


@cache
def _capitalised_datasets() -> tuple[re.Pattern[str], frozenset[str]]:
    """The pattern of the names that begin with no small letter, and the first words of those that do: few texts hold one."""
    names = list(_lexicon()["datasets"])
    small = [name for name in names if name[0].islower()]
    return _alternation([name for name in names if not name[0].islower()]), frozenset(re.split("[ -]", name)[0] for name in small)


def _pattern_for(text: str) -> re.Pattern[str]:
    """The pattern that finds the datasets of a text."""
    capitalised, small = _capitalised_datasets()
    return _dataset_pattern() if any(word in text for word in small) else capitalised


@cache
def _ambiguous() -> frozenset[str]:
    return frozenset(_lexicon()["ambiguous"])


_EVALUATION = re.compile(
    r"\b(?:experiments?|experimental|evaluat\w+|results?|outperform\w*|accurac\w+|benchmarks?|state[- ]of[- ]the[- ]art|achiev\w+|improv\w+|datasets?|"
    r"demonstrat\w+|top-1|performance|scores?|speedup|error)\b",
    re.IGNORECASE,
)
_DATASET_WORD = re.compile(
    r"\b(?:datasets?|benchmarks?|corpus|corpora|tasks?|games?|suite|test sets?|challenge|environments?|data)\b", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z(])")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"{}|\\^`]+|\bgithub\.com/[^\s<>\"]+")
_URL_PARTS = ("://", "www.", "github.com")
_NAME = r"[A-Z][\w+\-]*[A-Z0-9][\w+\-]*|[a-z]+[A-Z][\w+\-]*"
_STOP = "on|of|for|with|using|to|from|based|in|by|that|which|via|and|over|as|at|into|between|how|results|experiments"
_WE = r"[WwTtHh](?<!\w.)(?:(?<=[Ww])(?i:e)|(?<=[Tt])(?i:his paper|his work|he authors?)|(?<=[Hh])(?i:ere,? we))"
_PROPOSE = r"(?:p(?<!\w.)ropose|i(?<!\w.)ntroduce|p(?<!\w.)resent|d(?<!\w.)evelop)"
_PROPOSED = re.compile(
    rf"{_WE}\s+(?:\w+ly,? )?(?:also )?(?:propose|proposes|introduce|introduces|present|presents|develop|develops)\s+"
    rf"(?:a |an |the |our )?(?:(?:new|novel|simple|effective|efficient|general|unified|powerful)[\s,]+)*(?:(?!(?:{_STOP})\b)[a-z-]+ ){{0,6}}?"
    rf"(?:(?:called|named|dubbed|termed|namely|coined|,)\s+)?(?P<name>{_NAME})(?P<after>[,.;:]|\s+\(|\s+(?:which|that|to|for|is|a|an|as|by|with)\b)",
)
_CALLED = re.compile(
    rf"\b(?:dubbed|termed|called|named|coined|abbreviated as|we call (?:it|this \w+|our \w+)|referred to as)\s+(?:as\s+)?[\"“']?(?P<name>{_NAME})\b"
)
_DATASET_TITLE = re.compile(
    rf"\s*:\s+(?:an?|the)\s+(?:(?!(?:{_STOP})\b)[^\s:]+\s+){{0,6}}?(?:dataset|data set|corpus|corpora|benchmark|treebank|test suite|test set|testbed|challenge set)s?\b",
    re.IGNORECASE,
)
_PROPOSING = re.compile(
    r"\b(?:we|our|this (?:paper|work|study|article)|the authors?)\b.*"
    r"\b(?:propos|introduc|present|develop|design|describ|buil[dt]|creat|releas|construct|devis|formulat|implement|put forward|extend|adapt|explor|offer|provid)\w*",
    re.IGNORECASE | re.DOTALL,
)
_LONG_FORM = re.compile(
    rf"{_PROPOSE}s?\s+(?:an? |the |our )?(?:novel |new )?(?P<long>(?:[A-Z][\w-]+|[a-z]+-[A-Z]\w+)(?:[\s-](?:[A-Z][\w-]+|of|for|and|with|the|in)){{1,7}})\s+\((?P<name>{_NAME}|[A-Z]{{2,}})\)"
)


def extract(title: str, abstract: str | None) -> Extraction:
    """Return what a title and an abstract say. Pure; no more than they say."""
    introduced = [*_coined(title), *(_proposed(abstract) if abstract else [])]
    datasets = [*_datasets("title", title), *(_datasets("abstract", abstract) if abstract else [])]
    return Extraction(_distinct(introduced), _distinct(datasets), _distinct(_repositories(abstract) if abstract else []))


def _distinct(found: list[Mention]) -> tuple[Mention, ...]:
    kept: dict[str, Mention] = {}
    for mention in found:
        known = kept.setdefault(fold(mention.name), mention)
        if mention.confidence > known.confidence:
            kept[fold(mention.name)] = mention
    return tuple(kept.values())


def _coined(title: str) -> list[Mention]:
    name = coined_name(title)
    if name is None:
        return []
    if fold(name) in _areas():
        return []
    start = title.index(name)
    role = "dataset" if _is_dataset(name) or _DATASET_TITLE.search(title, start + len(name)) else "method"
    return [Mention(name, "title", start, start + len(name), role, CONFIDENCE["title"])]


def _proposed(abstract: str) -> list[Mention]:
    found = []
    for pattern, needs in _RULES:
        if not any(word in abstract for word in needs):
            continue
        for match in pattern.finditer(abstract):
            name = match["name"].rstrip("-+")
            start = match.start("name")
            told = pattern is not _CALLED or _is_proposed(abstract, start)
            if told and len(name) > 1 and not is_generic(name) and fold(name) not in _established() and not _is_dataset(name):
                found.append(Mention(name, "abstract", start, start + len(name), "method", CONFIDENCE["proposed"]))
    return found


def _is_proposed(abstract: str, place: int) -> bool:
    """Whether the sentence proposes something before it says what it is called."""
    return bool(_PROPOSING.search(abstract, _sentence_start(abstract, place), place))


def _is_dataset(name: str) -> bool:
    match = _dataset_pattern().fullmatch(name)
    return match is not None


def _datasets(field: str, text: str) -> list[Mention]:
    found = []
    for match in _pattern_for(text).finditer(text):
        sentence = _sentence(text, match.start())
        if match[0] in _ambiguous() and not _DATASET_WORD.search(sentence):
            continue
        evaluated = bool(_EVALUATION.search(sentence))
        role, confidence = ("evaluates", CONFIDENCE["evaluated"]) if evaluated else ("processes", CONFIDENCE["processed"])
        found.append(Mention(match[0], field, match.start(), match.end(), role, confidence))
    return found


_RULES = (
    (_PROPOSED, ("propose", "introduce", "present", "develop")),
    (_LONG_FORM, (" (",)),
    (_CALLED, ("dubbed", "termed", "called", "named", "coined", "abbreviated as", "we call", "referred to as")),
)
"""Each pattern, and words of which one occurs wherever it fits: most abstracts are told at once."""


def _sentence_start(text: str, place: int) -> int:
    return max((match.end() for match in _SENTENCE_END.finditer(text, 0, place)), default=0)


def _sentence(text: str, place: int) -> str:
    start = _sentence_start(text, place)
    following = _SENTENCE_END.search(text, place)
    return text[start : following.start() if following else len(text)]


def _repositories(abstract: str) -> list[Mention]:
    found: list[Mention] = []
    if not any(part in abstract for part in _URL_PARTS):
        return found
    for match in _URL.finditer(abstract):
        known = repository(match[0])
        if known is not None:
            found.append(Mention(known.value, "abstract", match.start(), match.end(), "implements", CONFIDENCE["url"]))
    return found
