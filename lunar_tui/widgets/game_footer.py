"""The keys of a game: what matters most comes first, and help is always at the right."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Footer

PLACES = {"app.help": "-help", "step": "-spare", "guide": "-spare"}


class GameFooter(Footer):
    """Help is beside the other keys, and spare ones may give way to them."""

    DEFAULT_CSS = """
    GameFooter.-compact FooterKey.-help { dock: right; margin: 0; padding: 0 1; }
    """

    def compose(self) -> ComposeResult:
        """The keys, each known by its place."""
        for widget in super().compose():
            widget.add_class(PLACES.get(getattr(widget, "action", ""), "-usual"))
            yield widget
