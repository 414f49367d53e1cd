"""The store protocol. Its docstrings are the contract; `tests/contract` runs it against every store.

A store keeps records, their assertions and the graph that they support. Everything is batch-shaped and async; a store has no
optional halves. Reading goes through `run(plan)` alone, apart from the few methods that serve the command line.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from graph.errors import Candidate
from graph.evidence import RecordVersion, Rejection
from graph.ids import Identifier, IdScheme
from graph.packed import Packed
from graph.plan import Answer, Plan
from graph.property_graph import Part


class RunState(StrEnum):
    """How a run stands. Only UNDONE runs do not count for the graph."""

    RUNNING = "running"
    FINISHED = "finished"
    INTERRUPTED = "interrupted"
    UNDONE = "undone"


@dataclass(slots=True)
class Counts:
    """What happened to the records of a run; read = written + unchanged + merged + rejected."""

    read: int = 0
    written: int = 0
    unchanged: int = 0
    merged: int = 0
    rejected: int = 0
    flagged: int = 0  # assertions kept but not believed
    pending: int = 0  # edges of this run that wait for their other end
    retracted: int = 0

    def add(self, other: Counts) -> None:
        """Add another batch's counts."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True, slots=True)
class RunInfo:
    """One run as stored. `number` orders runs; `id` is `run:<number>`; times are UTC, ISO 8601."""

    number: int
    command: str
    version: str
    state: RunState
    started_at: str
    finished_at: str | None
    counts: Counts
    paths: tuple[str, ...] = ()
    undone_by: int | None = None

    @property
    def id(self) -> str:
        """Public id."""
        return f"run:{self.number}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a load has come: for each path the number of records done. Committed with the batch it describes."""

    done: tuple[tuple[str, int], ...] = ()

    def further(self, path: str, count: int) -> Checkpoint:
        """Return the checkpoint when of one more path `count` records are done."""
        return Checkpoint((*self.done, (path, count)))


class Portion(NamedTuple):
    """A part of a file: of what it holds, the items from `start` to before `end`, and whether it ends there.

    `file` is the digest of all that decides what is read from it: content, name, format, source and options.
    """

    file: bytes
    start: int
    end: int
    is_last: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """Records and rejections that are committed together with the checkpoint, or not at all.

    `held` are records that were read as well, in a content that the store holds already (`GraphStore.held`). `portion` says of which part
    of which file all of it is.
    """

    records: Packed
    rejections: Sequence[Rejection] = ()
    checkpoint: Checkpoint = Checkpoint()
    held: Sequence[RecordVersion] = ()
    portion: Portion | None = None


class Neighbour(NamedTuple):
    """That a node (`id`) is joined with another (`of`), by whatever edge, in whatever direction; with what it is ordered by."""

    of: str
    id: str
    degree: int
    sort_name: str


class Wanted(NamedTuple):
    """An identifier of a paper of which nothing more is known, and how many statements wait for that paper."""

    identifier: Identifier
    waiting: int


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of what is in the graph: nodes by kind, edges by relation (every kind and relation is present), pending edges."""

    nodes: dict[str, int]
    edges: dict[str, int]
    pending: int
    review: int
    flagged: int
    records: int
    version: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken invariant: its name, how often, and an example."""

    invariant: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A paper stated with titles that have nothing in common: its id, and each title with a locator of a row that states it."""

    id: str
    titles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class IdentityChange:
    """What a merge or split did: its run, and the public ids of the nodes that it settled, the one kept first."""

    run: RunInfo
    ids: tuple[str, ...]


class Rule(StrEnum):
    """By what two references are joined, the firmest first."""

    DECIDED = "decided"
    STATED = "stated"
    BYLINE = "byline"  # identifiers under one name on one paper
    TITLE = "title"
    NAME = "name"


class Apart(StrEnum):
    """What keeps two references apart."""

    DECIDED = "decided"
    IDENTIFIERS = "identifiers"  # different values of an identifier of which a paper has one, or an author in each source
    TITLES = "titles"  # one of them is stated with titles of nothing in common
    INTRODUCED = "introduced"  # by different papers
    AMBIGUOUS = "ambiguous"  # one of them could belong to several nodes
    NOTHING = "nothing"  # nothing joins them


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a join or a decision comes from: a record, and the run that saw it last with its start (UTC, ISO 8601)."""

    source: str
    key: str
    locator: str
    run: int
    at: str


