"""What PostgreSQL's errors mean to the person who meets them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
from sqlalchemy import exc

from domain.blocks.event_store import OutcomeUnknown, StoreAway, StoreFault
from persistence.postgres.address import Address
from persistence.postgres.connection import ERRORS
from persistence.postgres.writer import CommitLost

_AWAY = "does not answer: start its server, or look at the host and port."
_LOST = "was lost while it worked; nothing was added: try again when its server is back."
_UNKNOWN = (
    "was lost while it committed; what was being added is in the log whole or not at all, which "
    "shows when its server is back."
)
_HELD = "is held by another program; nothing was changed: end that one, or try again later."
_FOREIGN = "may not be used so by this user: ask its owner for the right to."

_SENTENCES: dict[type[Exception], str] = {
    asyncpg.InvalidAuthorizationSpecificationError: "does not know this user and password.",
    asyncpg.InvalidCatalogNameError: "has no such database: `lunar store create` makes it.",
    asyncpg.UndefinedTableError: "has no tables yet: `lunar store init` makes them.",
    asyncpg.InvalidSchemaNameError: "has no tables yet: `lunar store init` makes them.",
    asyncpg.InsufficientPrivilegeError: _FOREIGN,
    asyncpg.ReadOnlySQLTransactionError: "is read-only; nothing was changed: use its primary.",
    asyncpg.LockNotAvailableError: _HELD,
    asyncpg.QueryCanceledError: _HELD,
    asyncpg.DiskFullError: "has no room left on its disk; nothing was changed: make room.",
    asyncpg.DataError: "cannot hold what was given; nothing was changed: use ordinary text.",
}

_AWAY_FOR_NOW: dict[type[Exception], str] = {
    OSError: _AWAY,
    asyncpg.TooManyConnectionsError: "has too many users at once: try again later.",
    asyncpg.CannotConnectNowError: "is just starting or ending: try again in a moment.",
    asyncpg.PostgresConnectionError: _LOST,
    asyncpg.IdleInTransactionSessionTimeoutError: _LOST,
    asyncpg.OperatorInterventionError: _LOST,
    asyncpg.InterfaceError: _LOST,
    asyncpg.InternalClientError: _LOST,
}


def fault(address: Address, error: Exception) -> StoreFault:
    """The fault that an error at the address comes to."""
    if isinstance(error, CommitLost):
        return OutcomeUnknown(f"The store {address} {_UNKNOWN}")
    for kind in type(error).__mro__:
        if kind in _SENTENCES:
            return StoreFault(f"The store {address} {_SENTENCES[kind]}")
        if kind in _AWAY_FOR_NOW:
            return StoreAway(f"The store {address} {_AWAY_FOR_NOW[kind]}")
    return StoreFault(f"The store {address} failed ({error}): look at its server's log.")


@contextmanager
def faults_of(address: Address) -> Iterator[None]:
    """Turn PostgreSQL's errors at the address into faults."""
    try:
        yield
    except (*ERRORS, CommitLost) as error:
        raise fault(address, error) from error
    except exc.TimeoutError as error:
        raise StoreFault(f"The store {address} has too many readers: try again.") from error
    except exc.DBAPIError as error:
        cause = error.orig.__cause__ if error.orig else None
        raise fault(address, cause if isinstance(cause, Exception) else error) from error
