"""On a machine without anything that could run a server: tests that need one are left out and said so, or fail where CI runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.neo4j.artifacts import RELEASES, MissingError, artifacts, java
from tests.neo4j.server import missing
from tests.realdata import ROOT

NOTHING = ("NEO4J_TEST_URI", "CI", "PYTEST_XDIST_WORKER", "PYTEST_ADDOPTS")


def run_tests(folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in NOTHING and not name.startswith("COV_")}
    environment = kept | {"PATH": str(folder), "CITEGRAPH_CACHE": str(folder)} | more
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/neo4j/test_connection.py", "-k", "is_there_passes"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_elsewhere_they_are_left_out(tmp_path: Path) -> None:
    done = run_tests(tmp_path)
    assert done.returncode == pytest.ExitCode.NO_TESTS_COLLECTED, done.stdout
    assert "no Neo4j: NEO4J_TEST_URI is not set, no Docker engine runs, and Maven (mvn)" in done.stdout
    assert "tests marked neo4j are left out" in done.stdout


def test_in_continuous_integration_they_fail(tmp_path: Path) -> None:
    done = run_tests(tmp_path, CI="true")
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout
    assert "no Neo4j for the tests: NEO4J_TEST_URI is not set" in done.stdout
    assert "tests marked neo4j fail" in done.stdout
    assert "skipped" not in done.stdout


def test_a_named_server_is_enough(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CITEGRAPH_CACHE", str(tmp_path))
    monkeypatch.setenv("NEO4J_TEST_URI", "neo4j://127.0.0.1:1")
    assert missing() is None


def test_what_lacks_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CITEGRAPH_CACHE", str(tmp_path))
    with pytest.raises(MissingError, match="Maven"):
        artifacts(RELEASES["5.26"])
    with pytest.raises(MissingError, match="JDK 99 or newer"):
        java(99)
