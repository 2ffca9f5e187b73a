from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Log, Static

from domain.blocks.event_store import EventStore, RecordedEvent
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from domain.game.model import EVENT_TYPES
from lunar_tui.screens.event import EventScreen
from lunar_tui.sentences import Narrator
from lunar_tui.widgets.event_list import EventList
from persistence.memory import MemoryEventStore
from tests.lunar_tui.log_examples import GAME, WIDTH, add_raw, dispatch

SITES = 3


class EventApp(App[None]):
    def __init__(self, store: EventStore, event: RecordedEvent) -> None:
        super().__init__()
        self._store = store
        self._event = event

    async def on_mount(self) -> None:
        narrator = Narrator(EVENT_TYPES, WIDTH)
        await self.push_screen(EventScreen(self._event, self._store, narrator))

    def text(self, selector: str) -> str:
        return str(self.screen.query_one(selector, Static).visual)

    def relatives(self, selector: str) -> list[str]:
        shown = self.screen.query_one(selector, EventList)
        return [shown.render_line(y).text.rstrip() for y in range(shown.virtual_size.height)]

    @property
    def position(self) -> int:
        assert isinstance(self.screen, EventScreen)
        return self.screen.event.position


@asynccontextmanager
async def shown(
    store: EventStore, event: RecordedEvent, size: tuple[int, int] = (100, 40)
) -> AsyncIterator[tuple[EventApp, Pilot[None]]]:
    app = EventApp(store, event)
    async with app.run_test(size=size) as pilot:
        await settle(app, pilot)
        yield app, pilot


async def settle(app: EventApp, pilot: Pilot[None]) -> None:
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()


async def game() -> tuple[MemoryEventStore, list[RecordedEvent]]:
    store = MemoryEventStore()
    recorded = await dispatch(
        store,
        StartGame(GAME, player_id="ann", width=WIDTH, height=32),
        AdvanceGameloop(GAME, 1),
        *(SpawnSite(GAME, f"s{n}", 1, n, "ann", 1, 1) for n in range(SITES)),
        AdvanceGameloop(GAME, 2),
    )
    return store, recorded


def of_type(recorded: list[RecordedEvent], name: str) -> list[RecordedEvent]:
    return [event for event in recorded if event.type == name]


async def test_it_shows_the_event_whole() -> None:
    store, recorded = await game()
    event = of_type(recorded, "BuildingSpawned")[0]
    async with shown(store, event) as (app, _):
        assert app.text("#event-title") == "■ Building Solar array #s0 at 0,0: stands ready"
        facts = app.text("#event-facts") + app.text("#event-proof")
        for fact in (
            str(event.position),
            "bldg-s0, version 1",
            "BuildingSpawned, schema 1",
            "12:00:00 UTC",
            "ann",
            str(event.event_id),
            f"{event.command_id} from a process manager",
            str(event.causation_id),
            str(event.correlation_id),
            event.digest.hex(),
        ):
            assert fact in facts
        lines = app.screen.query_one(Log).lines
        assert '  "site_id": "s0",' in lines
        assert not any(line.startswith("As ") for line in lines)


async def test_an_event_of_an_old_schema_is_shown_as_stored_and_as_read() -> None:
    store = MemoryEventStore()
    (event,) = await add_raw(
        store, ("GameStopped", b'{"game_id":"g1","tick":3,"reason":"the end"}'), schema=1
    )
    async with shown(store, event) as (app, _):
        assert app.text("#event-title") == "◇ Game ended: the end"
        assert "GameStopped, schema 1" in app.text("#event-facts")
        stored = ["{", '  "game_id": "g1",', '  "tick": 3,', '  "reason": "the end"', "}"]
        read = [*stored[:3], '  "reason": "the end",', '  "player_id": ""', "}"]
        assert app.screen.query_one(Log).lines == [
            "As stored, schema 1",
            *stored,
            "As read, schema 2",
            *read,
        ]


async def test_one_walks_to_the_cause_and_back() -> None:
    store, recorded = await game()
    building = of_type(recorded, "BuildingSpawned")[1]
    completed = of_type(recorded, "ConstructionCompleted")[1]
    async with shown(store, building) as (app, pilot):
        assert app.text("#event-caused") == "Caused no other event"
        (cause,) = app.relatives("#event-cause")
        assert cause.endswith("Site Solar array #s1 at 1,0: all work done")
        await pilot.press("enter")
        await settle(app, pilot)
        assert app.position == completed.position
        await pilot.press("backspace")
        await settle(app, pilot)
        assert app.position == building.position
        await pilot.press("backspace")
        assert app.position == building.position


async def test_one_walks_down_to_what_it_caused() -> None:
    store, recorded = await game()
    second_tick = of_type(recorded, "GameloopAdvanced")[1]
    async with shown(store, second_tick) as (app, pilot):
        assert app.text("#event-caused-by") == "Caused by a command from outside"
        assert "from outside" in app.text("#event-proof")
        assert app.text("#event-caused") == "Caused 6 events"
        assert len(app.relatives("#event-effects")) == 6
        await pilot.double_click("#event-effects", offset=(5, 2))
        await settle(app, pilot)
        progressed = of_type(recorded, "ConstructionProgressed")[1]
        assert app.position == progressed.position
        assert len(app.relatives("#event-cause")) == 1


async def test_escape_leaves_from_anywhere() -> None:
    store, recorded = await game()
    async with shown(store, recorded[-1]) as (app, pilot):
        await pilot.press("enter")
        await settle(app, pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, EventScreen)


async def test_hostile_data_shows_harmless() -> None:
    store = MemoryEventStore()
    (event,) = await add_raw(store, ("Odd[red]", b"{}"))
    hostile = msgspec.structs.replace(
        event, data=b"\x1b[2J[robot-7]\n\xff", player="[/b]\x07", recorded_at=2**62
    )
    async with shown(store, hostile) as (app, _):
        assert app.text("#event-title") == "? Odd[red] �[2J[robot-7]��"
        assert app.screen.query_one(Log).lines[:2] == ["�[2J[robot-7]", "�"]
        assert "[/b]�" in app.text("#event-facts")


async def test_a_fault_is_told_and_the_event_stays() -> None:
    store, recorded = await game()
    await store.close()
    async with shown(store, recorded[-1]) as (app, _):
        assert "closed" in app.text("#event-caused-by")
        assert app.text("#event-title").endswith("stands ready")


async def test_small_terminals_show_the_family_too() -> None:
    store, recorded = await game()
    tick = of_type(recorded, "GameloopAdvanced")[1]
    async with shown(store, tick, (60, 20)) as (app, _):
        effects = app.screen.query_one("#event-effects")
        assert effects.size.height >= 3
        assert app.screen.region.contains_region(effects.region)
