"""From a URL to a store. Each store is imported when it is wanted: drivers take their time."""

from __future__ import annotations

from domain.blocks.event_store import StoreFault
from persistence.memory import MemoryEventStore
from persistence.store import Store
from persistence.store_tasks import StoreTasks

_SQLITE = "sqlite:///"
POSTGRES = ("postgresql://", "postgres://", "postgresql+asyncpg://")


async def open_store(url: str, *, create: bool = True, read_only: bool = False) -> Store:
    """The store that the URL names; `create` makes a file, but nothing on a server.

    Raises `StoreFault`.
    """
    if url == "memory:":
        return MemoryEventStore()
    if url.startswith(POSTGRES):
        from persistence.postgres import PostgresEventStore  # noqa: PLC0415

        return await PostgresEventStore.open(url, read_only=read_only)
    if path := sqlite_path(url):
        from persistence.sqlite import SqliteEventStore  # noqa: PLC0415

        return await SqliteEventStore.open(path, create=create, read_only=read_only)
    raise _unknown(url)


def tasks_of(url: str) -> StoreTasks:
    """The tasks of the store that the URL names. Raises `StoreFault`."""
    if url.startswith(POSTGRES):
        from persistence.postgres.tasks import PostgresTasks  # noqa: PLC0415

        return PostgresTasks(url)
    if path := sqlite_path(url):
        from persistence.sqlite.tasks import SqliteTasks  # noqa: PLC0415

        return SqliteTasks(path)
    if url == "memory:":
        raise StoreFault("A store in memory is there while the program runs and needs no care.")
    raise _unknown(url)


def sqlite_path(url: str) -> str:
    """The file that the URL names; empty when it names none."""
    path = url.removeprefix(_SQLITE)
    return "" if path == url else path


def _unknown(url: str) -> StoreFault:
    scheme, colon, _ = url.partition(":")
    named = f"the URL given ({scheme}:...)" if colon else "the URL given"
    return StoreFault(
        f"No store is known for {named}: use sqlite:///relative/file, sqlite:////absolute/file, "
        "postgresql://user:password@host/database or memory:."
    )
