"""Identifiers: parsed and normalised by pure functions that reject and never guess.

Formats: DOI (ISO 26324; case-insensitive), arXiv (arxiv.org/help/arxiv_identifier: `YYMM.NNNN` to 1412, `YYMM.NNNNN` since, and
`archive.CC/YYMMNNN` before April 2007), ACL Anthology (old `P19-1001`, new `2020.acl-main.1`), OpenAlex, Semantic Scholar corpus
ids and author ids, DBLP keys, ORCID (ISO 7064 mod 11-2), repository addresses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import unquote, urlsplit, urlunsplit

from graph.kinds import Kind
from graph.text import MAX_INDEXED, fault


class IdScheme(StrEnum):
    """Identifier schemes; the value is the scheme part of a reference's key."""

    DOI = "doi"
    ARXIV = "arxiv"
    ACL = "acl"
    OPENALEX = "openalex"
    S2 = "s2"
    DBLP = "dblp"
    ORCID = "orcid"
    S2AUTHOR = "s2author"
    URL = "url"
    REPO = "repo"


class InvalidIdentifier(ValueError):  # noqa: N818 - a verdict on a value, named as callers speak of it
    """The text is no identifier of the scheme; the message names it and what is expected."""

    def __init__(self, scheme: IdScheme, text: str, expected: str) -> None:
        shown = text if len(text) <= 80 else text[:77] + "..."
        super().__init__(f"{shown!r} is no {scheme.value} identifier; expected {expected}")


class Identifier(NamedTuple):
    """An identifier in normal form."""

    scheme: IdScheme
    value: str

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"

    @property
    def url(self) -> str | None:
        """Address where it resolves; None for schemes without one."""
        return _URLS[self.scheme].format(self.value) if self.scheme in _URLS else None


_URLS = {
    IdScheme.DOI: "https://doi.org/{}",
    IdScheme.ARXIV: "https://arxiv.org/abs/{}",
    IdScheme.ACL: "https://aclanthology.org/{}",
    IdScheme.OPENALEX: "https://openalex.org/{}",
    IdScheme.S2: "https://api.semanticscholar.org/CorpusID:{}",
    IdScheme.DBLP: "https://dblp.org/rec/{}",
    IdScheme.ORCID: "https://orcid.org/{}",
    IdScheme.S2AUTHOR: "https://www.semanticscholar.org/author/{}",
    IdScheme.URL: "{}",
    IdScheme.REPO: "{}",
}

_KINDS = {IdScheme.REPO: Kind.REPOSITORY, IdScheme.ORCID: Kind.AUTHOR, IdScheme.S2AUTHOR: Kind.AUTHOR}


def kind_of(identifier: Identifier) -> Kind:
    """Return what an identifier identifies. OpenAlex numbers works W… and authors A…."""
    if identifier.scheme is IdScheme.OPENALEX and identifier.value.startswith("A"):
        return Kind.AUTHOR
    return _KINDS.get(identifier.scheme, Kind.PAPER)


ADDRESSES = {scheme.value: address.removesuffix("{}") for scheme, address in _URLS.items()}
"""With what the address of an identifier begins, by scheme; its value is the rest."""


_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def _clean(scheme: IdScheme, text: str, expected: str) -> str:
    stripped = text.strip()
    if not stripped or len(stripped) > MAX_INDEXED or fault(stripped) or _CONTROL.search(stripped):
        raise InvalidIdentifier(scheme, text, expected)
    return stripped


# --- papers ---------------------------------------------------------------------------------------------------------

_DOI_EXPECTED = "10.<registrant>/<suffix>, such as 10.18653/v1/P19-1001"
_DOI_PREFIX = re.compile(r"^(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:\s*)+", re.IGNORECASE)  # some write it twice
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s]+")


def parse_doi(text: str) -> Identifier:
    r"""Parse a DOI: bare, with `doi:`, or as an address; case is folded, `\\_` and percent escapes are undone."""
    value = _clean(IdScheme.DOI, text, _DOI_EXPECTED)
    is_address = bool(_DOI_PREFIX.match(value))
    value = _DOI_PREFIX.sub("", value)
    if is_address and "%" in value:
        value = unquote(value)
    value = re.sub(r"\\([_&%#$])", r"\1", value)
    value = value.lower() if value.isascii() else "".join(c.lower() if c.isascii() else c for c in value)
    if not _DOI.fullmatch(value) or fault(value):
        raise InvalidIdentifier(IdScheme.DOI, text, _DOI_EXPECTED)
    return Identifier(IdScheme.DOI, value)


