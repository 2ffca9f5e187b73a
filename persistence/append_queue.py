"""Group commit: appends that wait at the same time go into the log in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from domain.blocks.event_store import RecordedEvent
from persistence.append_group import Commits, Result


class _Waiting(NamedTuple):
    commits: Commits
    outcome: asyncio.Future[Sequence[RecordedEvent]]


class AppendQueue:
    """Appends in the order of their coming, as many at once as have come.

    A caller that is cancelled while it waits loses its answer; its commits, once begun, are
    completed whole.
    """

    def __init__(self, append: Callable[[Sequence[Commits]], Awaitable[Sequence[Result]]]) -> None:
        self._append = append
        self._waiting: list[_Waiting] = []
        self._work: asyncio.Task[None] | None = None

    async def put(self, commits: Commits) -> Sequence[RecordedEvent]:
        """The commits' events once they are in the log, or what refused them; no events at once."""
        commits = [commit for commit in commits if commit.events]
        if not commits:
            return ()
        waiting = _Waiting(commits, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._run())
        return await waiting.outcome

    async def finish(self) -> None:
        """Return when nothing waits any more."""
        if self._work is not None:
            await asyncio.wait([self._work])

    async def _run(self) -> None:
        while self._waiting:
            group = [waiting for waiting in self._waiting if not waiting.outcome.done()]
            self._waiting.clear()
            if not group:
                return
            try:
                results = await self._append([waiting.commits for waiting in group])
            except Exception as error:  # noqa: BLE001 - whatever it is, the callers are told
                results = [error] * len(group)
            for waiting, result in zip(group, results, strict=True):
                _answer(waiting.outcome, result)


def _answer(outcome: asyncio.Future[Sequence[RecordedEvent]], result: Result) -> None:
    if outcome.done():
        return
    if isinstance(result, Exception):
        outcome.set_exception(result)
    else:
        outcome.set_result(result)
