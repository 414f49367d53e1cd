"""Elements of an XML file, read as a stream and dropped again. What lies outside the file is never looked at."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from loaders.errors import SourceError
from loaders.files import opened, readable


class Found(NamedTuple):
    """An element, its path of names (`collection/volume/paper`), and the elements around it, outermost first."""

    path: str
    element: ET.Element
    around: tuple[ET.Element, ...]


def elements(path: Path, *wanted: str) -> Iterator[Found]:
    """Yield the elements at these paths in order, each whole; it is gone when the next is asked for.

    SourceError where the file is no XML: names of entities that it does not define, and ones that grow without measure, are none.
    """
    around: list[ET.Element] = []
    for event, element in _events(path):
        if event == "start":
            around.append(element)
            continue
        around.pop()
        where = "/".join(item.tag for item in (*around, element))
        if where in wanted:
            yield Found(where, element, tuple(around))
            if around:
                around[-1].remove(element)


def _events(path: Path) -> Iterator[tuple[str, ET.Element]]:
    with opened(path) as stream:
        events = ET.iterparse(stream, ("start", "end"))
        last = "at its start"
        while True:
            try:
                with readable(path, last):
                    found = next(events, None)
            except ET.ParseError as error:
                line, column = error.position
                reason = str(error).rsplit(":", 1)[0]
                raise SourceError(f"{path}:{line}: is no XML from character {column + 1} on ({reason}); get the file again") from None
            except (ValueError, LookupError) as error:  # the encoding that the file declares
                raise SourceError(f"{path}: is in an encoding that is not read ({error}); convert it to UTF-8") from None
            if found is None:
                return
            event, element = found
            assert isinstance(element, ET.Element)
            last = f"after <{element.tag}>"
            yield event, element