_ARXIV_EXPECTED = "an arXiv id such as 1706.03762 or cs.CL/0112017"
_ARXIV_PREFIX = re.compile(
    r"^(?:(?:https?://)?(?:www\.|export\.|[a-z]{2}\.)?arxiv\.org/(?:abs|pdf|html|format|ps)/|arxiv:\s*)", re.IGNORECASE
)
_ARXIV_SUFFIX = re.compile(r"(?:\.pdf|\.ps)?(?:[?#].*)?$", re.IGNORECASE)
_ARXIV_CLASS = re.compile(r"\s*\[[A-Za-z.-]+\]$")
_ARXIV_NEW = re.compile(r"(\d{2})(\d{2})\.(\d{4,5})(?:v[1-9]\d*)?", re.IGNORECASE)
_ARXIV_OLD = re.compile(r"([a-z-]+)(?:\.[A-Z]{2})?/(\d{2})(\d{2})(\d{3})(?:v[1-9]\d*)?", re.IGNORECASE)
_ARCHIVES = frozenset(
    [
        "acc-phys",
        "adap-org",
        "alg-geom",
        "ao-sci",
        "astro-ph",
        "atom-ph",
        "bayes-an",
        "chao-dyn",
        "chem-ph",
        "cmp-lg",
        "comp-gas",
        "cond-mat",
        "cs",
        "dg-ga",
        "funct-an",
        "gr-qc",
        "hep-ex",
        "hep-lat",
        "hep-ph",
        "hep-th",
        "math",
        "math-ph",
        "mtrl-th",
        "nlin",
        "nucl-ex",
        "nucl-th",
        "patt-sol",
        "physics",
        "plasm-ph",
        "q-alg",
        "q-bio",
        "quant-ph",
        "solv-int",
        "supr-con",
    ]
)


def parse_arxiv(text: str) -> Identifier:
    """Parse an arXiv id in any form it ever had; version, subject class and address are dropped."""
    value = _clean(IdScheme.ARXIV, text, _ARXIV_EXPECTED)
    value = _ARXIV_PREFIX.sub("", value).strip("/")
    value = _ARXIV_CLASS.sub("", _ARXIV_SUFFIX.sub("", value, count=1))
    normal = _arxiv_new(value) or _arxiv_old(value)
    if normal is None:
        raise InvalidIdentifier(IdScheme.ARXIV, text, _ARXIV_EXPECTED)
    return Identifier(IdScheme.ARXIV, normal)


def _arxiv_new(value: str) -> str | None:
    match = _ARXIV_NEW.fullmatch(value)
    if not match or not value.isascii():
        return None
    year, month, number = match.groups()
    since = int(year) * 100 + int(month)
    fits = 704 <= since <= 1412 if len(number) == 4 else since >= 1501
    return f"{year}{month}.{number}" if fits and 1 <= int(month) <= 12 and int(number) else None


def _arxiv_old(value: str) -> str | None:
    match = _ARXIV_OLD.fullmatch(value)
    if not match or not value.isascii():
        return None
    archive, year, month, number = match.groups()
    is_old = int(year) >= 91 or int(year) * 100 + int(month) <= 703
    fits = archive.lower() in _ARCHIVES and 1 <= int(month) <= 12 and is_old
    return f"{archive.lower()}/{year}{month}{number}" if fits else None


_ACL_EXPECTED = "an ACL Anthology id such as P19-1001 or 2020.acl-main.1"
_ACL_PREFIX = re.compile(
    r"^(?:(?:https?://)?(?:www\.)?(?:aclanthology\.(?:org|info)|aclweb\.org)/(?:anthology/)?(?:papers/)?(?:[A-Z]/[A-Z]\d{2}/)?|acl:\s*)",
    re.IGNORECASE,
)
_ACL_SUFFIX = re.compile(r"(?:v\d+)?(?:\.pdf|\.bib|\.xml)?/?(?:[?#].*)?$", re.IGNORECASE)
_ACL_OLD = re.compile(r"[A-Z]\d{2}-\d{4,5}", re.IGNORECASE)
_ACL_NEW = re.compile(r"(?:19|20)\d{2}\.[a-z0-9_]+-[a-z0-9_]+\.\d+", re.IGNORECASE)


def parse_acl(text: str) -> Identifier:
    """Parse an ACL Anthology id, bare or as an address of any of its sites; old ids upper-case, new ones lower-case."""
    value = _clean(IdScheme.ACL, text, _ACL_EXPECTED)
    if _ACL_PREFIX.match(value):
        value = _ACL_SUFFIX.sub("", _ACL_PREFIX.sub("", value), count=1)
    if value.isascii() and _ACL_OLD.fullmatch(value):
        return Identifier(IdScheme.ACL, value.upper())
    if value.isascii() and _ACL_NEW.fullmatch(value):
        return Identifier(IdScheme.ACL, value.lower())
    raise InvalidIdentifier(IdScheme.ACL, text, _ACL_EXPECTED)


