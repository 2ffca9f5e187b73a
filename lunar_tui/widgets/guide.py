"""The guide: the present lesson or advice, and the goals, in as few lines as they take."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from lunar_tui.bars import bar
from lunar_tui.keys import key_of
from lunar_tui.look import DUST, GREEN, SKY, VERMILION, WHITE, YELLOW
from lunar_tui.tutorial.goals import Goal, deadline, goals
from lunar_tui.tutorial.lessons import lessons
from lunar_tui.tutorial.sight import Sight
from lunar_tui.tutorial.words import Words, words

COLOURS = {"lesson": SKY, "trouble": VERMILION, "end": YELLOW}
SHORTEST_BAR, LONGEST_BAR = 4, 16
PADDING = 2


class Guide(Vertical):
    """Takes no room where there is no colony; words come by themselves where there are lessons."""

    DEFAULT_CSS = """
    Guide { height: auto; display: none; background: $panel-darken-1; }
    Guide > Static { height: auto; padding: 0 1; }
    Guide > #guide-words { max-height: 2; background: $panel; }
    Guide > #guide-goals { height: 1; }
    """

    def __init__(self, *, ascii_only: bool = False) -> None:
        super().__init__()
        self._ascii = ascii_only
        self._wanted: bool | None = None
        self._shown: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        """The words above the goals."""
        yield Static("", markup=False, id="guide-words")
        yield Static("", markup=False, id="guide-goals")

    def toggle(self, sight: Sight) -> None:
        """Have the words shown if they were hidden, and hidden if they were shown."""
        self._wanted = not self._wants(sight)

    def show(self, sight: Sight | None, screen: Screen[None], *, paused: bool) -> None:
        """Say what there is to say of the colony now."""
        self.display = sight is not None
        if sight is None:
            return
        said = words(sight, lambda binding: key_of(screen, binding), paused=paused)
        said = said if self._wants(sight) else None
        shown = (said, goals(sight), deadline(sight), screen.size.width)
        if shown != self._shown:
            self._shown = shown
            self.query_one("#guide-words", Static).display = said is not None
            if said:
                self.query_one("#guide-words", Static).update(_words(said))
            line = self._goals(goals(sight), deadline(sight), screen.size.width)
            self.query_one("#guide-goals", Static).update(line)

    def _wants(self, sight: Sight) -> bool:
        return bool(lessons(sight)) if self._wanted is None else self._wanted

    def _goals(self, found: list[Goal], until: str, width: int) -> Content:
        """One line: with a bar for each goal where there is room, without a heading where not."""
        gap = "  "
        plain = len(gap.join(["Goals", *(f" {goal.told}" for goal in found), until]))
        room = width - PADDING - plain
        cells = min(room // max(1, len(found)) - 1, LONGEST_BAR)
        cells = cells if cells >= SHORTEST_BAR else 0
        parts = [Content.styled("Goals", f"bold {WHITE}")] if room >= 0 else []
        parts.extend(self._goal(goal, cells) for goal in found)
        parts.append(Content.styled(until, DUST))
        return Content(gap).join(parts)

    def _goal(self, goal: Goal, cells: int) -> Content:
        mark = ("+" if self._ascii else "✓") if goal.reached else ""
        done = bar(goal.value, goal.target, cells, ascii_only=self._ascii)
        told = (f"{mark}{goal.told}", GREEN if goal.reached else WHITE)
        if not cells:
            return Content.assemble(told)
        return Content.assemble(told, " ", (done, f"{GREEN if goal.reached else SKY} on #2A2A2E"))


def _words(said: Words) -> Content:
    return Content.assemble((f"{said.heading}  ", f"bold {COLOURS[said.kind]}"), (said.text, WHITE))
