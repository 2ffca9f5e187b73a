"""A lane on the screen: the generation that serves, and the new one that overtakes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from domain.blocks.named_view import Standing
from lunar_tui.bars import bar
from lunar_tui.lane import Lane
from lunar_tui.look import DUST, GREEN, ORANGE, SKY, VERMILION, WHITE, YELLOW
from lunar_tui.progress import Pace
from lunar_tui.rebuilding import Compared

LABEL = 9
POSITION = 12
ROWS = 15
SHORTEST_BAR = 8
TROUGH = "#22252E"

Words = tuple[str, str, str]
"""A glyph, what is said, and the colour of both."""


class LaneView(Widget, can_focus=True):
    """Three lines: name and stage, the old generation, the new one, on one scale of positions."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", "Lane above", show=False, id="lane.above"),
        Binding("down", "app.focus_next", "Lane below", show=False, id="lane.below"),
        Binding("pageup", "screen.page(-1)", "Rows above", show=False, id="lane.page_up"),
        Binding("pagedown", "screen.page(1)", "Rows below", show=False, id="lane.page_down"),
    ]

    def __init__(self, lane: Lane, *, ascii_only: bool) -> None:
        super().__init__(classes="lane")
        self.lane = lane
        self._ascii = ascii_only

    def render(self) -> Content:
        """The lane as it is now."""
        return drawn(self.lane, self.size.width, chosen=self.has_focus, ascii_only=self._ascii)


def drawn(lane: Lane, width: int, *, chosen: bool, ascii_only: bool) -> Content:
    """The three lines of a lane, so many cells wide."""
    glyph, words, colour = stage_of(lane)
    glyph = glyph.translate(PLAIN) if ascii_only else glyph
    mark = ((">" if ascii_only else "▌") if chosen else " ", SKY)
    place = f" in {lane.place}" if lane.place else ""
    gap = max(1, width - 2 - len(lane.name) - len(place) - len(glyph) - 1 - len(words))
    swapped = lane.stage == "swapped"
    old = _generation("serves", lane.old, lane.end, width, GREEN if swapped else SKY, ascii_only)
    new = _generation("new", lane.new, lane.end, width, colour, ascii_only)
    return Content.assemble(
        mark,
        (f" {lane.name}", f"bold {WHITE}"),
        (place, DUST),
        " " * gap,
        (f"{glyph} {words}\n", colour),
        mark,
        old,
        "\n",
        mark,
        new,
    )


def _generation(
    label: str, at: Standing | None, end: int, width: int, colour: str, ascii_only: bool
) -> Content:
    room = max(SHORTEST_BAR, width - 2 - LABEL - POSITION - ROWS)
    done = bar(at.position if at else 0, end, room, ascii_only=ascii_only)
    numbers = (f"{at.position:>{POSITION},}", f"{rows(at.rows):>{ROWS}}") if at else ("", "")
    return Content.assemble(
        (f"   {label:<{LABEL - 3}} ", DUST),
        (done, f"{colour} on {TROUGH}"),
        (numbers[0], WHITE),
        (numbers[1], DUST),
    )


SAID: Mapping[str, Words] = {
    "serves": ("●", "serves", DUST),
    "waiting": ("○", "waits for its turn", DUST),
    "comparing": ("▶", "comparing row by row", ORANGE),
    "swapping": ("▶", "swapping", ORANGE),
    "swapped": ("✓", "swapped: the new generation serves", GREEN),
    "failed": ("✗", "failed", VERMILION),
}
"""What is said of the stages that say always the same."""

PLAIN = str.maketrans({"●": "*", "○": "o", "▶": ">", "‖": "|", "≠": "!", "✓": "+", "✗": "x"})
"""The glyphs of stages in plain letters."""


def stage_of(lane: Lane) -> Words:
    """The stage in a glyph and a few words, so that no meaning rests on the colour."""
    match lane.stage:
        case "filling":
            return "▶", filling(lane.pace), ORANGE
        case "stopped":
            return "‖", f"stopped at {_share(lane)}", YELLOW
        case "ready":
            return _verdict(lane.found)
        case stage:
            return SAID[stage]


def filling(at: Pace | None) -> str:
    """How far, how fast, how long still."""
    if at is None:
        return "begins"
    return f"{at.share:.0%}  {at.per_second:,.0f} events/s  {_left(at.seconds_left)} left"


def _left(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02} min" if minutes else f"{rest} s"


def _share(lane: Lane) -> str:
    return f"{lane.new.position / lane.end:.0%}" if lane.new and lane.end else "0%"


def _verdict(found: Compared | None) -> Words:
    if found is None or not found.differences:
        return "=", f"identical, {rows(found.new.rows if found else 0)}", GREEN
    return "≠", rows_differ(len(found.differences)), VERMILION


def rows(count: int) -> str:
    """So many rows."""
    return "1 row" if count == 1 else f"{count:,} rows"


def rows_differ(count: int) -> str:
    """That so many rows differ."""
    return f"{rows(count)} {'differs' if count == 1 else 'differ'}"
