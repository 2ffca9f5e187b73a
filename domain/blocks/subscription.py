"""Subscription: a named reading of the log that catches up and then follows, as a state machine.

Pure: each function takes the state before, and returns the state after something happened.
`persistence/subscriber.py` does what a state asks for. Whatever is announced, the log itself is the
truth: a live batch is taken only where it goes on exactly from what was seen.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from domain.blocks.errors import LunarError
from domain.blocks.event_store import RecordedEvent

SOONEST, LATEST = 0.02, 0.25
"""Seconds between two looks at the log that found nothing: at first, and after many of them."""


class StandingBy(Struct, frozen=True):
    """Not active, for the reason `why`; empty before the beginning and after an orderly end."""

    why: str = ""


class CatchingUp(Struct, frozen=True):
    """Reads what the log has beyond `position`. The last `looks` reads found nothing new.

    What is announced meanwhile is left to the reads, which find it.
    """

    position: int
    looks: int = 0


class Following(Struct, frozen=True):
    """Has seen all of the log to `position`; of that, the live events `waiting` are still to take.

    `looks` as in `CatchingUp`.
    """

    position: int
    waiting: tuple[RecordedEvent, ...] = ()
    looks: int = 0


class AtCapacity(Struct, frozen=True):
    """As many live events wait as may; those that came after them will be read from the log."""

    position: int
    waiting: tuple[RecordedEvent, ...]


class Stopped(Struct, frozen=True):
    """The event after `position` could not be taken, and `sentence` says why; nothing is lost."""

    position: int
    sentence: str


State = StandingBy | CatchingUp | Following | AtCapacity | Stopped


class ConsumerFailed(LunarError):
    """The consumer of a subscription took all events before `position`, but not that one."""

    def __init__(self, position: int, sentence: str) -> None:
        super().__init__(sentence)
        self.position = position


def not_taken(position: int, why: Exception) -> ConsumerFailed:
    """The failure to take the event at `position`, whatever the reason."""
    return ConsumerFailed(
        position,
        f"Event {position} was not taken: {str(why).rstrip('.')}. The subscription goes on from "
        "there when the cause is mended.",
    )


def read(state: CatchingUp, through: int, *, at_end: bool) -> CatchingUp | Following:
    """All of the log as far as `through` was read and taken; `at_end` if there was no more."""
    if not at_end:
        return CatchingUp(through)
    return Following(through, looks=state.looks + 1 if through == state.position else 0)


def announced(state: State, events: Sequence[RecordedEvent], room: int) -> State:
    """Events were added to the log, in this order; at most `room` may wait.

    No events is a call to look, from one who does not know what there is to see.
    """
    if not isinstance(state, Following) or (events and events[-1].position <= state.position):
        return state
    if not events or events[0].position != state.position + 1:
        return CatchingUp(state.waiting[0].position - 1 if state.waiting else state.position)
    if len(state.waiting) + len(events) <= room:
        return Following(events[-1].position, (*state.waiting, *events))
    return AtCapacity(state.position, state.waiting) if state.waiting else look(state)


def taken(state: Following | AtCapacity) -> State:
    """What waited is with the consumer."""
    return look(state) if isinstance(state, AtCapacity) else Following(state.position)


def look(state: Following | AtCapacity) -> CatchingUp:
    """Nothing waits any more; see whether the log has more."""
    return CatchingUp(state.position, state.looks if isinstance(state, Following) else 0)


def pause(looks: int, chance: float) -> float:
    """Seconds to rest after so many looks that found nothing.

    `chance`, from 0 to 1, spreads the looks of many programs.
    """
    return min(LATEST, SOONEST * (1 << min(looks, 16))) * (1 + chance) / 2
