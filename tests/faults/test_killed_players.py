"""Players of one log who are killed at random moments lose nothing, and leave nothing by half."""

from __future__ import annotations

import asyncio
import random

from persistence.postgres.tasks import PostgresTasks
from tests.faults.load import KILLS, Load


async def test_what_was_acknowledged_is_in_the_log_once(postgres_schema: str) -> None:
    await PostgresTasks(postgres_schema).init()
    load = Load(postgres_schema)
    await load.begin(players=2, readers=2)
    for _ in range(KILLS):
        await asyncio.sleep(random.uniform(0, 0.3))
        await random.choice(load.alive).kill()
        await load.join()
        await load.moves()
    await load.end()
