"""Games played at random, for the laws that hold for every game."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from hypothesis import strategies as st

from domain.blocks.application import Application
from domain.blocks.committed import Committed
from domain.blocks.decider import Rejected
from domain.blocks.event_store import EventStore
from domain.blocks.messages import Command
from domain.blocks.ports import Ids
from domain.game.commands import (
    AdvanceConstruction,
    AdvanceGameloop,
    SpawnBuilding,
    SpawnSite,
    StartGame,
    StopGame,
)
from domain.game.model import ROUTER

GAMES = st.sampled_from(("g1", "g2"))
SITES = st.sampled_from(("a", "b", "c"))
TICKS = st.integers(1, 4)
REACHED = st.sampled_from((0, 0, 0, 0, 0, 0, 1, -1))
"""Ticks that a game has mostly reached."""


def _site_of(game: str, site: str) -> str:
    return f"{game}-{site}"


SPAWNS = st.builds(
    lambda game, site, location, ticks, tick: SpawnSite(
        game, _site_of(game, site), 1 + location % 10, location, "px42", ticks, tick
    ),
    GAMES,
    SITES,
    st.integers(-1, 12),
    st.integers(0, 4),
    REACHED,
)
ADVANCES = st.builds(AdvanceGameloop, GAMES, TICKS)
WORK = st.builds(
    lambda game, site, tick, ticks: AdvanceConstruction(game, _site_of(game, site), tick, ticks),
    GAMES,
    SITES,
    REACHED,
    st.integers(0, 3),
)
BUILDS = st.builds(
    lambda game, site, tick: SpawnBuilding(game, _site_of(game, site), 1, 0, "px42", tick),
    GAMES,
    SITES,
    REACHED,
)
STARTS = st.builds(StartGame, GAMES)
STOPS = st.builds(StopGame, GAMES)

COMMANDS: st.SearchStrategy[list[Command]] = st.lists(
    st.one_of(*[SPAWNS] * 4, *[ADVANCES] * 4, *[WORK] * 3, BUILDS, STARTS, STOPS),
    max_size=30,
).map(lambda rest: [StartGame("g1"), StartGame("g2"), *rest])
"""Commands on two games, sensible ones and others."""


class CountingIds:
    """Ids 1, 2, 3, …, or those after `last`."""

    def __init__(self, last: int = 0) -> None:
        self._last = last

    def new(self) -> UUID:
        self._last += 1
        return UUID(int=self._last)


class SteppingClock:
    """Each look at it finds it a second later."""

    def __init__(self) -> None:
        self._now = 0

    def now(self) -> int:
        self._now += 1_000_000
        return self._now


def application(store: EventStore, ids: Ids | None = None) -> Application:
    """The game on this store, with ids and times that are the same each time."""
    return Application(ROUTER, store, ids or CountingIds(), SteppingClock())


async def play(store: EventStore, commands: Sequence[Command]) -> list[Committed | Rejected]:
    """Dispatch the commands in turn."""
    app = application(store)
    return [await app.dispatch(command) for command in commands]
