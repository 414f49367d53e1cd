"""The connection on a real server: what it refuses, how soon, and in which words; and a server that goes and comes back."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest
import pytest_asyncio
from neo4j import AsyncManagedTransaction

from graph.errors import CitegraphError, InputError, StoreError, StoreTimeoutError, StoreUnavailableError
from graph.stores.neo4j.address import parse_address
from graph.stores.neo4j.connection import CHECK_SECONDS, Connection, rows, stream
from tests.neo4j.server import OwnServer, Server

pytestmark = pytest.mark.neo4j

SLOW = "UNWIND range(1, 2000000) AS a UNWIND range(1, 2000000) AS b WITH a, b WHERE a = -b RETURN count(*) AS slow"
RUNNING = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS 'slow' AND NOT currentQuery CONTAINS 'SHOW' RETURN currentQuery"


@asynccontextmanager
async def connected(server: Server) -> AsyncIterator[Connection]:
    """A connection to a server."""
    opened = Connection(parse_address(server.uri), server.password)
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def connection(neo4j_server: Server) -> AsyncIterator[Connection]:
    """A connection to the server."""
    async with connected(neo4j_server) as opened:
        yield opened


@pytest_asyncio.fixture
async def own_connection(own_server: OwnServer) -> AsyncIterator[Connection]:
    """A connection to the server that may be killed."""
    async with connected(own_server) as opened:
        yield opened


def without_hanging() -> asyncio.Timeout:
    """What is bounded by `CHECK_SECONDS` ends, though a busy machine may take a multiple of it."""
    return asyncio.timeout(3 * CHECK_SECONDS)


async def refused(url: str, password: str) -> CitegraphError:
    """The error of a check, which came in time and does not show the password."""
    tried = Connection(parse_address(url), password)
    with pytest.raises(CitegraphError) as found:
        async with without_hanging():
            await tried.check()
    await tried.close()
    message = str(found.value)
    assert password not in message
    assert "\n" not in message
    assert str(tried.address) in message
    assert found.value.__cause__ is not None
    return found.value


@contextmanager
def silent_listener() -> Iterator[int]:
    """The port of what accepts connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


async def runs_slowly(connection: Connection, *, expected: bool) -> bool:
    """Whether the slow statement runs on the server, once that is so or after ten seconds."""
    for _ in range(100):
        if bool(await connection.run(RUNNING)) == expected:
            return expected
        await asyncio.sleep(0.1)
    return not expected


# --- what is refused ------------------------------------------------------------------------------------------------


async def test_a_server_that_is_there_passes(connection: Connection) -> None:
    await connection.check()


async def test_a_wrong_password_is_the_callers(neo4j_server: Server) -> None:
    error = await refused(neo4j_server.uri, "no-such-password")
    assert isinstance(error, InputError)
    assert "CITEGRAPH_NEO4J_PASSWORD" in str(error)


async def test_a_wrong_user_is_the_callers(neo4j_server: Server) -> None:
    assert isinstance(await refused(neo4j_server.uri.replace("neo4j@", "nobody@"), neo4j_server.password), InputError)


async def test_a_password_that_must_be_changed_first(neo4j_server: Server) -> None:
    neo4j_server.ask("CREATE USER fresh SET PASSWORD 'given-by-admin' CHANGE REQUIRED")
    try:
        error = await refused(neo4j_server.uri.replace("neo4j@", "fresh@"), "given-by-admin")
    finally:
        neo4j_server.ask("DROP USER fresh")
    assert isinstance(error, InputError)
    assert "to be changed first" in str(error)


async def test_too_many_wrong_passwords(neo4j_server: Server) -> None:
    neo4j_server.ask("CREATE USER guessed SET PASSWORD 'the-right-one' CHANGE NOT REQUIRED")
    try:
        for _ in range(3):
            assert "does not accept" in str(await refused(neo4j_server.uri.replace("neo4j@", "guessed@"), "a-wrong-one"))
        error = await refused(neo4j_server.uri.replace("neo4j@", "guessed@"), "the-right-one")
    finally:
        neo4j_server.ask("DROP USER guessed")
    assert isinstance(error, StoreUnavailableError)
    assert "wait a little" in str(error)


@pytest.mark.parametrize("scheme", ["neo4j", "bolt"])
async def test_a_database_that_is_not_there_is_the_callers(neo4j_server: Server, scheme: str) -> None:
    error = await refused(neo4j_server.uri.replace("neo4j://", f"{scheme}://") + "/nowhere", neo4j_server.password)
    assert isinstance(error, InputError)
    assert "no such database" in str(error)


