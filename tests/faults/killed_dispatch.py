"""A program that kills a dispatch at every point: `python -m tests.faults.killed_dispatch FOLDER`.

For n = 1, 2, 3, … it copies the store `before.db` of the folder to `n.db`, and dispatches `TICK`
there in a process of its own, which kills itself at the nth point. The points are: before and after
every step that a task takes between two awaits, and before every statement to the database. It
goes on until a dispatch comes to its end, and prints how many did not.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import Coroutine, Generator
from itertools import count
from pathlib import Path
from typing import Any

from domain.blocks.committed import Committed
from domain.blocks.decider import Rejected
from domain.game.commands import AdvanceGameloop
from persistence.sqlite import SqliteEventStore
from persistence.store import Store
from tests.playing import CountingIds, application

TICK = AdvanceGameloop("g", 3)
IDS_BEFORE = 1000
"""More ids than the store needed so far."""


async def dispatch(store: Store) -> Committed | Rejected:
    """Dispatch `TICK`, each time with the same ids and at the same moment."""
    return await application(store, CountingIds(IDS_BEFORE)).dispatch(TICK)


class Points:
    """Counts the points that a process passes, and kills it at one of them."""

    def __init__(self, fatal: int) -> None:
        self._fatal = fatal
        self._numbers = count(1)

    def passed(self, _: object = None) -> None:
        """Come to the next point."""
        if next(self._numbers) == self._fatal:
            os.kill(os.getpid(), signal.SIGKILL)


class Stepped(Coroutine[Any, Any, Any]):
    """A coroutine with a point before and after each of its steps."""

    def __init__(self, inner: Coroutine[Any, Any, Any], points: Points) -> None:
        self._inner = inner
        self._points = points

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._inner.__await__()

    def send(self, value: Any) -> Any:
        self._points.passed()
        try:
            return self._inner.send(value)
        finally:
            self._points.passed()

    def throw(self, *error: Any) -> Any:
        return self._inner.throw(*error)

    def close(self) -> None:
        self._inner.close()


async def dispatch_and_die(path: Path, fatal: int) -> None:
    store = await SqliteEventStore.open(path)
    points = Points(fatal)
    await store._writing().run(lambda driver: driver.set_trace_callback(points.passed))
    asyncio.get_running_loop().set_task_factory(
        lambda loop, work, **options: asyncio.Task(
            Stepped(work, points),
            loop=loop,
            **options,
        )
    )
    await asyncio.create_task(dispatch(store))


def main(folder: Path) -> None:
    for fatal in count(1):
        path = folder / f"{fatal}.db"
        shutil.copy(folder / "before.db", path)
        child = os.fork()
        if not child:
            asyncio.run(dispatch_and_die(path, fatal))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
            print(fatal - 1)  # noqa: T201
            sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
