"""The line under the status bar: the night, the crew, and how much is wrong."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from lunar_tui.look import DUST, GREEN, VERMILION
from lunar_tui.outlook.outlook import Outlook
from lunar_tui.outlook.urgency import Urgency


class OutlookBar(Widget):
    """What must never be out of sight in a colony, in one line."""

    def __init__(self) -> None:
        super().__init__()
        self._outlook: Outlook | None = None
        self._keys = ("", "")

    def show(self, outlook: Outlook, alerts_key: str, outlook_key: str) -> None:
        """Show this from now on, with the keys that lead on."""
        keys = (alerts_key, outlook_key)
        if (outlook, keys) != (self._outlook, self._keys):
            self._outlook, self._keys = outlook, keys
            self.refresh()

    def render(self) -> RenderResult:
        """The rest at the right, and the forecast in as many words as fit beside it."""
        outlook = self._outlook
        if outlook is None:
            return ""
        rest = self._rest(outlook)
        room = self.size.width - rest.cell_length - 4
        night = outlook.night
        if night is None:
            words = "No night needs storage" if outlook.tick else "A new day"
            urgency = Urgency.FINE
        else:
            words, urgency = night.told(room), night.urgency
        mark = urgency.mark.strip() or " "
        told = Content.styled(f"{mark} {words}"[: room + 3], urgency.style)
        gap = max(1, self.size.width - told.cell_length - rest.cell_length)
        return told + Content(" " * gap) + rest

    def _rest(self, outlook: Outlook) -> Content:
        alerts_key, outlook_key = self._keys
        crew = f"bold {VERMILION}" if outlook.crew_lacks or not outlook.crew else f"bold {GREEN}"
        mark = "!! " if outlook.crew_lacks else ""
        count = len(outlook.alerts)
        worst = outlook.alerts[0].urgency if count else Urgency.FINE
        alerts = f"{worst.mark.strip()} {count} alert{'' if count == 1 else 's'}"
        return Content.assemble(
            (f"{mark}crew {outlook.crew}", crew),
            ("  ", DUST),
            (alerts if count else "no alerts", worst.style),
            (f" ({alerts_key})" if outlook.placed else "", DUST),
            (f"  outlook ({outlook_key}) ", DUST),
        )
