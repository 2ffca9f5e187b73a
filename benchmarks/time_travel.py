"""Time travel in games of a million events: the first pass, seeks and steps, and the memory.

The floor reads the same rows with plain sqlite3 and
folds them, from a moment that it finds ready.
"""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from random import Random
from statistics import median

from benchmarks import long_games
from benchmarks.log import GAME
from benchmarks.measure import Effort, Stopwatch
from domain.blocks.checkpoints import SPACING
from domain.blocks.event_types import EventType
from domain.blocks.moment import Moment
from domain.blocks.timeline import Timeline
from domain.game.model import EVENT_TYPES, PROJECTORS, ROUTER
from domain.game.travel import timeline
from persistence.sqlite import SqliteEventStore

SEEKS = 200
FACTS = (
    "SELECT position, type, data, recorded_at FROM events WHERE game = 1 AND position > ? LIMIT ?"
)


async def run(folder: Path, effort: Effort) -> list[str]:
    """The lines of the report."""
    lines = []
    for number, (name, shape) in enumerate(long_games.GAMES.items()):
        path = folder / f"{number}.db"
        store = await long_games.make(path, *shape, events=effort.size(long_games.EVENTS))
        count = (await store.head()).position
        lines += [f"a game of {count:,} events: {name}", *await _game(store, path)]
        await store.close()
        path.unlink()
    return lines


async def _game(store: SqliteEventStore, path: Path) -> list[str]:
    await store.scan(limit=1)
    gc.freeze()  # as the program does when it starts
    line = timeline(store, GAME)
    before = _resident()
    watch = Stopwatch()
    await line.extend()
    taken = watch.seconds()
    used = _resident() - before
    watch = Stopwatch()
    _fold(path, Moment(ROUTER, PROJECTORS), line.run.count)
    least = watch.seconds()
    tick = line.run.turn(line.run.count // 2)
    jumps = Random(1).choices(range(line.run.count), k=SEEKS)
    farthest = [ordinal // SPACING * SPACING + SPACING - 1 for ordinal in jumps]
    middle = line.run.count // 2
    walks = {
        "seek, anywhere": jumps,
        "seek, farthest from a checkpoint": farthest,
        "an event forwards": range(middle, middle + 2000),
        "an event backwards": range(middle, middle - 2000, -1),
        "a tick forwards": [line.run.at_turn(tick + n) for n in range(SEEKS)],
        "a tick backwards": [line.run.at_turn(tick - n) for n in range(SEEKS)],
    }
    floor = [_seek_floor(path, await _start(line, ordinal), ordinal) for ordinal in jumps]
    rate = f"{line.run.count / taken:9,.0f} events/s   {taken / least:5.2f} x a fold alone"
    return [
        f"  first pass {taken:6.1f} s   {rate}   {used / 2**20:5.0f} MB more in memory",
        *[_times(name, [await _seek(line, to) for to in walk]) for name, walk in walks.items()],
        _times("the floor of a seek", floor),
    ]


def _times(name: str, seconds: Sequence[float]) -> str:
    middle, worst = median(seconds) * 1000, max(seconds) * 1000
    return f"  {name:32}   median {middle:6.2f} ms   worst {worst:6.2f} ms"


async def _seek(line: Timeline, ordinal: int) -> float:
    watch = Stopwatch()
    await line.at(ordinal)
    return watch.seconds()


async def _start(line: Timeline, ordinal: int) -> Moment:
    return await line.at(ordinal // SPACING * SPACING)


def _seek_floor(path: Path, start: Moment, ordinal: int) -> float:
    watch = Stopwatch()
    _fold(path, start, ordinal)
    return watch.seconds()


def _fold(path: Path, moment: Moment, upto: int) -> None:
    connection = sqlite3.connect(path)
    decoders = {
        key: EVENT_TYPES.decoder(EventType(name, schema))
        for key, name, schema in connection.execute("SELECT id, name, schema FROM event_types")
    }
    rows = connection.execute(FACTS, (moment.position, upto - moment.ordinal))
    for position, key, data, recorded_at in rows:
        moment.apply(position, decoders[key](data), recorded_at)
    connection.close()


def _resident() -> int:
    """The bytes of memory that the program holds."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096
