"""A script at work: its states, what events do to them, and what becomes of one that is ended."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import NamedTuple, Self

import msgspec
from msgspec.structs import replace

from domain.blocks.errors import LunarError
from domain.blocks.scripted.definition import WHOLE, Definition, Fault, too_long
from domain.blocks.scripted.kept import State
from persistence.scripted.process import WorkerDied, WorkerProcess
from persistence.scripted.protocol import (
    Fact,
    Limits,
    Load,
    Loaded,
    Refused,
    Restore,
    Take,
    Taken,
)
from persistence.scripted.worker import TRACE_SIZE


class BadSource(LunarError):
    """A source that cannot be used; `fault` has the place."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"The source of the projection cannot be used: {fault.sentence}")
        self.fault = fault


class ScriptRun:
    """A script in a process of its own, as an asynchronous context.

    Nothing that the script does raises: what it could not take is in the answer. A process that
    had to be ended is followed by another one, with the states as they were.
    """

    def __init__(
        self,
        source: str,
        owned: frozenset[str],
        limits: Limits | None = None,
        states: Mapping[str, State] | None = None,
    ) -> None:
        self.states: dict[str, State] = dict(states or {})
        self._source = source
        self._owned = owned
        self._limits = limits or Limits()
        self._worker: WorkerProcess | None = None
        self._definition = Definition()

    @property
    def definition(self) -> Definition:
        """What the source defines."""
        return self._definition

    async def __aenter__(self) -> Self:
        """Read the source. Raises `BadSource`."""
        if fault := too_long(self._source):
            raise BadSource(fault)
        try:
            await self._begin()
        except WorkerDied as died:
            await self.close()
            raise BadSource(await self._where_it_died(died, ())) from died
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """End the process."""
        await self.close()

    async def take(self, facts: Sequence[Fact]) -> Taken:
        """What the events come to; `states` has the outcome, of those before one that failed."""
        try:
            taken = await self._ask(facts)
        except WorkerDied as died:
            taken = await self._take_what_can_be_taken(facts, died)
        self.states |= taken.changes
        if taken.fault and not taken.fault.line:
            place = await self._traced(facts[taken.count : taken.count + 1])
            taken = replace(taken, fault=replace(taken.fault, line=place.line))
        return taken

    async def close(self) -> None:
        """End the process; `take` would begin another one."""
        worker, self._worker = self._worker, None
        if worker:
            await worker.end()

    async def _ask(self, facts: Sequence[Fact]) -> Taken:
        worker = self._worker or await self._begin()
        try:
            answer = await worker.ask(Take(facts))
        except asyncio.CancelledError:
            await self.close()
            raise
        return msgspec.convert(answer, Taken)

    async def _begin(self) -> WorkerProcess:
        worker = self._worker = await WorkerProcess.start(self._limits)
        loaded = await _load(worker, Load(self._source, self._owned, self._limits))
        self._definition = loaded.definition
        if loaded.initial:
            self.states.setdefault(WHOLE, loaded.initial)
        await worker.tell(self._restoring())
        return worker

    async def _take_what_can_be_taken(self, facts: Sequence[Fact], died: WorkerDied) -> Taken:
        """Find the event and the line by doing it once more; then take the events before it."""
        await self.close()
        fault = await self._where_it_died(died, facts)
        before = [fact for fact in facts if fact.position < fault.position]
        if not before:
            return Taken(0, {}, (), fault)
        try:
            taken = await self._ask(before)
        except WorkerDied:
            await self.close()
            return Taken(0, {}, (), fault)
        return Taken(taken.count, taken.changes, taken.emitted, taken.fault or fault)

    async def _where_it_died(self, died: WorkerDied, facts: Sequence[Fact]) -> Fault:
        """What ended the process, with the place at which a traced one ends, too.

        Where that one does not, because only the machine was slow, the first of the events is
        named; to run it again goes on.
        """
        place = await self._traced(facts)
        first = facts[0].position if facts else 0
        return Fault(died.why, place.line, position=place.position or first)

    async def _traced(self, facts: Sequence[Fact]) -> Place:
        """Where a process of its own is, at last, that takes these events with its lines told."""
        place = await self._trace(facts, in_parts=False)
        return place if place.line else await self._trace(facts, in_parts=True)

    async def _trace(self, facts: Sequence[Fact], *, in_parts: bool) -> Place:
        with TemporaryDirectory(prefix="lunar-") as folder:
            trace = Path(folder) / "trace"
            trace.write_bytes(bytes(TRACE_SIZE))
            load = Load(self._source, self._owned, self._limits, str(trace), in_parts)
            worker = await WorkerProcess.start(self._limits)
            try:
                await _load(worker, load)
                await worker.tell(self._restoring())
                await worker.ask(Take(facts))
            except (WorkerDied, BadSource):
                pass
            finally:
                await worker.end()
            told = trace.read_bytes()
        return Place(int.from_bytes(told[:8]), int.from_bytes(told[8:]))

    def _restoring(self) -> Restore:
        return Restore({partition: state.text for partition, state in self.states.items()})


class Place(NamedTuple):
    """The event that is taken and the line of the source; 0 where none is known."""

    position: int
    line: int


async def _load(worker: WorkerProcess, load: Load) -> Loaded:
    answer = await worker.ask(load)
    if isinstance(answer, Refused):
        raise BadSource(answer.fault)
    return msgspec.convert(answer, Loaded)
