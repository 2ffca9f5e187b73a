"""What is shown instead of the game on a terminal that is too small for it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.events import Resize
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

NEEDED = Size(60, 20)


def is_too_small(size: Size) -> bool:
    """Whether the game does not fit on a terminal of this size."""
    return size.width < NEEDED.width or size.height < NEEDED.height


class TooSmall(ModalScreen[None]):
    """Says the size there is and the size it takes, and goes away by itself."""

    CSS_PATH = "too_small.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._leaving = False

    def compose(self) -> ComposeResult:
        """The one sentence."""
        yield Static("", id="too-small")

    def on_resize(self, event: Resize) -> None:
        """Close when there is room; else say how much is missing."""
        self._check(event.size)

    def on_screen_resume(self) -> None:
        """The terminal may have grown under another screen."""
        self._check(self.app.size)

    def _check(self, size: Size) -> None:
        if is_too_small(size):
            self.query_one("#too-small", Static).update(
                f"The terminal is {size.width}x{size.height}.\n"
                f"Lunar Frontiers needs {NEEDED.width}x{NEEDED.height}.\n"
                "Make it larger to go on."
            )
        elif self.is_current and not self._leaving:
            self._leaving = True
            self.dismiss()
