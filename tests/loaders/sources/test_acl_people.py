"""People of the ACL Anthology, and which authors of papers are known by an id."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from graph.evidence import EdgeAssertion
from loaders.errors import SourceError
from loaders.formats import detect
from tests.loaders.sources.read import counted, edges, nodes, read, records, rejections
from tests.realdata import real

PEOPLE = """\
# People

- canonical: {first: Ann M., last: Lee}
  comment: A University
  id: ann-lee-north
  orcid: 0000-0002-1825-0097
  similar: [ann-lee-south]
  variants:
  - {first: Ann, last: Lee}
  - {first: A., last: Lee}
- canonical: {first: Bo, last: Dáy}
  variants:
  - {first: Bo, last: Day}
  - {first: B., last: Day}
- canonical: {first: Yang, last: Liu}
  comment: May refer to several people
  id: yang-liu
- canonical: {first: On, last: No}
  orcid: 0000-0002-1825-0098
- canonical: {first: '', last: Madonna}
  id: madonna
  variant: {first: ~, last: Ciccone}
- canonical: {first: Cy, last: Roe}
  id: 0000-0001-5109-3700
"""


def written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_people_with_ids_and_people_who_are_their_names(tmp_path: Path) -> None:
    found = records(written(tmp_path / "n.yaml", PEOPLE), "acl-people")
    assert [(record.key, record.locator, record.rank) for record in found] == [
        ("ann-lee-north", "n.yaml:3", 2),
        ("Bo Dáy", "n.yaml:11", 2),
        ("yang-liu", "n.yaml:15", 2),
        ("0000-0002-1825-0098", "n.yaml:18", 2),
        ("madonna", "n.yaml:20", 2),
        ("0000-0001-5109-3700", "n.yaml:23", 2),
    ]
    assert [nodes(record) for record in found] == [
        {"author:orcid:0000-0002-1825-0097": {
            "name": "Ann M. Lee", "aliases": ["A. Lee", "Ann Lee"], "same_as": ["author:aclauthor:ann-lee-north"]}},
        {"author:name:Bo Dáy": {"name": "Bo Dáy", "aliases": ["B. Day", "Bo Day"], "same_as": ["author:name:Bo Day", "author:name:B. Day"]}},
        {"author:aclauthor:yang-liu": {"name": "Yang Liu"}},
        {"author:name:On No": {"name": "On No"}},
        {"author:aclauthor:madonna": {"name": "Madonna", "aliases": ["Ciccone"]}},
        {"author:orcid:0000-0001-5109-3700": {"name": "Cy Roe"}},
    ]  # fmt: skip
    assert [edges(record) for record in found] == [[]] * 6


def test_what_is_no_person_is_rejected_with_its_line(tmp_path: Path) -> None:
    path = written(
        tmp_path / "n.yaml", "- canonical: {first: Ann, last: Lee}\n- Bo Day\n- id: bo-day\n- canonical: {first: '', last: ''}\n"
    )
    assert rejections(path, "acl-people") == [
        "n.yaml:2: is a JSON str; expected an object",
        "n.yaml:3: has no canonical",
        "n.yaml:4: has no canonical name",
    ]


BROKEN = {
    "cut": ("- canonical: {first: ", r"n\.yaml:\d: is no YAML from here on"),
    "an alias": ("- canonical: &a {first: Bo, last: Day}\n- *a\n", r"n\.yaml:3: has an alias"),
    "nested without measure": ("- canonical: " + "[" * 100_000, r"n\.yaml:2: is nested too deeply"),
    "control characters": ("- canonical: \x07", "is no YAML after line .*control characters are not allowed"),
    "a key that is a list": ("- ? [a, b]\n  : c\n", r"n\.yaml:2: has a key that is no text"),
    "no list": ("---\nfirst: Bo\n", r"n\.yaml:3: is no list"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_list_is_one_line_with_its_place(case: str, tmp_path: Path) -> None:
    text, reason = BROKEN[case]
    path = written(tmp_path / "n.yaml", f"- canonical: {{first: Ann, last: Lee}}\n{text}")
    with pytest.raises(SourceError, match=reason) as told:
        read(path, "acl-people")
    assert "\n" not in str(told.value)


AUTHORS = {
    "paper": "2020.acl-main.1",
    "authors": [
        {"pos": 0, "name": "Ann Lee", "id": "ann-lee-north"},
        {"pos": 2, "name": "Bo Day", "orcid": "0000-0001-5109-3700"},
        {"pos": 3, "name": "Cy Roe", "id": "cy-roe-west", "orcid": "0000-0002-1694-233X"},
        {"pos": 4, "name": "Yang Liu", "id": "yang-liu", "orcid": "0000-0002-1825-0097"},
        {"pos": 7, "name": "Di Poe", "orcid": "0000-0000-0000-0000"},
    ],
}


def lines(path: Path, *rows: object) -> Path:
    return written(path, "".join(f"{json.dumps(row)}\n" for row in rows))


def test_authors_of_a_paper_by_their_ids(tmp_path: Path) -> None:
    """An id that is no more than the name may be that of several people: it is not joined to the ORCID beside it."""
    (record,) = records(lines(tmp_path / "a.jsonl", AUTHORS), "acl-author-ids")
    assert (record.source, record.key, record.locator, record.rank) == ("acl-author-ids", "2020.acl-main.1", "a.jsonl:1", 2)
    assert nodes(record) == {
        "author:aclauthor:ann-lee-north": {"name": "Ann Lee"},
        "author:orcid:0000-0001-5109-3700": {"name": "Bo Day"},
        "author:orcid:0000-0002-1694-233X": {"name": "Cy Roe", "same_as": ["author:aclauthor:cy-roe-west"]},
        "author:orcid:0000-0002-1825-0097": {"name": "Yang Liu"},
    }
    paper = "paper:acl:2020.acl-main.1"
    wrote = [(a.source.key, a.target.key, a.values) for a in record.assertions if isinstance(a, EdgeAssertion)]
    assert wrote == [
        ("author:aclauthor:ann-lee-north", paper, {"position": 1, "nameAsWritten": "Ann Lee"}),
        ("author:orcid:0000-0001-5109-3700", paper, {"position": 3, "nameAsWritten": "Bo Day"}),
        ("author:orcid:0000-0002-1694-233X", paper, {"position": 4, "nameAsWritten": "Cy Roe"}),
        ("author:orcid:0000-0002-1825-0097", paper, {"position": 5, "nameAsWritten": "Yang Liu"}),
        ("author:name:Di Poe", paper, {"position": 8, "nameAsWritten": "Di Poe"}),
    ]


def test_an_orcid_that_a_paper_gives_to_two_authors_is_nobodys(tmp_path: Path) -> None:
    row = {"paper": "P99-1001", "authors": [{"pos": n, "name": name, "orcid": "0000-0002-1825-0097"} for n, name in enumerate("AB")]}
    (record,) = records(lines(tmp_path / "a.jsonl", row), "acl-author-ids")
    assert [source for _, source, _ in edges(record)] == ["author:name:A", "author:name:B"]


def test_rows_without_a_paper_or_a_place_are_rejected_by_name(tmp_path: Path) -> None:
    wrong = [{**AUTHORS, "paper": "W2020"}, {**AUTHORS, "authors": [{"pos": "first", "name": "Ann Lee"}]}]
    assert rejections(lines(tmp_path / "a.jsonl", AUTHORS, *wrong), "acl-author-ids") == [
        "a.jsonl:2: 'W2020' is no acl identifier; expected an ACL Anthology id such as P19-1001 or 2020.acl-main.1",
        "a.jsonl:3: authors.0.pos is 'first'; input should be a valid integer, unable to parse string as an integer",
    ]


@pytest.mark.realdata
def test_the_real_people() -> None:
    """One has an ORCID where the id should be, one the address of an ORCID."""
    path = real("data/original/acl/name_variants.yaml")
    entries = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    orcids = [entry for entry in entries if re.search(r"(?:\d{4}-){3}\d{3}[\dX]$", entry.get("orcid") or entry.get("id", ""))]
    with_id = [entry for entry in entries if "id" in entry and entry not in orcids]
    known_by = Counter(orcid=len(orcids), aclauthor=len(with_id), name=len(entries) - len(orcids) - len(with_id))
    found = records(path, "acl-people")
    assert Counter(next(iter(nodes(record))).split(":")[1] for record in found) == known_by
    assert known_by == {"name": 2542, "aclauthor": 1014, "orcid": 131}
    assert len({record.key for record in found}) == len(entries) == 3687
    names = [{f"{n['first']} {n['last']}".strip() for n in (e["canonical"], *e.get("variants", []))} for e in entries]
    stated = [{*_names(next(iter(nodes(record).values())))} for record in found]
    assert [n for n, (a, b) in enumerate(zip(names, stated, strict=True)) if not a <= b] == []


def _names(values: dict[str, object]) -> list[str]:
    aliases = values.get("aliases", [])
    assert isinstance(aliases, list)
    return [str(values["name"]), *aliases]


@pytest.mark.realdata
def test_the_real_authors() -> None:
    """Six ORCIDs have wrong check digits, and one stands at two authors of a paper. No ORCID is stated to be two ids, and no id two ORCIDs."""
    path = real("data/acl_author_ids.jsonl")
    assert detect(path).name == "acl-author-ids"
    rows = [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]]
    found = records(path, "acl-author-ids")
    assert len(found) == len(rows) == 8713
    assert counted(found) == {"WROTE": sum(len(row["authors"]) for row in rows)} == {"WROTE": 17_041}
    ways = Counter(source.split(":")[1] for record in found for _, source, _ in edges(record))
    orcids = sum("orcid" in author for row in rows for author in row["authors"])
    assert ways == {"orcid": orcids - 6 - 2, "aclauthor": 17_041 - orcids, "name": 6 + 2}
    joined = {(key, str(values["same_as"])) for record in found for key, values in nodes(record).items() if "same_as" in values}
    assert len({orcid for orcid, _ in joined}) == len({own for _, own in joined}) == len(joined)
    assert all(re.fullmatch(r"author:orcid:[\dX-]{19}", orcid) for orcid, _ in joined)
