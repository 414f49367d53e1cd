"""The connection to a server: the official driver, and the one seam where its errors become ours."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any, TypeVar

import neo4j
from neo4j import AsyncGraphDatabase, AsyncManagedTransaction, Query
from neo4j import exceptions as errors

from graph.errors import CitegraphError, InputError, StoreError, StoreTimeoutError, StoreUnavailableError
from graph.stores.neo4j.address import PASSWORD, Address

T = TypeVar("T")
Row = dict[str, Any]

CONNECT_SECONDS = 4.0
RETRY_SECONDS = 15.0
READ_SECONDS = 60.0
"""A statement that reads is cancelled on the server after this time."""

_REMEDIES: dict[str, tuple[type[CitegraphError], str]] = {
    "Neo.ClientError.Security.Unauthorized": (InputError, f"does not accept user or password; check the address and {PASSWORD}"),
    "Neo.ClientError.Security.AuthenticationRateLimit": (StoreUnavailableError, "was given too many wrong passwords; wait a little"),
    "Neo.ClientError.Security.CredentialsExpired": (InputError, "wants the password to be changed first; do so with its own tools"),
    "Neo.ClientError.Security.Forbidden": (InputError, "forbids this to the user; use one that may read and write"),
    "Neo.ClientError.Database.DatabaseNotFound": (InputError, "has no such database; check the path of the address"),
    "Neo.ClientError.Transaction.TransactionTimedOut": (StoreTimeoutError, "cancelled a statement that took too long; ask for less"),
    "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration": (
        StoreTimeoutError,
        "cancelled a statement that took too long; ask for less",
    ),
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError": (
        StoreUnavailableError,
        "has no memory left for this; ask for less or give it more",
    ),
    "Neo.TransientError.General.OutOfMemoryError": (StoreUnavailableError, "has no memory left; give it more"),
    "Neo.ClientError.Cluster.NotALeader": (StoreUnavailableError, "may only be read; use neo4j:// so that writing finds the leader"),
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase": (StoreUnavailableError, "may only be read; use a member that may be written"),
    "Neo.ClientError.Schema.ConstraintValidationFailed": (StoreError, "refused what breaks a constraint; run `citegraph verify`"),
    "Neo.DatabaseError.Transaction.TransactionCommitFailed": (StoreUnavailableError, "could not commit; is its disk full?"),
}


class Connection:
    """One driver on one database. What it wrote it reads, on any member of a cluster."""

    def __init__(self, address: Address, password: str) -> None:
        self.address = address
        with self._translated():
            self._driver = AsyncGraphDatabase.driver(
                address.uri,
                auth=(address.user, password),
                connection_timeout=CONNECT_SECONDS,
                connection_acquisition_timeout=CONNECT_SECONDS * 2,
                max_transaction_retry_time=RETRY_SECONDS,
                notifications_min_severity="OFF",
                user_agent=f"citegraph/{version('citegraph')}",
            )
        self._bookmarks = AsyncGraphDatabase.bookmark_manager()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except CitegraphError:
            raise
        except errors.Neo4jError as error:
            raise self._refused(error) from error
        except (errors.DriverError, OSError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise StoreUnavailableError(
                f"{self.address.uri} cannot be reached ({reason}); is it running, and the address right?"
            ) from error

    def _refused(self, error: errors.Neo4jError) -> CitegraphError:
        kind, remedy = _REMEDIES.get(error.code or "", (None, ""))
        named = f"{self.address.uri}{f'/{self.address.database}' if self.address.database else ''}"
        if kind is not None:
            return kind(f"{named} {remedy}")
        told = (error.message or error.code or "no reason").splitlines()[0]
        if error.is_retryable():
            return StoreUnavailableError(f"{named} cannot do it now ({told}); try again")
        return StoreError(f"{named} refused a statement: {told}")

    def _session(self, access: str) -> neo4j.AsyncSession:
        return self._driver.session(
            database=self.address.database, default_access_mode=access, bookmark_manager=self._bookmarks, fetch_size=10_000
        )

    async def check(self) -> None:
        """See whether the server answers. Errors as for every other method: `StoreUnavailableError` or `InputError` name the remedy."""
        with self._translated():
            async with self._driver.session(database=self.address.database) as session:
                await (await session.run("RETURN 1")).consume()

    async def read(self, text: str, parameters: Mapping[str, Any] | None = None, *, seconds: float | None = READ_SECONDS) -> list[Row]:
        """Run one statement that reads, on any member; it is cancelled on the server after `seconds` (StoreTimeoutError)."""

        async def work(tx: AsyncManagedTransaction) -> list[Row]:
            return await rows(tx, text, parameters)

        with self._translated():
            async with self._session(neo4j.READ_ACCESS) as session:
                return await session.execute_read(neo4j.unit_of_work(timeout=seconds)(work))

    async def write(self, work: Callable[[AsyncManagedTransaction], Awaitable[T]]) -> T:
        """Run work in one transaction, again when the server says that it may be repeated; returns what it returned."""
        with self._translated():
            async with self._session(neo4j.WRITE_ACCESS) as session:
                return await session.execute_write(work)

    async def run(self, text: str) -> list[Row]:
        """Run one statement in a transaction of its own, as those that change the schema need."""
        with self._translated():
            async with self._session(neo4j.WRITE_ACCESS) as session:
                return [record.data() async for record in await session.run(Query(text))]

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
