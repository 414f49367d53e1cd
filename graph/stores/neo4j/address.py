"""Addresses of servers, and where the password comes from."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from graph.errors import InputError

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
PASSWORD = "CITEGRAPH_NEO4J_PASSWORD"
PASSWORD_FILE = "CITEGRAPH_NEO4J_PASSWORD_FILE"
_REMEDY = f"set {PASSWORD}, or {PASSWORD_FILE} to a file that holds it"
_FORM = "use neo4j://user@host:7687/database"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is: its URI without the user, the user, and the database (None: the server's default)."""

    uri: str
    user: str = "neo4j"
    database: str | None = None

    def __str__(self) -> str:
        return f"{self.uri}/{self.database}" if self.database else self.uri


def parse_address(url: str) -> Address:
    """Read `neo4j://user@host:port/database`; the user is `neo4j` and the database the server's default when they are left out.

    InputError for a scheme that is none of `SCHEMES`, for a host or port that cannot be one, for anything after the database, and for a
    password, which is not to stand in an address and is not repeated in the message.
    """
    # To the last "@" of the whole text, not as a URL is split: a password with "/" or "#" in it must not be shown either.
    shown, held = re.subn(r"://([^:/@]*):.*@", r"://\1:…@", url, flags=re.DOTALL)
    if held:
        raise InputError(f"{shown!r} holds a password, which others could read; leave it out and {_REMEDY}")
    parts, host, port = _split(url)
    database = parts.path.strip("/")
    if parts.scheme not in SCHEMES or parts.query or parts.fragment or "/" in database:
        raise InputError(f"{url!r} is no address of a server; {_FORM}")
    uri = f"{parts.scheme}://{host}" + (f":{port}" if port else "")
    return Address(uri, unquote(parts.username or "neo4j"), unquote(database) or None)


def _split(url: str) -> tuple[SplitResult, str, int | None]:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        host.encode("idna")  # what the driver does with it later, where the error would be no word about the address
        port = parts.port
    except ValueError:
        raise InputError(f"{url!r} has no valid host and port; {_FORM}") from None
    if not host:
        raise InputError(f"{url!r} names no host; {_FORM}")
    return parts, f"[{host}]" if ":" in host else host, port


def password() -> str:
    """Return the password: the environment's, else that of the file it names, without the newline at its end.

    InputError when there is none, or the file cannot be read or is empty.
    """
    if given := os.environ.get(PASSWORD):
        return given
    path = os.environ.get(PASSWORD_FILE)
    if not path:
        raise InputError(f"no password for Neo4j is known; {_REMEDY}")
    try:
        held = Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise InputError(f"{PASSWORD_FILE}: {path} cannot be read ({error.strerror}); check the path and its rights") from None
    except UnicodeDecodeError:
        raise InputError(f"{PASSWORD_FILE}: {path} is no text in UTF-8; write the password alone into it") from None
    if not held:
        raise InputError(f"{PASSWORD_FILE}: {path} is empty; write the password into it")
    return held
