from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Static

from domain.blocks.event_store import (
    EVERYTHING,
    EventStore,
    Marks,
    RecordedEvent,
    StoreFault,
    Where,
)
from domain.game.events import GameStarted
from domain.game.model import EVENT_TYPES
from lunar_tui.event_looks import LOOKS
from lunar_tui.sentences import Narrator
from lunar_tui.widgets.event_list import EventList
from lunar_tui.widgets.log_pane import LogPane
from persistence.memory import MemoryEventStore
from tests.lunar_tui.log_examples import GAME, WIDTH, add, add_raw, progress, tick


class PaneApp(App[None]):
    def __init__(self, store: EventStore, *, ascii_only: bool = False) -> None:
        super().__init__()
        self.pane = LogPane(
            store, Narrator(EVENT_TYPES, WIDTH), Where(game=GAME), ascii_only=ascii_only
        )
        self.opened: list[RecordedEvent] = []

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_log_pane_event_chosen(self, message: LogPane.EventChosen) -> None:
        self.opened.append(message.event)

    @property
    def events(self) -> EventList:
        return self.pane.query_one(EventList)

    def lines(self) -> list[str]:
        """What the list shows."""
        return [self.events.render_line(y).text.rstrip() for y in range(self.events.size.height)]

    def head(self) -> str:
        return str(self.pane.query_one("#log-head", Static).visual)

    def waiting(self) -> str:
        line = self.pane.query_one("#log-waiting", Static)
        return str(line.visual) if line.display else ""


@asynccontextmanager
async def shown(
    store: EventStore, size: tuple[int, int] = (80, 12), *, ascii_only: bool = False
) -> AsyncIterator[tuple[PaneApp, Pilot[None]]]:
    app = PaneApp(store, ascii_only=ascii_only)
    async with app.run_test(size=size) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        yield app, pilot


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Wait for what must come about; the test runner's patience ends a wait in vain."""
    for _ in range(500):
        await pilot.pause(0.01)
        if true():
            return
    raise AssertionError("It did not come about.")


async def store_of_ticks(count: int) -> MemoryEventStore:
    store = MemoryEventStore()
    await add(store, *(tick(n) for n in range(1, count + 1)))
    return store


async def test_an_empty_log_says_so_until_something_happens() -> None:
    store = MemoryEventStore()
    async with shown(store) as (app, pilot):
        assert app.lines()[0] == " Nothing has happened yet."
        app.pane.committed(await add(store, tick(1)))
        await until(pilot, lambda: app.lines()[0] == " 1  1  · Tick 1 passed")
        assert app.head() == "1 event"


async def test_it_opens_at_the_end_and_follows() -> None:
    store = await store_of_ticks(1234)
    async with shown(store) as (app, pilot):
        assert app.head() == "1,234 events"
        assert app.lines()[-1] == " 1234  1234  · Tick 1234 passed"
        app.pane.committed(await add(store, tick(1235), tick(1236)))
        await until(pilot, lambda: app.lines()[-1].endswith("Tick 1236 passed"))
        assert app.head() == "1,236 events"
        assert app.waiting() == ""


async def test_scrolled_up_it_holds_still_and_counts_until_end() -> None:
    store = await store_of_ticks(1000)
    async with shown(store) as (app, pilot):
        app.events.scroll_to(y=500, animate=False)
        await until(pilot, lambda: app.lines()[0].endswith("Tick 501 passed"))
        before = app.lines()
        app.pane.committed(await add(store, tick(1001), tick(1002), tick(1003)))
        await until(pilot, lambda: app.waiting() == "3 new events below - End to follow")
        assert app.lines() == before[: len(app.lines())]
        await pilot.press("end")
        await until(pilot, lambda: app.lines()[-1].endswith("Tick 1003 passed"))
        assert app.waiting() == ""


async def test_a_selected_event_stays_selected_and_in_its_place() -> None:
    store = await store_of_ticks(100)
    async with shown(store) as (app, pilot):
        await pilot.press("up", "up", "up")
        top = app.lines()[0]
        app.pane.committed(await add(store, *(tick(n) for n in range(101, 120))))
        await until(pilot, lambda: app.waiting().startswith("19 new events"))
        assert app.lines()[0] == top
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.opened))
        assert app.opened[0].position == 98