@pytest.mark.parametrize("scheme", ["neo4j", "bolt"])
async def test_nothing_that_listens(scheme: str) -> None:
    with silent_listener() as port:
        pass  # its port is free again
    error = await refused(f"{scheme}://127.0.0.1:{port}", "secret-word")
    assert isinstance(error, StoreUnavailableError)
    assert "nothing listens there" in str(error)


@pytest.mark.parametrize("scheme", ["neo4j", "bolt"])
async def test_a_name_that_no_server_has(scheme: str) -> None:
    error = await refused(f"{scheme}://no-such-host.invalid:7687", "secret-word")
    assert isinstance(error, StoreUnavailableError)
    assert "no server of this name" in str(error)


@pytest.mark.parametrize("scheme", ["neo4j", "bolt", "bolt+s"])
async def test_something_that_listens_and_says_nothing(scheme: str) -> None:
    with silent_listener() as port:
        error = await refused(f"{scheme}://127.0.0.1:{port}", "secret-word")
    assert isinstance(error, StoreUnavailableError)
    assert "does not answer" in str(error)


@pytest.mark.parametrize("scheme", ["neo4j+s", "neo4j+ssc", "bolt+s", "bolt+ssc"])
async def test_encryption_that_the_server_does_not_have(neo4j_server: Server, scheme: str) -> None:
    error = await refused(neo4j_server.uri.replace("neo4j://", f"{scheme}://"), neo4j_server.password)
    assert isinstance(error, StoreUnavailableError)
    assert "encryption" in str(error)


async def test_a_wrong_statement_is_told_in_one_line(connection: Connection) -> None:
    with pytest.raises(StoreError, match=r"refused a statement: .*Invalid input 'NONSENSE'") as found:
        await connection.read("NONSENSE")
    assert "\n" not in str(found.value)


async def test_reading_does_not_write(connection: Connection) -> None:
    with pytest.raises(StoreError, match="read access mode"):
        await connection.read("CREATE (:ConnectionTest)")
    assert await connection.read("MATCH (n:ConnectionTest) RETURN n") == []


async def test_a_broken_constraint(connection: Connection) -> None:
    await connection.run("CREATE CONSTRAINT connection_test IF NOT EXISTS FOR (n:ConnectionTest) REQUIRE n.key IS UNIQUE")
    try:
        with pytest.raises(StoreError, match="breaks a constraint"):
            await connection.run("CREATE (:ConnectionTest {key: 1}), (:ConnectionTest {key: 1})")
    finally:
        await connection.run("DROP CONSTRAINT connection_test")


async def test_too_much_for_the_servers_memory(own_connection: Connection) -> None:
    with pytest.raises(StoreUnavailableError, match="no memory left"):
        await own_connection.run("UNWIND range(1, 20000000) AS n RETURN size(collect(toString(n) + 'and more of it'))")
    await own_connection.check()


# --- time -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["read", "write", "run"])
async def test_a_statement_over_its_limit_is_cancelled_on_the_server(connection: Connection, way: str) -> None:
    async def work(tx: AsyncManagedTransaction) -> None:
        await rows(tx, SLOW)

    ways: dict[str, Callable[[], Coroutine[Any, Any, object]]] = {
        "read": lambda: connection.read(SLOW, seconds=2),
        "write": lambda: connection.write(work, seconds=2),
        "run": lambda: connection.run(SLOW, seconds=2),
    }
    task = asyncio.create_task(ways[way]())
    assert await runs_slowly(connection, expected=True)
    with pytest.raises(StoreTimeoutError, match="took too long"):
        await task
    assert await connection.run(RUNNING) == []


async def test_what_nobody_waits_for_any_more_is_cancelled_on_the_server(connection: Connection) -> None:
    task = asyncio.create_task(connection.read(SLOW))
    assert await runs_slowly(connection, expected=True)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not await runs_slowly(connection, expected=False)


async def test_work_is_not_repeated_for_an_error_of_its_own(connection: Connection) -> None:
    tries = 0

    async def work(tx: AsyncManagedTransaction) -> None:
        nonlocal tries
        tries += 1
        await rows(tx, "CREATE (:ConnectionTest)")
        raise ValueError("ours")

    with pytest.raises(ValueError, match="ours"):
        await connection.write(work)
    assert tries == 1
    assert await connection.read("MATCH (n:ConnectionTest) RETURN n") == []


# --- values ---------------------------------------------------------------------------------------------------------


