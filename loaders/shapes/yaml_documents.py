"""YAML: its documents as trees that know their lines, made into plain values part by part.

Only plain values are made (no objects). What aliases stand for is counted before it is made, so that a few lines cannot become a billion values.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml
from yaml.constructor import BaseConstructor, ConstructorError, SafeConstructor

from loaders.errors import RecordError, SourceError
from loaders.files import text

_LOADER: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_DEPTH = 100
MAX_CHARACTERS = 16 * 1024 * 1024
"""How many characters a document may hold with its aliases written out, when it is no longer than that itself."""


def documents(path: Path) -> Iterator[yaml.Node]:
    """Yield the documents of a file. SourceError when it is no YAML, or nested or repeated beyond measure."""
    content = text(path)
    try:
        _check_depth(path, content)
        found = [node for node in yaml.compose_all(content, Loader=_LOADER) if node is not None]
    except yaml.YAMLError as error:
        raise SourceError(f"{path}: is no YAML ({_told(error)})") from None
    for node in found:
        if _size(node) > max(MAX_CHARACTERS, len(content)):
            raise SourceError(f"{path}: its aliases stand for more than {MAX_CHARACTERS:,} characters; write out what they mean")
        yield node


def _check_depth(path: Path, content: str) -> None:
    """The parser is a machine with a stack of its own; what makes trees of its events is not."""
    depth = 0
    for event in yaml.parse(content, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise SourceError(f"{path}: is nested more than {MAX_DEPTH} deep")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _size(root: yaml.Node) -> float:
    """Characters of a tree with its aliases written out; infinite for one that holds itself."""
    known: dict[int, float] = {}

    def size(node: yaml.Node) -> float:
        if id(node) not in known:
            known[id(node)] = float("inf")
            known[id(node)] = 1 + (len(node.value) if isinstance(node, yaml.ScalarNode) else sum(map(size, _within(node))))
        return known[id(node)]

    return size(root)


def _within(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        for pair in node.value:
            yield from pair
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value


def line(node: yaml.Node) -> int:
    """Return the line on which a node begins, from 1."""
    return int(node.start_mark.line) + 1


def member(node: yaml.Node, name: str) -> yaml.Node | None:
    """Return what stands under a key of a mapping; None when nothing does."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for key, value in pairs if isinstance(key, yaml.ScalarNode) and key.value == name), None)


def items(node: yaml.Node | None) -> list[yaml.Node]:
    """Return the items of a sequence; none for anything else."""
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def plain(node: yaml.Node) -> object:
    """Return a node as a plain value. RecordError for what has none."""
    try:
        return SafeConstructor().construct_document(node)
    except ConstructorError as error:
        raise RecordError(_told(error)) from None
    except (ValueError, TypeError, RecursionError) as error:  # a date such as 2020-13-45, base 60 gone wrong
        raise RecordError(f"has a value that is none: {error}") from None


def texts(node: yaml.Node) -> object:
    """Return a node as lists and objects of texts, so that a family called No keeps its name. RecordError for what has keys that are none."""
    try:
        return BaseConstructor().construct_document(node)
    except ConstructorError as error:
        raise RecordError(_told(error)) from None


def _told(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f"line {mark.line + 1}: " if mark else ""
    return where + " ".join(str(getattr(error, "problem", None) or error).split())[:200]
