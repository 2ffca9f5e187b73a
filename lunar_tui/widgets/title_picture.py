"""The picture behind the title, two pixels a cell."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual import work
from textual.strip import Strip
from textual.widget import Widget

from lunar_tui.earthrise import SKY, Colour, Picture, earthrise, landscape, stars

SHADES = " .:-=+*#%@"
"""Characters from dark to bright."""


class TitlePicture(Widget):
    """Fills its place with the Earth over the Moon; in ASCII by shades of punctuation.

    The sky is empty until the picture is `ready`, so that nobody waits for it.
    """

    ALLOW_SELECT = False

    def __init__(self, *, ascii_only: bool = False) -> None:
        super().__init__()
        self.ascii_only = ascii_only
        self.ready = False
        self._picture: Picture = []
        self._stars: Mapping[tuple[int, int], Colour] = {}

    @work
    async def on_mount(self) -> None:
        """Make the landscape in another thread."""
        await asyncio.to_thread(landscape)
        self.ready = True
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of cells."""
        width, height = self.size
        if not self.ready:
            return Strip([Segment(" " * width, _style(SKY, SKY))], width)
        if len(self._picture) != 2 * height or len(self._picture[0]) != width:
            self._picture = earthrise(width, 2 * height)
            self._stars = stars(width, height)
        upper, lower = self._picture[2 * y : 2 * y + 2]
        return Strip([self._cell(x, y, upper[x], lower[x]) for x in range(width)], width)

    def _cell(self, x: int, y: int, upper: Colour, lower: Colour) -> Segment:
        if upper == lower == SKY:
            star = self._stars.get((x, y))
            mark = "." if self.ascii_only else "·"
            return Segment(mark if star else " ", _style(star or SKY, SKY))
        if not self.ascii_only:
            return Segment("▀", _style(upper, lower))
        brightest = max(upper, lower, key=max)
        level = (max(brightest) - max(SKY)) / (256 - max(SKY))
        return Segment(SHADES[int(level * len(SHADES))], _style(brightest, SKY))


@cache
def _style(colour: Colour, behind: Colour) -> Style:
    return Style(color=Color.from_rgb(*colour), bgcolor=Color.from_rgb(*behind))