async def test_reading_asks_for_what_was_written_before(connection: Connection, caplog: pytest.LogCaptureFixture) -> None:
    await connection.run("CREATE (:Probe)")
    (written,) = await connection._bookmarks.get_bookmarks()
    with caplog.at_level(logging.DEBUG, "neo4j.io"):
        await connection.read("MATCH (n:Probe) RETURN count(n)")
    await connection.run("MATCH (n:Probe) DELETE n")
    (begun,) = [line for line in caplog.messages if "C: BEGIN" in line]
    assert written in begun, "a member of a cluster waits until it has what was written"
    assert "'mode': 'r'" in begun, "and any member may answer"


async def test_what_was_written_is_read_back(connection: Connection) -> None:
    async def work(tx: AsyncManagedTransaction) -> int:
        made = await rows(tx, "UNWIND range(1, 100) AS n CREATE (:ConnectionTest {n: n}) RETURN n")
        return len(made)

    try:
        assert await connection.write(work) == 100
        assert await connection.read("MATCH (n:ConnectionTest) RETURN count(n) AS count") == [{"count": 100}]
    finally:
        await connection.run("MATCH (n:ConnectionTest) DELETE n")


@pytest.mark.parametrize(
    "value",
    [
        2**53 + 1,
        2**63 - 1,
        -(2**63),
        0.1,
        5e-324,
        True,
        None,
        "",
        "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🧬 \U0010ffff",
        "e\u0301 is not \u00e9",
        "nul \0 tab \t quote ' \" \\ {$x}",
        "x" * 100_000,
        [1, [2, []], {"a": None}],
        b"\x00\xff",
    ],
    ids=lambda value: repr(value)[:20],
)
async def test_values_come_back_as_they_were(connection: Connection, value: object) -> None:
    (row,) = await connection.read("RETURN $value AS value", {"value": value})
    assert row["value"] == value
    assert type(row["value"]) is type(value)


async def test_many_records_come_some_at_a_time(connection: Connection) -> None:
    async def work(tx: AsyncManagedTransaction) -> list[int]:
        return [len(some) async for some in stream(tx, "UNWIND range(1, 25001) AS n RETURN n", size=10_000)]

    assert await connection.write(work) == [10_000, 10_000, 5_001]


# --- a server that goes and comes back ------------------------------------------------------------------------------


async def test_a_server_that_was_killed_is_told_and_is_used_again_when_it_is_back(
    own_server: OwnServer, own_connection: Connection
) -> None:
    await own_connection.run("CREATE (:ConnectionTest {key: 'kept'})")
    statement = asyncio.create_task(own_connection.run(SLOW))
    assert await runs_slowly(own_connection, expected=True)
    own_server.kill()
    try:
        with pytest.raises(StoreUnavailableError):
            await statement
        with pytest.raises(StoreUnavailableError, match="nothing listens there"):
            async with without_hanging():
                await own_connection.check()
        with pytest.raises(StoreUnavailableError):
            await own_connection.read("RETURN 1")
    finally:
        await asyncio.to_thread(own_server.start)
    assert await own_connection.read("MATCH (n:ConnectionTest) RETURN n.key AS key") == [{"key": "kept"}]
    await own_connection.run("MATCH (n:ConnectionTest) DELETE n")
    await own_connection.check()


async def test_work_goes_on_over_a_short_loss_of_connections(neo4j_server: Server, connection: Connection) -> None:
    """Connections that the server ended while they were idle are replaced by the driver, without an error."""
    assert await connection.read("RETURN 1 AS one") == [{"one": 1}]
    ended = "CALL dbms.listConnections() YIELD connectionId, userAgent WHERE userAgent STARTS WITH 'citegraph/' RETURN connectionId AS id"
    ids = [row["id"] for row in neo4j_server.ask(ended)]
    assert ids
    neo4j_server.ask(f"CALL dbms.killConnections({ids})")
    assert await connection.read("RETURN 1 AS one") == [{"one": 1}]


async def test_a_frozen_server_is_given_up(own_server: OwnServer, own_connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.stores.neo4j.connection.RETRY_SECONDS", 2.0)
    await own_connection.check()
    own_server.freeze()
    try:
        for begun in (own_connection.read("RETURN 1", seconds=1), own_connection.check()):
            with pytest.raises(StoreUnavailableError, match="does not answer"):
                async with without_hanging():
                    await begun
    finally:
        own_server.thaw()
    assert await own_connection.read("RETURN 1 AS one") == [{"one": 1}]
