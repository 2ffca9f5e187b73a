"""A PostgreSQL server that is killed at random moments under load loses and repeats nothing."""

from __future__ import annotations

import asyncio
import random

from persistence.postgres.tasks import PostgresTasks
from tests.faults.load import KILLS, Load
from tests.servers import Server


async def test_those_who_play_go_on_by_themselves(own_postgres: Server) -> None:
    await PostgresTasks(own_postgres.url).init()
    load = Load(own_postgres.url)
    await load.begin(players=3, readers=2)
    for _ in range(KILLS):
        await asyncio.sleep(random.uniform(0, 0.3))
        await asyncio.to_thread(own_postgres.kill)
        await asyncio.to_thread(own_postgres.start)
        await load.moves()
    await load.end()
