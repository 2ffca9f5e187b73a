"""All projections stem from events: drop any view, rebuild it, and it is equal, row for row."""

from hypothesis import given
from hypothesis import strategies as st

from domain.blocks.committed import Committed
from domain.blocks.event_store import Where
from domain.blocks.messages import Command
from domain.blocks.replay import Views, replay
from domain.blocks.view import View, differences, fold
from domain.game.commands import SpawnSite, StartGame
from domain.game.model import EVENT_TYPES, PROJECTORS
from persistence.memory import MemoryEventStore
from tests.playing import COMMANDS, application

GAME = Where(game="g1")


@given(COMMANDS, st.data())
async def test_a_rebuilt_view_equals_the_one_that_grew_live(
    commands: list[Command], data: st.DataObject
) -> None:
    store = MemoryEventStore()
    app = application(store)
    live = Views(PROJECTORS, EVENT_TYPES, GAME)
    for command in commands:
        answer = await app.dispatch(command)
        heard = command.game_id == "g1" and data.draw(st.booleans(), "heard live")
        if isinstance(answer, Committed) and heard and not live.committed(answer):
            await live.catch_up(store)
    await live.catch_up(store)
    for served in live.all.values():
        rebuilt = View(served.projector)
        await replay([rebuilt], store, EVENT_TYPES, GAME)
        assert list(differences(served, rebuilt)) == []
        assert rebuilt.rows == served.rows


@given(COMMANDS, st.integers(1, 7))
async def test_the_size_of_the_pages_changes_nothing(commands: list[Command], size: int) -> None:
    store = MemoryEventStore()
    app = application(store)
    for command in commands:
        await app.dispatch(command)
    for projector in PROJECTORS:
        whole, by_pages = View(projector), View(projector)
        await replay([whole], store, EVENT_TYPES, GAME)
        while (batch := await store.scan(GAME, after=by_pages.position, limit=size)).rows:
            fold([by_pages], batch, EVENT_TYPES)
        assert by_pages.rows == whole.rows


async def test_a_difference_is_found() -> None:
    store = MemoryEventStore()
    app = application(store)
    await app.dispatch(StartGame("g1"))
    await app.dispatch(SpawnSite("g1", "s", 1, 1, "px42", 2, 0))
    views = Views(PROJECTORS, EVENT_TYPES, GAME)
    await views.catch_up(store)
    served, rebuilt = views["buildings"], View(views["buildings"].projector)
    found = list(differences(served, rebuilt))
    assert [(d.key, d.rebuilt) for d in found] == [(("s",), None)]
