"""What can be wrong with what is read."""

from __future__ import annotations

from graph.errors import InputError


class SourceError(InputError):
    """A file cannot be read (further); one line, naming the file and the remedy. What was read before stays."""


class UnknownFormatError(SourceError):
    """A file is of no format that is read; in a folder it is passed over."""


class RecordError(Exception):
    """One record cannot be accepted; the message is the reason kept with its rejection."""
