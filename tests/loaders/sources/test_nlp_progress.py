"""NLP-progress: leaderboards as Markdown tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.evidence import Assertion, NodeAssertion, Record, Ref, Rejection
from graph.kinds import Relation
from loaders.head import Head
from loaders.sources import nlp_progress
from tests.loaders.sources.read import edges, nodes, read, records, rejections
from tests.realdata import real

PAGE = """\
# Foo parsing

Foos are parsed.

| Input | Output |
| --- | --- |
| an example | of what is done |

### BarBank

**Restricted**:

| Model           | F1 | Number of params |  Paper / Source | Code |
| ------------- | :-----:| :-----: | --- | --- |
| Bar\\|Net (Lee et al., 2019)&hearts;<sup>[1](#note)</sup> | **91.5** | 24M | [BarNet: Parsing Foos &amp; Bars](https://arxiv.org/abs/1901.00001v2) | [Official](https://github.com/Ann/BarNet/tree/main) |
| Day (2018) | - | | Parsing Foos Slowly |
|  |  |  | | |
"""


def page(path: Path, *parts: str) -> Path:
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


def board(*rows: str, heads: str = "# Foo parsing\n\n### BarBank\n", columns: str = "| Model | F1 | Paper | Code |") -> str:
    rule = "|" + " --- |" * (columns.count("|") - 1)
    return "\n".join([heads, columns, rule, *rows, ""])


def results(record: Record) -> list[dict[str, object]]:
    return [dict(item.values) for item in record.assertions if isinstance(item, NodeAssertion) and item.subject.kind == "result"]


def test_a_leaderboard(tmp_path: Path) -> None:
    found = records(page(tmp_path / "foo.md", PAGE), "nlp-progress")
    assert [(record.source, record.locator, record.rank, record.url) for record in found] == [
        ("nlp-progress", "foo.md:15", 3, None),
        ("nlp-progress", "foo.md:16", 3, None),
    ]
    first, second = found
    paper = "paper:arxiv:1901.00001"
    method = f"method:name:Bar|Net@{paper}"
    result = f"result:row:nlp-progress:{first.key}:F1"
    assert nodes(first) == {
        paper: {"title": "BarNet: Parsing Foos & Bars", "url": "https://arxiv.org/abs/1901.00001v2", "same_as": ["paper:text:barnetparsingfoosbars||"]},
        result: {
            "methodAsWritten": "Bar|Net (Lee et al., 2019)♥", "metric": "F1", "setting": "Restricted", "configuration": ["Number of params: 24M"],
            "valueText": "91.5", "value": 91.5, "unit": "percent", "higherIsBetter": True,
        },
    }  # fmt: skip
    assert edges(first) == [
        ("INTRODUCES", paper, method),
        ("IMPLEMENTS", "repository:repo:https://github.com/ann/barnet", paper),
        ("REPORTS", paper, result),
        ("OF", result, method),
        ("ON", result, "dataset:name:BarBank"),
        ("FOR", result, "task:name:Foo parsing"),
    ]
    assert (nodes(second), edges(second)) == ({"paper:text:parsingfoosslowly||": {"title": "Parsing Foos Slowly"}}, [])


def test_lines_may_end_as_on_windows_and_begin_with_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "foo.md"
    path.write_bytes(b"\xef\xbb\xbf" + PAGE.replace("\n", "\r\n").encode())
    found = records(path, "nlp-progress")
    other = records(page(tmp_path / "bar.md", PAGE), "nlp-progress")
    assert [record.digest for record in found] == [record.digest for record in other]
    assert edges(found[0], Relation.FOR)[0][2] == "task:name:Foo parsing"


def test_what_headings_and_the_line_before_say(tmp_path: Path) -> None:
    row = "| Net | 1.0 | | |"
    cases = {
        "# A\n## Foo tagging\n### BarBank:\n": ("Foo tagging", "BarBank", None),
        "# Foo tagging\n## BarBank\n": ("Foo tagging", "BarBank", None),
        "# Foo tasks\n## Bar detection in texts\n": ("Bar detection in texts", None, None),
        "# Foo tagging\n## Evaluation\n### Datasets\n#### BarBank\n##### End-to-End Models\n": (
            "Foo tagging",
            "BarBank",
            "End-to-End Models",
        ),
        "# Foo tagging\n### Supervised:\n": ("Foo tagging", None, "Supervised"),
        "# Translation\n### BarBank\n#### English-to-Foo\n": ("Translation", "BarBank", "English-to-Foo"),
        "# Foo tagging\n### [BarBank](https://example.org)\nHard foos:\n": ("Foo tagging", "BarBank", "Hard foos"),
        "# Foo tagging\n### BarBank\n**Easy:** Easy foos are short. There are many.\n": ("Foo tagging", "BarBank", "Easy"),
        "# Foo tagging\n### BarBank\nThese are the results.\n": ("Foo tagging", "BarBank", None),
    }
    for heads, (task, dataset, setting) in cases.items():
        (record,) = records(page(tmp_path / "foo.md", board(row, heads=heads)), "nlp-progress")
        assert results(record)[0].get("setting") == setting
        assert [target for _, _, target in edges(record, Relation.FOR)] == [f"task:name:{task}"]
        assert [target for _, _, target in edges(record, Relation.ON)] == ([f"dataset:name:{dataset}"] if dataset else [])


def test_lines_before_tell_tables_under_one_heading_apart(tmp_path: Path) -> None:
    heads = "# Foo parsing\n\n### BarBank\n\nThe first half\n"
    path = page(tmp_path / "foo.md", board("| Net | 1.0 | | |", heads=heads), board("| Net | 2.0 | | |", heads="The second half.\n"))
    assert [results(record)[0]["setting"] for record in records(path, "nlp-progress")] == ["The first half", "The second half"]


def test_a_folder_named_as_a_language(tmp_path: Path) -> None:
    (tmp_path / "german").mkdir()
    (record,) = records(page(tmp_path / "german" / "foo.md", board("| Net | 1.0 | | |")), "nlp-progress")
    assert results(record)[0]["setting"] == "German"


def test_columns(tmp_path: Path) -> None:
    """What stands before the model is the setting; words are configuration; the model may stand in a column without a name, or misnamed."""
    full = board("| Gold | Net | 1.0 | yes | | |", columns="| | Model | F1 | Tagger? | Paper | Source |")
    (record,) = records(page(tmp_path / "foo.md", full), "nlp-progress")
    assert (results(record)[0]["setting"], results(record)[0]["configuration"]) == ("Gold", ["Tagger?: yes"])
    for columns in ("| | F1 | Paper/Source |", "| Paper / Source | F1 | **Paper** / Source |"):
        (record,) = records(page(tmp_path / "foo.md", board("| Net | 1.0 | |", columns=columns)), "nlp-progress")
        assert results(record)[0]["methodAsWritten"] == "Net"


def test_papers(tmp_path: Path) -> None:
    """One word is no title; a quoted title is; further links to code are code."""
    path = page(
        tmp_path / "foo.md",
        board(
            "| Net | 1.0 | [Team](https://aclanthology.org/P19-1001/) | |",
            '| Nut | 1.0 | Lee, Ann. "Nuts for foos." Proceedings of Foo, 2019. | |',
            "| Nat | 1.0 | [Nats and foos](https://example.org/nat.pdf) [Code](https://github.com/ann/nat) | [Link](notes.md) |",
        ),
    )
    found = [edges(record, Relation.REPORTS, Relation.IMPLEMENTS) for record in records(path, "nlp-progress")]
    assert [[(relation, source) for relation, source, _ in each] for each in found] == [
        [("REPORTS", "paper:acl:P19-1001")],
        [("REPORTS", "paper:text:nutsforfoos||")],
        [("IMPLEMENTS", "repository:repo:https://github.com/ann/nat"), ("REPORTS", "paper:url:https://example.org/nat.pdf")],
    ]


def test_rows_that_cannot_be_read(tmp_path: Path) -> None:
    ragged = board(
        "| *Old models* |",
        "| Net | [Net: foos](https://arxiv.org/abs/1901.00001) | |",
        "| Nut | 1.0 | | | more |",
        "| Nat | 1.0 | | |  |",
    )
    nameless = board("| Nit | 1.0 | 2.0 | 3.0 | |", columns="| Model | F1 | F1 | | Paper |")
    assert rejections(page(tmp_path / "foo.md", ragged, nameless), "nlp-progress") == [
        "foo.md:7: 'Old models' has neither figure nor paper; a heading within the table",
        "foo.md:8: has a link to https://arxiv.org/abs/1901.00001 where F1 belongs; a cell is missing",
        "foo.md:9: has 5 cells; its table has 4 columns",
        "foo.md:18: '1.0' stands in column 2, which has no name of its own",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# Foo\n\n| Model | F1 |\n| --- | --- |\n| Net | 1.0 |\n",
        "# Foo\n\n| Dataset | Passage | Paper |\n| --- | --- | --- |\n| Net | a text | b |\n",
        "# How to add a row\n\n| Model | Score | Paper / Source | Code |\n| --- | --- | --- | --- |\n|  |  |  | |\n",
        "# Foo\n\nA paper | a model\n\nNothing more.\n",
    ],
)
def test_other_texts_are_none(text: str) -> None:
    assert not nlp_progress.detect(Head(text.encode()))


def _leaderboard_lines(text: str) -> list[str]:
    """The rows under each header line that names papers, without a parser of Markdown."""
    lines, found = text.split("\n"), []
    for place, line in enumerate(lines[:-1]):
        if re.search(r"\|.*paper.*\|", line, re.IGNORECASE) and re.fullmatch(r"[\s|:-]*-[\s|:-]*", lines[place + 1]):
            for row in lines[place + 2 :]:
                if not row.strip():
                    break
                found.append(row)
    return [row for row in found if row.strip("| ")]


@pytest.mark.realdata
def test_the_real_leaderboards() -> None:
    expected, arxiv, found, none = 0, set(), [], []
    for path in sorted(real("data/original/nlp_progress_md").rglob("*.md")):
        rows = _leaderboard_lines(path.read_text(encoding="utf-8"))
        expected += len(rows)
        arxiv |= {m[1] for row in rows for m in re.finditer(r"\]\(https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5})", row)}
        if rows:
            found += read(path, "nlp-progress")
        else:
            none.append(path)
    made = [item for item in found if isinstance(item, Record)]
    told = [item for item in found if isinstance(item, Rejection)]
    assert len(made) + len(told) == expected == 1415
    assert [(item.locator, item.reason.split(" ")[0]) for item in told] == [
        ("information_extraction.md:19", "'Precision'"),
        ("information_extraction.md:20", "'98.2'"),
        ("information_extraction.md:21", "'94.8'"),
        ("named_entity_recognition.md:83", "has"),
        ("relationship_extraction.md:72", "'BERT-based"),
        ("relationship_extraction.md:76", "'CNN-based"),
        ("relationship_extraction.md:81", "'RNN-based"),
        ("named_entity_recognition.md:49", "has"),
    ]
    named = {ref.value for item in made for said in item.assertions for ref in _refs(said) if ref.scheme == "arxiv"}
    assert (named - arxiv, arxiv - named) == (set(), set())
    assert len(none) == 9
    assert not any(nlp_progress.detect(Head(path.read_bytes())) for path in none)


def _refs(said: Assertion) -> list[Ref]:
    return [said.subject] if isinstance(said, NodeAssertion) else [said.source, said.target]