def _by_pattern(scheme: IdScheme, expected: str, pattern: str, normal: Callable[[str], str]) -> Callable[[str], Identifier]:
    compiled = re.compile(pattern, re.IGNORECASE | re.ASCII)

    def parser(text: str) -> Identifier:
        match = compiled.fullmatch(_clean(scheme, text, expected))
        if match is None:
            raise InvalidIdentifier(scheme, text, expected)
        return Identifier(scheme, normal(match[1]))

    parser.__doc__ = f"Parse {expected}."
    return parser


parse_openalex = _by_pattern(
    IdScheme.OPENALEX,
    "an OpenAlex id such as W2741809807",
    r"(?:https?://(?:api\.)?openalex\.org/(?:works/|authors/)?|openalex:)?([WA][1-9]\d*)",
    str.upper,
)
parse_s2 = _by_pattern(
    IdScheme.S2,
    "a Semantic Scholar corpus id such as CorpusID:13756489",
    r"(?:https?://api\.semanticscholar\.org/)?(?:CorpusID:|s2:)?\s*0*([1-9]\d{0,18})",
    str,
)
parse_dblp = _by_pattern(
    IdScheme.DBLP,
    "a DBLP key such as conf/nips/VaswaniSPUJGKP17",
    r"(?:https?://dblp\.(?:org|uni-trier\.de)/rec/|dblp:)?((?:conf|journals|books|phd|series|reference|homepages)/[^\s/]+/[^\s/]+?)(?:\.html|\.bib)?",
    str,
)


# --- people ---------------------------------------------------------------------------------------------------------

_ORCID_EXPECTED = "an ORCID iD such as 0000-0002-1825-0097 with a right check digit"
_ORCID = re.compile(r"(?:https?://(?:www\.)?orcid\.org/|orcid:)?(\d{4}-?\d{4}-?\d{4}-?\d{3}[\dX])", re.IGNORECASE | re.ASCII)


def parse_orcid(text: str) -> Identifier:
    """Parse an ORCID iD and check its last digit."""
    match = _ORCID.fullmatch(_clean(IdScheme.ORCID, text, _ORCID_EXPECTED).rstrip("/"))
    digits = match[1].replace("-", "").upper() if match else ""
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if not match or digits[-1] != ("X" if check == 10 else str(check)):
        raise InvalidIdentifier(IdScheme.ORCID, text, _ORCID_EXPECTED)
    return Identifier(IdScheme.ORCID, "-".join(digits[i : i + 4] for i in range(0, 16, 4)))


parse_s2author = _by_pattern(
    IdScheme.S2AUTHOR,
    "a Semantic Scholar author id such as 1741101",
    r"(?:https?://(?:www\.)?semanticscholar\.org/author/(?:[^/\s]+/)?|s2author:)?0*([1-9]\d{0,18})",
    str,
)


# --- addresses ------------------------------------------------------------------------------------------------------

_URL_EXPECTED = "an http or https address"


def parse_url(text: str) -> Identifier:
    """Parse a web address: https, host lower-cased, without user, default port, fragment and trailing slash."""
    value = _clean(IdScheme.URL, text, _URL_EXPECTED)
    try:
        parts = urlsplit(value)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise InvalidIdentifier(IdScheme.URL, text, _URL_EXPECTED) from None
    if parts.scheme.lower() not in ("http", "https") or "." not in host or re.search(r"\s", value):
        raise InvalidIdentifier(IdScheme.URL, text, _URL_EXPECTED)
    where = host if port in (None, 80, 443) else f"{host}:{port}"
    return Identifier(IdScheme.URL, urlunsplit(("https", where, parts.path.rstrip("/"), parts.query, "")))


_REPO_EXPECTED = "a repository address such as https://github.com/owner/name"
_REPO_PREFIX = re.compile(r"^(?:git\+)?(?:(?:https?|git|ssh)://)?(?:[\w.-]+@)?(?:www\.)?", re.IGNORECASE)
_REPO_HOSTS = {  # host: whether owner and name are case-insensitive
    "github.com": True,
    "gitlab.com": True,
    "bitbucket.org": True,
    "codeberg.org": True,
    "gitee.com": True,
    "huggingface.co": False,
}
_RESERVED = frozenset(
    [
        "about",
        "apps",
        "blog",
        "collections",
        "contact",
        "customer-stories",
        "enterprise",
        "events",
        "explore",
        "features",
        "issues",
        "join",
        "login",
        "marketplace",
        "new",
        "notifications",
        "orgs",
        "organizations",
        "pricing",
        "pulls",
        "readme",
        "search",
        "security",
        "settings",
        "site",
        "sponsors",
        "stars",
        "topics",
        "trending",
        "users",
        "docs",
        "tasks",
        "models",
        "papers",
    ]
)
_SEGMENT = re.compile(r"[\w.~-]+", re.ASCII)
_TAIL = ").,;:'\"]}>"


