"""Trials: each in a forked child that imports the mutated module from memory and runs the tests that must notice."""

from __future__ import annotations

import ast
import gc
import importlib
import os
import signal
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from enum import Enum
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from types import CodeType, ModuleType
from typing import Any, NamedTuple

import apsw
import pytest
from hypothesis import Phase, settings

from tests.mutation.mutants import Mutant
from tests.mutation.targets import Target
from tests.realdata import ROOT

_OWN = ("graph", "loaders", "api", "citegraph", "tests")
_PLUGINS = ("anyio", "cacheprovider", "cov", "xdist")  # not needed here, and slow to start
_INVALID = 99
_EXAMPLES = 15


class Verdict(Enum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    TIMEOUT = "timeout"  # noticed as well: the tests ended in time before
    INVALID = "invalid"  # no valid statement of SQL; not counted


class Trial(NamedTuple):
    """A target unchanged (None), or one of its mutants."""

    target: Target
    mutant: Mutant | None


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return compile(ast.parse(self._source), self.path, "exec")


class _Finder(MetaPathFinder):
    """Finds one module, in memory."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if fullname != self._mutant.target.module:
            return None
        file = str(self._mutant.target.file)
        return spec_from_file_location(fullname, file, loader=_Loader(fullname, file, self._mutant.source))


class _Watch:
    """Plugin that tells a statement which SQLite does not understand from a test that failed."""

    def __init__(self) -> None:
        self.is_invalid = False

    def pytest_exception_interact(self, call: Any) -> None:
        error: BaseException | None = call.excinfo.value
        while error is not None:
            self.is_invalid |= isinstance(error, apsw.SQLError)
            error = error.__cause__ or error.__context__


def prepare() -> None:
    """Import what the tests need from outside the project once, before any child is made."""
    importlib.import_module("api.app")
    importlib.import_module("loaders.pipeline")
    settings.register_profile(
        "mutation", derandomize=True, max_examples=_EXAMPLES, database=None, deadline=None, phases=(Phase.explicit, Phase.generate)
    )
    settings.load_profile("mutation")
    os.environ.pop("CI", None)
    sys.dont_write_bytecode, sys.pycache_prefix = False, str(ROOT / "build" / "mutation" / "pycache")  # what is unchanged is compiled once
    gc.freeze()  # children do not walk what they share


def _forget_own_modules() -> None:
    for name in list(sys.modules):
        if name.split(".")[0] in _OWN and not name.startswith("tests.mutation") and name not in ("tests", "tests.realdata"):
            del sys.modules[name]


def _child(trial: Trial, limit: int) -> int:
    signal.alarm(limit)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    _forget_own_modules()
    if trial.mutant is not None:
        sys.meta_path.insert(0, _Finder(trial.mutant))
    watch = _Watch()
    options = [word for plugin in _PLUGINS for word in ("-p", f"no:{plugin}")]
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # of plugins that are imported already
    code = int(pytest.main(["-x", "-q", "--no-header", "--no-summary", "--tb=no", *options, *trial.target.tests], plugins=[watch]))
    return _INVALID if watch.is_invalid else code


def _start(trial: Trial, limit: int) -> int:
    child = os.fork()
    if child:
        return child
    code = 3
    try:
        code = _child(trial, limit)
    finally:
        os._exit(code)


def _verdict(trial: Trial, status: int) -> Verdict:
    if os.WIFSIGNALED(status):
        return Verdict.TIMEOUT if os.WTERMSIG(status) == signal.SIGALRM else Verdict.KILLED
    match os.WEXITSTATUS(status):
        case 0:
            return Verdict.SURVIVED
        case 1 | 2 | 3:  # a test failed, was interrupted, or could not even be imported
            return Verdict.KILLED
        case code if code == _INVALID:
            return Verdict.INVALID
        case code:
            raise RuntimeError(f"pytest ended with {code} on {trial.target.path}: its tests do not run")


def run(trials: Sequence[Trial], limits: dict[Target, int], jobs: int) -> Iterator[tuple[Trial, Verdict]]:
    """Run trials, `jobs` at a time; yields each with its verdict as it ends."""
    waiting = list(reversed(trials))
    running: dict[int, Trial] = {}
    while waiting or running:
        while waiting and len(running) < jobs:
            trial = waiting.pop()
            running[_start(trial, limits[trial.target])] = trial
        child, status = os.wait()
        ended = running.pop(child)
        yield ended, _verdict(ended, status)


def seconds_unchanged(target: Target, limit: int) -> float:
    """Run the tests of a target on the module as it is; they must pass. Returns the seconds they took."""
    start = time.monotonic()
    for trial, verdict in run([Trial(target, None)], {target: limit}, 1):
        if verdict is not Verdict.SURVIVED:
            raise RuntimeError(f"the tests of {trial.target.path} fail without any mutation: {' '.join(target.tests)}")
    return time.monotonic() - start
