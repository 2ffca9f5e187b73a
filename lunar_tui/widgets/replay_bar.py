"""The line at the top of a replay: when the screen is, how it moves, and of which game."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from textual.content import Content
from textual.widgets import Static

from lunar_tui.look import DUST, GREEN, ORANGE, SHADOW, SKY, WHITE, YELLOW
from lunar_tui.playhead import Playhead
from lunar_tui.sentences import printable


class When(NamedTuple):
    """A moment in numbers; `recorded_at` in microseconds since 1970, UTC, 0 before all events."""

    position: int
    tick: int
    last_tick: int
    recorded_at: int
    live: bool


class ReplayBar(Static):
    """Says whether one sees what is or what was, in one line."""

    def __init__(self, name: str, *, ascii_only: bool = False) -> None:
        super().__init__(markup=False)
        self._game = printable(name)
        self._ascii = ascii_only

    def show(self, when: When, head: Playhead, hint: str = "") -> None:
        """Show this from now on; a hint takes the place of what matters less."""
        rest = (f"  {hint}", f"bold {YELLOW}") if hint else (self._rest(when), DUST)
        self.update(
            Content.assemble(
                self._badge(when),
                (f" tick {when.tick:,}", f"bold {SKY}"),
                (f" of {when.last_tick:,} ", DUST),
                self._motion(head),
                rest,
            ),
            layout=False,
        )

    def _badge(self, when: When) -> tuple[str, str]:
        if when.live:
            return (" * LIVE " if self._ascii else " ● LIVE ", f"bold {SHADOW} on {GREEN}")
        return (f" @ {when.position:,} ", f"bold {SHADOW} on {ORANGE}")

    def _motion(self, head: Playhead) -> tuple[str, str]:
        forward, back, still = (">", "<", "||") if self._ascii else ("▶", "◀", "❚❚")
        if not head.playing:
            return (f" {still} {head.speed:g}x", f"bold {WHITE}")
        return (f" {forward if head.forward else back} {head.speed:g}x", f"bold {GREEN}")

    def _rest(self, when: When) -> str:
        moment = clock(when.recorded_at) if when.recorded_at else "before the first event"
        return f"  {moment}  {self._game}"


def clock(recorded_at: int) -> str:
    """The time of an event as people in this time zone read it, to the second."""
    try:
        moment = datetime.fromtimestamp(recorded_at / 1e6, tz=UTC)
    except (OverflowError, ValueError):
        return "a time that no calendar has"
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S}"
