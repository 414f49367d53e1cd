"""The connection to a server: the official driver, its settings, and how statements are run."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from importlib.metadata import version
from typing import Any, TypeVar

import neo4j
from neo4j import AsyncGraphDatabase, AsyncManagedTransaction, Query

from graph.errors import InputError
from graph.stores.neo4j.address import Address
from graph.stores.neo4j.failures import silent, translated

T = TypeVar("T")
Row = dict[str, Any]

CONNECT_SECONDS = 4.0
CHECK_SECONDS = 5.0
RETRY_SECONDS = 10.0
"""Work is repeated until this time is over when the server says that it may be, or is lost. The driver waits 1, 2, 4, 8 … s (each ± 20 %)
and looks at the time before it waits: with these it is always the fourth wait after which it gives up, 12 to 18 s after the first failure."""
READ_SECONDS = 60.0
"""A statement that reads is cancelled on the server after this time."""
IDLE_SECONDS = 30.0
"""A connection that was idle for this long is tried before it is used: firewalls and restarted servers drop idle ones silently."""

# What the driver logs as an error it also raises; without a handler Python would print it besides.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


class Connection:
    """One driver on one database. What it wrote it reads, on any member of a cluster.

    Every method raises the errors of `failures` and no others of the driver's.
    """

    def __init__(self, address: Address, password: str) -> None:
        self.address = address
        self._named = str(address)
        try:
            with translated(self._named):
                self._driver = AsyncGraphDatabase.driver(
                    address.uri,
                    auth=(address.user, password),
                    connection_timeout=CONNECT_SECONDS,
                    connection_acquisition_timeout=CONNECT_SECONDS * 2,
                    max_transaction_retry_time=RETRY_SECONDS,
                    liveness_check_timeout=IDLE_SECONDS,
                    keep_alive=True,
                    notifications_min_severity="OFF",
                    user_agent=f"citegraph/{version('citegraph')}",
                )
        except ValueError as error:
            raise InputError(f"{self._named} is no address that the driver takes: {error}") from error
        self._bookmarks = AsyncGraphDatabase.bookmark_manager()

    def _session(self, access: str) -> neo4j.AsyncSession:
        return self._driver.session(
            database=self.address.database, default_access_mode=access, bookmark_manager=self._bookmarks, fetch_size=10_000
        )

    async def check(self) -> None:
        """See whether the server answers and has the database, within `CHECK_SECONDS` and without repeating.

        InputError for what the caller gave (user, password, database), StoreUnavailableError for the rest.
        """
        try:
            with translated(self._named):
                async with asyncio.timeout(CHECK_SECONDS):
                    await self._driver.verify_connectivity()  # replaces connections that were dropped
                    async with self._session(neo4j.READ_ACCESS) as session:
                        await (await session.run("RETURN 1")).consume()
        except TimeoutError as error:
            raise silent(self._named) from error

    async def read(self, text: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = READ_SECONDS) -> list[Row]:
        """Run one statement that reads, on any member; it is cancelled on the server after `seconds` (StoreTimeoutError).

        A server that is silent for longer, as a frozen one is, is given up (StoreUnavailableError).
        """
        return await self.look(lambda tx: rows(tx, text, parameters), seconds=seconds)

    async def look(self, work: Callable[[AsyncManagedTransaction], Awaitable[T]], *, seconds: float = READ_SECONDS) -> T:
        """Run work that reads in one transaction, as `read` does one statement; again when the server says that it may be repeated."""
        try:
            with translated(self._named):
                async with asyncio.timeout(seconds + RETRY_SECONDS), self._session(neo4j.READ_ACCESS) as session:
                    return await session.execute_read(neo4j.unit_of_work(timeout=seconds)(work))
        except TimeoutError as error:
            raise silent(self._named) from error

    async def write(self, work: Callable[[AsyncManagedTransaction], Awaitable[T]], *, seconds: float | None = None) -> T:
        """Run work in one transaction, again when the server says that it may be repeated; returns what it returned.

        With `seconds` the transaction is cancelled on the server after this time (StoreTimeoutError).
        """
        with translated(self._named):
            async with self._session(neo4j.WRITE_ACCESS) as session:
                return await session.execute_write(neo4j.unit_of_work(timeout=seconds)(work))

    async def run(self, text: str, parameters: Mapping[str, Any] | None = None, *, seconds: float | None = None) -> list[Row]:
        """Run one statement in a transaction of its own, as those that change the schema need; it is not repeated."""
        with translated(self._named):
            async with self._session(neo4j.WRITE_ACCESS) as session:
                result = await session.run(Query(text, timeout=seconds), dict(parameters or {}))
                return [dict(record) async for record in result]

    async def close(self) -> None:
        """Close the driver; repeatable."""
        await self._driver.close()


async def stream(
    tx: AsyncManagedTransaction, text: str, parameters: Mapping[str, Any] | None = None, *, size: int = 5000
) -> AsyncIterator[list[Row]]:
    """Run a statement in a transaction; yields its records, some at a time, as they come."""
    result = await tx.run(text, dict(parameters or {}))
    while found := await result.fetch(size):
        yield [dict(record) for record in found]


async def rows(tx: AsyncManagedTransaction, text: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
    """Run a statement in a transaction; returns its records. Texts are made of our own words, values are parameters."""
    result = await tx.run(text, dict(parameters or {}))
    return [dict(record) async for record in result]
