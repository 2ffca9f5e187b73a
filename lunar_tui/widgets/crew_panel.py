"""The crew panel: who is alive, what they go without, and the night that comes."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from textual.content import Content

from lunar_tui.look import DUST, GREEN, VERMILION
from lunar_tui.outlook.outlook import Outlook
from lunar_tui.outlook.urgency import Urgency
from lunar_tui.widgets.outlook_panel import OutlookPanel


class CrewPanel(OutlookPanel):
    """The crew, and the forecast in full."""

    def __init__(self, *, ascii_only: bool = False) -> None:
        super().__init__("Crew and night", ascii_only=ascii_only)

    def lines(self, outlook: Outlook, width: int, height: int) -> Sequence[Content]:  # noqa: ARG002
        """How many there are, what they lack, and the forecast."""
        crew = Content.styled(
            f"{outlook.crew} alive", f"bold {GREEN if outlook.crew else VERMILION}"
        )
        lacks = [
            Content.styled(f"!! {line}", Urgency.NOW.style)
            for text in outlook.crew_lacks
            for line in wrap(text, max(1, width - 3))
        ]
        well = [] if lacks or not outlook.crew else [Content.styled("They lack nothing.", DUST)]
        return [crew, *well, *lacks, *self._night(outlook, width)]

    def _night(self, outlook: Outlook, width: int) -> Sequence[Content]:
        night = outlook.night
        if night is None:
            return [Content.styled("By what makes power, no night needs storage.", DUST)]
        words = f"{night.urgency.mark.strip()} {night.in_full}".strip()
        style = night.urgency.style
        return [Content.styled(line, style) for line in wrap(words, max(1, width))]
