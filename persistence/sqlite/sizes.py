"""What a SQLite file takes: whole functions, for the thread of a reading connection.

SQLite counts the pages of each table where it was built to (`dbstat`). Else tables beside the
log are reckoned from the data in them, and the log from all pages that are left.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from domain.blocks.capacity import Measured, Size, StoreSizes
from persistence.sizes import LOG, sizes_of

_COUNTS_PAGES = "SELECT sqlite_compileoption_used('ENABLE_DBSTAT_VTAB')"
_TABLES = """
    SELECT coalesce(tbl_name, pages.name), sum(pgsize) FROM dbstat AS pages
    LEFT JOIN sqlite_schema AS made ON made.name = pages.name WHERE aggregate = TRUE GROUP BY 1
"""
_TABLE = """
    SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE aggregate = TRUE
    AND name IN (SELECT name FROM sqlite_schema WHERE tbl_name = ?)
"""
_PAGES = """
    SELECT page_count * page_size, freelist_count * page_size
    FROM pragma_page_count, pragma_page_size, pragma_freelist_count
"""
_NAMES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
_COLUMNS = "SELECT name FROM pragma_table_info(?)"

ROW = 10
"""What a row takes beside its values, about."""


def read_sizes(connection: sqlite3.Connection, path: Path) -> StoreSizes:
    """What the store in the file takes."""
    pages, unused = connection.execute(_PAGES).fetchone()
    journal = path.with_name(f"{path.name}-wal")
    more = [
        Size("unused pages", unused),
        Size("write-ahead log", journal.stat().st_size if journal.exists() else 0),
    ]
    free = shutil.disk_usage(path.parent).free
    if _counts_pages(connection):
        return sizes_of(dict(connection.execute(_TABLES)), more, free)
    return sizes_of(_estimated(connection, pages - unused), more, free, "estimated")


def read_table(connection: sqlite3.Connection, table: str) -> tuple[int, Measured]:
    """What a table takes with its indexes, and how that is known; 0 if it is not there."""
    if _counts_pages(connection):
        return connection.execute(_TABLE, (table,)).fetchone()[0], "measured"
    return _estimate(connection, table), "estimated"


def _counts_pages(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute(_COUNTS_PAGES).fetchone()[0])


def _estimated(connection: sqlite3.Connection, pages: int) -> Mapping[str, int]:
    tables = [name for (name,) in connection.execute(_NAMES).fetchall()]
    beside = [name for name in tables if name not in LOG]
    sizes = {name: _estimate(connection, name) for name in beside}
    return {"events": pages - sum(sizes.values()), **sizes}


def _estimate(connection: sqlite3.Connection, table: str) -> int:
    columns = [name for (name,) in connection.execute(_COLUMNS, (table,)).fetchall()]
    if not columns:
        return 0
    row = " + ".join(f'length(CAST("{name}" AS BLOB))' for name in columns)
    query = f'SELECT coalesce(sum({row} + {ROW}), 0) FROM "{table}"'  # noqa: S608 - our own names
    size: int = connection.execute(query).fetchone()[0]
    return size
