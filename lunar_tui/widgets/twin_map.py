"""One of two maps of the same moon: they look at the same place, and have the same cursor."""

from __future__ import annotations

from domain.game.terrain import Terrain
from lunar_tui.widgets.replay_map import ReplayMap


class TwinMap(ReplayMap):
    """Takes its twin along wherever it goes."""

    def __init__(self, terrain: Terrain, *, ascii_only: bool = False, id: str) -> None:  # noqa: A002
        super().__init__(terrain, ascii_only=ascii_only)
        self.id = id
        self.twin: TwinMap | None = None

    def watch_cursor(self, before: int, after: int) -> None:
        """Move the twin's cursor, too."""
        super().watch_cursor(before, after)
        if self.twin:
            self.twin.cursor = after

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        """Scroll the twin, too."""
        super().watch_scroll_x(old_value, new_value)
        if self.twin:
            self.twin.scroll_target_x = self.twin.scroll_x = new_value

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Scroll the twin, too."""
        super().watch_scroll_y(old_value, new_value)
        if self.twin:
            self.twin.scroll_target_y = self.twin.scroll_y = new_value