def parse_repository(text: str) -> Identifier:
    """Parse a repository address in any usual form; paths within it (`/tree/…`), `.git`, and trailing punctuation are dropped."""
    value = _clean(IdScheme.REPO, text, _REPO_EXPECTED).rstrip(_TAIL)
    bare = re.split(r"[?#]", _REPO_PREFIX.sub("", value), maxsplit=1)[0]
    host, _, path = bare.replace(":", "/", 1).partition("/")
    segments = [segment for segment in path.split("/") if segment]
    host = host.lower()
    if host == "huggingface.co" and segments[:1] in (["datasets"], ["spaces"]):
        lead, segments = segments[0] + "/", segments[1:]
    else:
        lead = ""
    if host not in _REPO_HOSTS or len(segments) < 2 or segments[0].lower() in _RESERVED:
        raise InvalidIdentifier(IdScheme.REPO, text, _REPO_EXPECTED)
    owner, name = segments[0], re.sub(r"\.git$", "", segments[1].rstrip(_TAIL), flags=re.IGNORECASE)
    if not name or name in (".", "..") or not _SEGMENT.fullmatch(owner) or not _SEGMENT.fullmatch(name):
        raise InvalidIdentifier(IdScheme.REPO, text, _REPO_EXPECTED)
    where = f"{owner}/{name}".lower() if _REPO_HOSTS[host] else f"{owner}/{name}"
    return Identifier(IdScheme.REPO, f"https://{host}/{lead}{where}")


# --- any ------------------------------------------------------------------------------------------------------------

PARSERS: dict[IdScheme, Callable[[str], Identifier]] = {
    IdScheme.DOI: parse_doi,
    IdScheme.ARXIV: parse_arxiv,
    IdScheme.ACL: parse_acl,
    IdScheme.OPENALEX: parse_openalex,
    IdScheme.S2: parse_s2,
    IdScheme.DBLP: parse_dblp,
    IdScheme.ORCID: parse_orcid,
    IdScheme.S2AUTHOR: parse_s2author,
    IdScheme.URL: parse_url,
    IdScheme.REPO: parse_repository,
}


def parse(scheme: str, text: str) -> Identifier:
    """Parse an identifier of a scheme (`doi`, `arxiv`, …). InvalidIdentifier when it is none; ValueError for an unknown scheme."""
    return PARSERS[IdScheme(scheme)](text)


_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)")
_HOSTS: tuple[tuple[re.Pattern[str], Callable[[str], Identifier]], ...] = (
    (re.compile(r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/(?:doi:)?)+10\.", re.IGNORECASE), parse_doi),
    (_ARXIV_PREFIX, parse_arxiv),
    (re.compile(r"(?:https?://)?(?:www\.)?(?:aclanthology\.(?:org|info)|aclweb\.org/anthology)", re.IGNORECASE), parse_acl),
    (re.compile(r"https?://(?:api\.)?openalex\.org/", re.IGNORECASE), parse_openalex),
    (re.compile(r"(?:https?://api\.semanticscholar\.org/)?CorpusID:", re.IGNORECASE), parse_s2),
    (re.compile(r"https?://(?:www\.)?orcid\.org/", re.IGNORECASE), parse_orcid),
    (re.compile(r"https?://(?:www\.)?semanticscholar\.org/author/", re.IGNORECASE), parse_s2author),
    (re.compile(r"https?://dblp\.(?:org|uni-trier\.de)/rec/", re.IGNORECASE), parse_dblp),
)


def recognise(text: str) -> Identifier | None:
    """Return the identifier that an address or prefixed text names; None when it names none.

    arXiv's own DOIs (10.48550/arXiv.…) name the arXiv id.
    """
    stripped = text.strip()
    for pattern, parser in _HOSTS:
        if pattern.match(stripped):
            try:
                return _as_arxiv(parser(stripped))
            except InvalidIdentifier:
                return None
    return None


def _as_arxiv(found: Identifier) -> Identifier:
    match = _ARXIV_DOI.fullmatch(found.value) if found.scheme is IdScheme.DOI else None
    return parse_arxiv(match[1]) if match else found


def first_of(word: str, *schemes: IdScheme) -> Identifier | None:
    """Return the identifier that a word is, an address or bare, of the first scheme that it fits; None when it fits none."""
    found = recognise(word)
    if found is not None:
        return found if found.scheme in schemes else None
    for scheme in schemes:
        try:
            found = parse(scheme, word)
        except InvalidIdentifier:
            continue
        return (recognise(found.url) if found.url else None) or found
    return None


def repository(text: str) -> Identifier | None:
    """Return the repository that an address names; None when it names none."""
    try:
        return parse_repository(text)
    except InvalidIdentifier:
        return None
