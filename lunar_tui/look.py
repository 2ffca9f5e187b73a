"""Colours and marks: the Okabe-Ito palette, which colour-blind eyes can tell apart.

Colour never carries a meaning alone: a glyph or a word always says the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.blocks.moment_diff import Kind

ORANGE = "#E69F00"
SKY = "#56B4E9"
GREEN = "#009E73"
YELLOW = "#F0E442"
VERMILION = "#D55E00"
PURPLE = "#CC79A7"
WHITE = "#E8E8E4"
DUST = "#9A9A94"
SHADOW = "#0B0C10"

CHANGES: Final[Mapping[Kind, tuple[str, str]]] = {
    "added": ("+", GREEN),
    "changed": ("~", SKY),
    "gone": ("-", VERMILION),
}
"""The mark and the colour of what differs."""
