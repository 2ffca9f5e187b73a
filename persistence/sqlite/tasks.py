"""The tasks of `lunar store` for a store in a SQLite file; each says what it did."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from domain.blocks.event_store import StoreFault
from persistence.sqlite.connection import connect
from persistence.sqlite.faults import faults_of
from persistence.sqlite.migrations import schema_of
from persistence.sqlite.store import SqliteEventStore


class SqliteTasks:
    """`StoreTasks` for one file."""

    def __init__(self, path: str) -> None:
        self._path = Path(path).absolute()

    @property
    def place(self) -> str:
        """Where the store is, for people."""
        return str(self._path)

    async def create(self) -> str:
        """Make the file and its tables."""
        return await self.init()

    async def init(self) -> str:
        """Make the file and its tables."""
        there = self._path.exists()
        await self._open(create=True)
        return f"The store {self.place} {'was there already' if there else 'was created'}."

    async def migrate(self) -> str:
        """Bring the tables to the current schema."""
        old = self._schema() if self._path.is_file() else 0
        await self._open(create=False)
        new = self._schema()
        if old == new:
            return f"The store {self.place} was at schema {new} already."
        return f"The store {self.place} was brought from schema {old} to {new}."

    async def drop(self) -> str:
        """Remove the file."""
        if not self._path.exists():
            return f"There was no store at {self.place}."
        await self._open(create=False)
        try:
            for ending in ("", "-wal", "-shm"):
                self._path.with_name(f"{self._path.name}{ending}").unlink(missing_ok=True)
        except OSError as error:
            raise StoreFault(
                f"The store {self.place} cannot be removed ({error.strerror}): look at the "
                "permissions of its folder."
            ) from error
        return f"The store {self.place} was removed."

    async def _open(self, *, create: bool) -> None:
        await (await SqliteEventStore.open(self._path, create=create)).close()

    def _schema(self) -> int:
        with faults_of(self._path), closing(connect(f"{self._path.as_uri()}?mode=ro")) as file:
            return schema_of(self._path, file)
