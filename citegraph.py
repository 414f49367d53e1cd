"""The command line, and the only module that sees the graph, the loaders and the API together."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import re
import shlex
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date
from importlib.metadata import version as installed_version
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from graph.errors import AmbiguousError, Candidate, CitegraphError, InputError, NotFoundError
from graph.evidence import NAME, Assertion, EdgeAssertion, Rejection
from graph.interchange.formats import FORMATS as EXPORT_FORMATS
from graph.interchange.neo4j_import import ARGUMENTS, ImportFiles
from graph.interchange.subgraph import ExportFormat
from graph.kinds import Kind
from graph.names import explain
from graph.store import Apart, Change, Counts, GraphStore, IdentityChange, Origin, Rule, Stats, Step, total
from graph.stores import open_store
from loaders.errors import RecordError, SourceError
from loaders.files import head as file_head
from loaders.files import lines as file_lines
from loaders.files import text as file_text
from loaders.files import written, written_folder
from loaders.formats import FORMATS, detect, recognised
from loaders.head import Head
from loaders.mapping import Mapping, beside, read_mapping
from loaders.pipeline import Options, load
from loaders.pipeline import Progress as LoadProgress
from loaders.pipeline_file import Step as PipelineStep
from loaders.pipeline_file import read_pipeline
from loaders.proposal import proposed
from loaders.report import COLUMNS, LoadReport, PathReport
from loaders.sources.identifiers import line_of, listed
from loaders.sources.table import Read, preview
from loaders.sources.text_collection import papers as collection_papers
from loaders.text import extract as extract_text
from loaders.text import to_annotation

if TYPE_CHECKING:
    from api.export import Exported
    from loaders.fetch.enrich import Collected
    from loaders.fetch.fetch import Fetched
    from loaders.fetch.pages import Asked, Source

T = TypeVar("T")

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
names_app = typer.Typer(no_args_is_help=True, help="What is done to the names of leaderboards.")
app.add_typer(names_app, name="names")
export_app = typer.Typer(no_args_is_help=True, help="Write the graph in the forms that other programs read.")
app.add_typer(export_app, name="export")
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

SEEDS = Path(__file__).parent / "seeds"
MOST_FILES = 30
"""Files of which a load's report has a line each."""
SHOWN_ROWS = 10
"""Rows of a table that `map` shows."""
MOST_DOUBTS = 5
"""Papers with contradictory titles that a load's report names."""
DEMO_METHODS = ("FCN", "AugLocal", "BERT")


class Context:
    """Which store the commands work on."""

    store = "sqlite:///citegraph.db"


def _version(show: bool) -> None:
    if show:
        out.print(f"citegraph {installed_version('citegraph')}")
        raise typer.Exit


