"""From a URL to a store."""

from __future__ import annotations

from domain.blocks.event_store import StoreFault
from persistence.memory import MemoryEventStore
from persistence.sqlite import SqliteEventStore
from persistence.store import Store

_SQLITE = "sqlite:///"


async def open_store(url: str, *, create: bool = True, read_only: bool = False) -> Store:
    """The store that the URL names. Raises `StoreFault`."""
    if url == "memory:":
        return MemoryEventStore()
    path = url.removeprefix(_SQLITE)
    if path and path != url:
        return await SqliteEventStore.open(path, create=create, read_only=read_only)
    scheme, colon, _ = url.partition(":")
    named = f"the URL given ({scheme}:...)" if colon else "the URL given"
    raise StoreFault(
        f"No store is known for {named}: use sqlite:///relative/file, sqlite:////absolute/file "
        "or memory:."
    )
