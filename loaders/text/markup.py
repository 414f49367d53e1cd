"""Plain Unicode from the markup that sources write titles, names and abstracts in: LaTeX, HTML, JATS."""

from __future__ import annotations

import html
import re
from functools import cache, lru_cache

from pylatexenc.latex2text import LatexNodes2Text

_TAG = re.compile(r"</?[A-Za-z][\w:.-]*(?:\s[^<>]*)?/?>")
_BLOCK = re.compile(r"</?(?:jats:)?(?:p|br|title|sec|list-item|li|div|h[1-6])\b[^<>]*>", re.IGNORECASE)
_FORMULA = r"\$(?=\S)[^$]*(?<=\S)\$(?!\d)"  # what begins and ends beside a space, or before a digit, is money
_LATEX = re.compile(rf"\\|{_FORMULA}")
_BARE = re.compile(rf"({_FORMULA})|(?<!\\)([%#$])")
_HREF = re.compile(r"\\href\s*(\{[^{}]*\})\s*(?=\{)")  # the parser fails on it, and an address must not run into its text
_SIMPLE = str.maketrans({"{": "", "}": "", "~": " "})


@cache
def _latex() -> LatexNodes2Text:
    return LatexNodes2Text(math_mode="text", keep_comments=True, strict_latex_spaces=False)


@lru_cache(maxsize=20_000)
def from_latex(text: str) -> str:
    r"""Return a text written for LaTeX as plain Unicode: accents, braces, escapes and simple formulas; one that is none stays.

    A bare `%` is a per cent sign, since no title has comments. What cannot be parsed loses its braces and backslashes.

    >>> from_latex(r"{Ad}aptive {K}lubi{\v{c}}ka \& friends, 10% $\alpha$-divergence")
    'Adaptive Klubička & friends, 10% α-divergence'
    """
    if not _LATEX.search(text):
        return _spaced(text.translate(_SIMPLE).replace("---", "—").replace("--", "–"))
    try:
        text = _HREF.sub(r"\\url\1 ", text)
        found = _latex().latex_to_text(_BARE.sub(lambda found: found[1] or f"\\{found[2]}", text))
    except Exception:  # the parser raises what it likes on broken input; a broken formula is no reason to lose a paper
        found = re.sub(r"[{}]|\\(?=[^\w\s])", "", text)
    return _spaced(found)


def from_html(text: str) -> str:
    """Return a text with HTML or JATS tags and entities as plain Unicode; `<` of a formula stays.

    >>> from_html("<jats:title>Abstract</jats:title><jats:p>H<sub>2</sub>O &amp; more, 3 < 4</jats:p>")
    'Abstract H2O & more, 3 < 4'
    """
    if "<" in text:
        text = _TAG.sub("", _BLOCK.sub(" ", text))
    return _spaced(html.unescape(text) if "&" in text else text)


def _spaced(text: str) -> str:
    return " ".join(text.split())
