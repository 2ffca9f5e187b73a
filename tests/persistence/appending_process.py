"""A program that appends to a store: `python -m tests.persistence.appending_process URL NAME N`.

It makes N commits of 7 events, all to the stream "shared" and one named after it, and prints the
last position of each as soon as it is acknowledged.
"""

from __future__ import annotations

import asyncio
import sys

from persistence.open_store import open_store
from tests.conformance.events import commit, event

EVENTS = 7


async def main(url: str, name: str, commits: int) -> None:
    store = await open_store(url)
    for _ in range(commits):
        streams = [name, *["shared"] * (EVENTS - 1)]
        recorded = await store.append(commit(*map(event, streams), player=name))
        print(recorded[-1].position, flush=True)  # noqa: T201
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
