"""The steps of a proof, one a line: waiting, under way with a bar, or done with its outcome."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget

from lunar_tui.bars import bar
from lunar_tui.look import DUST, GREEN, ORANGE, VERMILION, WHITE
from lunar_tui.proving import Step
from lunar_tui.sentences import printable
from lunar_tui.widgets.lane_view import PLAIN, TROUGH, filling, rows_differ

NAME, LONGEST_NAME = 24, 34
ROOM_FOR_WORDS = 36
SHORTEST_BAR = 6


class StepList(Widget):
    """Shows the steps as they are now, whenever it is refreshed."""

    ALLOW_SELECT = False

    def __init__(self, steps: Sequence[Step], *, ascii_only: bool) -> None:
        super().__init__(id="prove-steps")
        self._steps = steps
        self._ascii = ascii_only

    def show(self, steps: Sequence[Step]) -> None:
        """Show these steps instead."""
        self._steps = steps
        self.refresh(layout=True)

    def render(self) -> Content:
        """One line for each."""
        longest = max(len(step.name) for step in self._steps)
        name = min(max(NAME, longest + 1), LONGEST_NAME)
        return Content("\n").join(self._line(step, name) for step in self._steps)

    def _line(self, step: Step, name: int) -> Content:
        glyph, words, colour = outcome_of(step)
        room = max(SHORTEST_BAR, self.size.width - name - 3 - ROOM_FOR_WORDS)
        share = step.pace.share if step.pace else 0.0
        share = {"whole": 1.0, "wrong": 1.0}.get(step.outcome, share)
        done = bar(int(1000 * share), 1000, room, ascii_only=self._ascii)
        return Content.assemble(
            (f"{glyph.translate(PLAIN) if self._ascii else glyph} ", colour),
            (f"{printable(step.name):<{name}.{name - 1}}", WHITE),
            (done, f"{colour} on {TROUGH}"),
            (f" {words}", colour),
        )


def outcome_of(step: Step) -> tuple[str, str, str]:
    """A glyph, what is said, and the colour of both."""
    match step.outcome:
        case "waits":
            return "○", "", DUST
        case "runs":
            return "▶", filling(step.pace), ORANGE
        case "whole":
            return "✓", "whole", GREEN
        case "wrong":
            count = len(step.differences)
            return "≠", rows_differ(count) if count else "damaged", VERMILION
        case "failed":
            return "✗", "failed", VERMILION
