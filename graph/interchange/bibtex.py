"""BibTeX: the papers of a subgraph, as @misc, since what kind of venue theirs is is not known.

Texts are UTF-8; what is special to TeX in them is escaped, and a title keeps its capitals by a second pair of braces. `doi`, `eprint` and `url`
are taken letter by letter, as biblatex reads them. What libraries write is no more than the braces: bibtexparser's encoder makes TeX of every
letter that is not ASCII, and of addresses too; it reads the files in the tests.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import count, product
from string import ascii_lowercase

from graph.interchange.subgraph import Node, Subgraph, Work
from graph.text import sort_name

_SPECIAL = str.maketrans(
    {
        **{character: f"\\{character}" for character in "&%$#_"},
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # of \{ BibTeX would count the brace
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_VERBATIM = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
_CITEKEY = re.compile(r"(?![0-9a-f]{20}$)[\w:./+-]+")
_ARTICLES = frozenset({"a", "an", "the"})


def write(subgraph: Subgraph) -> str:
    """Return an entry for each paper, in the order of the nodes."""
    papers = [node for node in subgraph.nodes if node.work is not None]
    keys = citekeys(papers)
    return "\n".join(_entry(keys[paper.id], _fields(paper, paper.work)) for paper in papers if paper.work is not None)


def _entry(key: str, fields: dict[str, str | None]) -> str:
    listed = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{key},\n{listed}\n}}\n"


def _fields(paper: Node, work: Work) -> dict[str, str | None]:
    return {
        "title": f"{{{_escaped(paper.name)}}}",
        "author": _authors(work),
        "year": None if work.year is None else str(work.year),
        "howpublished": work.venue and _escaped(work.venue),
        "doi": work.doi and work.doi.translate(_VERBATIM),
        "eprint": work.arxiv,
        "archiveprefix": work.arxiv and "arXiv",
        "url": work.url and work.url.translate(_VERBATIM),
    }


def _escaped(text: str) -> str:
    return " ".join(text.translate(_SPECIAL).split())


def _authors(work: Work) -> str:
    return " and ".join([*map(_author, work.names), *(["others"] if work.is_cut else [])])


def _author(name: str) -> str:
    """A name; one that BibTeX would take apart wrongly stands in braces."""
    whole = re.search(r"\sand\s", name, re.IGNORECASE) or name.count(",") > 2
    return f"{{{_escaped(name)}}}" if whole else _escaped(name)


# --- keys -----------------------------------------------------------------------------------------------------------


def citekeys(papers: list[Node]) -> dict[str, str]:
    """Return the key of each paper by its id: the one that it is cited by, else first author's family name, year and first word of the title.

    Papers that would have the same (`example2021alpha`) get a, b, … behind it, in the order of their ids; also those that were cited by the
    same in different bibliographies, so that no citation silently means another. BibTeX tells keys by their letters, whatever their case.
    """
    cited = {paper.id: key for paper in papers if (key := _cited(paper)) is not None}
    times = Counter(key.lower() for key in cited.values())
    found = {id_: key for id_, key in cited.items() if times[key.lower()] == 1}
    alike: dict[str, list[str]] = defaultdict(list)
    for paper in papers:
        if paper.id not in found:
            alike[(cited.get(paper.id) or _citekey(paper)).lower()].append(paper.id)
    taken = {key.lower() for key in found.values()}
    found |= {ids[0]: key for key, ids in alike.items() if len(ids) == 1 and key not in taken}
    taken |= {key.lower() for key in found.values()}
    for key, ids in sorted(alike.items()):
        if ids[0] not in found:
            free = (f"{key}{letters}" for letters in _letters() if f"{key}{letters}" not in taken)
            found |= dict(zip(sorted(ids), free, strict=False))
            taken |= set(found.values())
    return found


def _cited(paper: Node) -> str | None:
    """What bibliographies cite a paper by; None where an entry had no key, so that its record is named by its content, or none that may be written."""
    key = paper.work.citekey if paper.work else None
    return key if key and _CITEKEY.fullmatch(key) else None


def _citekey(paper: Node) -> str:
    assert paper.work is not None
    family = _plain(_family(paper.work.names[0])) if paper.work.names else ""
    words = [word for part in paper.name.split() if (word := _plain(part)) and word not in _ARTICLES]
    year = "" if paper.work.year is None else str(paper.work.year)
    return f"{family or 'anonymous'}{year}{words[0] if words else 'untitled'}"


def _family(name: str) -> str:
    return name.split(",")[0] if "," in name else name.split()[-1] if name.split() else ""


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", sort_name(text))


def _letters() -> Iterator[str]:
    for length in count(1):
        yield from map("".join, product(ascii_lowercase, repeat=length))