async def test_keys_move_through_the_whole_log() -> None:
    store = await store_of_ticks(1000)
    async with shown(store) as (app, pilot):
        await pilot.press("home")
        await until(pilot, lambda: app.lines()[0].endswith("Tick 1 passed"))
        await pilot.press("pagedown", "down", "enter")
        await until(pilot, lambda: bool(app.opened))
        assert app.opened[0].position == 1 + (app.events.size.height - 1) + 1
        await pilot.press("pageup", "up", "up", "enter")
        await until(pilot, lambda: len(app.opened) == 2)
        assert app.opened[1].position == 1


def _is_at(app: PaneApp, place: int) -> bool:
    return app.lines()[0].endswith(f"Tick {place + 1} passed")


async def test_an_event_far_out_of_sight_opens_too() -> None:
    store = await store_of_ticks(5000)
    async with shown(store) as (app, pilot):
        await pilot.press("home")
        for place in (1000, 2000, 3000, 4000):
            app.events.scroll_to(y=place, animate=False)
            await until(pilot, partial(_is_at, app, place))
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.opened))
        assert app.opened[0].position == 1


async def test_a_click_selects_and_a_double_click_opens() -> None:
    store = await store_of_ticks(100)
    async with shown(store) as (app, pilot):
        assert await pilot.click(EventList, offset=(5, 0))
        assert app.events.selected is not None
        assert not app.opened
        assert await pilot.double_click(EventList, offset=(5, 2))
        await until(pilot, lambda: bool(app.opened))
        first = app.events.scroll_offset.y + 1
        assert app.opened[0].position == first + 2


async def test_the_types_chosen_filter_what_is_there_and_what_comes() -> None:
    store = MemoryEventStore()
    await add(store, *(tick(n) if n % 2 else progress("s1", n) for n in range(1, 2001)))
    wanted = [*LOOKS].index("ConstructionProgressed")
    async with shown(store) as (app, pilot):
        await pilot.press("f", *["down"] * wanted, "space")
        await until(pilot, lambda: "1,000 of 2,000 events" in app.head())
        assert "ConstructionProgressed" in app.head()
        await pilot.press("f")
        app.pane.committed(await add(store, tick(2001), progress("s2", 2001), tick(2002)))
        last = "Site Solar array #s2 at 0,0: 1 of 12 ticks"
        await until(pilot, lambda: app.lines()[-1].endswith(last))
        assert all("Site Solar array #" in line for line in app.lines())
        assert "1,001 of 2,003 events" in app.head()
        await pilot.press("escape")
        await until(pilot, lambda: app.head() == "2,003 events")


async def test_text_filters_and_escape_takes_it_back() -> None:
    store = MemoryEventStore()
    await add(store, *(progress(f"s{n}", n) for n in range(1, 101)))
    async with shown(store) as (app, pilot):
        await pilot.press("slash", *"S42")
        await until(pilot, lambda: app.head() == '1 of 100 events "S42"')
        assert "Site Solar array #s42 at 0,0" in app.lines()[0]
        await pilot.press("enter")
        assert app.focused is app.events
        await pilot.press("escape")
        await until(pilot, lambda: app.head() == "100 events")
        assert app.lines()[-1].startswith(" 100")


async def test_an_event_that_was_found_stays_selected_among_the_others() -> None:
    store = MemoryEventStore()
    await add(store, *(progress(f"s{n}", n) for n in range(1, 2001)))
    async with shown(store) as (app, pilot):
        await pilot.press("slash", *"s777", "enter")
        await until(pilot, lambda: app.head().startswith("1 of"))
        await pilot.press("up", "escape")
        await until(pilot, lambda: app.head() == "2,000 events")
        assert any("#s777 " in line for line in app.lines())
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.opened))
        assert app.opened[0].position == 777


async def test_a_place_on_the_map_can_be_looked_for() -> None:
    store = MemoryEventStore()
    await add(store, *(progress(f"s{x}", 1, x, y=2) for x in range(40)))
    async with shown(store) as (app, pilot):
        await pilot.press("slash", *"17,2")
        await until(pilot, lambda: "17,2" in app.lines()[0] and not app.lines()[1])


async def test_no_match_says_what_was_looked_for() -> None:
    async with shown(await store_of_ticks(10)) as (app, pilot):
        await pilot.press("slash", *"[b]zzz")
        await until(pilot, lambda: 'No event matches "[b]zzz". Look for' in app.lines()[0])


async def test_what_looks_like_markup_or_steers_a_terminal_shows_harmless() -> None:
    store = MemoryEventStore()
    await add_raw(store, ("Note[red]", b'{"text":"[robot-7] [/] \x1b[31m \xff"}'))
    async with shown(store) as (app, _):
        assert app.lines()[0].endswith('? Note[red] {"text":"[robot-7] [/] �[31m �"}')


