"""One flow per process manager instance."""

from hypothesis import given

from domain.blocks.event_store import Where
from domain.blocks.messages import Command
from domain.game.commands import StartGame
from domain.game.events import ConstructionCompleted, SiteSpawned
from domain.game.process_managers.construction import construction
from domain.game.process_managers.game_loop_manager import game_loop_manager
from persistence.memory import MemoryEventStore
from tests.playing import COMMANDS, play


@given(COMMANDS)
async def test_a_game_is_the_same_whatever_goes_on_in_another(commands: list[Command]) -> None:
    together, alone = MemoryEventStore(), MemoryEventStore()
    await play(together, commands)
    await play(alone, [StartGame("g2"), *(c for c in commands if c.game_id == "g1")])
    mine = Where(game="g1")
    log = [(e.stream, e.version, e.type, e.data) for e in await together.read(mine)]
    assert log == [(e.stream, e.version, e.type, e.data) for e in await alone.read(mine)]


def test_each_site_has_a_flow_of_its_own() -> None:
    one = SiteSpawned("g", "one", 1, 1, "px42", 2, 0)
    other = SiteSpawned("g", "other", 1, 2, "px42", 2, 0)
    assert construction.correlate(one) != construction.correlate(other)


def test_each_game_has_a_flow_of_its_own() -> None:
    one = ConstructionCompleted("g", "s", 1, 1, "px42", 2)
    other = ConstructionCompleted("h", "s", 1, 1, "px42", 2)
    assert game_loop_manager.correlate(one) != game_loop_manager.correlate(other)
