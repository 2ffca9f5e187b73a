"""A banner that is there for as long as something is wrong, and says what."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from lunar_tui.look import VERMILION


class TroubleBanner(Static):
    """Says what is wrong and that it is waited for; not there while all is well."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.display = False

    def show(self, trouble: str) -> None:
        """Show this sentence, or with none go away."""
        self.display = bool(trouble)
        if trouble:
            waits = " It is tried again by itself, and the game goes on from there."
            self.update(Content.assemble((trouble, f"bold {VERMILION}"), waits))
