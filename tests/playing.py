"""Games played at random, for the laws that hold for every game."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
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
    CancelSite,
    ChangePriority,
    DemolishBuilding,
    RepairBuilding,
    SpawnBuilding,
    SpawnSite,
    StartGame,
    StartScenario,
    StopGame,
    SurveyTile,
    SwitchBuilding,
)
from domain.game.model import ROUTER
from domain.game.sample_rules import SAMPLE_RULES

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

SANDBOX_COMMANDS: st.SearchStrategy[list[Command]] = st.lists(
    st.one_of(*[SPAWNS] * 4, *[ADVANCES] * 4, *[WORK] * 3, BUILDS, STARTS, STOPS),
    max_size=30,
).map(lambda rest: [StartGame("g1"), StartGame("g2"), *rest])
"""Commands on two games, sensible ones and others."""

ORDERS = st.builds(
    lambda site, kind, location: SpawnSite(
        "g1", _site_of("g1", site), kind, location, "px42", 2, 0
    ),
    SITES,
    st.sampled_from(("habitat", "landing-pad", "excavator", "smelter")),
    st.integers(0, 4),
)
WISHES = st.builds(
    lambda wish, site: wish("g1", _site_of("g1", site), player_id="px42", tick=0),
    st.sampled_from(
        (
            CancelSite,
            RepairBuilding,
            DemolishBuilding,
            partial(ChangePriority, priority=1),
            partial(SwitchBuilding, on=False),
            partial(SwitchBuilding, on=True),
        )
    ),
    SITES,
)
SURVEYS = st.builds(
    lambda location: SurveyTile("g1", location, "px42", 0),
    st.integers(-1, 12).map(lambda n: 16 * n),
)
NEXT_TICKS = st.integers(1, 3)

COLONY_COMMANDS: st.SearchStrategy[list[Command]] = st.lists(
    st.one_of(*[ORDERS] * 3, *[WISHES] * 2, *[NEXT_TICKS] * 4, SURVEYS, WORK, ADVANCES), max_size=25
).map(lambda rest: [*_colony(), *_in_turn(rest)])
"""Commands on a colony over which hazards come soon, and on the sandbox."""


def _colony() -> list[Command]:
    return [StartScenario("g1", "storm", 1, SAMPLE_RULES), StartGame("g2")]


def _in_turn(steps: Sequence[Command | int]) -> Iterator[Command]:
    """The commands, with so many ticks in place of each number."""
    tick = 0
    for step in steps:
        if isinstance(step, int):
            yield from (AdvanceGameloop("g1", tick + n) for n in range(1, step + 1))
            tick += step
        else:
            yield step


COMMANDS = st.one_of(SANDBOX_COMMANDS, COLONY_COMMANDS)
"""Commands on two games, of which the first may be a colony."""


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