async def test_wide_characters_and_narrow_panes_fit() -> None:
    store = MemoryEventStore()
    await add(store, progress("月月月月", 1), tick(2), progress("a-long-id", 3, x=17, y=4))
    for width in (12, 30, 31, 120):
        async with shown(store, (width, 8)) as (app, _):
            strips = [app.events.render_line(y) for y in range(3)]
            assert {strip.cell_length for strip in strips} == {width}
            assert ("…" in strips[2].text) == (width < 45)
    async with shown(store, (30, 8), ascii_only=True) as (app, _):
        assert app.lines()[2].isascii()
        assert app.lines()[2].endswith("~")


async def test_the_list_redraws_seldom_however_fast_events_come() -> None:
    elsewhere = MemoryEventStore()
    async with shown(MemoryEventStore()) as (app, pilot):
        sizes: list[int] = []
        app.pane.watch(app.events, "virtual_size", lambda size: sizes.append(size.height))
        sizes.clear()
        recorded = await add(elsewhere, *(tick(n) for n in range(8000)))
        for start in range(0, 8000, 16):
            app.pane.committed(recorded[start : start + 16])
        await until(pilot, lambda: app.head() == "8,000 events")
        assert sizes == [16, 8000]


class _Gated(MemoryEventStore):
    """A store that counts by text only when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.counted: list[str] = []

    async def marks(self, where: Where = EVERYTHING, *, every: int = 256) -> Marks:
        if where.text:
            self.counted.append(where.text)
            await self.gate.wait()
        return await super().marks(where, every=every)


async def test_counting_shows_and_an_answer_to_an_old_question_is_dropped() -> None:
    store = _Gated()
    await add(store, *(progress(f"s{n}", n) for n in range(1, 101)))
    async with shown(store) as (app, pilot):
        await pilot.press("slash", *"s99")
        await until(pilot, lambda: app.head() == 'Counting… of 100 events "s99"')
        assert app.lines()[-1].startswith(" 100")
        app.pane.committed(await add(store, progress("s99", 101)))
        store.gate.set()
        await until(pilot, lambda: app.head() == '2 of 101 events "s99"')
        assert store.counted == ["s", "s99"]


class _Flaky(MemoryEventStore):
    """A store whose disk may be away for a while."""

    away = False

    async def read(
        self,
        where: Where = EVERYTHING,
        *,
        after: int | None = None,
        upto: int | None = None,
        limit: int = 1000,
        backward: bool = False,
    ) -> Sequence[RecordedEvent]:
        if self.away:
            raise StoreFault("The store is away.")
        return await super().read(where, after=after, upto=upto, limit=limit, backward=backward)


async def test_a_fault_is_a_sentence_in_the_pane_and_can_be_tried_again() -> None:
    store = _Flaky()
    await add(store, *(tick(n) for n in range(1, 2001)))
    async with shown(store) as (app, pilot):
        store.away = True
        await pilot.press("home")
        await until(pilot, lambda: app.lines()[0] == " The store is away. Press r to try again.")
        store.away = False
        await pilot.press("r")
        await until(pilot, lambda: app.lines()[0].endswith("Tick 1 passed"))


async def test_a_fault_at_the_start_is_told_too() -> None:
    store = _Flaky()
    await add(store, tick(1))
    store.away = True
    async with shown(store) as (app, pilot):
        assert app.lines()[0] == " The store is away. Press r to try again."
        store.away = False
        await pilot.press("r")
        await until(pilot, lambda: app.lines()[0].endswith("Tick 1 passed"))


async def test_resizing_keeps_the_end_in_sight() -> None:
    async with shown(await store_of_ticks(300), (80, 30)) as (app, pilot):
        for size in ((60, 10), (100, 40), (30, 5)):
            await pilot.resize_terminal(*size)
            await until(pilot, lambda: app.lines()[-1].endswith("Tick 300 passed"))


async def test_an_event_of_no_tick_leaves_the_column_of_ticks_free() -> None:
    store = MemoryEventStore()
    started = GameStarted(GAME, "Base", "ann", WIDTH, 16, 7, ())
    async with shown(store) as (app, pilot):
        app.pane.committed(await add(store, progress("s", 0)))
        await until(pilot, lambda: len(app.lines()[0].split("  ")) == 3)
        app.pane.committed(await add(store, started))
        await until(pilot, lambda: "began" in app.lines()[1])
        assert [line[:8] for line in app.lines()[:2]] == [" 1  0  ►", " 2     ◆"]
