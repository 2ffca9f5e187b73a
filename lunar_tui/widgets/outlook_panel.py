"""What the panels of a colony's outlook have in common."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from lunar_tui.look import DUST
from lunar_tui.outlook.outlook import Outlook


class OutlookPanel(Widget):
    """Shows one side of an outlook, in lines; empty in a game that has none."""

    def __init__(self, title: str, *, ascii_only: bool = False) -> None:
        super().__init__()
        self.border_title = title
        self.ascii_only = ascii_only
        self.outlook: Outlook | None = None

    def show(self, outlook: Outlook | None) -> None:
        """Show this from now on; None where there is no colony yet."""
        if outlook != self.outlook:
            self.outlook = outlook
            self.refresh(layout=True)

    def lines(self, outlook: Outlook, width: int, height: int) -> Sequence[Content]:  # noqa: ARG002
        """All there is to say, in lines of so many columns; `height` lines will be shown."""
        return ()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for each thing there is to say."""
        lines = self.lines(self.outlook, width, viewport.height) if self.outlook else ()
        return max(1, min(len(lines), container.height or len(lines)))

    def render(self) -> RenderResult:
        """The lines that fit, and how many do not."""
        if self.outlook is None:
            return ""
        width, height = self.size
        lines = self.lines(self.outlook, width, height)
        if len(lines) > height:
            more = f"and {len(lines) - height + 1} more"
            lines = [*lines[: height - 1], Content.styled(more, DUST)]
        return Content("\n").join(lines)
