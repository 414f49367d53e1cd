"""YAML files that are one list, read as a stream. Every scalar is a text, so that a family called No or On keeps its name.

Values are made from the parser's events, never by a loader: libyaml's ends the process on deep nesting, and aliases of aliases would grow
without measure.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import yaml

from loaders.errors import SourceError
from loaders.files import opened, readable
from loaders.shapes.pieces import BadPiece, Piece, packed

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"

_MAX_DEPTH = 32
_NULLS = ("", "~", "null", "Null", "NULL")
_AROUND = (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent)


def yaml_list(path: Path) -> Iterator[Piece | BadPiece]:
    """Yield the items of the list that a file is; places are their lines. SourceError where the file cannot be read further."""
    events = _events(path)
    for event in events:
        if isinstance(event, _AROUND):
            continue
        if not isinstance(event, yaml.SequenceStartEvent):
            raise SourceError(f"{path}:{_line(event)}: is no list; its items are to begin with a hyphen")
        while not isinstance(item := next(events), yaml.SequenceEndEvent):
            yield Piece(f":{_line(item)}", packed(_value(path, item, events)))


def _events(path: Path) -> Iterator[yaml.Event]:
    last = 0
    with opened(path) as stream:
        found = iter(yaml.parse(stream, Loader=yaml.CSafeLoader))
        while True:
            try:
                with readable(path, f"after line {last}"):
                    event = next(found, None)
            except yaml.MarkedYAMLError as error:
                line = error.problem_mark.line + 1 if error.problem_mark else last
                raise SourceError(f"{path}:{line}: is no YAML from here on ({error.problem}); get the file again") from None
            except (yaml.YAMLError, UnicodeDecodeError) as error:
                raise SourceError(f"{path}: is no YAML after line {last} ({' '.join(str(error).split())}); get the file again") from None
            if event is None:
                return
            last = _line(event)
            yield event


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _value(path: Path, event: yaml.Event, events: Iterator[yaml.Event], depth: int = 0) -> Value:
    """The value that begins with an event; takes the events up to its end."""
    if depth > _MAX_DEPTH:
        raise SourceError(f"{path}:{_line(event)}: is nested too deeply")
    if isinstance(event, yaml.ScalarEvent):
        return None if event.implicit[0] and event.value in _NULLS else event.value
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Value] = []
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            items.append(_value(path, inner, events, depth + 1))
        return items
    if not isinstance(event, yaml.MappingStartEvent):
        raise SourceError(f"{path}:{_line(event)}: has an alias (*name); write out what it stands for")
    found: dict[str, Value] = {}
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        if not isinstance(key, yaml.ScalarEvent):
            raise SourceError(f"{path}:{_line(key)}: has a key that is no text")
        found[key.value] = _value(path, next(events), events, depth + 1)
    return found
