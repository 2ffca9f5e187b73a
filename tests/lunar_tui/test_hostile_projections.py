"""Sources that would take the machine, and states that would fill it, in the program's screens."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest

from domain.blocks.scripted.kept import Advance, Kept, State
from lunar_tui.elsewhere import run_elsewhere
from lunar_tui.screens.projection_editor import ProjectionEditor
from lunar_tui.screens.working import WorkingScreen
from persistence.open_store import open_store
from tests.conformance.events import commit, event
from tests.lunar_tui.app_pilot import AppPilot, at_the_title
from tests.lunar_tui.test_projection_screens import NAME, keep, projections, write
from tests.persistence.scripted.scripts import workshop
from tests.persistence.scripted.test_hostile import DOUBLING, ENDLESS, LAST, SOURCE

HOSTILE = {
    SOURCE.format(statement=ENDLESS): f"Event {LAST}, line 4: ",
    SOURCE.format(statement="x = range(1000000000000)"): f"Event {LAST}, line 4: ",
    SOURCE.format(statement=DOUBLING): f"Event {LAST}, line 6: ",
    SOURCE.format(statement="deeper(1)"): f"Event {LAST}, line 8: ",
    SOURCE.format(statement="fail('on purpose')"): f"Event {LAST}, line 4: on purpose",
}
AT_ONCE = {
    f"x = 1\n{ENDLESS}": "Line 2: ",
    "#" * 1_048_576: "Line 1: the source has 1,048,576 characters",
    "x = 1 # to fill it\n" * 60_000: "the source has 1,140,000 characters",
}
SLOW = """
def slow(state, event):
    x = [1 for a in range(2000000)]

from_all().when({"$any": slow})
"""
WELL = 'from_all().when({"$any": lambda state, event: {"seen": event.position}})\n'
PARTITIONS = 1000


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ids of all processes in which scripts are run."""
    begun: list[int] = []
    begin = asyncio.create_subprocess_exec

    async def noted(*arguments: Any, **options: Any) -> asyncio.subprocess.Process:
        started = await begin(*arguments, **options)
        begun.append(started.pid)
        return started

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)
    return begun


def left(processes: Sequence[int]) -> list[int]:
    """Those that are there still."""
    there = []
    for pid in processes:
        with suppress(ProcessLookupError):
            os.kill(pid, 0)
            there.append(pid)
    return there


async def until_all_ended(processes: Sequence[int]) -> None:
    async with asyncio.timeout(30):
        while left(processes):  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def fill(url: str) -> None:
    store = await open_store(url)
    await store.append(commit(*(event("a") for _ in range(LAST + 5))))
    await store.close()


async def open_editor(app: AppPilot, source: str) -> None:
    await projections(app)
    await app.press("n")
    await app.sees("A new projection")
    await app.press("enter")
    await app.sees("Reads account-ledger")
    await write(app, source)


async def test_hostile_sources_are_said_with_their_line_and_the_program_goes_on(
    store_url: str, processes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lunar_tui.screens.projection_editor.workshop", workshop)
    await fill(store_url)
    async with at_the_title(store_url) as app:
        await open_editor(app, WELL)
        for source, told in HOSTILE.items():
            await write(app, source)
            await app.sees("Reads all streams: 1,005 events")
            await app.press("f5")
            await app.sees(told, "n: 999")
        for source, told in AT_ONCE.items():
            await write(app, source)
            await app.sees(told)
        await write(app, WELL)
        await app.sees("Reads all streams: 1,005 events")
        await app.press("f5")
        await app.sees("1,005 events, to position 1,005", "seen: 1005")
    await until_all_ended(processes)


@pytest.mark.parametrize("leaving", ["cancelled", "closed"])
async def test_a_long_run_leaves_no_process_behind(
    store_url: str, processes: list[int], leaving: str
) -> None:
    await fill(store_url)
    async with at_the_title(store_url) as app:
        await open_editor(app, SLOW)
        await app.sees("Reads all streams: counting")
        await app.press("f5")
        await app.until(lambda: isinstance(app.screen, WorkingScreen), "the run")
        await app.until(lambda: bool(left(processes)), "its process")
        if leaving == "cancelled":
            await app.press("escape")
            await app.until(lambda: isinstance(app.screen, ProjectionEditor), "the editor")
            await app.press("escape", "y")
            await app.sees("There is none yet")
            await until_all_ended(processes)
    await until_all_ended(processes)


async def test_one_that_runs_ends_with_the_program(store_url: str, processes: list[int]) -> None:
    await fill(store_url)
    await keep(store_url, SLOW)
    async with at_the_title(store_url) as app:
        await app.until(lambda: bool(left(processes)), "its process")
    await until_all_ended(processes)


async def test_many_partitions_are_shown_in_portions_what_changed_first(store_url: str) -> None:
    await fill(store_url)
    await keep(store_url, 'from_all().partition_by(lambda event: "a").when({})', enabled=False)
    store = await open_store(store_url)
    kept = Kept(NAME, "", "continuous", generation=1)
    states = {f"p{number:03}": State('{"n":1}') for number in range(PARTITIONS)}
    assert await store.projections.advance(kept, Advance(1, states))
    async with at_the_title(store_url) as app:
        await projections(app)
        await app.sees("disabled")
        await app.press("enter")
        await app.sees("The state after event 1.", "p000")
        await app.press("end")
        await app.sees("p199", "800 more")
        await app.press("enter", "end")
        await app.sees("p399", "600 more")
        await app.press("home")
        kept = await store.projections.load(NAME)
        assert await store.projections.advance(kept, Advance(2, {"p777": State('{"n":2}')}))
        await app.sees("Marked is what event 2 changed", "p777", "~ n: 2")
    await store.close()


async def test_work_elsewhere_ends_with_whoever_waits_for_it() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    async def work() -> None:
        loop.call_soon_threadsafe(begun.set)
        try:
            await asyncio.Event().wait()
        finally:
            loop.call_soon_threadsafe(ended.set)

    waiting = asyncio.create_task(run_elsewhere(work))
    async with asyncio.timeout(30):
        await begun.wait()
        waiting.cancel()
        await ended.wait()
    await asyncio.wait([waiting])
    assert waiting.cancelled()
