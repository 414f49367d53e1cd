"""What a load did, in numbers that add up: read = written + unchanged + merged + rejected."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.store import Contradiction, Counts

COLUMNS = ("read", "unchanged", "written", "merged", "rejected", "flagged", "pending")


@dataclass(slots=True)
class PathReport:
    """One file: its format and source, its counts, and why it could not be read further (None when it was).

    What `is_passed_over` stands in a folder and is of no known format: no failure.
    """

    path: str
    format: str
    source: str
    counts: Counts = field(default_factory=Counts)
    error: str | None = None
    is_passed_over: bool = False


@dataclass(slots=True)
class LoadReport:
    """A whole load. `pending` and `retracted` are known for the run alone."""

    run: str
    seconds: float
    totals: Counts
    paths: list[PathReport]
    contradictions: list[Contradiction] = field(default_factory=list)
    interrupted: bool = False

    @property
    def failed(self) -> bool:
        """Whether a path was unreadable or nothing was accepted."""
        accepted = self.totals.written + self.totals.unchanged + self.totals.merged
        return any(path.error and not path.is_passed_over for path in self.paths) or not accepted

    def as_dict(self) -> dict[str, object]:
        """Return the report as JSON values."""
        totals = {name: getattr(self.totals, name) for name in (*COLUMNS, "retracted")}
        files = [
            {"path": p.path, "format": p.format, "source": p.source, "error": p.error}
            | {name: getattr(p.counts, name) for name in COLUMNS if name != "pending"}
            for p in self.paths
            if not p.is_passed_over
        ]
        doubts = [{"id": item.id, "titles": [{"title": t, "locator": where} for t, where in item.titles]} for item in self.contradictions]
        run = {"run": self.run, "seconds": round(self.seconds, 3), "interrupted": self.interrupted}
        return {**run, **totals, "files": files, "passedOver": [p.path for p in self.paths if p.is_passed_over], "contradictions": doubts}
