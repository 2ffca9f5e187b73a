"""From a path to a store that is ready: made, checked, brought to the current schema, or refused.

A file that is refused is not written to.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from domain.blocks.event_store import StoreFault
from persistence.sqlite.connection import connect, transaction
from persistence.sqlite.faults import faults_of
from persistence.sqlite.schema import APPLICATION_ID, Migration

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAGIC = b"SQLite format 3\0"


class Use(Enum):
    """What a file is opened for."""

    CREATE = "create it if it is not there"
    WRITE = "write"
    READ = "read only"


def prepare(
    path: Path, use: Use, migrations: Sequence[Migration], patience: float
) -> tuple[Path, str]:
    """Make the file at `path` ready, and give its absolute path and the URI to connect with.

    Raises `StoreFault`. An older schema is brought forward, after a copy of the file was put
    beside it as NAME.v<old>.bak.
    """
    path = path.absolute()
    _check_file(path, use)
    with faults_of(path):
        if path.exists() and path.stat().st_size:
            _check_schema(path, _looking_uri(path), use, len(migrations), patience)
        if use is Use.READ:
            return path, _reading_uri(path)
        uri = path.as_uri()
        with closing(connect(f"{uri}?mode=rwc", patience)) as connection:
            _keep_a_write_ahead_log(connection, patience)
            _migrate(connection, path, migrations)
        return path, f"{uri}?mode=rw"


def schema_of(path: Path, connection: sqlite3.Connection) -> int:
    """The version of the store's schema; 0 for a database without anything in it."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application == APPLICATION_ID and tables:
        version: int = connection.execute("SELECT max(version) FROM schema_migrations").fetchone()[
            0
        ]
        return version
    if application or tables:
        raise StoreFault(
            f"The database {path} belongs to another program: choose another file for the store."
        )
    return 0


def _check_file(path: Path, use: Use) -> None:
    try:
        if path.is_dir():
            raise StoreFault(f"The store {path} is a directory: name a file in it.")
        if use is Use.CREATE:
            path.parent.mkdir(parents=True, exist_ok=True)
        elif not path.exists() or (path.is_file() and not path.stat().st_size):
            raise StoreFault(f"There is no store at {path}: `lunar store init` makes one.")
        if path.exists():
            with path.open("rb") as file:
                magic = file.read(len(_MAGIC))
            if magic not in (b"", _MAGIC):
                raise StoreFault(
                    f"The store {path} is not a SQLite database: choose another file for the store."
                )
    except OSError as error:
        raise StoreFault(
            f"The store {path} cannot be reached ({error.strerror}): look at the permissions of "
            "the file and its folder."
        ) from error


def _check_schema(path: Path, uri: str, use: Use, latest: int, patience: float) -> None:
    with closing(connect(uri, patience)) as connection:
        version = schema_of(path, connection)
    if version > latest:
        raise _newer(path, version, latest)
    if use is Use.READ and version < latest:
        raise StoreFault(
            f"The store {path} has the older schema {version}: open it once for writing, which "
            f"brings it to schema {latest}."
        )


def _looking_uri(path: Path) -> str:
    """Looks at a file without leaving anything beside it, unless somebody has it open."""
    mode = "mode=ro" if _log_of(path).exists() else "immutable=1"
    return f"{path.as_uri()}?{mode}"


def _reading_uri(path: Path) -> str:
    """Reads with others writing; or, where not even a lock can be put, what stands in the file."""
    uri = f"{path.as_uri()}?mode=ro"
    try:
        with closing(connect(uri)) as connection:
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        if _log_of(path).exists():
            raise
        return f"{path.as_uri()}?immutable=1"
    return uri


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _keep_a_write_ahead_log(connection: sqlite3.Connection, patience: float) -> None:
    """Set the journal mode; SQLite does not wait by itself while another does the same."""
    deadline = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration]) -> None:
    with transaction(connection):
        old = schema_of(path, connection)
        if old > len(migrations):
            raise _newer(path, old, len(migrations))
        if old == len(migrations):
            return
        if old:
            _keep_copy(path, old)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        for version, statements in enumerate(migrations[old:], old + 1):
            for statement in statements:
                connection.execute(statement)
            connection.execute("INSERT INTO schema_migrations (version) VALUES (?)", (version,))


def _keep_copy(path: Path, version: int) -> None:
    copy = path.with_name(f"{path.name}.v{version}.bak")
    partial = path.with_name(f"{copy.name}.part")
    with (
        closing(connect(f"{path.as_uri()}?mode=ro")) as source,
        closing(sqlite3.connect(partial)) as target,
    ):
        source.backup(target)
    partial.replace(copy)


def _newer(path: Path, version: int, latest: int) -> StoreFault:
    return StoreFault(
        f"The store {path} has schema {version}, from a newer Lunar Frontiers than this one, which "
        f"knows schemas up to {latest}: open it with the newer program."
    )
