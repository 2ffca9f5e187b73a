"""The flows panel: what the process managers have under way."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from lunar_tui.look import DUST, PURPLE, WHITE


class FlowsPanel(Widget):
    """Counts the running flows of each process manager."""

    def __init__(self) -> None:
        super().__init__()
        self._flows: Mapping[str, int] = {}
        self.border_title = "Process managers"

    def show(self, flows: Mapping[str, int]) -> None:
        """Show these counts from now on, by the managers' names."""
        if flows != self._flows:
            self._flows = dict(flows)
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """A line for each manager."""
        return max(1, len(self._flows))

    def render(self) -> RenderResult:
        """A line for each process manager."""
        return Content("\n").join(
            Content.assemble((f"{count:>5} ", WHITE), (f"{name}", PURPLE), (" under way", DUST))
            for name, count in self._flows.items()
        )
