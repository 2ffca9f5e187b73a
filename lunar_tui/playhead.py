"""The playhead: where a replay that plays will be after some time, forwards or backwards."""

from __future__ import annotations

from msgspec import Struct, structs

from lunar_tui.travelled import Course

SPEEDS = tuple(2.0**power for power in range(-2, 11))
"""Ticks of the game a second: from a quarter to 1,024."""

ROUNDING = 1e-4
"""A place that falls short of an event by no more than this share of it is the event's own."""


class Playhead(Struct, frozen=True):
    """A place along the run, in ticks, and how it moves: so many ticks a second, or not at all."""

    place: float = 0.0
    speed: float = 1.0
    forward: bool = True
    playing: bool = False

    def after(self, seconds: float, end: float) -> Playhead:
        """The playhead so much later; it stops at either end of the run, which lasts `end`."""
        if not self.playing:
            return self
        step = seconds * self.speed
        place = self.place + step if self.forward else self.place - step
        if 0 < place < end:
            return structs.replace(self, place=place)
        return structs.replace(self, place=max(0.0, min(end, place)), playing=False)

    def at(self, place: float) -> Playhead:
        """The same, put elsewhere."""
        return structs.replace(self, place=place)

    def pressed(self, end: float, *, forward: bool) -> Playhead:
        """What the key for this direction does: play that way, or stop if it plays so already.

        From the end of the run it plays that way from the other end.
        """
        if self.playing and self.forward == forward:
            return structs.replace(self, playing=False)
        start = self.place
        if forward and start >= end:
            start = 0.0
        elif not forward and start <= 0:
            start = end
        return structs.replace(self, place=start, forward=forward, playing=True)

    def faster(self) -> Playhead:
        """The next speed up; the fastest stays."""
        return structs.replace(
            self, speed=min((s for s in SPEEDS if s > self.speed), default=SPEEDS[-1])
        )

    def slower(self) -> Playhead:
        """The next speed down; the slowest stays."""
        return structs.replace(
            self, speed=max((s for s in SPEEDS if s < self.speed), default=SPEEDS[0])
        )


def length_of(run: Course) -> float:
    """How long a run is, in ticks; what came before the first tick counts as one."""
    return float(run.turn(run.count) + 1)


def place_of(run: Course, ordinal: int) -> float:
    """How far along its run a moment is: tick `t` with all its events lasts from t to t + 1."""
    tick = run.turn(ordinal)
    begin, end = _span(run, tick)
    return tick + (ordinal - begin) / max(1, end - begin)


def ordinal_of(run: Course, place: float) -> int:
    """The moment at a place; the events of a tick are spread evenly over it."""
    tick = int(place)
    begin, end = _span(run, tick)
    return begin + int((place - tick) * (end - begin) + ROUNDING)


def _span(run: Course, tick: int) -> tuple[int, int]:
    """The moments between which the events of a tick lie."""
    return run.at_turn(tick - 1) if tick else 0, run.at_turn(tick)
