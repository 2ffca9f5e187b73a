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
    """Says the size there is and the size it takes. The app takes it away."""

    CSS_PATH = "too_small.tcss"

    def compose(self) -> ComposeResult:
        """The one sentence."""
        yield Static(id="too-small")

    def on_screen_resume(self) -> None:
        """The terminal may have grown while another screen was over this one."""
        if not is_too_small(self.app.size):
            self.dismiss()

    def on_resize(self, event: Resize) -> None:
        """Say how much there is now."""
        self.query_one("#too-small", Static).update(
            f"The terminal is {event.size.width}x{event.size.height}.\n"
            f"Lunar Frontiers needs {NEEDED.width}x{NEEDED.height}.\n"
            "Make it larger to go on."
        )
