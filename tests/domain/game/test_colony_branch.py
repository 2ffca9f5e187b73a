"""A branch of a game with a colony plays on as its source does, hazards and all."""

from __future__ import annotations

from collections.abc import Sequence

from domain.blocks.committed import Committed
from domain.blocks.event_store import Where
from domain.blocks.messages import Command
from domain.game.branches import branch_game
from domain.game.branching import Branch
from domain.game.commands import AdvanceGameloop, SpawnSite, StartScenario
from domain.game.events import GameBranched
from domain.game.model import ROUTER
from domain.game.sample_rules import SAMPLE_RULES
from persistence.memory import MemoryEventStore
from tests.playing import CountingIds, SteppingClock, application

GAME: Sequence[Command] = (
    StartScenario("g", "storm", 1, SAMPLE_RULES, player_id="ada"),
    SpawnSite("g", "dome", "habitat", 0, "ada", 2, 0),
    SpawnSite("g", "other", "habitat", 1, "ada", 2, 0),
    *(AdvanceGameloop("g", tick) for tick in range(1, 4)),
)
"""Up to a tick at which one habitat stands, and the other one is halted."""


async def test_a_branched_colony_plays_on_as_its_source() -> None:
    store, ids = MemoryEventStore(), CountingIds()
    game = application(store, ids)
    for command in GAME:
        assert isinstance(await game.dispatch(command), Committed)
    end = await store.game_head("g")
    branch = await branch_game(ROUTER, store, ids, SteppingClock(), Branch("b", "g", end))
    assert isinstance(branch, GameBranched)

    for tick in range(4, 10):
        for name in ("g", "b"):
            assert isinstance(await game.dispatch(AdvanceGameloop(name, tick)), Committed)

    source = [(e.type, e.data) for e in await store.read(Where(game="g"))]
    mine = (await store.read(Where(game="b")))[1:]
    suffix = f"~{branch.site_suffix}".encode()
    assert [(e.type, as_in_the_source(e.data, suffix)) for e in mine] == source
    assert sum(suffix in event.data for event in mine) > 20


def as_in_the_source(data: bytes, suffix: bytes) -> bytes:
    return data.replace(suffix, b"").replace(b'{"game_id":"b"', b'{"game_id":"g"')
