"""The scrubber: the whole run as one line, with what was busy, what is marked, and where one is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import ceil
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from lunar_tui.look import DUST, GREEN, ORANGE, PURPLE, SHADOW, SKY, VERMILION, YELLOW

LEVELS = " ▁▂▃▄▅▆▇█"
ASCII_LEVELS = " .:-=+*%#"
BUSY_ROWS = 2
"""Rows of the chart above the track, in eighths of a row each."""

FUTURE = "#4A4E58"
"""What lies after the cursor."""


class Look(NamedTuple):
    """How a marker shows: one cell, and the colour that goes with it."""

    mark: str
    ascii_mark: str
    colour: str


MARKERS: Mapping[str, Look] = {
    "game branched": Look("◈", "Y", PURPLE),
    "game started": Look("◆", "*", PURPLE),
    "building done": Look("■", "#", GREEN),
    "building destroyed": Look("¤", "X", VERMILION),
    "crew died": Look("†", "t", VERMILION),
    "game won": Look("★", "W", GREEN),
    "game lost": Look("✝", "L", VERMILION),
    "game stopped": Look("◇", "x", VERMILION),
    "note": Look("▼", "v", YELLOW),
}
OTHER = Look("•", "o", SKY)


class Marker(NamedTuple):
    """Something worth going to: its kind, and how far along the run it is (0 to 1)."""

    kind: str
    share: float


class Scrubber(Widget):
    """A chart of how much happened when, and under it a track that is clicked or dragged along.

    `busy` answers how much happened in each of so many equal parts of the run.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = f"Scrubber {{ height: {BUSY_ROWS + 1}; background: {SHADOW}; }}"

    class Sought(Message):
        """A place along the run was clicked, or dragged to."""

        def __init__(self, share: float) -> None:
            super().__init__()
            self.share = share

    share: reactive[float] = reactive(0.0)
    """How far along the run the cursor is, from 0 to 1."""

    def __init__(self, *, ascii_only: bool = False) -> None:
        super().__init__()
        self._ascii = ascii_only
        self._busy: Callable[[int], Sequence[float]] = lambda parts: [0.0] * parts
        self._heights: Sequence[int] = ()
        self._markers: Mapping[int, Look] = {}
        self._all: Sequence[Marker] = ()
        self._dragging = False

    def show(self, busy: Callable[[int], Sequence[float]], markers: Iterable[Marker]) -> None:
        """Show this run from now on."""
        self._busy = busy
        self._all = tuple(markers)
        self._measure()

    def on_resize(self) -> None:
        """Fit the run into the new width."""
        self._measure()

    def _measure(self) -> None:
        width = max(1, self.size.width)
        counts = self._busy(width)
        most = max(counts, default=0) or 1
        steps = BUSY_ROWS * (len(LEVELS) - 1)
        self._heights = [ceil(steps * count / most) for count in counts]
        self._markers = {
            self._column(marker.share): MARKERS.get(marker.kind, OTHER) for marker in self._all
        }
        self.refresh()

    def _column(self, share: float) -> int:
        return max(0, min(self.size.width - 1, round(share * (self.size.width - 1))))

    def render_line(self, y: int) -> Strip:
        """One row: of the chart, or the track."""
        cell = self._track if y == BUSY_ROWS else self._chart
        here = self._column(self.share)
        row = BUSY_ROWS - 1 - y
        width = self.size.width
        return Strip([cell(x, row, here) for x in range(width)], width).simplify()

    def _chart(self, x: int, row: int, here: int) -> Segment:
        levels = ASCII_LEVELS if self._ascii else LEVELS
        height = self._heights[x] if x < len(self._heights) else 0
        level = max(0, min(len(levels) - 1, height - row * (len(levels) - 1)))
        colour = YELLOW if x == here else ORANGE if x < here else FUTURE
        return Segment(levels[level], Style(color=colour, bgcolor=SHADOW))

    def _track(self, x: int, _: int, here: int) -> Segment:
        marker = self._markers.get(x)
        if x == here:
            knob = "O" if self._ascii else "●"
            return Segment(knob, Style(color=YELLOW, bgcolor=SHADOW, bold=True))
        if marker:
            mark = marker.ascii_mark if self._ascii else marker.mark
            return Segment(mark, Style(color=marker.colour, bgcolor=SHADOW, dim=x > here))
        past, future = ("=", "-") if self._ascii else ("━", "─")
        return Segment(
            past if x < here else future,
            Style(color=DUST if x < here else FUTURE, bgcolor=SHADOW),
        )

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Go where the track is pressed, and take hold of it."""
        self._dragging = True
        self.capture_mouse()
        self._seek(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the cursor along."""
        if self._dragging:
            self._seek(event)

    def on_mouse_up(self) -> None:
        """Let go."""
        self._dragging = False
        self.release_mouse()

    def _seek(self, event: events.MouseEvent) -> None:
        x = event.get_content_offset_capture(self).x
        share = x / max(1, self.size.width - 1)
        self.post_message(self.Sought(max(0.0, min(1.0, share))))
