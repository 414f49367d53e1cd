"""What texts in XML may hold, and elements as a document."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, indent, tostring

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """Return a text with U+FFFD for each character that no XML 1.0 document may hold (https://www.w3.org/TR/xml/#charsets)."""
    return _ILLEGAL.sub("\ufffd", text)


def document(root: Element) -> str:
    """Return a document, indented, with its declaration. Readers make one line feed of a return that is no reference."""
    indent(root)
    text = tostring(root, encoding="unicode").replace("\r", "&#13;")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'
