"""What can go wrong on a server: the one place where the driver's errors become ours, each with a remedy."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from neo4j import exceptions as driver

from graph.errors import CitegraphError, InputError, StoreCorruptError, StoreError, StoreTimeoutError, StoreUnavailableError
from graph.stores.neo4j.address import PASSWORD

Kind = type[CitegraphError]

_TOO_LONG: tuple[Kind, str] = (StoreTimeoutError, "cancelled a statement that took too long; ask for less")
_NO_MEMORY: tuple[Kind, str] = (StoreUnavailableError, "has no memory left for this; ask for less or give the server more")
_NOT_WRITTEN: tuple[Kind, str] = (StoreUnavailableError, "may only be read here; use neo4j:// and a database that may be written")
_NO_DATABASE: tuple[Kind, str] = (InputError, "has no such database; check the path of the address")
_DAMAGED: tuple[Kind, str] = (StoreCorruptError, "reports damaged data; check it with its own tools or restore a backup")
_BROKEN: tuple[Kind, str] = (StoreError, "refused what breaks a constraint; run `citegraph verify`")
# A server whose disk is full fails while it commits, then takes no transaction until it is started again; the one that failed may be there.
_COMMIT: tuple[Kind, str] = (
    StoreUnavailableError,
    "could not commit; see its log, and whether its disk is full. What was asked may be done all the same, and may be repeated",
)
_STOPPED: tuple[Kind, str] = (StoreUnavailableError, "takes no work after an error of its own; see its log, then restart it")
_LATER: tuple[Kind, str] = (StoreUnavailableError, "cannot do it now; try again when others have finished")

# By the part of the code after "Neo.ClientError." and its like: servers move codes from one class to another between versions.
_REMEDIES: dict[str, tuple[Kind, str]] = {
    "Security.Unauthorized": (InputError, f"does not accept the user or the password; check the address and {PASSWORD}"),
    "Security.AuthenticationRateLimit": (StoreUnavailableError, "was given too many wrong passwords; wait a little, then try again"),
    "Security.CredentialsExpired": (InputError, "wants the password to be changed first; do so with its own tools"),
    "Security.TokenExpired": (InputError, "no longer accepts these credentials; get new ones"),
    "Security.Forbidden": (InputError, "forbids this to the user; use one that may read, write and change the schema"),
    "Database.DatabaseNotFound": _NO_DATABASE,
    "Database.HomeDatabaseNotFound": _NO_DATABASE,
    "Database.DatabaseUnavailable": (StoreUnavailableError, "has the database, but it is stopped; start it with its own tools"),
    "General.DatabaseUnavailable": (StoreUnavailableError, "is starting or stopping; try again"),
    "Database.UnableToStartDatabase": (StoreUnavailableError, "cannot start the database; see its log"),
    "Transaction.TransactionTimedOut": _TOO_LONG,
    "Transaction.TransactionTimedOutClientConfiguration": _TOO_LONG,
    "Transaction.Terminated": (StoreUnavailableError, "ended a transaction, as somebody asked or as it stops; try again"),
    "Transaction.TransactionCommitFailed": _COMMIT,
    "Transaction.TransactionLogError": _COMMIT,
    "Transaction.TransactionStartFailed": _STOPPED,
    "Transaction.LockAcquisitionTimeout": _LATER,
    "Transaction.DeadlockDetected": _LATER,
    "Transaction.MaximumTransactionLimitReached": _LATER,
    "General.MemoryPoolOutOfMemoryError": _NO_MEMORY,
    "General.TransactionOutOfMemoryError": _NO_MEMORY,
    "General.TransactionMemoryLimit": _NO_MEMORY,
    "General.OutOfMemoryError": _NO_MEMORY,
    "General.ForbiddenOnReadOnlyDatabase": _NOT_WRITTEN,
    "General.WriteOnReadOnlyAccessDatabase": _NOT_WRITTEN,
    "Cluster.NotALeader": _NOT_WRITTEN,
    "General.StorageDamageDetected": _DAMAGED,
    "General.IndexCorruptionDetected": _DAMAGED,
    "General.SchemaCorruptionDetected": _DAMAGED,
    "Schema.ConstraintValidationFailed": _BROKEN,
    "Schema.ConstraintViolation": _BROKEN,
    "Schema.ConstraintCreationFailed": (StoreError, "cannot make a constraint that its data breaks; use an empty database"),
}


@contextmanager
def translated(named: str) -> Iterator[None]:
    """Turn the driver's errors into ours: one line that begins with `named`, the server's address, and says what to do.

    Errors that are not the driver's pass as they are; `__cause__` is the driver's error.
    """
    try:
        yield
    except driver.Neo4jError as error:
        raise _refused(named, error) from error
    except driver.ResultError as error:
        raise StoreError(f"{named}: {_line(error)}") from error
    except driver.DriverError as error:
        raise _unreachable(named, error) from error


def _refused(named: str, error: driver.Neo4jError) -> CitegraphError:
    kind, remedy = _REMEDIES.get((error.code or "").split(".", 2)[-1], (None, ""))
    if kind is not None:
        return kind(f"{named} {remedy}")
    if error.is_retryable():
        return StoreUnavailableError(f"{named} cannot do it now ({_line(error)}); try again")
    return StoreError(f"{named} refused a statement: {_line(error)}")


def _unreachable(named: str, error: Exception) -> CitegraphError:
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, driver.Neo4jError):
            return _refused(named, cause)
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return StoreUnavailableError(f"{named}: no server of this name is known; check the address")
        # The driver's class for a failed handshake is private; it stands between its public error and the socket's.
        if isinstance(cause, ssl.SSLError) or type(cause).__name__ == "BoltSecurityError":
            return StoreUnavailableError(
                f"{named} and this address do not agree on encryption or its certificate; +s asks for a trusted one, +ssc for any, "
                "neither for none"
            )
        if isinstance(cause, driver.UnsupportedServerProduct) or type(cause).__name__ in ("BoltHandshakeError", "BoltProtocolError"):
            return StoreUnavailableError(
                f"{named} is no Neo4j server that this driver can talk to; check the port and the server's version"
            )
        if isinstance(cause, driver.ConfigurationError):
            return InputError(f"{named} cannot be used: {_line(cause)}")
        if isinstance(cause, ConnectionRefusedError):
            return StoreUnavailableError(f"{named}: nothing listens there; start the server or check the address")
        if isinstance(cause, TimeoutError):
            return silent(named)
    if isinstance(error, driver.IncompleteCommit):
        return StoreUnavailableError(f"{named} was lost while it committed; what was asked may be done or not, and may be repeated")
    if isinstance(error, driver.ConnectionAcquisitionTimeoutError):
        return StoreUnavailableError(f"{named}: every connection is in use; try again")
    return StoreUnavailableError(f"{named} was lost or cannot be reached ({_line(causes[-1])}); is it running?")


def silent(named: str) -> StoreUnavailableError:
    """Return the error for a server that does not answer in time."""
    return StoreUnavailableError(f"{named} does not answer; is it a Neo4j server, running, and is no firewall between?")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it came from, the outermost first; a driver that asks several servers gives a group."""
    yield error
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            yield from _causes(part)
    elif origin := error.__cause__ or error.__context__:
        yield from _causes(origin)


def _line(error: BaseException) -> str:
    text = (error.message if isinstance(error, driver.Neo4jError) else None) or str(error)
    return text.splitlines()[0] if text else type(error).__name__
