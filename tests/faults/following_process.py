"""A program that follows a store: `python -m tests.faults.following_process URL NAME N`.

It ends after N events, and prints the position and the digest of each as soon as it has taken it.
"""

from __future__ import annotations

import asyncio
import sys

from domain.blocks.event_store import RecordedEvent
from persistence.open_store import open_store
from persistence.subscriber import Subscriber, one_by_one


async def main(url: str, name: str, events: int) -> None:
    store = await open_store(url, create=False)
    taken = 0

    async def tell(event: RecordedEvent) -> None:
        nonlocal taken
        print(event.position, event.digest.hex())  # noqa: T201
        taken += 1
        if taken == events:
            subscriber.end()

    subscriber = Subscriber(name, store, one_by_one(tell))
    await subscriber.run()
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
