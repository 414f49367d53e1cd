"""A pipeline file: the loads that make a graph, in their order, so that a team's graph can be made again from one file (docs/pipeline.md)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from loaders.errors import SourceError
from loaders.files import text
from loaders.formats import named
from loaders.pipeline import Options


@dataclass(frozen=True, slots=True)
class Step:
    """One load: what it is called, and its files, folders and options."""

    name: str
    paths: tuple[Path, ...]
    options: Options


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    path: str | list[str]
    name: str | None = None
    format: str | None = None
    source: str | None = None
    snapshot: bool = False


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    loads: list[_Entry]


def read_pipeline(path: Path) -> list[Step]:
    """Return the loads of a pipeline file, whose paths start from its folder. SourceError names what is wrong with it, and where."""
    try:
        content = yaml.safe_load(text(path))
        file = _File.model_validate(content)
    except yaml.YAMLError as error:
        raise SourceError(f"{path}: is no YAML ({' '.join(str(error).split())})") from None
    except ValidationError as error:
        raise SourceError(f"{path}: {_told(error)}; docs/pipeline.md says what stands in it") from None
    if not file.loads:
        raise SourceError(f"{path}: names no loads; docs/pipeline.md says what stands in it")
    return [_step(path, entry) for entry in file.loads]


def _step(file: Path, entry: _Entry) -> Step:
    paths = tuple(_matching(file, entry.path if isinstance(entry.path, list) else [entry.path]))
    if entry.format is not None:
        named(entry.format)
    name = entry.name or ", ".join(path.name for path in paths)
    return Step(name, paths, Options(format=entry.format, source=entry.source, snapshot=entry.snapshot))


def _matching(file: Path, patterns: list[str]) -> Iterator[Path]:
    """Yield the paths that patterns match, sorted for each; a path without a pattern is itself, there or not: a load tells."""
    for pattern in patterns:
        if not any(character in pattern for character in "*?["):
            yield file.parent / pattern
            continue
        found = sorted(file.parent.glob(pattern))
        if not found:
            raise SourceError(f"{file}: nothing matches {pattern!r}")
        yield from found


def _told(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"] if part not in ("str", "list[str]")) or "the whole"
    return f"{where}: {first['msg'][:1].lower()}{first['msg'][1:]}"
