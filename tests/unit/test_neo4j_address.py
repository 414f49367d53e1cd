"""Addresses of servers, where the password comes from, and that it is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import InputError
from graph.stores.neo4j.address import PASSWORD, PASSWORD_FILE, SCHEMES, Address, parse_address, password


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("neo4j://host", Address("neo4j://host")),
        ("bolt://ada@host:7688", Address("bolt://host:7688", "ada")),
        ("neo4j://@host", Address("neo4j://host")),
        ("neo4j+s://abc.databases.neo4j.io/papers", Address("neo4j+s://abc.databases.neo4j.io", "neo4j", "papers")),
        ("neo4j://a%40b@host:1/my-papers/", Address("neo4j://host:1", "a@b", "my-papers")),
        ("bolt+ssc://[::1]:7687", Address("bolt+ssc://[::1]:7687")),
        ("neo4j://bücher.example", Address("neo4j://bücher.example")),
    ],
)
def test_an_address_is_read(url: str, address: Address) -> None:
    assert parse_address(url) == address


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_scheme_of_the_driver_is_read(scheme: str) -> None:
    assert parse_address(f"{scheme}://h/d") == Address(f"{scheme}://h", "neo4j", "d")


def test_an_address_is_shown_with_its_database() -> None:
    assert [str(parse_address(url)) for url in ("neo4j://ada@h:1/d", "neo4j://h")] == ["neo4j://h:1/d", "neo4j://h"]


@pytest.mark.parametrize(
    "url",
    [
        "http://host",
        "neo4j+x://host",
        "neo4j://",
        "neo4j:///papers",
        "neo4j://ada@",
        "neo4j://host:port",
        "neo4j://host:99999",
        "neo4j://[::1",
        "neo4j://a..b",
        "neo4j://" + "a" * 64,
        "neo4j://host/a/b",
        "neo4j://host?database=a",
        "neo4j://host/a#b",
    ],
)
def test_what_is_no_address_is_refused_with_the_form_of_one(url: str) -> None:
    with pytest.raises(InputError, match="neo4j://user@host:7687") as refused:
        parse_address(url)
    assert repr(url) in str(refused.value)


@pytest.mark.parametrize("secret", ["s3cret", "s3c@ret", "s3c/ret", "s3c#ret", "s3c?ret", "s3c:ret", "s3c\nret", ""])
def test_a_password_in_an_address_is_refused_and_not_shown(secret: str) -> None:
    with pytest.raises(InputError, match="holds a password") as refused:
        parse_address(f"neo4j://ada:{secret}@host:7687/papers")
    message = str(refused.value)
    assert "neo4j://ada:…@host:7687/papers" in message
    assert PASSWORD in message
    assert PASSWORD_FILE in message
    assert not secret or secret not in message
    assert "ret" not in message.replace("secret", "")


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment that names no password."""
    monkeypatch.delenv(PASSWORD, raising=False)
    monkeypatch.delenv(PASSWORD_FILE, raising=False)
    return monkeypatch


def test_the_environment_outranks_the_file(given: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("of the file\n", encoding="utf-8")
    given.setenv(PASSWORD_FILE, str(tmp_path / "password"))
    assert password() == "of the file"
    given.setenv(PASSWORD, "")  # as a compose file sets what is not set outside
    assert password() == "of the file"
    given.setenv(PASSWORD, " of the environment ")
    assert password() == " of the environment "


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_the_newline_at_the_end_of_the_file_is_no_part_of_the_password(given: pytest.MonkeyPatch, tmp_path: Path, ending: str) -> None:
    (tmp_path / "password").write_bytes(f" pass wörd {ending}".encode())
    given.setenv(PASSWORD_FILE, str(tmp_path / "password"))
    assert password() == " pass wörd "


def test_no_password_names_both_remedies(given: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match=f"{PASSWORD}, or {PASSWORD_FILE}"):
        password()


@pytest.mark.parametrize(("content", "reason"), [(None, "No such file"), (b"\n", "is empty"), (b"\xff\xfe", "no text in UTF-8")])
def test_a_file_that_cannot_be_used_is_named(given: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None, reason: str) -> None:
    path = tmp_path / "password"
    if content is not None:
        path.write_bytes(content)
    given.setenv(PASSWORD_FILE, str(path))
    with pytest.raises(InputError, match=reason) as refused:
        password()
    assert str(path) in str(refused.value)
