"""Forms of text that the graph compares: sort form, identity key, search tokens, readable ids. Pure and idempotent."""

from __future__ import annotations

import hashlib
import re
import unicodedata

MAX_INDEXED = 1000
"""Longest indexed string, in characters."""
MAX_TOKEN = 120
"""Longest search token, in characters; longer words are cut. Neo4j's index cuts words of more than 255 units of UTF-16 in two."""

_MEANINGFUL = "+#"  # DeepLabV3+ is not DeepLabV3, C# is not C
_WORD = re.compile(rf"[^\W_]+(?:[{_MEANINGFUL}]+(?!\w))?")
_MEANINGLESS = re.compile(rf"[^\w{_MEANINGFUL}]|_")
_ASCII_MEANING = dict.fromkeys(n for n in range(128) if _MEANINGLESS.match(chr(n)))  # the same, four times as fast
_DIGIT_EDGE = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
_SLUG_LENGTH = 60


def sort_name(text: str) -> str:
    """Return the form by which names sort: NFKD, case-folded, marks stripped, white space collapsed. Compare by code point.

    >>> sort_name("  Édouard   GRAVE ")
    'edouard grave'
    """
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(_strip(_strip(text)).split())


class _WithoutMarks(dict[int, int | None]):
    """A table for `str.translate` that drops combining marks and fills itself with the characters it meets."""

    def __missing__(self, character: int) -> int | None:
        kept = None if unicodedata.combining(chr(character)) else character
        self[character] = kept
        return kept


_WITHOUT_MARKS = _WithoutMarks()


def _strip(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFKD", decomposed).translate(_WITHOUT_MARKS)


def fold(text: str) -> str:
    """Return the key of a name: its sort form without anything but letters, digits, `+` and `#`.

    A name of nothing else (such as "&") keeps its sort form, so that no name folds to the empty text.

    >>> fold("CIFAR-10") == fold("cifar 10") == fold("CIFAR10")
    True
    """
    form = sort_name(text)
    return (form.translate(_ASCII_MEANING) if form.isascii() else _MEANINGLESS.sub("", form)) or form


def tokens(text: str) -> list[str]:
    """Return the search tokens of a text, or of its sort form, in order, without repetitions.

    Words of the sort form; a word of letters and digits also in parts, and neighbours that a hyphen joins also as one, so that
    "CIFAR-10", "cifar10" and "cifar 10" find each other.

    >>> tokens("CIFAR-10")
    ['cifar', '10', 'cifar10']
    """
    found: dict[str, None] = {}
    for chunk in sort_name(text).split():
        if chunk.isalpha():
            found[chunk[:MAX_TOKEN]] = None
            continue
        words = _WORD.findall(chunk)
        found.update((word[:MAX_TOKEN], None) for word in words)
        parts = [part for word in words for part in ((word,) if word.isalpha() else _DIGIT_EDGE.split(word))]
        if len(parts) > 1:
            found.update((part[:MAX_TOKEN], None) for part in parts)
            found["".join(parts)[:MAX_TOKEN]] = None
    return list(found)


def words(text: str) -> list[str]:
    """Return the tokens a text must share with another to be found in it: its smallest parts, in order.

    >>> words("CIFAR-10") == words("cifar10") == words("cifar 10")
    True
    """
    found = [part for word in _WORD.findall(sort_name(text)) for part in _DIGIT_EDGE.split(word)]
    return list(dict.fromkeys(part[:MAX_TOKEN] for part in found))


def slug(text: str) -> str:
    """Return the readable ASCII part of an id: words joined by hyphens, at most 60 characters, `x` when nothing is left.

    >>> slug("Vision Transformer (ViT)")
    'vision-transformer-vit'
    """
    form = sort_name(text).replace("+", " plus ").replace("#", " sharp ")
    words = re.findall(r"[a-z0-9]+", form)
    return "-".join(words)[:_SLUG_LENGTH].strip("-") or "x"


def hash64(text: str) -> int:
    """Return 64 bits of BLAKE2b of a text, signed: what long texts are indexed and compared by.

    Two of n texts collide with a probability of about n² / 2^65.
    """
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little", signed=True)


def fault(text: str) -> str | None:
    """Say what keeps a text from being stored: U+0000 or a lone surrogate; None when nothing does."""
    if "\x00" in text:
        return "contains U+0000"
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return f"contains the lone surrogate U+{ord(text[error.start]):04X}"
    return None
