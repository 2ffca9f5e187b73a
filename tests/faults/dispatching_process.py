"""A program that plays in many games: `python -m tests.faults.dispatching_process URL NUMBER N`.

It is one of several with numbers from 0, and dispatches N commands: the clock of some games is its
own, in all others it begins sites. It prints the last position of each command's events as soon as
they are acknowledged.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from itertools import count, islice

from domain.blocks.application import Application, TooBusy
from domain.blocks.committed import Committed
from domain.blocks.decider import Rejected
from domain.blocks.messages import Command
from domain.game.commands import AdvanceGameloop, SpawnSite
from domain.game.model import ROUTER
from persistence.clock import SystemClock
from persistence.ids import OrderedIds
from persistence.open_store import open_store

PROGRAMS = 8
GAMES = 10


def commands(number: int) -> Iterator[Command]:
    """What a program asks for, endlessly: a command in each game in turn. All can be done."""
    for turn in count():
        for game in range(GAMES):
            if game % PROGRAMS == number:
                yield AdvanceGameloop(f"g{game}", turn + 1)
            else:
                site, tile = f"g{game}-{number}-{turn}", PROGRAMS * turn + number
                yield SpawnSite(f"g{game}", site, 1, tile, f"p{number}", 1, 0)


async def done(application: Application, command: Command) -> Committed | Rejected:
    """Dispatch the command until others let it through."""
    while True:
        try:
            return await application.dispatch(command)
        except TooBusy:
            continue


async def main(url: str, number: int, commands_in_all: int) -> None:
    store = await open_store(url, create=False)
    application = Application(ROUTER, store, OrderedIds(), SystemClock())
    for command in islice(commands(number), commands_in_all):
        answer = await done(application, command)
        assert isinstance(answer, Committed), answer
        print(answer.recorded[-1].position, flush=True)  # noqa: T201
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
