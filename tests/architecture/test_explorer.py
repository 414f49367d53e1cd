"""The explorer's package: exact versions, a lock file without addresses, and its own tests."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import Any

import pytest

from tests.realdata import ROOT

FOLDER = ROOT / "api" / "explorer"
PACKAGE: dict[str, Any] = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
LOCK: dict[str, Any] = json.loads((FOLDER / "package-lock.json").read_text(encoding="utf-8"))


def test_versions_are_exact() -> None:
    for name, version in {**PACKAGE["dependencies"], **PACKAGE["devDependencies"]}.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
        assert LOCK["packages"][f"node_modules/{name}"]["version"] == version


def test_the_lock_file_has_hashes_and_names_no_address() -> None:
    packages = {name: entry for name, entry in LOCK["packages"].items() if name}
    assert not [name for name, entry in packages.items() if "resolved" in entry]
    assert not [name for name, entry in packages.items() if "integrity" not in entry and not entry.get("inBundle")]
    assert "omit-lockfile-registry-resolved=true" in (FOLDER / ".npmrc").read_text(encoding="utf-8").splitlines()


def test_building_needs_no_test_runner() -> None:
    config = (FOLDER / "vite.config.ts").read_text(encoding="utf-8")
    imported = re.findall(r'from "([^"]+)"', config)
    assert {name.split("/")[0] for name in imported} <= set(PACKAGE["dependencies"])


def test_the_tests_of_the_explorer_pass() -> None:
    if not (FOLDER / "node_modules" / ".all").exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)("what the explorer's tests need is not installed: make test does it")
    ran = subprocess.run([FOLDER / "npm", "test"], cwd=FOLDER, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
