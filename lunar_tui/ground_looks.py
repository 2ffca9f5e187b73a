"""How each class of ground looks and is called: its colour by day and by night, and its marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct
from textual.color import Color

from domain.game.economy.ground import FLOOR, HIGHLAND, MARE, RIM, WALL
from domain.game.economy.ground import SHADOW as FOREVER_DARK


class GroundLook(Struct, frozen=True):
    """A class of ground: its name, its colour in full light, and its marks.

    `dim` and `bright` are the ASCII characters for such ground. `speck` is on each tile where
    there is colour, so that the rare classes are told by more than their tint; empty for none.
    """

    name: str
    colour: str
    dim: str
    bright: str
    speck: str = ""


LOOKS: Final[Mapping[str, GroundLook]] = {
    HIGHLAND: GroundLook("Highland", "#F0E9DC", ".", ":"),
    MARE: GroundLook("Mare", "#AFC2E2", ",", ";"),
    FLOOR: GroundLook("Crater floor", "#C9C3A0", "-", "="),
    WALL: GroundLook(
        "Crater wall",
        "#D8A67C",
        "^",
        "^",
        "\N{BOX DRAWINGS LIGHT DIAGONAL UPPER RIGHT TO LOWER LEFT}",
    ),
    RIM: GroundLook("Sunny rim", "#FFDF7E", "*", "*", "\N{SIX POINTED BLACK STAR}"),
    FOREVER_DARK: GroundLook("Ice in eternal shadow", "#8FE3F2", "#", "#", "\N{ASTERISK OPERATOR}"),
}

DEEP = Color.parse("#07080F")
"""Ground on which nothing shines."""

EARTHLIGHT = Color.parse("#3E5C9A")
EMBERS = Color.parse("#E8945A")
LAMP = Color.parse("#FFB14A")

TWILIGHTS = 4
"""Steps from the light at the terminator to that of the day."""

LAMPS = (0.16, 0.32, 0.5, 0.7)
"""How much of the lamps is in the light on the ground, from far to near."""

DAY = TWILIGHTS
NIGHT = DAY + 1
LAMPLIT = NIGHT + 1
LIGHTS = LAMPLIT + len(LAMPS)
"""The lights that ground is seen in: twilights, the day, the night, and lamplight."""


def brightest(ground: str, light: int) -> Color:
    """The colour of the brightest sample of a class of ground in a light."""
    colour = Color.parse(LOOKS[ground].colour)
    if light <= DAY:
        return colour.blend(EMBERS, 0.55 * (1 - light / TWILIGHTS))
    night = colour.blend(EARTHLIGHT, 0.62).blend(DEEP, 0.42)
    return night if light == NIGHT else night.blend(LAMP, LAMPS[light - LAMPLIT])
