"""Files for `neo4j-admin database import full`, from which a server makes the graph that `copy` would make on it, but faster.

A file with a header and one with data for all nodes of the same labels, and for all relationships of a type, and `import.args` with the
options to read them by (https://neo4j.com/docs/operations-manual/current/import/). What is null is nothing between commas; every text and
every list stands in quotation marks, which are doubled within. Items of lists are separated by U+0000, the one character that no text of a
graph has. The tool cannot tell an empty list from none: `graph.stores.neo4j.schema.LISTS` are those that the first opening makes again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

from graph.errors import RefusedError
from graph.property_graph import Nodes, Part, Properties, Relationships, Shape
from graph.stores.neo4j.schema import LISTS

ARGUMENTS = "import.args"
SEPARATOR = "\0"
BUFFER = 4 * 2**20
"""The tool's own size of a buffer, which must hold the longest value."""
_OPTIONS = (
    "--id-type=integer",
    "--array-delimiter=U+0000",
    "--multiline-fields=true",
    "--ignore-empty-strings=false",
    "--trim-strings=false",
    "--bad-tolerance=0",
)


class ImportFiles:
    """Files in a folder that is there and empty. `write` parts of a graph, each once, then `finish`. OSError when they cannot be written.

    `counts` tells how many nodes and relationships were written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[Shape, _File] = {}
        self._open = ExitStack()
        self.counts = Counter(nodes=0, relationships=0)

    def __enter__(self) -> ImportFiles:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def write(self, part: Part) -> None:
        """Write a part. RefusedError for a list that the tool cannot read."""
        shape, found = part
        file = self._files.get(shape)
        if file is None:
            data = self._open.enter_context((self._folder / f"{_name(shape)}.csv").open("wb"))
            file = self._files[shape] = _File(shape, data)
        file.write(found)
        self.counts["nodes" if isinstance(shape, Nodes) else "relationships"] += len(found)

    def finish(self) -> None:
        """Write the headers and the arguments, when there is nothing more to write."""
        self._open.close()
        for shape, file in self._files.items():
            (self._folder / f"{_name(shape)}-header.csv").write_text(file.header() + "\n", encoding="utf-8")
        longest = max((file.longest for file in self._files.values()), default=0)
        given = [*_OPTIONS, f"--read-buffer-size={max(BUFFER, 2 * longest)}", *map(_argument, self._files)]
        (self._folder / ARGUMENTS).write_text("\n".join(given) + "\n", encoding="utf-8")


def _name(shape: Shape) -> str:
    return shape.labels[-1] if isinstance(shape, Nodes) else shape.type


def _argument(shape: Shape) -> str:
    option = f"--nodes={':'.join(shape.labels)}" if isinstance(shape, Nodes) else f"--relationships={shape.type}"
    return f"{option}=./{_name(shape)}-header.csv,./{_name(shape)}.csv"  # some versions take no name without a folder


class _File:
    """A file of data. Its header is known at the end, when the types of all values were seen."""

    def __init__(self, shape: Shape, data: BinaryIO) -> None:
        self._shape = shape
        self._data = data
        self._names: dict[str, None] = {}  # in their order
        self._types: set[tuple[str, ...]] = set()
        self.longest = 0

    def write(self, found: Iterable[Properties]) -> None:
        lines = []
        for row in found:
            told = row["told"] if isinstance(self._shape, Relationships) else row
            if told.keys() != self._names.keys():
                assert not self._names, f"{_name(self._shape)}: {sorted(told)} is not {sorted(self._names)}"
                self._names = dict.fromkeys(told)
            values = [told[name] for name in self._names]
            types, written = zip(*map(_written, values), strict=True)
            if types not in self._types:
                self._note(types, told)
            ends = [str(row[end]) for end in self._shape.ends] if isinstance(self._shape, Relationships) else []
            lines.append((",".join([*ends, *written]) + "\n").encode())
        self.longest = max(self.longest, *map(len, lines))
        self._data.writelines(lines)

    def _note(self, types: tuple[str, ...], told: Properties) -> None:
        labels = self._shape.labels if isinstance(self._shape, Nodes) else ()
        for name, type_ in zip(self._names, types, strict=True):
            if type_ == _EMPTY and not any(name in LISTS.get(label, ()) for label in labels):
                raise RefusedError(
                    f"{_name(self._shape)} {told} cannot be imported: the tool takes the empty {name} for none; use `citegraph copy`"
                )
        self._types.add(types)

    def header(self) -> str:
        """Return the line that names and types the columns. A column of nothing but nulls and empty lists is skipped."""
        columns = []
        for name, types in zip(self._names, zip(*self._types, strict=True), strict=True):
            (type_,) = set(types) - {_NULL, _EMPTY} or {"IGNORE"}
            columns.append(f"{name}:{type_}")
        if isinstance(self._shape, Nodes):
            return ",".join(
                f"{name.split(':')[0]}:ID({self._shape.labels[0]})" if name == f"{self._shape.key}:long" else name for name in columns
            )
        return ",".join([f":START_ID({self._shape.label})", f":END_ID({self._shape.label})", *columns])


_NULL, _EMPTY = "null", "empty"


def _text(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


_SCALARS: dict[type, tuple[str, Callable[[Any], str]]] = {
    str: ("string", _text),
    int: ("long", str),
    float: ("double", repr),
    bool: ("boolean", lambda value: "true" if value else "false"),
    type(None): (_NULL, lambda value: ""),
}


def _written(value: Any) -> tuple[str, str]:
    """Return a value's type and how it is written."""
    if type(value) is not list:
        name, write = _SCALARS[type(value)]
        return name, write(value)
    if not value or value == [""]:
        return _EMPTY, ""
    name = _SCALARS[type(value[0])][0]
    joined = SEPARATOR.join(map(str, value))
    assert joined.count(SEPARATOR) == len(value) - 1, value
    return f"{name}[]", _text(joined)
