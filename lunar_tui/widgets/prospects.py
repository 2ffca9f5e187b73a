"""What a survey shows on the map, on ground where nothing stands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final, Literal

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from lunar_tui.look import SHADOW, WHITE

Prospect = Literal["sought", "usual", "better", "rich", "vein"]
"""How much there is of what ground is dug for; `sought` while a rover is there."""

SOUGHT: Final[Prospect] = "sought"


class ProspectLook(Struct, frozen=True):
    """The mark of a grade, and what it means; from `percent` of the usual on a find has it."""

    mark: str
    ascii_mark: str
    means: str
    percent: int = 0


PROSPECTS: Final[Mapping[Prospect, ProspectLook]] = {
    SOUGHT: ProspectLook("?", "?", "a rover surveys it"),
    "usual": ProspectLook("·", "'", "surveyed: the usual", 1),
    "better": ProspectLook("+", "+", "surveyed: more", 101),
    "rich": ProspectLook("◇", "%", "surveyed: half as much again", 150),
    "vein": ProspectLook("◆", "$", "surveyed: twice the usual", 200),
}

BRIGHT = 0.45
"""The brightness of ground from which on marks on it are dark."""

FAINT = 0.8
"""How much of its ink the mark of usual ground has."""


def prospect_of(percent: int) -> Prospect:
    """The grade of a find of so many percent of the usual."""
    return max(
        (grade for grade, look in PROSPECTS.items() if 0 < look.percent <= percent),
        key=lambda grade: PROSPECTS[grade].percent,
    )


@cache
def prospect_mark(prospect: Prospect, ground: Style | None, *, ascii_only: bool) -> Segment:
    """The mark on ground that looks so: in its colour, but without its texture."""
    look = PROSPECTS[prospect]
    behind = Color.parse(SHADOW)
    if ground and ground.bgcolor:
        behind = Color.from_rich_color(ground.bgcolor)
    ink = Color.parse(SHADOW if behind.brightness > BRIGHT else WHITE)
    if prospect == "usual":
        ink = behind.blend(ink, FAINT)
    style = Style(color=ink.rich_color, bgcolor=behind.rich_color, bold=prospect != "usual")
    return Segment(f"{look.ascii_mark if ascii_only else look.mark} ", style)
