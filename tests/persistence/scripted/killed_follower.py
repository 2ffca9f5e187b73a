"""A program that kills a follower at every point: `python -m … URL`.

For n = 1, 2, 3, … it keeps the projection `killed-n`, runs it two events at a time in a process of
its own, which kills itself at the nth point, and then runs it to its end in another one. The points
are: before and after every append, every step of the projection, and every move of a subscription's
checkpoint. It goes on until nothing was killed, and prints how often something was.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine
from itertools import count
from typing import Any

from domain.blocks.scripted.kept import Kept
from persistence.open_store import open_store
from persistence.scripted.follower import Follower
from persistence.subscriber import Manners
from tests.persistence.scripted.scripts import EMIT, workshop

MANNERS = Manners(page=2, lease=0.3, standby=0.05)


class Points:
    """Counts the points that are passed, and kills the process at one of them."""

    def __init__(self, fatal: int) -> None:
        self._fatal = fatal
        self._numbers = count(1)

    def around(self, owner: Any, name: str) -> None:
        """Put a point before and after each call of a method."""
        call: Callable[..., Awaitable[Any]] = getattr(owner, name)

        async def between(*values: Any, **named: Any) -> Any:
            self._pass()
            result = await call(*values, **named)
            self._pass()
            return result

        setattr(owner, name, between)

    def _pass(self) -> None:
        if next(self._numbers) == self._fatal:
            os.kill(os.getpid(), signal.SIGKILL)


async def follow(url: str, name: str, fatal: int) -> None:
    store = await open_store(url, create=False)
    if fatal:
        await store.projections.create(Kept(name, EMIT, "one-time"))
    points = Points(fatal)
    points.around(store, "append_all")
    points.around(store.projections, "advance")
    points.around(store.subscriptions, "save")
    await Follower(name, store, workshop(store), manners=MANNERS).run()
    await store.close()


def run_apart(work: Coroutine[Any, Any, None]) -> int:
    """The exit code of a process that does the work."""
    child = os.fork()
    if not child:
        asyncio.run(work)
        os._exit(0)
    work.close()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def main(url: str) -> None:
    for fatal in count(1):
        name = f"killed-{fatal}"
        code = run_apart(follow(url, name, fatal))
        if code != -signal.SIGKILL:
            print(fatal - 1)  # noqa: T201
            sys.exit(code)
        if run_apart(follow(url, name, 0)):
            sys.exit(name)


if __name__ == "__main__":
    main(sys.argv[1])
