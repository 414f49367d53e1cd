"""Evidence as rows: the accepted assertions behind an edge."""

from __future__ import annotations

from graph.stores.sqlite.rows import Key, Rows
from graph.stores.sqlite.schema import ORDINALS

_EVIDENCE = {
    "source": "{r}.source_name",
    "recordKey": "{r}.record_key",
    "run": "'run:' || {r}.run",
    "locator": "{r}.locator",
    "spanStart": "{r}.span_start",
    "spanEnd": "{r}.span_end",
    "quote": "{r}.quote",
    "extractor": "{r}.extractor_name",
    "confidence": "{r}.confidence",
    "url": "{r}.url",
}


def evidence(which: str) -> Rows:
    """Rows of assertions that a condition on the alias `a` chooses."""
    return Rows(
        body="FROM assertion a JOIN extractor x USING (extractor) JOIN version v USING (version)"
        " JOIN record rec ON rec.record = v.record JOIN source s ON s.source = rec.source",
        condition=which,
        columns=[
            "s.name AS source_name",
            "rec.key AS record_key",
            "rec.run AS run",
            "CASE WHEN a.locator = '' THEN v.locator WHEN v.locator = '' THEN a.locator ELSE v.locator || ' ' || a.locator END AS locator",
            "a.span_start AS span_start",
            "a.span_end AS span_end",
            "a.quote AS quote",
            "x.name AS extractor_name",
            "a.confidence AS confidence",
            "v.url AS url",
        ],
        keys=[Key("a.confidence", descending=True, is_float=True), Key("s.name"), Key("rec.key"), Key(f"a.assertion % {ORDINALS}")],
        has_node=False,
        edge_item=lambda item, r: _EVIDENCE[item.name].format(r=r),
    )
