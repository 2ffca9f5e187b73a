"""The alerts panel: what is wrong or will be, the worst first."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.events import Click
from textual.message import Message

from lunar_tui.look import DUST, WHITE
from lunar_tui.outlook.alerts import Alert
from lunar_tui.outlook.outlook import Outlook
from lunar_tui.widgets.outlook_panel import OutlookPanel


class AlertsPanel(OutlookPanel):
    """A line for each alert; a click on one that is on a tile goes there."""

    class AlertClicked(Message):
        """An alert on a tile was clicked."""

        def __init__(self, location: int) -> None:
            super().__init__()
            self.location = location

    def __init__(self, *, ascii_only: bool = False) -> None:
        super().__init__("Alerts", ascii_only=ascii_only)
        self._cursor: int | None = None

    def point(self, location: int) -> None:
        """Mark the alerts of the tile that the cursor is on."""
        if location != self._cursor:
            self._cursor = location
            self.refresh()

    def lines(self, outlook: Outlook, width: int, height: int) -> Sequence[Content]:  # noqa: ARG002
        """The alerts, or that there is none."""
        self.border_subtitle = f"{len(outlook.alerts)}" if outlook.alerts else ""
        found = [self._line(alert, width) for alert in outlook.alerts]
        return found or [Content.styled("All is well.", DUST)]

    def _line(self, alert: Alert, width: int) -> Content:
        here = alert.location is not None and alert.location == self._cursor
        style = f"{WHITE} reverse" if here else WHITE
        line = Content.assemble(
            (alert.urgency.mark + " ", alert.urgency.style), (alert.text, style)
        )
        return line.truncate(width, ellipsis=True)

    def on_click(self, event: Click) -> None:
        """Go to the tile of the alert that was clicked."""
        offset = event.get_content_offset(self)
        if offset is None or self.outlook is None or offset.y >= len(self.outlook.alerts):
            return
        location = self.outlook.alerts[offset.y].location
        if location is not None:
            self.post_message(self.AlertClicked(location))
