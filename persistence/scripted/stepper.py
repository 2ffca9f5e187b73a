"""The stepper: a script one event after another, with the state before and after each."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from msgspec import Struct

from domain.blocks.event_store import EventStore, RecordedEvent
from domain.blocks.scripted.definition import Definition, Fault
from domain.blocks.scripted.emission import Emitted
from domain.blocks.scripted.kept import State
from persistence.scripted.reading import Reading
from persistence.scripted.run import ScriptRun


class Step(Struct, frozen=True):
    """One event of the selection, and what the script made of it.

    `partition` is the one that it changed; None when it is no part of any, or was not taken, as
    `fault` then says. `before` is None for a partition that begins.
    """

    event: RecordedEvent
    partition: str | None
    before: State | None
    after: State | None
    emitted: Sequence[Emitted]
    fault: Fault | None


class Stepper:
    """A script that was read, before its first event, as an asynchronous context."""

    def __init__(self, reading: Reading, run: ScriptRun, store: EventStore) -> None:
        self.position = 0
        self._reading = reading
        self._run = run
        self._store = store

    @property
    def definition(self) -> Definition:
        """What the source defines."""
        return self._run.definition

    @property
    def states(self) -> dict[str, State]:
        """The states as they are now, by partition."""
        return self._run.states

    async def __aenter__(self) -> Self:
        """Read the source. Raises `BadSource`."""
        await self._run.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """End the process of the script."""
        await self._run.close()

    async def next(self) -> Step | None:
        """Take the next event; None at the end of the log. One with a fault is met again.

        Raises `StoreFault`.
        """
        head = (await self._store.head()).position
        before = dict(self.states)
        page = await self._reading.next(self.position, head, limit=1)
        self.position = page.through
        if not page.events:
            return None
        partition = next(iter(page.taken.changes), None)
        return Step(
            event=page.events[0],
            partition=partition,
            before=None if partition is None else before.get(partition),
            after=None if partition is None else self.states[partition],
            emitted=page.taken.emitted,
            fault=page.taken.fault,
        )

    async def forward(self, position: int) -> Fault | None:
        """Take all events before a position, as fast as it goes; what stopped it, if anything."""
        while self.position < position - 1:
            page = await self._reading.next(self.position, position - 1)
            self.position = page.through
            if page.taken.fault:
                return page.taken.fault
        return None
