"""Dates as sources write them, in the form that the graph keeps (YYYY, YYYY-MM, YYYY-MM-DD); what names no one date is left out."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from functools import lru_cache

from graph.ids import Identifier

_DATE = re.compile(r"([12]\d{3})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?!\d)")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")


def dated(text: str | None) -> str | None:
    """Return the date that a text begins with, as precise as it is; of a span its first day. None when it is none.

    >>> dated("2019-7-4/2019-7-9"), dated("2019/13")
    ('2019-07-04', '2019')
    """
    found = _DATE.match(text or "")
    if found is None:
        return None
    year, month, day = found.groups()
    if month is None or not 1 <= int(month) <= 12:
        return year
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day and 1 <= int(day) <= 31 else "")


def month_of(year: int | None, month: str | None) -> str | None:
    """Return year and month of a year and what names a month (`month_in`); None when it is none, or several.

    >>> month_of(2019, "Sept."), month_of(2019, "June-July")
    ('2019-09', None)
    """
    number = month_in(month)
    return f"{year:04}-{number:02}" if year is not None and number else None


@lru_cache(maxsize=1000)
def month_in(text: str | None) -> int | None:
    """Return the one month that a text names, in English, in full or cut short, or as a number; None when it names several or something else.

    >>> month_in("28th sep"), month_in("{07}"), month_in("summer")
    (9, 7, None)
    """
    if not text:
        return None
    words = re.findall(r"(?<![^\W_])[^\W\d_]+", text.lower())  # of "28th" nothing
    if not words:
        number = re.fullmatch(r"\s*\{?(0?[1-9]|1[0-2])\}?\s*", text)
        return int(number[1]) if number else None
    found = {next((n for n, name in enumerate(_MONTHS, start=1) if len(word) > 2 and name.startswith(word)), 0) for word in words}
    return found.pop() or None if len(found) == 1 else None


def day_of(text: str | None) -> str | None:
    """Return the day of a date as in mail headers (RFC 5322), in its own time zone; None when it is none.

    >>> day_of("Thu, 22 Dec 2022 17:01:56 GMT")
    '2022-12-22'
    """
    try:
        return parsedate_to_datetime(text).date().isoformat() if text else None
    except ValueError:
        return None


def submitted(arxiv: Identifier) -> str:
    """Return year and month in which a paper came to arXiv, which its id begins with.

    >>> submitted(parse_arxiv("cs/9901002"))
    '1999-01'
    """
    number = arxiv.value.rpartition("/")[2]
    return f"{'19' if number[0] == '9' else '20'}{number[:2]}-{number[2:4]}"
