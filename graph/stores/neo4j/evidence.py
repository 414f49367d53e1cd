"""Evidence as rows: the accepted assertions behind relationships."""

from __future__ import annotations

from graph.plan import Item
from graph.stores.neo4j.binds import Binds
from graph.stores.neo4j.page import Key, Rows
from graph.stores.sqlite.schema import ORDINALS

_LOCATOR = "CASE '' WHEN {r}place.locator THEN {r}version.locator WHEN {r}version.locator THEN {r}place.locator ELSE {r}version.locator + ' ' + {r}place.locator END"
_EVIDENCE = {
    "source": "{r}record.source",
    "recordKey": "{r}record.key",
    "run": "'run:' + toString({r}record.run)",
    "locator": _LOCATOR,
    "spanStart": "{r}place.spanStart",
    "spanEnd": "{r}place.spanEnd",
    "quote": "{r}place.quote",
    "extractor": "{r}place.extractor",
    "confidence": "{r}place.confidence",
    "url": "{r}version.url",
}


def evidence(binds: Binds, said: str, number: str) -> Rows:
    """Rows of assertions, of which clauses give the number."""
    version, place, record = (binds.alias(name) for name in "vpw")
    return Rows(
        body=f"{said} MATCH ({version}:Version {{version: {number} / {ORDINALS}}}) MATCH ({record}:Record {{record: {version}.record}})"
        f" MATCH ({place}:Place {{place: {version}.places[{number} % {ORDINALS}]}})",
        columns={"version": version, "place": place, "record": record},
        keys=[
            Key(f"{place}.confidence", descending=True, is_float=True),
            Key(f"{record}.source", stored=("Source", "name")),
            Key(f"{record}.key", stored=("Record", "key"), beside="source"),
            Key(f"{number} % {ORDINALS}"),
        ],
        edge_item=_evidence_item,
    )


def _evidence_item(item: Item, r: str) -> str:
    return _EVIDENCE[item.name].format(r=r)
