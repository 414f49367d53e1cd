"""The mutators on small texts: which changes they make, and which places they leave alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.mutation import patterns, sql
from tests.mutation.__main__ import chosen, line, score
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.targets import TARGETS, Target
from tests.mutation.texts import Change
from tests.mutation.trial import Verdict
from tests.realdata import ROOT


def applied(text: str, changes: list[Change]) -> list[str]:
    return [text[: c.start] + c.text + text[c.end :] for c in changes]


@pytest.mark.parametrize(
    ("pattern", "mutated"),
    [
        ("a?b", ["ab"]),
        ("a*b", ["a+b"]),
        ("a+b", ["ab"]),
        ("a+?b", ["a+b"]),
        ("^a$", ["a$", "^a"]),
        (r"\ba\$", [r"a\$"]),
        ("a|b|c", ["b|c", "a|c", "a|b"]),
        ("x(a|b)", ["x(b)", "x(a)"]),
        ("(?:a|(b|c))", ["(?:a|(c))", "(?:a|(b))", "(?:(b|c))", "(?:a)"]),
        ("a(?=b)", ["a(?!b)"]),
        ("(?<!a)b", ["(?<=a)b"]),
        ("[^?*+|$]", []),
        (r"[\]?]", []),
        (r"\?\|", []),
        ("{_YEAR}{{2}}", []),
    ],
)
def test_patterns(pattern: str, mutated: list[str]) -> None:
    assert applied(pattern, list(patterns.changes(pattern))) == mutated


@pytest.mark.parametrize(
    ("text", "mutated"),
    [
        ("a.x = 1 AND b", ["a.x <> 1 AND b", "a.x = 1 OR b", "a.x = 2 AND b"]),
        ("a > 0 OR b >= c", ["a > 0 OR b > c", "a >= 0 OR b >= c", "a > 0 AND b >= c", "a > 1 OR b >= c"]),
        ("SELECT DISTINCT x FROM t", ["SELECT x FROM t"]),
        ("NOT EXISTS (SELECT 1 FROM t)", ["EXISTS (SELECT 1 FROM t)"]),
        ("x IN ('a', 'b')", ["x NOT IN ('a', 'b')", "x IN ('other', 'b')", "x IN ('a', 'other')"]),
        ("a LEFT JOIN b", ["a CROSS JOIN b"]),
        ("max(x & 4) GROUP BY 1, 2", ["min(x & 4) GROUP BY 1, 2", "max(x | 4) GROUP BY 1, 2", "max(x & 5) GROUP BY 1, 2"]),
        ("{a + 1} * {b}", ["{a + 1} / {b}"]),
        ("ln(1 + n)", ["ln(1 - n)", "log2(1 + n)", "ln(2 + n)"]),
        ('{_R["OF"]} {_R["ON"]}', ['{_R["ON"]} {_R["ON"]}', '{_R["OF"]} {_R["OF"]}']),
        ("{Via.USED.value}", []),
    ],
)
def test_sql(text: str, mutated: list[str]) -> None:
    assert applied(text, list(sql.changes(text))) == mutated


def test_sql_branches_of_a_union_are_dropped_one_by_one() -> None:
    text = "(SELECT a FROM (SELECT 1) UNION SELECT b FROM (SELECT 2) UNION ALL SELECT c)"
    dropped = [change for change in sql.changes(text) if change.operator == "branch"]
    assert applied(text, dropped) == [
        "(SELECT a FROM (SELECT 1) UNION ALL SELECT c)",
        "(SELECT b FROM (SELECT 2) UNION ALL SELECT c)",
        "(SELECT a FROM (SELECT 1) UNION SELECT b FROM (SELECT 2) )",
        "(SELECT a FROM (SELECT 1) UNION SELECT c)",
    ]


MODULE = '''"""A module."""

from __future__ import annotations

import re
from functools import cache

Value = str | None
_YEAR = r"19\\\\d+|20"
_FORM = re.compile(rf"({_YEAR})é?", re.IGNORECASE)


@cache
def size(x: int | None = None) -> str:
    """Docstring."""
    assert x is not None
    return f"é{x}"
'''


def lines_of(found: list[Mutant], before: str) -> list[str]:
    return [after for mutant in found for after in mutant.source.splitlines() if after not in before.splitlines()]


def test_mutants_of_a_module_leave_types_decorators_assertions_and_docstrings_alone(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(MODULE, encoding="utf-8")
    found = mutants(Target(str(path), ()))
    assert sorted(lines_of(found, MODULE)) == sorted([
        r'_YEAR = r"20"',
        r'_YEAR = r"19\\d|20"',
        r'_YEAR = r"19\\d+"',
        '_FORM = re.compile(rf"({_YEAR})é", re.IGNORECASE)',
        '_FORM = re.compile(rf"({_YEAR})é?", 0)',
        "def size(x: int | None = ' ') -> str:",
        "    return None",
        "    return f'XX{x}'",
        "    return f'éXX'",
    ])  # fmt: skip
    assert found == mutants(Target(str(path), ())), "the same each time"


def test_mutants_of_sql_are_of_the_statements_and_of_the_chosen_functions_only(tmp_path: Path) -> None:
    source = 'def a() -> str:\n    return f"t.x = {1} AND y"\n\n\ndef b() -> str:\n    return "SELECT max(x) FROM t"\n'
    path = tmp_path / "graph" / "stores" / "module.py"
    path.parent.mkdir(parents=True)
    path.write_text(source, encoding="utf-8")
    target = Target("graph/stores/sqlite/tested.py", (), ("a",))._replace(path=str(path))
    assert not target.is_sql
    assert lines_of(mutants(target), source) == [
        "    return None",
        "    return f'XX{1} AND y'",
        "    return f't.x = XX AND y'",
        "    return f't.x = {1}XX'",
    ]


def test_every_target_exists_with_its_functions_and_tests() -> None:
    for target in TARGETS:
        written = target.file.read_text(encoding="utf-8")
        assert [name for name in target.functions if f"\ndef {name}(" not in written] == []
        assert [test for test in target.tests if not (ROOT / test).is_file()] == []
        assert target.tests


def test_scores_and_samples() -> None:
    counts = Counter({Verdict.KILLED: 6, Verdict.TIMEOUT: 2, Verdict.SURVIVED: 2, Verdict.INVALID: 90})
    assert score(counts) == 80.0
    assert score(Counter()) == 100.0
    assert line("graph/x.py", counts, "note") == "graph/x.py                            10       8         2   80.0 %  note"
    every = [Mutant(TARGETS[0], "operator", number, "") for number in range(10)]
    assert chosen(every, None) == every
    assert chosen(every, 10) == every
    few = chosen(every, 4)
    assert len(few) == 4
    assert few == chosen(every, 4)
    assert [mutant.line for mutant in few] == sorted(mutant.line for mutant in few)