@dataclass(frozen=True, slots=True)
class Step:
    """One join of a chain, between two references (by key); rules have no origin, records and decisions have."""

    a: str
    b: str
    rule: Rule
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two references are one node or not.

    `ids` are the nodes' public ids (None: no node). Either they are the same and `steps` lead from `a` to `b`, or `apart` says what
    keeps them apart, `details` with which values, `origin` by which decision.
    """

    a: str
    b: str
    ids: tuple[str | None, str | None]
    steps: tuple[Step, ...] = ()
    apart: Apart | None = None
    details: tuple[str, ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """What waits for a person: a reference in doubt, or a paper stated with titles of nothing in common.

    `subject` is the reference's key or the paper's id; `waiting` counts the statements that wait for it; `candidates` are the nodes it
    could belong to; `rows` are titles, each with a row that states it; `remedy` are the arguments of the command that would settle it.
    """

    subject: str
    reason: Apart
    waiting: int
    candidates: tuple[Candidate, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    remedy: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """The queue, how long the whole of it is, and how many statements are flagged for each reason."""

    items: tuple[ReviewItem, ...]
    total: int
    flagged: dict[str, int]


class Change(StrEnum):
    """What became of a record."""

    ADDED = "added"
    CHANGED = "changed"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that is other than it was: where it was read (what is retracted: last), and the run that decides how it is now.

    `run` is None when no surviving run saw it any more.
    """

    source: str
    key: str
    change: Change
    locator: str
    url: str | None
    run: int | None


@dataclass(frozen=True, slots=True)
class OpenRun:
    """A run that accepts batches; `checkpoint` is where an interrupted one stopped."""

    number: int
    checkpoint: Checkpoint = field(default_factory=Checkpoint)


