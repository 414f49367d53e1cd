"""Semantic Scholar by its graph API (https://api.semanticscholar.org): papers with their references, by identifier."""

from __future__ import annotations

from collections.abc import Sequence

from graph.ids import Identifier, IdScheme, first_of
from loaders.errors import SourceError
from loaders.fetch.client import Client, Service, ServiceError
from loaders.fetch.pages import Source, lines

SERVICE = Service("Semantic Scholar", "S2", "https://api.semanticscholar.org/graph/v1", 1, key="CITEGRAPH_S2_KEY", header=("x-api-key", ""))
TOGETHER = 200
"""It takes 500, and answers with 10 MB at most: papers with their references are more than that."""
FIELDS = (
    "corpusId,externalIds,url,title,abstract,venue,year,publicationDate,authors,"
    "references.corpusId,references.externalIds,references.title,references.year,references.authors"
)
_PREFIX = {IdScheme.DOI: "DOI:", IdScheme.ARXIV: "ARXIV:", IdScheme.ACL: "ACL:", IdScheme.S2: "CorpusId:"}


async def lookup(client: Client, wanted: Sequence[Identifier]) -> list[bytes]:
    """Return the papers of identifiers. What is too much for one answer is asked for in halves."""
    ids = [_PREFIX[item.scheme] + item.value for item in wanted]
    try:
        answer = await client.json("/paper/batch", {"fields": FIELDS}, post={"ids": ids})
    except ServiceError as error:
        if error.status == 400 and "no valid paper ids" in error.said.lower():  # what it says when it knows none of them
            return []
        if error.status not in (400, 413) or len(wanted) == 1:
            raise
        middle = len(wanted) // 2
        return await lookup(client, wanted[:middle]) + await lookup(client, wanted[middle:])
    if not isinstance(answer.value, list):
        raise SourceError(f"{SERVICE.name}: the answer is no list of papers; its API may have changed")
    return lines([paper for paper in answer.value if paper is not None])


def named(word: str) -> Identifier | None:
    """Return the paper that a word names."""
    return first_of(word, *_PREFIX)


S2 = Source("s2", SERVICE, "DOIs, arXiv ids, ACL Anthology ids and corpus ids", None, lookup, TOGETHER, named)
