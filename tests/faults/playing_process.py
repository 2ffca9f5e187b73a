"""A program that plays as fast as it can: `python -m tests.faults.playing_process URL NAME`.

It plays a game of its own, called NAME, and the game SHARED, until its input ends. For each command
that happened it prints an `Acknowledged`, for each that was refused in its own game a `Refused`:
there is none unless a command was done twice. A store that is away is waited for.
"""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Awaitable, Callable, Iterator
from itertools import count
from typing import TypeVar

import msgspec
from msgspec import Struct

from domain.blocks.application import Application
from domain.blocks.committed import Committed
from domain.blocks.event_store import OutcomeUnknown, StoreAway, Where
from domain.blocks.messages import Command
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from domain.game.events import GameloopAdvanced
from domain.game.model import ROUTER
from persistence.back_off import back_off
from persistence.clock import SystemClock
from persistence.ids import OrderedIds
from persistence.open_store import open_store
from persistence.store import Store

T = TypeVar("T")

SHARED = "shared"
SIDE = 512
"""Tiles along each edge of a map."""

PATIENCE = 60.0
"""Seconds that a store may be away."""


class Acknowledged(Struct, frozen=True, tag=True):
    """A command that happened: its id, and the positions of its events."""

    command_id: str
    positions: list[int]


class Refused(Struct, frozen=True, tag=True):
    """A command that did not happen."""

    sentence: str


def own_game(name: str) -> Iterator[Command]:
    """Commands that are never refused when each is done once."""
    yield StartGame(name, width=SIDE, height=SIDE)
    ticks = count(1)
    for place in count():
        yield SpawnSite(name, f"{name}-{place}", 1, place, name, 3, 0)
        yield AdvanceGameloop(name, next(ticks))
        yield AdvanceGameloop(name, next(ticks))


async def patiently(work: Callable[[], Awaitable[T]]) -> T:
    """What the work comes to, once the store is there for it."""
    for pause in back_off(PATIENCE):
        try:
            return await work()
        except OutcomeUnknown:
            raise
        except StoreAway:
            await asyncio.sleep(pause)
    return await work()


def say(what: Acknowledged | Refused) -> None:
    print(msgspec.json.encode(what).decode(), flush=True)  # noqa: T201


class Player:
    """Plays under a name, until it is told that it is over."""

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._app = Application(ROUTER, store, OrderedIds(), SystemClock())
        self._name = name

    async def play(self, over: Callable[[], bool]) -> None:
        """Do one command after another."""
        for number, command in enumerate(own_game(self._name)):
            if over():
                return
            await self._do(command)
            await self._do(self._shared_site(number))
            await self._do(AdvanceGameloop(SHARED, await patiently(self._shared_tick) + 1))

    def _shared_site(self, number: int) -> Command:
        place = random.randrange(SIDE * SIDE)
        site = f"{self._name}-shared-{number}"
        return SpawnSite(SHARED, site, 1, place, self._name, 3, 0)

    async def _shared_tick(self) -> int:
        ticks = Where(game=SHARED, types=frozenset({GameloopAdvanced.__name__}))
        for last in await self._store.read(ticks, backward=True, limit=1):
            return msgspec.json.decode(last.data, type=GameloopAdvanced).tick
        return 0

    async def _do(self, command: Command) -> None:
        answer = await patiently(lambda: self._app.dispatch(command, self._name))
        if isinstance(answer, Committed):
            positions = [event.position for event in answer.recorded]
            say(Acknowledged(str(answer.recorded[0].correlation_id), positions))
        elif command.game_id != SHARED:
            say(Refused(answer.sentence))


async def main(url: str, name: str) -> None:
    store = await open_store(url)
    over = asyncio.create_task(asyncio.to_thread(sys.stdin.read))
    await Player(store, name).play(over.done)
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
