"""Projectors share nothing with each other."""

from hypothesis import given

from domain.blocks.event_store import Where
from domain.blocks.messages import Command
from domain.blocks.replay import Views, replay
from domain.blocks.view import View
from domain.game.model import EVENT_TYPES, PROJECTORS
from persistence.memory import MemoryEventStore
from tests.laws.imports import imports, modules
from tests.playing import COMMANDS, play


def test_no_projector_imports_another() -> None:
    for module in modules("domain.game.projectors"):
        assert not [name for name in imports(module) if name.startswith("domain.game.projectors")]


def test_no_two_have_a_row_type_or_a_name_in_common() -> None:
    assert len({projector.row for projector in PROJECTORS}) == len(PROJECTORS)
    assert len({projector.name for projector in PROJECTORS}) == len(PROJECTORS)


@given(COMMANDS)
async def test_a_view_is_the_same_with_and_without_the_others(commands: list[Command]) -> None:
    store = MemoryEventStore()
    await play(store, commands)
    together = Views(PROJECTORS, EVENT_TYPES, Where(games_only=True))
    await together.catch_up(store)
    for projector in PROJECTORS:
        alone = View(projector)
        await replay([alone], store, EVENT_TYPES, Where(games_only=True))
        assert alone.rows == together[projector.name].rows
