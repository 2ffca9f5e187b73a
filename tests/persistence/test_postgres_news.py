"""What one program appends wakes those who listen in another."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import asyncpg

from domain.blocks.event_store import RecordedEvent
from persistence.postgres import PostgresEventStore
from persistence.postgres.tasks import PostgresTasks
from tests.conformance.events import commit, event
from tests.servers import Server


async def opened(url: str) -> PostgresEventStore:
    await PostgresTasks(url).init()
    return await PostgresEventStore.open(url)


async def test_others_are_woken_and_those_here_are_told(postgres_url: str) -> None:
    here, there = await opened(postgres_url), await opened(postgres_url)
    elsewhere = await opened(f"{postgres_url}?schema=elsewhere")
    woken = asyncio.Event()
    heard: list[Sequence[RecordedEvent]] = []

    def hear(events: Sequence[RecordedEvent]) -> None:
        heard.append(events)
        woken.set()

    with here.news.told_to(hear):
        await woken.wait()
        recorded = await here.append(commit(event("a")))
        await elsewhere.append(commit(event("a"), event("a"), event("a")))
        woken.clear()
        await there.append(commit(event("b")))
        await woken.wait()
    assert heard == [(), recorded, ()]
    for store in (here, there, elsewhere):
        await store.close()


async def test_those_who_listen_are_woken_again_after_the_server_was_away(
    own_postgres: Server,
) -> None:
    store = await opened(own_postgres.url)
    woken = asyncio.Event()
    with store.news.told_to(lambda _: woken.set()):
        await woken.wait()
        own_postgres.kill()
        own_postgres.start()
        woken.clear()
        await woken.wait()
        woken.clear()
        other = await asyncpg.connect(own_postgres.url)
        await other.execute("NOTIFY lunar_public, '7'")
        await other.close()
        await woken.wait()
    await store.close()