@app.callback(help="A graph of machine-learning research, every edge with the source row that proves it.")
def options(
    store: Annotated[str, typer.Option(help="Address of the graph.", envvar="CITEGRAPH_STORE")] = Context.store,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """Take the options that every command has."""
    Context.store = store


@contextmanager
def _plain_errors() -> Iterator[None]:
    """End with one plain line instead of a traceback: exit 2 for an ambiguous key, 1 for any other known error."""
    try:
        yield
    except AmbiguousError as error:
        err.print(f"citegraph: {error.key!r} fits several; use an id:")
        for candidate in error.candidates:
            err.print(f"  {_told_candidate(candidate)}", markup=False)
        raise typer.Exit(2) from None
    except CitegraphError as error:
        err.print(f"citegraph: {error}")
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        err.print("citegraph: stopped; what was committed stays")
        raise typer.Exit(130) from None


def _with_store(work: Callable[[GraphStore], Awaitable[T]]) -> T:
    async def run() -> T:
        store = await open_store(Context.store)
        try:
            return await work(store)
        finally:
            await store.close()

    with _plain_errors():
        return asyncio.run(run())


def _json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


# --- loading --------------------------------------------------------------------------------------------------------


@contextmanager
def _progress() -> Iterator[Callable[[LoadProgress], None]]:
    """Show a bar for each file on a terminal, nothing in a pipe."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,} rows"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        tasks: dict[Path, Any] = {}

        def listen(done: LoadProgress) -> None:
            if done.path not in tasks:
                tasks[done.path] = bar.add_task(done.path.name, total=None)
            bar.update(tasks[done.path], completed=done.done)

        yield listen


async def _load(store: GraphStore, paths: list[Path], chosen: Options) -> LoadReport:
    with _progress() as listen:
        return await load(store, paths, chosen, listen)


def _print_report(report: LoadReport) -> None:
    table = Table(box=None, pad_edge=False)
    for column in ("file", "format", *COLUMNS[:-1]):
        table.add_column(column, justify="left" if column in ("file", "format") else "right")
    passed_over = [path for path in report.paths if path.is_passed_over]
    for name, format_, counts in _report_rows([path for path in report.paths if not path.is_passed_over]):
        table.add_row(name, format_, *(f"{getattr(counts, column):,}" for column in COLUMNS[:-1]))
    out.print(table)
    totals = ", ".join(f"{getattr(report.totals, name):,} {name}" for name in COLUMNS)
    out.print(f"{report.run}: {totals}, {report.seconds:.1f} seconds")
    if report.totals.rejected:
        out.print(f"`citegraph rejects {report.run.removeprefix('run:')}` lists what was rejected and why")
    if report.totals.pending:
        waiting = "edge waits" if report.totals.pending == 1 else "edges wait"
        out.print(f"{report.totals.pending:,} {waiting} for papers that are not loaded; `citegraph enrich` asks sources for them")
    for doubt in report.contradictions[:MOST_DOUBTS]:
        titles = "; ".join(f"{title!r} ({where})" for title, where in doubt.titles[:3])
        err.print(f"citegraph: {doubt.id} is stated with titles of nothing in common: {titles}; correct the wrong row", markup=False)
    if len(report.contradictions) > MOST_DOUBTS:
        err.print(f"citegraph: and {len(report.contradictions) - MOST_DOUBTS} more papers; `load --json` lists them all")
    if passed_over:
        names = [Path(path.path).name for path in passed_over[:MOST_DOUBTS]] + ["…"] * (len(passed_over) > MOST_DOUBTS)
        out.print(f"passed over as of no known format: {', '.join(names)}", markup=False)
    for path in report.paths:
        if path.error and not path.is_passed_over:
            err.print(f"citegraph: {path.error}")


def _report_rows(paths: list[PathReport]) -> Iterator[tuple[str, str, Counts]]:
    """A row for each file; for each format, when there are more files than anybody reads."""
    if len(paths) <= MOST_FILES:
        yield from ((Path(path.path).name, path.format, path.counts) for path in paths)
        return
    for format_, items in groupby(sorted(paths, key=attrgetter("format")), attrgetter("format")):
        found = [item.counts for item in items]
        yield f"{len(found):,} {'file' if len(found) == 1 else 'files'}", format_, total(found)


@app.command("load")
def load_command(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders; .gz and .zst are read as they are.")] = None,
    pipeline: Annotated[Path | None, typer.Option(help="Make the loads of this file instead, in its order (docs/pipeline.md).")] = None,
    format: Annotated[str | None, typer.Option(help="The format, when it cannot be told from the file.")] = None,
    source: Annotated[str | None, typer.Option(help="Name of the source; else the format's, or your own table's file name.")] = None,
    snapshot: Annotated[bool, typer.Option(help="These files are all of the source: take back what they no longer hold.")] = False,
    resume: Annotated[bool, typer.Option(help="Go on with the last interrupted load of the same files.")] = False,
    strict: Annotated[bool, typer.Option(help="Exit 1 when a row was rejected.")] = False,
    force: Annotated[bool, typer.Option(help="Let a snapshot take back more than a fifth of its source.")] = False,
    mapping: Annotated[
        Path | None, typer.Option(help="How the columns of these tables are read (docs/tables.md); else FILE.map.yaml beside each.")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="How many processes work at once, the one that writes included; else one for each processor, at most 5."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Load files into the graph.

    Example: citegraph load papers.jsonl.zst leaderboards/

    Example: citegraph load --pipeline citegraph.yaml

    Example: citegraph load results.csv --mapping results.map.yaml
    """
    if (pipeline is None) == (not paths):
        raise typer.BadParameter("name files or folders, or a pipeline file by --pipeline", param_hint="PATHS")
    if pipeline is not None and (format or source or snapshot or mapping):
        raise typer.BadParameter("format, source, snapshot and mappings stand in the pipeline file", param_hint="--pipeline")
    with _plain_errors():
        chosen = Options(format, source, snapshot, resume, force, mapping, workers)
        steps = read_pipeline(pipeline) if pipeline is not None else [PipelineStep("", tuple(paths or ()), chosen)]
    reports = [_one_load(step, replace(step.options, resume=resume, force=force, workers=workers), as_json) for step in steps]
    if as_json:
        _json(reports[0].as_dict() if pipeline is None else [report.as_dict() for report in reports])
    if any(report.failed or (strict and report.totals.rejected) for report in reports):
        raise typer.Exit(1)


def _one_load(step: PipelineStep, chosen: Options, as_json: bool) -> LoadReport:
    report = _with_store(lambda store: _load(store, list(step.paths), chosen))
    if not as_json:
        if step.name:
            out.print(f"{step.name}:", markup=False)
        _print_report(report)
    return report


@app.command("map")
def map_command(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A table: CSV, TSV or JSONL, also .gz and .zst.")],
    force: Annotated[bool, typer.Option(help="Write a new proposal over the mapping that is there.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the rows as JSON.")] = False,
) -> None:
    """Propose how the columns of a table are read, in FILE.map.yaml beside it, and show its first rows as they would be read.

    Nothing is loaded. A mapping that is there already is kept, and shown at work: correct it, and look again.

    Example: citegraph map results.csv
    """
    with _plain_errors():
        to, known = beside(path), recognised(Head(file_head(path)))
        if known and known.name != "table":
            raise SourceError(f"{path}: is {known.name}, which needs no mapping; load it")
        if to.exists() and not force:
            err.print(f"{to} is kept; --force writes a new proposal", markup=False)
        else:
            proposal = proposed(path)
            with written(to) as file:
                file.write(proposal.encode())
            err.print(f"{to} is written; correct it where it is wrong", markup=False)
        mapping = read_mapping(to)
        rows = preview(path, mapping, SHOWN_ROWS)
    if as_json:
        _json([{"row": f"{path.name}{row.place}", "cells": row.cells, "says": _says(row)} for row in rows])
    else:
        _print_rows(mapping, rows)


def _print_rows(mapping: Mapping, rows: list[Read]) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column("row", no_wrap=True)
    for name, column in mapping.columns.items():
        table.add_column(Text(f"{name} → {column.field}"), overflow="fold")
    table.add_column("says", overflow="fold")
    for row in rows:
        table.add_row(row.place.lstrip(":"), *(Text(_cell(row.cells.get(name))) for name in mapping.columns), Text(_says(row)))
    out.print(table)


def _cell(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _says(row: Read) -> str:
    """What comes of a row, in a line."""
    if isinstance(row.outcome, Rejection):
        return f"rejected: {row.outcome.reason}"
    return "; ".join(_said(item) for item in row.outcome.assertions)


def _said(item: Assertion) -> str:
    if isinstance(item, EdgeAssertion):
        return item.relation.value if item.target.kind is Kind.RESULT else f"{item.relation.value} {item.target.value}"
    values = item.values
    if item.subject.kind is Kind.RESULT:
        figure = values["valueText"] if values.get("value") is None else f"{values['value']} {values.get('unit')}"
        return f"result: {values['metric']} {figure}"
    same = "".join(f" = {ref.value}" for ref in item.same_as if ref.scheme == NAME)
    return f"{item.subject.kind}: {values.get('title') or values.get('name') or item.subject.value}{same}"


@app.command()
def add(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="arXiv ids, DOIs, ACL Anthology ids, addresses of repositories.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Put papers and repositories into the graph by their identifiers; `citegraph enrich` asks for the rest.

    A file of identifiers, one a line, is loaded.

    Example: citegraph add 1706.03762 10.18653/v1/N19-1423 P19-1001 https://github.com/owner/name
    """
    with _plain_errors():
        try:
            lines = [line_of(listed(text)) for text in ids]
        except RecordError as error:
            raise InputError(str(error)) from None

    async def work(store: GraphStore) -> LoadReport:
        with TemporaryDirectory(prefix="citegraph-") as folder:
            file = Path(folder) / "added.txt"
            file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            return await _load(store, [file], Options("identifiers", "added"))

    report = _with_store(work)
    if as_json:
        _json(report.as_dict())
        return
    known = report.totals.unchanged + report.totals.merged
    before = f", {known:,} were there" if known else ""
    out.print(f"{report.run}: {report.totals.written:,} added{before}; `citegraph enrich` asks for what is to be known of them")


@app.command()
def formats(as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False) -> None:
    """List the formats that are read, with an example of each."""
    if as_json:
        _json([{"name": f.name, "description": f.description, "example": f.example} for f in FORMATS.values()])
        return
    for item in FORMATS.values():
        example = item.example.replace("\n", "\n    ")
        out.print(f"{item.name}: {item.description}\n    {example}", markup=False)


def _run_number(text: str) -> int:
    number = text.removeprefix("run:")
    if not number.isdecimal():
        raise NotFoundError(f"{text!r} is no run; `citegraph runs` lists them")
    return int(number)


@app.command()
def rejects(
    run: Annotated[str, typer.Argument(help="Number of the run.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List what a load rejected, and why.

    Example: citegraph rejects 3
    """
    with _plain_errors():
        number = _run_number(run)
    found = _with_store(lambda store: store.rejects(number))
    if as_json:
        _json([item._asdict() for item in found])
    else:
        for item in found:
            out.print(f"{item.locator}: {item.reason}", markup=False)


@app.command()
def runs(as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False) -> None:
    """List loads, newest first."""
    found = _with_store(lambda store: store.runs())
    if as_json:
        _json([asdict(item) | {"id": item.id} for item in found])
        return
    for item in found:
        what = " ".join(Path(path).name if item.command == "load" else path for path in item.paths)
        counts = f"{item.counts.read:,} read, {item.counts.written:,} written, {item.counts.rejected:,} rejected"
        out.print(f"{item.id}  {item.started_at}  {item.state.value:11}  {item.command} {what}  ({counts})", markup=False)


@app.command()
def changes(
    since: Annotated[str, typer.Option(help="Number of the run after which to begin.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List the source rows that were added, changed or retracted since a run, by source. `citegraph undo RUN` takes a run back.

    Example: citegraph changes --since 3
    """
    with _plain_errors():
        number = _run_number(since)
    found = _with_store(lambda store: store.changes(number))
    if as_json:
        _json([asdict(item) for item in found])
        return
    for source, items in groupby(found, attrgetter("source")):
        listed = list(items)
        counted = Counter(item.change for item in listed)
        out.print(f"{source}: {', '.join(f'{counted[change]:,} {change}' for change in Change if counted[change])}", markup=False)
        for item in listed:
            by = f"run:{item.run}" if item.run else "undone"
            out.print(f"  {item.change:9}  {item.key}  ({item.locator}, {by})", markup=False)
    if not found:
        out.print(f"nothing changed since run:{number}")


@app.command()
def undo(run: Annotated[str, typer.Argument(help="Number of the run.")]) -> None:
    """Undo a load; undoing the undo brings it back.

    Example: citegraph undo 3
    """
    with _plain_errors():
        number = _run_number(run)
    made = _with_store(lambda store: store.undo(number))
    out.print(f"run:{number} is undone by {made.id}; `citegraph undo {made.number}` brings it back")


@app.command()
def extract(
    path: Annotated[Path, typer.Argument(help="A text of titles and abstracts.")],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a paper.")] = False,
) -> None:
    """Print what the text extractor sees in each paper; nothing is stored.

    Example: citegraph extract collection.txt --jsonl
    """
    with _plain_errors():
        chosen = detect(path)
        if chosen.name != "collection":
            raise SourceError(f"{path}: is {chosen.name}; texts of titles and abstracts are extracted from")
        for paper in collection_papers(file_text(path)):
            seen = to_annotation(paper.title, extract_text(paper.title, paper.abstract))
            if jsonl:
                sys.stdout.write(json.dumps(seen, ensure_ascii=False) + "\n")
            else:
                found = {name: value for name, value in seen.items() if value and name != "title"}
                out.print(f"{paper.title}\n    {json.dumps(found, ensure_ascii=False)}", markup=False)


@names_app.command("explain")
def names_explain(
    name: Annotated[str, typer.Argument(help="A name as a leaderboard writes it.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Print each naming rule that applies.

    Example: citegraph names explain "BERT Large (Devlin et al., 2018)"
    """
    steps = explain(name)
    if as_json:
        _json([asdict(step) for step in steps])
        return
    for step in steps:
        change = f"{step.before!r} → {step.after!r}" if step.before != step.after else repr(step.after)
        out.print(f"rule {step.rule}: {step.title}\n    {change}" + (f"\n    {step.effect}" if step.effect else ""), markup=False)
    if not steps:
        out.print(f"no rule applies: {name!r} is a method's name", markup=False)


# --- fetching -------------------------------------------------------------------------------------------------------


class _Told:
    """Tells how a fetch gets on: a count on a terminal, what a person should know in any case."""

    def __init__(self, advance: Callable[[int], None]) -> None:
        self._advance = advance
        self.records = 0

    def progress(self, records: int, total: int | None) -> None:
        """So many records are there."""
        self._advance(records - self.records)
        self.records = records

    def notice(self, text: str) -> None:
        """Something happened."""
        err.print(f"citegraph: {text}", markup=False)


def _day(value: str | None, option: str) -> str | None:
    if value is not None:
        try:
            date.fromisoformat(value)
        except ValueError:
            raise InputError(f"{option} {value!r} is no day; use YYYY-MM-DD") from None
    return value


def _fetched_name(source: str, *words: str | None) -> Path:
    """How a file is called that nobody named: `openalex-graph-networks.jsonl`."""
    slug = re.sub(r"[^a-z0-9]+", "-", " ".join(word for word in words if word).lower()).strip("-")
    return Path(f"{source}-{slug[:80]}.jsonl")


def _fetch(source: Source, asked: Asked, to: Path, limit: int | None, resume: bool) -> Fetched:
    from loaders.fetch.client import Settings
    from loaders.fetch.fetch import fetch

    with _counting(f"fetching from {source.service.name}", "records") as advance:
        told = _Told(advance)
        try:
            return asyncio.run(fetch(source, asked, to, Settings(os.environ), told, limit=limit, resume=resume))
        except (CitegraphError, KeyboardInterrupt):
            if told.records:
                err.print(f"citegraph: {told.records:,} records are kept beside {to}; the same command with --resume goes on", markup=False)
            raise


@app.command("fetch")
def fetch_command(
    source: Annotated[str, typer.Argument(help="arxiv, openalex, crossref, s2, github or huggingface.")],
    query: Annotated[str, typer.Argument(help="What, in the source's words (docs/fetch.md); identifiers, or @FILE with one a line.")],
    since: Annotated[str | None, typer.Option(help="First day (YYYY-MM-DD) of what is wanted.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day of what is wanted.")] = None,
    limit: Annotated[int | None, typer.Option(help="How many records at most.", min=1)] = None,
    out_file: Annotated[Path | None, typer.Option("--out", help="File to write, packed when it ends in .gz or .zst.")] = None,
    resume: Annotated[bool, typer.Option(help="Go on with the same fetch where it was interrupted.")] = False,
) -> None:
    """Fetch records from a source on the network into a file that `load` reads. Nothing is lost when it is interrupted.

    Example: citegraph fetch arxiv cs.CL --since 2024-01-01 --out arxiv.jsonl.zst

    Example: citegraph fetch openalex "graph neural networks" --limit 1000

    Example: citegraph fetch openalex cites:W2741809807 --since 2023-01-01 --resume

    Example: citegraph fetch crossref issn:2307-387X

    Example: citegraph fetch s2 "arxiv:1706.03762 10.18653/v1/N19-1423"

    Example: citegraph fetch github "topic:nlp stars:>1000"

    Example: citegraph fetch github @repositories.txt

    Example: citegraph fetch huggingface daily --since 2024-05-01 --until 2024-05-31
    """
    from loaders.fetch.fetch import source_named
    from loaders.fetch.pages import Asked

    with _plain_errors():
        chosen = source_named(source)
        asked = Asked(" ".join(query.split()), _day(since, "--since"), _day(until, "--until"))
        to = out_file or _fetched_name(source, asked.query, since, until)
        found = _fetch(chosen, asked, to, limit, resume)
    missing = f"; {found.missing:,} are not there, or no longer" if found.missing else ""
    if not found.records:
        out.print(f"nothing found; no file is written{missing}")
        return
    more = f" of {found.total:,}" if found.total is not None and limit is None and found.total > found.records + found.missing else ""
    out.print(f"{found.records:,} records{more} written to {to}{missing}\ncitegraph load {shlex.quote(str(to))}", markup=False)


@app.command("enrich")
def enrich_command(
    source: Annotated[str, typer.Option(help="Whom to ask, one after the other.")] = "openalex,s2,arxiv,github",
    limit: Annotated[int, typer.Option(help="How many new records of each source at most.", min=1)] = 1000,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be asked for, and ask nobody.")] = False,
) -> None:
    """Ask sources on the network for what the graph lacks, and load what comes.

    That is papers known only by an identifier, papers without title, abstract or references, and repositories without stars; the most
    connected first.

    Example: citegraph enrich --source openalex --limit 200 --dry-run

    Example: citegraph enrich --source openalex,s2
    """
    from loaders.fetch.enrich import enriching

    with _plain_errors():
        chosen = enriching(source)
    failed = [one.name for one in chosen if not _enrich(one, limit, dry_run)]
    if failed:
        raise typer.Exit(1)


def _enrich(source: Source, limit: int, dry_run: bool) -> bool:
    """Enrich from one source; returns whether nothing went wrong."""
    from loaders.fetch.client import Settings
    from loaders.fetch.enrich import collect, lacked

    async def work(store: GraphStore) -> tuple[Collected, LoadReport | None]:
        if dry_run:
            return await lacked(store, source, limit), None
        with TemporaryDirectory(prefix="citegraph-") as folder:
            file = Path(folder) / f"{source.name}.jsonl"
            with _counting(f"asking {source.service.name}", "records") as advance:
                told = await collect(store, source, file, Settings(os.environ), _Told(advance), limit=limit)
            return told, await _load(store, [file], Options()) if told.new else None

    told, report = _with_store(work)
    gaps = ", ".join(f"{count:,} {gap}" for gap, count in sorted(told.asked.items()))
    if dry_run:
        out.print(f"{source.name} would be asked for {told.asked.total():,}{f': {gaps}' if gaps else ''}", markup=False)
    else:
        asked = f"asked for {told.asked.total():,}{f' ({gaps})' if gaps else ''}"
        out.print(f"{source.name}: {asked}, {told.found:,} found, {told.new:,} new", markup=False)
    if report is not None:
        _print_report(report)
    if told.error:
        err.print(f"citegraph: {told.error}", markup=False)
    return told.error is None and (report is None or not report.failed)


# --- asking ---------------------------------------------------------------------------------------------------------


async def _ask(store: GraphStore, text: str, variables: dict[str, Any] | None = None) -> Any:
    from api.app import make_schema

    return await make_schema().execute(text, variable_values=variables, context_value={"store": store})


def _answer(text: str, variables: dict[str, Any]) -> dict[str, Any]:
    """Run an operation of ours. The first error of it is raised as it was."""

    async def work(store: GraphStore) -> Any:
        result = await _ask(store, text, variables)
        if result.errors:
            error = result.errors[0]
            candidates = (error.extensions or {}).get("candidates")
            if candidates:
                raise AmbiguousError(str(*variables["by"].values()), tuple(Candidate(**c) for c in candidates))
            raise CitegraphError(error.message)
        return result.data

    found: dict[str, Any] = _with_store(work)
    return found


_SHARED = """
query Shared($by: NameKey!, $first: Int!, $weight: SharedWeight!, $via: [Via!], $task: ID, $datasets: Int!) {
  method(by: $by) {
    id name
    sharesDatasetsWith(first: $first, weight: $weight, via: $via, task: $task) {
      totalCount
      coverage { sources newestYear unresolvedEntries }
      edges {
        score sharedCount
        node { id name }
        sharedDatasets(first: $datasets) {
          nodes { name }
          edges { node { name } ours { evidence(first: 1) { nodes { source locator } } } theirs { evidence(first: 1) { nodes { source locator } } } }
        }
      }
    }
  }
}
"""


def _dataset_page(methods: int) -> int:
    """How many shared datasets to ask for with each method, so that the whole stays within the limit of an operation."""
    return max(1, min(100, 10_000 // methods))


def _coverage(found: dict[str, Any]) -> str:
    sources = ", ".join(found["sources"]) or "no source"
    newest = f", newest {found['newestYear']}" if found["newestYear"] else ""
    return f"from {sources}{newest}; {found['unresolvedEntries']} entries on these datasets name no known method"


def _key(kind: str, text: str) -> dict[str, str]:
    """How to look up what is typed: by id when it is one (`method:bart`), else by name."""
    return {"id" if text.startswith(f"{kind}:") else "name": text}


def _find(name: str, kind: str, found: Any) -> Any:
    if found is None:
        raise NotFoundError(f"no {kind} {name!r} in this graph; `citegraph stats` tells what it holds")
    return found


@app.command("shared-datasets")
def shared_datasets(
    method: Annotated[str, typer.Argument(help="Name of a method, any spelling, or its id.")],
    first: Annotated[int, typer.Option(help="How many methods.", min=1, max=1000)] = 20,
    weight: Annotated[str, typer.Option(help="COUNT, JACCARD, COSINE or ADAMIC_ADAR (rarer datasets count more).")] = "ADAMIC_ADAR",
    via: Annotated[list[str] | None, typer.Option(help="REPORTED, INTRODUCED, COMPARED, USED or COMPONENT; may be repeated.")] = None,
    task: Annotated[str | None, typer.Option(help="Only for this task (an id).")] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print as CSV.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Print which methods share datasets with a method.

    Example: citegraph shared-datasets FCN --first 5
    """
    asked = {"by": _key("method", method), "first": first, "weight": weight, "via": via, "task": task}
    data = _answer(_SHARED, asked | {"datasets": _dataset_page(first)})
    with _plain_errors():
        found = _find(method, "method", data["method"])
    if as_json:
        _json(found)
    elif as_csv:
        sys.stdout.write(_shared_csv(found))
    else:
        _print_shared(found)


def _shared_csv(found: dict[str, Any]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["method", "id", "shared", "score", "datasets"])
    for edge in found["sharesDatasetsWith"]["edges"]:
        datasets = "; ".join(node["name"] for node in edge["sharedDatasets"]["nodes"])
        writer.writerow([edge["node"]["name"], edge["node"]["id"], edge["sharedCount"], edge["score"], datasets])
    return buffer.getvalue()


def _print_shared(found: dict[str, Any], proofs: int = 0) -> None:
    connection = found["sharesDatasetsWith"]
    edges = connection["edges"]
    out.print(f"Methods that share datasets with {found['name']}: {connection['totalCount']}", markup=False)
    if not edges:
        out.print("  no record in this graph")
    for place, edge in enumerate(edges, start=1):
        names = [node["name"] for node in edge["sharedDatasets"]["nodes"]]
        shown = ", ".join(names[:6]) + (f" and {edge['sharedCount'] - 6} more" if edge["sharedCount"] > 6 else "")
        out.print(f"{place:3}. {edge['node']['name']:24} {edge['sharedCount']} shared ({edge['score']:.2f}): {shown}", markup=False)
        for dataset in edge["sharedDatasets"]["edges"][:proofs]:
            rows = [row["locator"] for side in ("ours", "theirs") for row in dataset[side]["evidence"]["nodes"]]
            out.print(f"       {dataset['node']['name']}: {' | '.join(rows)}", markup=False)
    out.print(f"  {_coverage(connection['coverage'])}", markup=False)


_TRIED = """
query Tried($by: NameKey!, $first: Int!) {
  dataset(by: $by) {
    id name
    testedMethods(first: $first) {
      totalCount
      coverage { sources newestYear unresolvedEntries }
      edges { node { id name } via paperCount resultCount datasetCount }
    }
  }
}
"""


@app.command("tried-on")
def tried_on(
    dataset: Annotated[str, typer.Argument(help="Name of a dataset, any spelling, or its id.")],
    first: Annotated[int, typer.Option(help="How many methods.", min=1, max=1000)] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Print everything tested on a dataset, rarest methods first.

    Example: citegraph tried-on SVHN
    """
    data = _answer(_TRIED, {"by": _key("dataset", dataset), "first": first})
    with _plain_errors():
        found = _find(dataset, "dataset", data["dataset"])
    if as_json:
        _json(found)
        return
    connection = found["testedMethods"]
    out.print(f"Methods tested on {found['name']}: {connection['totalCount']}", markup=False)
    if not connection["edges"]:
        out.print("  no record in this graph")
    for edge in connection["edges"]:
        support = f"{edge['paperCount']} papers, {edge['resultCount']} results, on {edge['datasetCount']} datasets in all"
        out.print(f"  {edge['node']['name']:28} {', '.join(edge['via']).lower():22} {support}", markup=False)
    out.print(f"  {_coverage(connection['coverage'])}", markup=False)


@app.command()
def query(
    file: Annotated[str, typer.Argument(help="A file with a GraphQL operation, or - for standard input.")] = "-",
    variables: Annotated[str, typer.Option(help="Variables as a JSON object.")] = "{}",
) -> None:
    """Run any GraphQL operation and print the response; exit 1 when it has errors.

    Example: echo '{ papers { totalCount } }' | citegraph query
    """
    with _plain_errors():
        try:
            text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
            given = json.loads(variables)
        except (OSError, UnicodeDecodeError) as error:
            raise CitegraphError(f"{file}: cannot be read ({error})") from None
        except json.JSONDecodeError as error:
            raise CitegraphError(f"--variables {variables[:60]!r} is no JSON object ({error})") from None
        if not isinstance(given, dict):
            raise CitegraphError(f"--variables {variables[:60]!r} is no JSON object")
    result = _with_store(lambda store: _ask(store, text, given))
    response = {"data": result.data} | ({"errors": [error.formatted for error in result.errors]} if result.errors else {})
    _json(response | ({"extensions": result.extensions} if result.extensions else {}))
    if result.errors:
        raise typer.Exit(1)


# --- identity -------------------------------------------------------------------------------------------------------

_NODE = "An id, an address such as paper:doi:…, an identifier, or a name."


def _printed_change(done: str, change: IdentityChange, as_json: bool) -> None:
    if as_json:
        _json({"run": change.run.id, "ids": change.ids})
    else:
        out.print(f"{done}; `citegraph undo {change.run.number}` takes it back", markup=False)


@app.command()
def merge(
    keep: Annotated[str, typer.Argument(help=f"{_NODE} It keeps its id.")],
    drop: Annotated[str, typer.Argument(help="The same of what is one with it, or the address of a reference in doubt.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Decide that two nodes are one; the id of the other leads on.

    Example: citegraph merge method:star method:star-2018
    """
    change = _with_store(lambda store: store.merge(keep, drop))
    _printed_change(f"{drop} is one with {change.ids[0]} by {change.run.id}", change, as_json)


@app.command()
def split(
    node: Annotated[str, typer.Argument(help=_NODE)],
    off: Annotated[
        list[str] | None,
        typer.Option(help="Identifier (arxiv:2107.08430), name as written, or address to tell apart from the rest; may be repeated."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Take a node apart: take its last merge back, else decide that what text or an alias joined is different.

    Example: citegraph split paper:arxiv:2103.14030 --off arxiv:2107.08430
    """
    change = _with_store(lambda store: store.split(node, off or ()))
    now = ", ".join(change.ids) or "no node"
    _printed_change(f"{node} is split by {change.run.id}; its references now belong to {now}", change, as_json)


_RULES = {
    Rule.BYLINE: "one name on one paper, and no source has two people of it there",
    Rule.TITLE: "same folded title, same family name, years within 1 (what is unknown fits any)",
    Rule.NAME: "same folded name",
}
_APART = {
    Apart.DECIDED: "decided to be different",
    Apart.IDENTIFIERS: "identifiers differ of which a paper, or an author in each source, has one",
    Apart.TITLES: "one of them is stated with titles of nothing in common",
    Apart.INTRODUCED: "introduced by different papers",
    Apart.AMBIGUOUS: "one of them could belong to several; `citegraph review` lists them",
    Apart.NOTHING: "nothing joins them",
}


def _by_run(origin: Origin) -> str:
    return f"by run:{origin.run} on {origin.at[:10]}"


def _joined(step: Step) -> str:
    if step.origin is None:
        return _RULES[step.rule]
    if step.rule is Rule.DECIDED:
        return f"decided {_by_run(step.origin)}"
    return f"stated together by a record: {step.origin.source}, {step.origin.key}, {step.origin.locator}"


@app.command("why")
def why_command(
    a: Annotated[str, typer.Argument(help=_NODE)],
    b: Annotated[str, typer.Argument(help="The same, of the other.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Print why two references are one node, join by join, or what keeps them apart.

    Example: citegraph why paper:doi:10.18653/v1/N19-1423 paper:acl:N19-1423
    """
    found = _with_store(lambda store: store.why(a, b))
    if as_json:
        _json(asdict(found))
        return
    if found.apart is not None:
        details = f": {', '.join(found.details)}" if found.details else ""
        decided = f" {_by_run(found.origin)}" if found.origin else ""
        named = " and ".join(public or f"{key} (no node)" for key, public in zip((found.a, found.b), found.ids, strict=True))
        out.print(f"{named} are two\n  {_APART[found.apart]}{decided}{details}", markup=False)
        return
    out.print(f"{found.a} and {found.b} are one: {found.ids[0]}" if found.steps else f"{found.a} is one reference", markup=False)
    for step in found.steps:
        out.print(f"  {step.a} = {step.b}: {_joined(step)}", markup=False)


_REASONS = {
    Apart.INTRODUCED: "several papers introduce what is called so",
    Apart.AMBIGUOUS: "several papers bear the title",
    Apart.TITLES: "stated with titles of nothing in common",
}


def _told_candidate(candidate: Candidate) -> str:
    details = ", ".join(str(part) for part in (candidate.year, candidate.paper) if part)
    return f"{candidate.id}  {candidate.name}" + (f" ({details})" if details else "")


@app.command("review")
def review_command(
    first: Annotated[int, typer.Option(help="How many.", min=1, max=1000)] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List what waits for a person, with the reason and the command that would settle it.

    Example: citegraph review --first 5
    """
    found = _with_store(lambda store: store.review(limit=first))
    if as_json:
        _json(asdict(found))
        return
    for item in found.items:
        waiting = f", statements that wait: {item.waiting:,}" if item.waiting else ""
        out.print(f"{item.subject}: {_REASONS[item.reason]}{waiting}", markup=False)
        for candidate in item.candidates:
            out.print(f"    could be {_told_candidate(candidate)}", markup=False)
        for title, locator in item.rows:
            out.print(f"    {title!r} ({locator})", markup=False)
        remedies = [f"citegraph {shlex.join(item.remedy)}"] if item.remedy else []
        remedies += ["correct the wrong row"] if item.rows else []
        out.print(f"    {' or '.join(remedies)}", markup=False)
    flagged = ", ".join(f"{count:,} {reason}" for reason, count in found.flagged.items())
    out.print(f"{found.total:,} wait, {len(found.items):,} shown; flagged: {flagged or 'nothing'}", markup=False)


# --- the whole graph ------------------------------------------------------------------------------------------------


@app.command()
def stats(as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False) -> None:
    """Count what is in the graph."""
    found = _with_store(lambda store: store.stats())
    if as_json:
        _json(asdict(found))
        return
    for title, counts in (("nodes", found.nodes), ("edges", found.edges)):
        out.print(title)
        for name, count in counts.items():
            out.print(f"  {name:14} {count:>10,}")
    out.print(f"waiting: {found.pending:,} edges for their other end, {found.review:,} in review; {found.flagged:,} flagged")


@app.command()
def verify() -> None:
    """Compute the graph again from its records and compare; exit 1 when anything differs."""
    found = _with_store(lambda store: store.verify())
    for item in found:
        err.print(f"broken: {item.invariant} ({item.count:,}), for example {item.example}", markup=False)
    if found:
        raise typer.Exit(1)
    out.print("every invariant holds")


@contextmanager
def _counting(what: str, unit: str = "lines") -> Iterator[Callable[[int], None]]:
    """Count lines, or what the unit says, on a terminal, show nothing in a pipe."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn(f"{{task.completed:,}} {unit}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda more: bar.advance(task, more)


@app.command("dump")
def dump_command(
    to: Annotated[Path, typer.Argument(help="File to write, packed when it ends in .gz or .zst.")],
    canonical: Annotated[bool, typer.Option("--canonical", help="Without ids, runs and times: equal graphs give equal bytes.")] = False,
) -> None:
    """Write all that the graph holds into one file, as it is at this moment, while others read and load.

    Example: citegraph dump backup.jsonl.zst
    """

    async def work(store: GraphStore) -> int:
        count = 0
        with written(to) as file, _counting(f"writing {to.name}") as advance:
            async for line in store.canonical_dump() if canonical else store.dump():
                file.write(line)
                count += 1
                advance(1)
        return count

    out.print(f"{_with_store(work):,} lines written to {to}")


@app.command()
def restore(path: Annotated[Path, typer.Argument(help="File that `citegraph dump` wrote; .gz and .zst are read as they are.")]) -> None:
    """Fill an empty graph with a dump: runs, records, ids and all.

    Example: citegraph --store sqlite:///restored.db restore backup.jsonl.zst
    """

    async def lines() -> AsyncIterator[bytes]:
        for line in file_lines(path):
            yield line.data

    async def work(store: GraphStore) -> Stats:
        return await _restored(store, lines(), f"reading {path.name}")

    _print_restored(Context.store, _with_store(work))


async def _restored(store: GraphStore, lines: AsyncIterator[bytes], what: str) -> Stats:
    with _counting(what) as advance:

        async def counted() -> AsyncIterator[bytes]:
            async for line in lines:
                advance(1)
                yield line

        await store.restore(counted())
    return await store.stats()


def _print_restored(store: str, found: Stats) -> None:
    nodes, edges = sum(found.nodes.values()), sum(found.edges.values())
    out.print(f"{store} now holds {found.records:,} records, {nodes:,} nodes and {edges:,} edges")


@app.command()
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="Address of the graph to copy.")],
    to: Annotated[str, typer.Argument(help="Address of an empty or new graph.")],
) -> None:
    """Copy a graph with all that it holds into an empty one, of the same kind of store or another.

    Example: citegraph copy sqlite:///citegraph.db sqlite:///copy.db
    """

    async def work(store: GraphStore) -> Stats:
        original = await open_store(source)
        try:
            return await _restored(store, original.dump(), f"copying {source}")
        finally:
            await original.close()

    Context.store = to
    _print_restored(to, _with_store(work))


@export_app.command("neo4j-import")
def export_neo4j_import(to: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write; a new or an empty one.")]) -> None:
    """Write all that the graph holds as files for `neo4j-admin database import full`, the fastest way onto a Neo4j server.

    The server that imports them is stopped meanwhile. What it has then is the graph that `citegraph copy` would make on it; others may
    read and load here while the files are written.

    Example: citegraph export neo4j-import graph-files
    """

    async def work(store: GraphStore) -> ImportFiles:
        with (
            written_folder(to) as folder,
            ImportFiles(folder) as files,
            _counting(f"writing {to.name}", "nodes and relationships") as advance,
        ):
            async for part in store.property_graph():
                files.write(part)
                advance(len(part[1]))
            files.finish()
        return files

    counts = _with_store(work).counts
    out.print(
        f"{counts['nodes']:,} nodes and {counts['relationships']:,} relationships written to {to}; on the stopped server:", markup=False
    )
    out.print(f"cd {shlex.quote(str(to))} && neo4j-admin database import full neo4j @{ARGUMENTS}", markup=False)


def _export(format_: ExportFormat, to: str, names: list[str], query: str | None, depth: int | None, limit: int) -> None:
    from api.export import exported, id_named, ids_within

    async def work(store: GraphStore) -> Exported:
        if bool(names) == (query is not None):
            raise InputError("name what to export, or give --query; one of the two")
        ids = [await id_named(store, name) for name in names] if query is None else await ids_within(store, _operation(query))
        return await exported(store, ids, format_, depth=(0 if names == [] else 1) if depth is None else depth, limit=limit)

    found = _with_store(work)
    if to == "-":
        sys.stdout.buffer.write(found.text.encode())
        return
    with _plain_errors(), written(Path(to)) as stream:
        stream.write(found.text.encode())
    what = "the papers among " if format_ is ExportFormat.BIBTEX else ""
    out.print(f"{what}{found.shown:,} of {found.found:,} nodes written to {to}", markup=False)


def _operation(query: str) -> str:
    """The text of an operation, or of the file that is named."""
    if "{" in query:
        return query
    try:
        return Path(query).read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{query}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{query}: is not UTF-8 ({error.reason})") from None


def _export_command(format_: ExportFormat) -> None:
    """Add the command that writes a format."""
    found = EXPORT_FORMATS[format_]
    name = f"bert{found.ending}"
    about = f"""Write what lies around some nodes as {found.about}

    Nodes are named by their ids or names, and their neighbours come with them; or an operation finds them, and they come by themselves. Of
    more nodes than the limit those best joined are kept.

    Example: citegraph export {format_} {name} BERT "SQuAD 1.1" --depth 2

    Example: citegraph export {format_} - --query '{{ methods(first: 100, orderBy: [{{by: DEGREE, direction: DESC}}]) {{ nodes {{ id }} }} }}'
    """

    @export_app.command(str(format_), help=about)
    def command(
        to: Annotated[str, typer.Argument(metavar="OUT", help="File to write, packed when it ends in .gz or .zst; - for standard output.")],
        names: Annotated[list[str] | None, typer.Argument(help="Ids, names or titles.")] = None,
        depth: Annotated[int | None, typer.Option(help="How far from them; 1 when not given, 0 with --query.", min=0, max=3)] = None,
        limit: Annotated[int, typer.Option(help="How many nodes at most.", min=1, max=2000)] = 200,
        query: Annotated[
            str | None, typer.Option(help="A GraphQL operation, or a file with one: the nodes of which it asks the id.")
        ] = None,
    ) -> None:
        _export(format_, to, names or [], query, depth, limit)


for _format in ExportFormat:
    _export_command(_format)


# --- serving --------------------------------------------------------------------------------------------------------


def _serve(host: str, port: int, cors_origin: list[str], root_path: str) -> None:
    import uvicorn

    from api.app import Settings, create_app

    async def run(store: GraphStore) -> None:
        config = uvicorn.Config(create_app(store, Settings(tuple(cors_origin), root_path)), host=host, port=port, log_level="warning")
        out.print(f"serving {Context.store} at http://{host}:{port}/ (GraphiQL at /graphql); Ctrl-C stops")
        await uvicorn.Server(config).serve()

    _with_store(run)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    cors_origin: Annotated[list[str] | None, typer.Option(help="Origin that may call from a browser; may be repeated.")] = None,
    root_path: Annotated[str, typer.Option(help="Path under which a proxy shows it.")] = "",
) -> None:
    """Serve GraphQL at /graphql until stopped."""
    _serve(host, port, cors_origin or [], root_path)


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port to serve on.", min=1, max=65535)] = 8000,
    seeds: Annotated[Path, typer.Option(help="Folder of facts to load.")] = SEEDS,
) -> None:
    """Load the seeds, answer three questions, and serve until stopped."""
    report = _with_store(lambda store: _load(store, sorted(seeds.glob("*.jsonl")), Options()))
    _print_report(report)
    for name in DEMO_METHODS:
        out.print()
        found = _answer(_SHARED, {"by": {"name": name}, "first": 4, "weight": "ADAMIC_ADAR", "datasets": _dataset_page(4)})["method"]
        if found:
            _print_shared(found, proofs=2)
    out.print()
    _serve("127.0.0.1", port, [], "")


def main() -> None:
    """Run the command line."""
    if os.environ.get("PYTHONIOENCODING") is None and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    app()


if __name__ == "__main__":
    main()
