"""From a URL to a view store. Each is imported when it is wanted: drivers take their time."""

from __future__ import annotations

import asyncio
from pathlib import Path

from domain.blocks.event_store import StoreFault
from domain.blocks.view_store import ViewStore
from persistence.open_store import POSTGRES, sqlite_path
from persistence.views.memory import MemoryViewStore

_REDIS = ("redis://", "rediss://")


async def open_views(url: str, store_url: str) -> ViewStore:
    """The view store that the URL names: `memory`, `sql` (the log's own database) or another's.

    Raises `StoreFault`.
    """
    if url == "memory":
        return MemoryViewStore()
    if url.startswith(_REDIS):
        from persistence.views.redis import RedisViewStore  # noqa: PLC0415

        return await RedisViewStore.open(url)
    database = store_url if url == "sql" else url
    if database.startswith(POSTGRES):
        from persistence.postgres.address import Address  # noqa: PLC0415
        from persistence.views.databases import open_postgres  # noqa: PLC0415

        return await open_postgres(Address(database))
    if path := sqlite_path(database):
        from persistence.views.databases import open_sqlite  # noqa: PLC0415

        return await open_sqlite(await asyncio.to_thread(Path(path).absolute))
    scheme, colon, _ = url.partition(":")
    named = f"the URL given ({scheme}:...)" if colon else f"{url!r} with this store"
    raise StoreFault(
        f"Views cannot be kept in {named}: use memory, sql (the log's own database), "
        "redis://host:port/database, sqlite:///file or postgresql://user:password@host/database."
    )
