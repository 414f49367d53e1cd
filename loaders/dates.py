"""Dates as sources write them, in the form that the graph keeps (YYYY, YYYY-MM, YYYY-MM-DD); what names no one date is left out."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

from graph.ids import Identifier

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")


def month_of(year: int | None, month: str | None) -> str | None:
    """Return year and month of a year and an English month, in full, cut short or as a number; None when it is none, or several.

    >>> month_of(2019, "Sept."), month_of(2019, "June-July")
    ('2019-09', None)
    """
    word = (month or "").strip().rstrip(".").lower()
    if year is None or not word:
        return None
    if word.isascii() and word.isdigit():
        number = int(word) if len(word) <= 2 else 0
    else:
        number = next((place for place, name in enumerate(_MONTHS, 1) if len(word) >= 3 and name.startswith(word)), 0)
    return f"{year:04}-{number:02}" if 1 <= number <= 12 else None


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