class GraphStore(Protocol):
    """A graph with its evidence. Methods raise `graph.errors` only."""

    async def start_run(self, command: str, paths: Sequence[str], *, resume: bool = False) -> OpenRun:
        """Open a run. With `resume`, continue the last interrupted run with the same command and paths, if there is one.

        A run still marked running (its process died) counts as interrupted.
        """
        ...

    async def held(self, versions: Sequence[RecordVersion]) -> set[RecordVersion]:
        """Return those that the store holds, current or not. What it holds once it holds for ever."""
        ...

    async def repeat(self, run: OpenRun, path: str, file: bytes, before: Checkpoint) -> Counts | None:
        """Count all that a file holds as seen again, in one transaction, when every portion of it was written before.

        The checkpoint is then the one of `before` and all of `path`. None, and nothing happens, when the file is not known so, or a record of
        it is other now than the file says: then it is to be read.
        """
        ...

    async def write(self, run: OpenRun, batch: Batch) -> Counts:
        """Commit a batch in one transaction: records, rejections, graph, derived data and checkpoint, all or nothing.

        Repeating a batch changes nothing. A record whose digest equals its current version counts as unchanged but seen;
        a record seen before in the same run counts as merged (the smaller digest stays). InputError when `batch.held` names
        what the store does not hold.
        """
        ...

    def write_each(self, run: OpenRun, batches: AsyncIterator[Batch]) -> AsyncGenerator[tuple[Batch, Counts]]:
        """Write batches as they come, each as `write` does; yields each with its counts once it is committed, in their order.

        The store may work on a batch while the one before it is committed. The first that fails ends it: those after it are not
        written. Closing the generator leaves what it yielded, and at most one batch more, committed.
        """
        ...

    async def finish_run(self, run: OpenRun, *, interrupted: bool = False) -> RunInfo:
        """Close a run and return it as stored."""
        ...

    async def retract_unseen(self, run: OpenRun, source: str, *, force: bool = False) -> int:
        """Retract the records of `source` that this run has not seen; returns how many. The last transaction of a snapshot.

        RefusedError when that is more than 20 % of the source's records and `force` is not set, or when the run rejected
        a record that cannot be told apart.
        """
        ...

    async def undo(self, number: int) -> RunInfo:
        """Undo a run, by a new run; the graph then equals a replay of the surviving runs. Undoing an undo redoes.

        NotFoundError for an unknown run, RefusedError for one that is running or undone already.
        """
        ...

    async def merge(self, keep: str, drop: str) -> IdentityChange:
        """Decide that two nodes are one, by a run. What was decided to tell them apart is retracted; `keep` keeps its public id.

        Each is a public id, a former one, a reference's address, an identifier or a name; `drop` may also be a reference without a
        node, in doubt or stated together with one. NotFoundError for what names nothing, AmbiguousError for a name of several nodes; InputError for results, which are
        computed, and for nodes of different kinds; RefusedError when they are one already.
        """
        ...

    async def split(self, node: str, off: Sequence[str] = ()) -> IdentityChange:
        """Take a node apart, by a run.

        Without `off`: the last merge is as if it never had been; without one, what text or an alias joined is decided different. Each of
        `off` names a reference of the node (its key, identifier or name as written) that is told apart from the rest, even when a
        record states them together. RefusedError when there is nothing to take apart; other errors as for `merge`.
        """
        ...

    async def why(self, a: str, b: str) -> Explanation:
        """Explain why two references are one node: the shortest chain of joins; or what keeps them apart. Errors as for `merge`."""
        ...

    async def review(self, *, limit: int = 20) -> Review:
        """What waits for a person, by the number of statements that wait, then by reference; papers with contradictory titles last."""
        ...

    async def runs(self, *, limit: int = 100) -> list[RunInfo]:
        """Runs, newest first."""
        ...

    async def rejects(self, number: int) -> list[Rejection]:
        """Rejections of a run, in the order they were read. NotFoundError for an unknown run."""
        ...

    async def changes(self, since: int) -> list[Changed]:
        """Records that are other than they were when run `since` was the last (0: than nothing), by source and key; undoing counts.

        NotFoundError for an unknown run.
        """
        ...

    async def contradictions(self, number: int) -> list[Contradiction]:
        """Papers that are stated with titles of nothing in common, if a row last seen by this run is among them; by id.

        Most likely one identifier was given to two papers. Nothing is lost: both titles stay, and join no other paper.
        """
        ...

    async def run(self, plan: Plan) -> Answer:
        """Answer a plan by one statement. CursorError and AmbiguousError as `graph.plan` says."""
        ...

    async def neighbours(self, ids: Sequence[str], *, ends: Sequence[str], avoid_degree_above: int | None, limit: int) -> list[Neighbour]:
        """Return the neighbours of nodes (public ids) over every relation and TESTED_ON (`graph.plan.DIRECTLY_TESTED`), each once for each.

        Left out are results, and nodes with a higher degree than is to be avoided unless they are among `ends`. By degree, sort name, id and the
        id of what they are joined with; at most `limit`.
        """
        ...

    async def wanted(self, schemes: Sequence[IdScheme], *, limit: int) -> list[Wanted]:
        """Papers known only by an identifier of one of these schemes: those first that most statements wait for, then by scheme and identifier."""
        ...

    async def stats(self) -> Stats:
        """Count nodes, edges and what waits."""
        ...

    async def version(self) -> int:
        """Return the number of the last committed change. StoreUnavailableError within seconds when the graph cannot be reached."""
        ...

    async def verify(self) -> list[Finding]:
        """Recompute the graph from its assertions and compare; empty when every invariant holds."""
        ...

    def canonical_dump(self) -> AsyncIterator[bytes]:
        """Lines of the canonical dump (SEMANTICS of `docs/semantics.md`, section "Order, pages, search, dumps"), sorted."""
        ...

    def dump(self) -> AsyncIterator[bytes]:
        """Lines of the dump (`graph.dump`): everything, as it was at one moment, whatever is written meanwhile."""
        ...

    def property_graph(self) -> AsyncIterator[Part]:
        """Everything, as it was at one moment, as the nodes and relationships that stand for it in Neo4j; nodes come first.

        What they are follows from the dump, but for the numbers that tell nodes and relationships apart.
        """
        ...

    async def restore(self, lines: AsyncIterator[bytes]) -> None:
        """Fill an empty graph with a dump, all or nothing; what is dumped then are the same bytes.

        RefusedError when the graph is not empty; InputError for lines that are no dump, damaged or cut off.
        """
        ...

    async def close(self) -> None:
        """Release the store; repeatable."""
        ...


def total(parts: Iterable[Counts]) -> Counts:
    """Sum of counts."""
    result = Counts()
    for part in parts:
        result.add(part)
    return result
