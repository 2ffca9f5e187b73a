"""A program that follows a store: `python -m tests.persistence.subscribing_process URL NAME`.

It prints the position of every event as soon as it has taken it, until it is killed.
"""

from __future__ import annotations

import asyncio
import sys

from domain.blocks.event_store import RecordedEvent
from persistence.open_store import open_store
from persistence.subscriber import Subscriber, one_by_one


async def tell(event: RecordedEvent) -> None:
    print(event.position, flush=True)  # noqa: T201


async def main(url: str, name: str) -> None:
    store = await open_store(url, create=False)
    await Subscriber(name, store, one_by_one(tell)).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
