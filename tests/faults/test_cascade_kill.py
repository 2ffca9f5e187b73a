"""Killed at every await of a cascade, the program loses nothing of it and repeats nothing.

Process managers run inside the command's transaction: their effect is there whole, or not at all.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

from domain.blocks.committed import Committed
from domain.blocks.event_store import RecordedEvent
from domain.game.commands import StartGame
from persistence.sqlite import SqliteEventStore
from tests.conformance.events import assert_whole, whole_log
from tests.domain.game.examples import advance, spawn
from tests.faults.killed_dispatch import dispatch
from tests.playing import play

ROOT = Path(__file__).parents[2]

CASCADE = [
    "GameloopAdvanced",
    "ConstructionProgressed",
    "ConstructionCompleted",
    "ConstructionProgressed",
    "ConstructionProgressed",
    "ConstructionCompleted",
    "BuildingSpawned",
    "BuildingSpawned",
]


async def prepare(path: Path) -> list[RecordedEvent]:
    """A game whose next tick completes two of its three sites; its log."""
    store = await SqliteEventStore.open(path)
    sites = (spawn("a", 1, ticks=2), spawn("b", 2, ticks=1), spawn("c", 3, ticks=9))
    await play(store, [StartGame("g"), advance(1), sites[0], sites[2], advance(2), sites[1]])
    log = await whole_log(store)
    await store.close()
    return log


def dispatch_and_kill(folder: Path) -> int:
    """Kill the next tick at every point; how many there were."""
    program = [sys.executable, "-m", "tests.faults.killed_dispatch", str(folder)]
    return int(subprocess.run(program, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)


async def go_on(path: Path) -> tuple[list[RecordedEvent], bool, list[RecordedEvent]]:
    """The log as it was found, whether the command then still was to be done, and the log after."""
    store = await SqliteEventStore.open(path)
    found = await whole_log(store)
    was_to_do = isinstance(await dispatch(store), Committed)
    after = await whole_log(store)
    await store.close()
    return found, was_to_do, after


async def test_a_cascade_is_whole_or_did_not_happen_wherever_it_is_killed(tmp_path: Path) -> None:
    before = await prepare(tmp_path / "before.db")
    shutil.copy(tmp_path / "before.db", tmp_path / "undisturbed.db")
    _, _, whole = await go_on(tmp_path / "undisturbed.db")
    assert_whole(whole)
    assert [e.type for e in whole[len(before) :]] == CASCADE

    killed = await asyncio.to_thread(dispatch_and_kill, tmp_path)
    assert killed > len(CASCADE)

    was_done = []
    for n in range(1, killed + 1):
        found, was_to_do, after = await go_on(tmp_path / f"{n}.db")
        assert found == (before if was_to_do else whole)
        assert after == whole
        was_done.append(not was_to_do)
    assert set(was_done) == {True, False}
