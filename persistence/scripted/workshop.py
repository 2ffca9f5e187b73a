"""The workshop: what screens and commands do with scripts, none of which runs in the program."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from sys import maxsize

from msgspec import Struct

from domain.blocks.event_store import Commit, EventStore
from domain.blocks.event_types import EventTypes
from domain.blocks.ports import Clock
from domain.blocks.replay import Progress, unobserved
from domain.blocks.scripted.definition import Definition, Fault
from domain.blocks.scripted.kept import State
from persistence.scripted.protocol import Limits
from persistence.scripted.reading import Reading, commits_of
from persistence.scripted.run import ScriptRun
from persistence.scripted.stepper import Stepper

SAMPLE = 500
"""Events that are taken to measure how fast a script is."""

LONGEST_SAMPLE = 1.0
"""Seconds after which that has been measured long enough."""


class Outcome(Struct, frozen=True):
    """What a script came to at `position`.

    `commits` are what it would emit; `fault` is what stopped it.
    """

    definition: Definition
    position: int
    events: int
    states: Mapping[str, State]
    commits: tuple[Commit, ...]
    fault: Fault | None


class Estimate(Struct, frozen=True):
    """What a run will be: so many events at so many a second, as measured on the first of them.

    `fault` is what already the first ones met.
    """

    events: int
    per_second: float
    fault: Fault | None

    @property
    def seconds(self) -> float:
        """How long it takes."""
        return self.events / self.per_second if self.per_second else 0.0


@dataclass(frozen=True, slots=True)
class Workshop:
    """An open log to try scripts on. They cannot emit to streams of the categories in `owned`.

    Every call may raise `StoreFault`, and `BadSource`, whose fault has line and column.
    """

    store: EventStore
    types: EventTypes
    owned: frozenset[str]
    clock: Clock
    limits: Limits = field(default_factory=Limits)

    async def check(self, source: str) -> Definition:
        """What the source defines."""
        async with self.run(source) as run:
            return run.definition

    def run(self, source: str, states: Mapping[str, State] | None = None) -> ScriptRun:
        """The source at work, as a context."""
        return ScriptRun(source, self.owned, self.limits, states)

    def reading(self, name: str, run: ScriptRun) -> Reading:
        """The way of a script at work through the log."""
        return Reading(name, self.store, self.types, run)

    def stepper(self, source: str, name: str = "") -> Stepper:
        """The source one event after another, as a context."""
        run = self.run(source)
        return Stepper(self.reading(name, run), run, self.store)

    async def once(
        self,
        name: str,
        source: str,
        first: int = 1,
        last: int = maxsize,
        observe: Callable[[Progress], bool] = unobserved,
    ) -> Outcome:
        """Run it over the events from position `first` to `last`; nothing is written.

        `observe` stops it by returning False.
        """
        commits: list[Commit] = []
        events, fault, after = 0, None, first - 1
        async with self.run(source) as run:
            reading = self.reading(name, run)
            target = min(last, (await self.store.head()).position)
            async for page in reading.pages(after, target):
                commits += commits_of(name, page, self.clock)
                events += page.taken.count
                after, fault = page.through, page.taken.fault
                if not observe(Progress(after, target, events)):
                    break
            return Outcome(run.definition, after, events, run.states, tuple(commits), fault)

    async def estimate(self, source: str) -> Estimate:
        """How much a run from the beginning will read, and how fast; a sample of it is run."""
        async with self.run(source) as run:
            where = run.definition.where
            events = (await self.store.marks(where, every=5000)).count
            head = (await self.store.head()).position
            begun, taken, seconds, fault = time.perf_counter(), 0, 0.0, None
            async for page in self.reading("", run).pages(0, head):
                taken, fault = taken + len(page.events), page.taken.fault
                seconds = time.perf_counter() - begun
                if taken >= SAMPLE or seconds > LONGEST_SAMPLE:
                    break
        return Estimate(events, taken / seconds if seconds else 0.0, fault)
