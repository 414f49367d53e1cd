"""What is mutated, and which tests must notice."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tests.realdata import ROOT

_NAMES = tuple(f"tests/unit/test_{part}.py" for part in ("naming_rules", "naming_variants", "naming_steps", "names"))


class Target(NamedTuple):
    """A module, the functions to which the run is confined (all, when none is named), and its tests, quickest first."""

    path: str
    tests: tuple[str, ...]
    functions: tuple[str, ...] = ()

    @property
    def module(self) -> str:
        """Dotted name of the module."""
        return self.path.removesuffix(".py").replace("/", ".")

    @property
    def is_sql(self) -> bool:
        """Whether the module's texts are SQL, whole or in parts."""
        return self.path.startswith("graph/stores/")

    @property
    def file(self) -> Path:
        """The module's file."""
        return ROOT / self.path


TARGETS = (
    Target("graph/evidence.py", ("tests/unit/test_evidence.py",)),
    Target("graph/claims.py", ("tests/unit/test_claims.py", "tests/unit/test_identity.py")),
    Target("graph/joins.py", ("tests/unit/test_decisions.py", "tests/unit/test_identity.py")),
    Target(
        "graph/identity.py",
        (
            "tests/unit/test_identity.py",
            "tests/unit/test_identity_rules.py",
            "tests/unit/test_decisions.py",
            "tests/unit/test_short_titles.py",
            "tests/unit/test_bylines.py",
        ),
    ),
    Target("graph/short_titles.py", ("tests/unit/test_short_titles.py",)),
    Target("graph/bylines.py", ("tests/unit/test_bylines.py",)),
    Target("graph/families.py", ("tests/unit/test_identity_rules.py", "tests/unit/test_identity.py")),
    Target("graph/reasons.py", ("tests/unit/test_reasons.py", "tests/unit/test_bylines.py")),
    Target("graph/names/methods.py", _NAMES),
    Target("graph/names/datasets.py", ("tests/unit/test_dataset_names.py", "tests/unit/test_names.py")),
    Target("graph/names/figures.py", ("tests/unit/test_figures.py", "tests/unit/test_names.py")),
    Target("graph/stores/sqlite/tested.py", ("tests/contract/test_tested.py",)),
    Target(
        "graph/stores/sqlite/shared.py",
        ("tests/contract/test_weights.py", "tests/contract/test_sharing.py"),
        ("_subtree", "_of_method", "_of_dataset", "chosen", "_method", "_dataset", "_term", "_task_rule", "_fits", "_support_columns"),
    ),
)
