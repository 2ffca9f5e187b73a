"""The capacity screen: the store is measured once, and forecast for any rate."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from domain.blocks.capacity import Size, StoreSizes
from domain.blocks.event_store import NewEvent, StoreFault, StreamInfo
from domain.blocks.log_use import Effect, LogUse, Slot, TypeUse
from domain.blocks.replay import Progress
from lunar_tui.capacity import Capacity, Sample, read_capacity
from lunar_tui.capacity_tables import about_rebuild
from lunar_tui.screens.capacity import CapacityScreen
from lunar_tui.screens.title import TitleScreen
from lunar_tui.session import Observer
from lunar_tui.settings import Settings
from persistence.memory import MemoryEventStore
from tests.conformance.events import commit, new_id
from tests.lunar_tui.app_pilot import AppPilot, at_the_title, three_games
from tests.lunar_tui.snapshots import Snapshots

HOUR = 1_760_000_000 // 3600

MEASURED = Capacity(
    store="/moon.db",
    use=LogUse(
        events=10_100,
        cascades=1100,
        types=[
            TypeUse("ConstructionProgressed", 9000, 50, 1_620_000, 170, 190),
            TypeUse("GameloopAdvanced", 1000, 1, 60_000, 58, 62),
            TypeUse("SiteSpawned", 100, 100, 18_000, 175, 182),
        ],
        effects=[Effect("GameloopAdvanced", "ConstructionProgressed", 9000)],
        streams=101,
        longest=[StreamInfo("game-moon-[x]", 1001, 1, 10_100)],
        width=600,
        slots=[Slot(HOUR * 6 + n, 100 * (n % 7 + 1), 1) for n in range(30)],
    ),
    sizes=StoreSizes(
        log=[Size("events", 3_000_000), Size("causes", 200_000)],
        beside=[Size("snapshots", 40_000), Size("write-ahead log", 100_000)],
        free=50_000_000_000,
    ),
    place="redis",
    views=[Size("buildings", 25_000, "sampled"), Size("map", 15_000)],
    sample=Sample(10_100, 200_000.0, ()),
)


async def measured(app: AppPilot) -> CapacityScreen:
    """The screen with these measurements, over the title."""

    async def read(_: Observer) -> Capacity:
        return MEASURED

    screen = CapacityScreen(read, ascii_only=app.app._settings.ascii)
    app.app.push_screen(screen)
    await app.sees("Capacity", "Forecast for 2,020")
    return screen


async def test_it_opens_from_the_title_and_goes_back(store_url: str) -> None:
    await three_games(store_url)
    async with at_the_title(store_url, size=(100, 60)) as app:
        await app.press("y")
        await app.sees("Capacity", "log: events", "GameloopAdvanced", "Advice")
        await app.press("escape")
        await app.until(lambda: isinstance(app.screen, TitleScreen), "the title")


async def test_a_rate_is_forecast_as_it_is_typed(store_url: str) -> None:
    async with at_the_title(store_url, size=(100, 60)) as app:
        await measured(app)
        await app.press("e")
        await app.type("7200")
        await app.sees("Forecast for 7,200 events an hour")
        await app.press("escape")
        await app.sees("m Measure again")
        assert isinstance(app.screen, CapacityScreen)


async def test_measuring_can_be_given_up(store_url: str) -> None:
    stopped = threading.Event()

    def count(observe: Observer) -> None:
        while observe(Progress(1, 2, 1)):
            time.sleep(0.001)
        stopped.set()

    async def read(observe: Observer) -> Capacity | None:
        await asyncio.to_thread(count, observe)
        return None

    async with at_the_title(store_url) as app:
        app.app.push_screen(CapacityScreen(read, ascii_only=False))
        await app.sees("Measuring the log", "50%")
        await app.press("escape")
        await app.until(lambda: isinstance(app.screen, TitleScreen), "the title")
        assert stopped.is_set()


async def test_a_store_that_cannot_be_measured_says_why(store_url: str) -> None:
    async def read(_: Observer) -> Capacity:
        raise StoreFault("The store is away: look at its server.")

    async with at_the_title(store_url) as app:
        app.app.push_screen(CapacityScreen(read, ascii_only=False))
        await app.sees("The store is away: look at its server.")
        await app.until(lambda: isinstance(app.screen, TitleScreen), "the title")


async def test_rebuilds_of_what_nobody_knows_are_not_forecast() -> None:
    store = MemoryEventStore()
    newer = NewEvent(new_id(), "game-a", "Landed", 9, b"{}", new_id(), new_id(), "a")
    await store.append(commit(newer))
    found = await read_capacity(store, None)
    assert found
    assert found.sample is None
    assert "cannot be measured" in about_rebuild(found, None)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
@pytest.mark.parametrize("ascii_only", [False, True])
async def test_it_fits_into_the_terminal(
    store_url: str, size: tuple[int, int], ascii_only: bool
) -> None:
    settings = Settings(player="ann", ascii=ascii_only)
    async with at_the_title(store_url, settings, size=size) as app:
        await measured(app)
        await app.press("end")
        await app.sees("Advice", "endless: ", "game-moon-[x]")
        await app.press("home")
        await app.sees("biggest event", "disk full in", "log: events")
        assert ("█" in app.text) is not ascii_only


async def test_it_looks_as_it_did(store_url: str, snapshots: Snapshots) -> None:
    async with at_the_title(store_url, size=(120, 36)) as app:
        await measured(app)
        await snapshots.check("capacity-120x36", app)
