"""How bad something is: a mark that says it without colour, and a colour that says it again."""

from __future__ import annotations

from enum import IntEnum

from lunar_tui.look import DUST, ORANGE, VERMILION


class Urgency(IntEnum):
    """From what may wait to what kills."""

    FINE = 0
    SOON = 1
    NOW = 2

    @property
    def mark(self) -> str:
        """Two columns that say it in any colours."""
        return ("  ", "! ", "!!")[self]

    @property
    def style(self) -> str:
        """The colour that says it, too."""
        return (DUST, f"bold {ORANGE}", f"bold {VERMILION}")[self]
