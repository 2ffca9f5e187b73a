"""Eight programs play in ten games of one log, and others follow it: all see the same, whole.

LUNAR_COMMANDS says how many commands they dispatch in all.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from domain.blocks.application import Application
from domain.blocks.committed import Committed
from domain.blocks.event_store import RecordedEvent
from domain.blocks.messages import Command
from domain.blocks.verify import verify
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from domain.game.model import EVENT_TYPES, PROJECTORS, ROUTER
from persistence.clock import SystemClock
from persistence.ids import OrderedIds
from persistence.open_store import open_store, tasks_of
from tests.conformance.events import assert_whole, whole_log
from tests.faults.dispatching_process import GAMES, PROGRAMS, commands

ROOT = Path(__file__).parents[2]
EACH = int(os.environ.get("LUNAR_COMMANDS", "400")) // PROGRAMS
READERS = ("ada", "bob", "eve")
PATIENCE = 600.0
"""Seconds that the programs may take, however many commands there are."""

LIFE = ["SiteSpawned", "ConstructionProgressed", "ConstructionCompleted"]
"""What stands in the stream of a site that took one tick."""


def started(running: ExitStack, program: str, *arguments: object) -> subprocess.Popen[str]:
    """The program, which lives no longer than what is running with it."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"tests.faults.{program}", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    running.enter_context(process)
    running.callback(process.kill)
    return process


async def said(program: subprocess.Popen[str]) -> list[str]:
    """The lines that the program prints until it ends well."""
    out, _ = await asyncio.to_thread(program.communicate, timeout=PATIENCE)
    assert program.returncode == 0
    return out.splitlines()


def asked() -> list[Command]:
    """The commands of all programs."""
    return [each for number in range(PROGRAMS) for each in islice(commands(number), EACH)]


def last_ticks(done: Sequence[Command]) -> list[AdvanceGameloop]:
    """One more tick for each game, in which the last sites are completed."""
    ticks = Counter(each.game_id for each in done if isinstance(each, AdvanceGameloop))
    return [AdvanceGameloop(f"g{game}", ticks[f"g{game}"] + 1) for game in range(GAMES)]


def assert_done_once(log: Sequence[RecordedEvent], done: Sequence[Command]) -> None:
    """Each command, and each that process managers made of it, is in the log exactly once."""
    sites = {each.site_id for each in done if isinstance(each, SpawnSite)}
    streams: dict[str, list[str]] = {}
    for event in log:
        streams.setdefault(event.stream, []).append(event.type)
    ticks = Counter(each.game_id for each in done if isinstance(each, AdvanceGameloop))
    assert streams == {
        **{f"site-{site}": LIFE for site in sites},
        **{f"bldg-{site}": ["BuildingSpawned"] for site in sites},
        **{f"game-{game}": ["GameStarted", *["GameloopAdvanced"] * ticks[game]] for game in ticks},
    }
    assert len({event.correlation_id for event in log}) == GAMES + len(done)


async def test_eight_programs_write_one_log_and_all_readers_see_the_same(
    postgres_schema: str,
) -> None:
    await tasks_of(postgres_schema).init()
    store = await open_store(postgres_schema)
    application = Application(ROUTER, store, OrderedIds(), SystemClock())
    for game in range(GAMES):
        await application.dispatch(StartGame(f"g{game}"))
    ends = last_ticks(asked())
    done = [*asked(), *ends]
    sites = sum(isinstance(each, SpawnSite) for each in done)
    events = GAMES + len(done) + sites * len(LIFE)

    with ExitStack() as running:

        def start(program: str, *arguments: object) -> asyncio.Task[list[str]]:
            return asyncio.create_task(said(started(running, program, *arguments)))

        readers = [start("following_process", postgres_schema, name, events) for name in READERS]
        writers = [start("dispatching_process", postgres_schema, n, EACH) for n in range(PROGRAMS)]
        acknowledged = await asyncio.gather(*writers)
        for tick in ends:
            assert isinstance(await application.dispatch(tick), Committed)
        read = await asyncio.gather(*readers)

    log = await whole_log(store)
    assert_whole(log)
    assert_done_once(log, done)
    assert all(lines == [f"{e.position} {e.digest.hex()}" for e in log] for lines in read)
    told = [int(line) for lines in acknowledged for line in lines]
    assert len(told) == len(set(told)) == PROGRAMS * EACH
    assert set(told) <= set({e.correlation_id: e.position for e in log}.values())
    assert (await verify(store, EVENT_TYPES, PROJECTORS)).findings == []
    await store.close()
