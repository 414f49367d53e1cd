"""Names that are no names: rules by which tags and catalogue entries are flagged. Flagged statements are kept and support nothing."""

from __future__ import annotations

import re

from graph.evidence import Place

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "an advertisement",
        re.compile(
            r"\bhow (?:to|do i|can i) (?:fix|contact|call|get|cancel|refund|talk|speak)\b|quickbooks"
            r"|customer (?:service|support|care) (?:phone|number|helpline|24)"
            r"|(?:phone|support|helpline|contact) number|toll.?free|cash ?app|\berror \d{3,}|\bairlines?\b.*\b(?:cancel|refund|change|book)"
            r"|\+?1[-(. ]{1,2}8\d\d[-). ]{1,2}\d{3}"
            r"|\b(?:how|what|why|is|can|do)\b.*\b(?:expedia|klm|allegiant|phonepe)\b|\bupgrade to first class\b",
            re.IGNORECASE,
        ),
    ),
    ("an advertisement", re.compile(r"^\W*(?:วีเค\W+)?(?:ชม)?คลิป")),  # "(VK …) (watch) clip": videos that "went viral"
    (
        "an attempt to break in",
        re.compile(
            r"<script|javascript:|\bunion\s+(?:all\s+)?select\b|\bselect\b.+\bfrom\b.+\b(?:dual|information_schema|pg_|sys\.)|\bsleep\s*\(\s*\d"
            r"|\bwaitfor\s+delay\b|\bpg_sleep\b|\bxp_cmdshell\b|'\s*(?:or|and)\s*'?\d+'?\s*=\s*'?\d|\.\./\.\./|/etc/passwd|\bdbms_pipe\b|\|\|\s*chr\("
            r"|'\s*(?:or|and)\s+[\d*+-]+\s*=\s*[\d*+-]+|^\W*01/01/1967$",  # the last is what a scanner fills into forms
            re.IGNORECASE,
        ),
    ),
    ("without a letter or digit", re.compile(r"^[\W_]+$")),
    ("a note on a deleted or faulty entry", re.compile(r"^\(deleted\b.*\)$|^wrong pdf attached$", re.IGNORECASE)),
    ("a sentence", re.compile(r"，.*。$", re.DOTALL)),
)


def spam(name: str) -> str | None:
    """Say which rule a name breaks; None when it breaks none."""
    return next((reason for reason, pattern in _RULES if pattern.search(name)), None)


def judged(place: Place, name: str) -> Place:
    """Return the place, flagged when the name is spam."""
    reason = spam(name)
    return place if reason is None else place._replace(flag=f"spam: {reason}, not the name of anything")
