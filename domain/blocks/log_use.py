"""What is in a log and since when: counted by the store itself, a range of positions at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

from msgspec import Struct

from domain.blocks.event_store import Head, StreamInfo
from domain.blocks.replay import Progress, unobserved

RANGE = 50_000
"""Positions that a store counts at once: an answer takes a fraction of a second."""

LONGEST = 5
"""The longest streams that are told of."""

WIDTHS = (1, 10, 60, 600, 3600)
"""Lengths of slots of time, in seconds; each is a part of the next, and the last is an hour."""

MOST_SLOTS = 5000
"""More slots than these are merged into longer ones, as long as there are longer ones."""

MICROSECONDS = 1_000_000


class Group(NamedTuple):
    """The events of one type in one stream: how many, and their data in bytes."""

    type: int
    stream: int
    events: int
    bytes: int
    smallest: int
    biggest: int


class Slot(NamedTuple):
    """What was recorded in one slot of time; slots are numbered from 1970 on, UTC."""

    number: int
    events: int
    bytes: int


class Tally(Struct, frozen=True):
    """A range of positions, counted. Types and streams are keys; `types` has the names of types.

    `effects` are (type of the event that was answered, type of the answer, events). `cascades` are
    those that begin in the range.
    """

    types: Mapping[int, str]
    groups: Sequence[Group]
    effects: Sequence[tuple[int, int, int]]
    slots: Sequence[Slot]
    cascades: int


class Longest(NamedTuple):
    """How many streams there are, and the longest of them, beginning with the longest."""

    streams: int
    longest: Sequence[StreamInfo]


class CountedLog(Protocol):
    """A log that counts its own events. Every call may raise `StoreFault`."""

    async def head(self) -> Head:
        """The end of the log."""
        ...

    async def tally(self, after: int, upto: int, width: int) -> Tally:
        """The events beyond `after`, up to `upto`, with slots of `width` microseconds."""
        ...

    async def longest(self, limit: int) -> Longest:
        """The longest streams."""
        ...


class TypeUse(Struct, frozen=True):
    """All events of one type: their number, their streams, and their data in bytes."""

    name: str
    events: int
    streams: int
    bytes: int
    smallest: int
    biggest: int

    @property
    def mean(self) -> float:
        """The size of an event on average."""
        return self.bytes / self.events


class Effect(Struct, frozen=True):
    """So many events of the type `effect` are what process managers made of events `cause`."""

    cause: str
    effect: str
    events: int


class LogUse(Struct, frozen=True):
    """What is in a log. `types` begin with the commonest; `slots` are `width` seconds long each.

    A slot without events is left out.
    """

    events: int
    cascades: int
    types: Sequence[TypeUse]
    effects: Sequence[Effect]
    streams: int
    longest: Sequence[StreamInfo]
    width: int
    slots: Sequence[Slot]

    @property
    def bytes(self) -> int:
        """The data of all events."""
        return sum(each.bytes for each in self.types)

    @property
    def biggest(self) -> int:
        """The data of the biggest event."""
        return max((each.biggest for each in self.types), default=0)

    @property
    def mean(self) -> float:
        """The data of an event on average."""
        return self.bytes / self.events if self.events else 0.0

    @property
    def hours(self) -> float:
        """From the first event to the last one, to a slot's length; 0 for an empty log."""
        if not self.slots:
            return 0.0
        return (self.slots[-1].number - self.slots[0].number + 1) * self.width / 3600

    @property
    def an_hour(self) -> float:
        """Events an hour, from the first event to the last one."""
        return self.events / self.hours if self.slots else 0.0

    @property
    def busiest_hour(self) -> int:
        """The most events in one hour of the clock."""
        hours = Counter[int]()
        for slot in self.slots:
            hours[slot.number * self.width // 3600] += slot.events
        return max(hours.values(), default=0)

    def of(self, name: str) -> int:
        """How many events of a type there are."""
        return next((each.events for each in self.types if each.name == name), 0)


async def use_of(
    log: CountedLog, observe: Callable[[Progress], bool] = unobserved
) -> LogUse | None:
    """What is in the log; None if it was stopped, by an observer that answers False."""
    target = (await log.head()).position
    counting = _Counting()
    after = 0
    while after < target:
        upto = min(after + RANGE, target)
        counting.add(await log.tally(after, upto, counting.width * MICROSECONDS))
        after = upto
        if not observe(Progress(after, target, after)):
            return None
    return counting.use(target, await log.longest(LONGEST))


class _Counting:
    """Tallies as they are added up; it stays small however many events they are of."""

    def __init__(self) -> None:
        self.width = WIDTHS[0]
        self._types: dict[str, TypeUse] = {}
        self._streams: dict[str, bytearray] = {}
        self._effects = Counter[tuple[str, str]]()
        self._slots: dict[int, Slot] = {}
        self._cascades = 0

    def add(self, tally: Tally) -> None:
        """Take in the range that comes next."""
        for type_, name in tally.types.items():
            self._add_groups(name, [group for group in tally.groups if group.type == type_])
        for cause, effect, events in tally.effects:
            self._effects[tally.types[cause], tally.types[effect]] += events
        self._cascades += tally.cascades
        self._slots = _merged((*self._slots.values(), *tally.slots))
        while len(self._slots) > MOST_SLOTS and self.width < WIDTHS[-1]:
            self._widen()

    def use(self, events: int, longest: Longest) -> LogUse:
        """All of it."""
        types = sorted(self._types.values(), key=lambda each: (-each.events, each.name))
        return LogUse(
            events=events,
            cascades=self._cascades,
            types=types,
            effects=[Effect(*both, count) for both, count in self._effects.most_common()],
            streams=longest.streams,
            longest=longest.longest,
            width=self.width,
            slots=sorted(self._slots.values()),
        )

    def _add_groups(self, name: str, groups: Sequence[Group]) -> None:
        if not groups:
            return
        seen = self._streams.setdefault(name, bytearray())
        seen.extend(bytes(max(0, max(group.stream for group in groups) // 8 + 1 - len(seen))))
        for group in groups:
            seen[group.stream // 8] |= 1 << group.stream % 8
        known = self._types.get(name)
        smallest, biggest = (known.smallest, known.biggest) if known else (groups[0].smallest, 0)
        self._types[name] = TypeUse(
            name=name,
            events=(known.events if known else 0) + sum(group.events for group in groups),
            streams=int.from_bytes(seen).bit_count(),
            bytes=(known.bytes if known else 0) + sum(group.bytes for group in groups),
            smallest=min(smallest, *(group.smallest for group in groups)),
            biggest=max(biggest, *(group.biggest for group in groups)),
        )

    def _widen(self) -> None:
        wider = WIDTHS[WIDTHS.index(self.width) + 1]
        times = wider // self.width
        self._slots = _merged(
            [slot._replace(number=slot.number // times) for slot in self._slots.values()]
        )
        self.width = wider


def _merged(slots: Sequence[Slot]) -> dict[int, Slot]:
    """The slots by number, those of one number added up."""
    merged: dict[int, Slot] = {}
    for slot in slots:
        if known := merged.get(slot.number):
            both = (known.events + slot.events, known.bytes + slot.bytes)
            merged[slot.number] = Slot(slot.number, *both)
        else:
            merged[slot.number] = slot
    return merged
