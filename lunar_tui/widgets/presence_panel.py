"""The presence panel: who is here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import set_cell_size
from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from lunar_tui.badges import Badges
from lunar_tui.look import DUST
from lunar_tui.presence import Present
from lunar_tui.sentences import printable


class PresencePanel(Widget):
    """A line for each player with their badge, the one at this terminal first."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Sequence[Present] = ()
        self._badges: Badges = {}
        self.border_title = "Here"

    def show(self, here: Sequence[Present], badges: Badges) -> None:
        """Show these from now on; all have badges."""
        ordered = sorted(here, key=lambda each: not badges[each.player].mine)
        if (ordered, badges) != (self._shown, self._badges):
            self._shown, self._badges = ordered, badges
            self.border_subtitle = f"{len(ordered)}"
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """A line for each player."""
        return len(self._shown)

    def render(self) -> RenderResult:
        """As many players as fit, and how many more there are."""
        height = self.size.height
        fits = len(self._shown) <= height
        shown = self._shown if fits else self._shown[: height - 1]
        lines = [self._line(each) for each in shown]
        if not fits:
            lines.append(Content.styled(f"and {len(self._shown) - len(shown)} more", DUST))
        return Content("\n").join(lines)

    def _line(self, each: Present) -> Content:
        badge = self._badges[each.player]
        notes = ", ".join(_notes(each, mine=badge.mine))
        room = max(1, self.size.width - len(notes) - 3)
        name = set_cell_size(printable(each.player), room)
        return Content.assemble(
            (badge.letter, badge.style), " ", (name, badge.colour), " ", (notes, DUST)
        )


def _notes(each: Present, *, mine: bool) -> Iterator[str]:
    if mine:
        yield "you"
    if each.terminals > 1:
        yield f"{each.terminals} terminals"
    if each.driving:
        yield "drives"
    if each.watching:
        yield "watches"


def company(here: Sequence[Present]) -> str:
    """How many are here, in two words; nothing of who is alone."""
    terminals = sum(each.terminals for each in here)
    if len(here) > 1:
        return f"{len(here)} here"
    return f"{terminals} terminals" if terminals > 1 else ""
