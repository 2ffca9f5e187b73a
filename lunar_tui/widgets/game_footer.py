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
        """The keys, some of them known by their place."""
        for widget in super().compose():
            if place := PLACES.get(getattr(widget, "action", "")):
                widget.add_class(place)
            yield widget
