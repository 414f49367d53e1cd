"""Addresses of servers, and where the password comes from."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from graph.errors import InputError

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
PASSWORD = "CITEGRAPH_NEO4J_PASSWORD"
PASSWORD_FILE = "CITEGRAPH_NEO4J_PASSWORD_FILE"
_REMEDY = f"set {PASSWORD}, or {PASSWORD_FILE} to a file that holds it"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is: its URI without the user, the user, and the database (None: the server's default)."""

    uri: str
    user: str = "neo4j"
    database: str | None = None


def parse_address(url: str) -> Address:
    """Read `neo4j://user@host:port/database`; the user is `neo4j` and the database the server's default when they are left out.

    InputError for a scheme that is none of `SCHEMES`, for a missing host, and for a password, which is not to stand in an address.
    """
    parts = urlsplit(url)
    if parts.password is not None:
        shown = url.replace(f":{parts.password}@", ":…@")
        raise InputError(f"{shown!r} holds a password, which others could read; leave it out and {_REMEDY}")
    try:
        port = parts.port
    except ValueError:
        raise InputError(f"{url!r} has no valid port; use neo4j://user@host:7687") from None
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise InputError(f"{url!r} is no address of a server; use neo4j://user@host:7687")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    uri = f"{parts.scheme}://{host}" + (f":{port}" if port else "")
    database = parts.path.strip("/") or None
    return Address(uri, unquote(parts.username or "neo4j"), database)


def password() -> str:
    """Return the password, from the environment or the file it names. InputError when there is none or the file cannot be read."""
    if (given := os.environ.get(PASSWORD)) is not None:
        return given
    path = os.environ.get(PASSWORD_FILE)
    if path is None:
        raise InputError(f"no password for Neo4j is known; {_REMEDY}")
    try:
        return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{PASSWORD_FILE}: {path} cannot be read ({error}); check the path and its rights") from None
