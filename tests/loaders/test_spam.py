"""Names that are no names are flagged, and no real name is."""

from __future__ import annotations

import json

import pytest

from graph.evidence import Place
from loaders.spam import judged, spam
from tests.realdata import real

FLAGGED = {
    "How to fix QuickBooks Error 30159": "an advertisement",
    "[[Talk!!Person]]How do I talk to a person at Expedia?": "an advertisement",
    "[[Free@cancellation]]Is Expedia really free cancellation?": "an advertisement",
    "What is the baggage rule for KLM?": "an advertisement",
    "How do you request an upgrade to first class?": "an advertisement",
    "How to refund a payment": "an advertisement",
    "Delta Airlines customer service number": "an advertisement",
    "ชมคลิปไวรัล": "an advertisement",
    "วีเค..!! ชมคลิป": "an advertisement",
    "x' AND 2*3=6 AND 'a'='a": "an attempt to break in",
    "./01/01/1967": "an attempt to break in",
    "1 UNION ALL SELECT NULL": "an attempt to break in",
    "..": "without a letter or digit",
    "^(#$!@)***": "without a letter or digit",
    "(deleted task 2)": "a note on a deleted or faulty entry",
    "Wrong PDF attached": "a note on a deleted or faulty entry",
    "人口数呈上升趋势，重庆亦然。": "a sentence",
}
REAL = [
    "Customer Support on Twitter", "Can you predict product backorder?", "Expedia Hotel Bookings", "Twitter US Airline Sentiment", "HowTo100M",
    "Who-did-What", "What's in the Image?", "SQL-to-Text", "Select and Answer", "GuessWhat?!", "A*3D", "M$^3$-VOS", "C", "1", "Ä", "数据集",
    "Error Understanding", "Data-free Knowledge Distillation", "This is not a Dataset", "คลังข้อมูลคลิป", "Events2012 - Oct 11 to Oct 17",
]  # fmt: skip


@pytest.mark.parametrize("name", FLAGGED)
def test_what_is_no_name_is_flagged_with_the_rule(name: str) -> None:
    assert spam(name) == FLAGGED[name]
    assert judged(Place("tasks"), name) == Place("tasks", flag=f"spam: {FLAGGED[name]}, not the name of anything")


@pytest.mark.parametrize("name", REAL)
def test_real_names_are_not(name: str) -> None:
    assert spam(name) is None
    assert judged(Place("tasks"), name) == Place("tasks")


# Every entry of the real catalogue that is no name, found by reading it: each has one of these in it, and no other entry has.
MARKS = (
    "xpedia", "KLM?", "Allegiant", "QuickBooks", "Phonepe", "PhonePe", "first class?", "คลิป", "01/01/1967", "(deleted", "Wrong PDF", "呈上升趋势",
)  # fmt: skip
SIGNS = {".", "..", "!(()&&!|*|*|", "^(#$!@#$)(()))******"}


@pytest.mark.realdata
def test_the_vandalism_of_the_real_catalogue_is_found_and_nothing_else() -> None:
    names: set[str] = set()
    for line in real("data/pwc_task_catalog.jsonl").read_bytes().split(b"\n")[:-1]:
        row = json.loads(line)
        names |= {row["task"], *row["subtasks"], *row["datasets"], *row["benchmarks"]}
    vandalism = {name for name in names if name in SIGNS or any(mark in name for mark in MARKS)}
    assert {name for name in names if spam(name)} == vandalism
    assert (len(names), len(vandalism)) == (12_907, 42)
