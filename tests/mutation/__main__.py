"""Run the mutants, print the table, write the survivors, fail below the bar."""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.mutation.mutants import Mutant, mutants
from tests.mutation.targets import TARGETS, Target
from tests.mutation.trial import Trial, Verdict, prepare, run, seconds_unchanged
from tests.realdata import ROOT

BAR = 80
SEED = 20
OUT = ROOT / "build" / "mutation"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--sample", type=int, metavar="N", help="at most N mutants a module, drawn with a fixed seed (all)")
    parser.add_argument("--jobs", type=int, default=2, help="trials at a time (2)")
    parser.add_argument("--only", action="append", default=[], metavar="TEXT", help="modules whose path has TEXT in it; may be repeated")
    return parser.parse_args(arguments)


def chosen(found: list[Mutant], size: int | None) -> list[Mutant]:
    """A sample of fixed seed, in the order of the file; all of them when they are no more than `size`."""
    if size is None or len(found) <= size:
        return found
    picked = sorted(random.Random(SEED).sample(range(len(found)), size))
    return [found[place] for place in picked]


def score(counts: Counter[Verdict]) -> float:
    """Percentage noticed, of the mutants that are valid code; 100 of none."""
    noticed = counts[Verdict.KILLED] + counts[Verdict.TIMEOUT]
    total = noticed + counts[Verdict.SURVIVED]
    return 100 * noticed / total if total else 100.0


def line(name: str, counts: Counter[Verdict], note: str) -> str:
    """A row of the table."""
    noticed = counts[Verdict.KILLED] + counts[Verdict.TIMEOUT]
    total = noticed + counts[Verdict.SURVIVED]
    return f"{name:32} {total:7} {noticed:7} {counts[Verdict.SURVIVED]:9} {score(counts):6.1f} %  {note}".rstrip()


def _test(target: Target, size: int | None, jobs: int) -> tuple[Counter[Verdict], list[Mutant], str]:
    """Verdicts, survivors, and what is said beside them."""
    limit = 10 + math.ceil(5 * seconds_unchanged(target, 600))
    every = mutants(target)
    picked = chosen(every, size)
    counts: Counter[Verdict] = Counter()
    survivors = []
    for trial, verdict in run([Trial(target, mutant) for mutant in picked], {target: limit}, jobs):
        counts[verdict] += 1
        if verdict is Verdict.SURVIVED and trial.mutant is not None:
            survivors.append(trial.mutant)
    notes = [f"sample of {len(picked)} of {len(every)}"] if len(picked) < len(every) else []
    if counts[Verdict.INVALID]:
        notes.append(f"{counts[Verdict.INVALID]} more are no valid SQL")
    return counts, sorted(survivors, key=lambda m: m.line), "; ".join(notes)


def _write(out: Path, survivors: list[Mutant], table: list[str]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / "survivors.diff").write_text("\n\n".join(m.diff() for m in survivors) + "\n", encoding="utf-8")
    (out / "table.txt").write_text("\n".join(table) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 when every module reaches the bar, else 1."""
    options = _options(arguments)
    targets = [t for t in TARGETS if not options.only or any(text in t.path for text in options.only)]
    prepare()
    start = time.monotonic()
    table = [f"{'module':32} mutants  killed  survived   score"]
    print(table[0], flush=True)
    survivors: list[Mutant] = []
    total: Counter[Verdict] = Counter()
    below = []
    for target in targets:
        counts, found, note = _test(target, options.sample, options.jobs)
        total += counts
        survivors += found
        if score(counts) < BAR:
            below.append(target.path)
        table.append(line(target.path, counts, note))
        print(table[-1], flush=True)
        _write(OUT, survivors, table)
    table.append(line("all", total, f"{time.monotonic() - start:.0f} s; survivors: {OUT.relative_to(ROOT)}/survivors.diff"))
    print(table[-1])
    _write(OUT, survivors, table)
    if below:
        print(f"below {BAR} %: {', '.join(below)}", file=sys.stderr)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
