"""What SQLite's errors mean to the person who meets them."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import exc

from domain.blocks.event_store import StoreFault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SENTENCES = {
    "NOTADB": "is not a SQLite database: choose another file for the store.",
    "CORRUPT": "is damaged: put back a copy of it, or `lunar verify` what can still be read.",
    "FULL": "has no room left on its disk; nothing was changed: make room and try again.",
    "READONLY": "is read-only; nothing was changed: allow writing to the file and its folder.",
    "CANTOPEN": "cannot be opened: look at the permissions of the file and its folder.",
    "PERM": "may not be used by you: look at the permissions of the file and its folder.",
    "AUTH": "may not be used by you: look at the permissions of the file and its folder.",
    "BUSY": "is held by another program; nothing was changed: end that one, or try again later.",
    "LOCKED": "is held by another program; nothing was changed: end that one, or try again later.",
}


def fault(path: Path, error: sqlite3.Error) -> StoreFault:
    """The fault that an error on the file at `path` comes to."""
    kind = getattr(error, "sqlite_errorname", "").removeprefix("SQLITE_").partition("_")[0]
    meaning = _SENTENCES.get(kind, f"failed ({error}): look at its disk, then try again.")
    return StoreFault(f"The store {path} {meaning}")


@contextmanager
def faults_of(path: Path) -> Iterator[None]:
    """Turn SQLite's errors on the file at `path` into faults."""
    try:
        yield
    except sqlite3.Error as error:
        raise fault(path, error) from error
    except exc.DBAPIError as error:
        if not isinstance(error.orig, sqlite3.Error):
            raise
        raise fault(path, error.orig) from error
    except exc.TimeoutError as error:
        raise StoreFault(f"The store {path} has too many readers: try again.") from error
