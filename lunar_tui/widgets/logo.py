"""The name of the game in large letters."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from lunar_tui.look import DUST, ORANGE, WHITE

LETTERS = {
    "L": ("X   ", "X   ", "X   ", "X   ", "X   ", "XXXX"),
    "U": ("X  X", "X  X", "X  X", "X  X", "X  X", " XX "),
    "N": ("X  X", "XX X", "XX X", "X XX", "X XX", "X  X"),
    "A": (" XX ", "X  X", "X  X", "XXXX", "X  X", "X  X"),
    "R": ("XXX ", "X  X", "X  X", "XXX ", "X X ", "X  X"),
    "F": ("XXXX", "X   ", "X   ", "XXX ", "X   ", "X   "),
    "O": (" XX ", "X  X", "X  X", "X  X", "X  X", " XX "),
    "T": ("XXXXX", "  X  ", "  X  ", "  X  ", "  X  ", "  X  "),
    "I": ("X", "X", "X", "X", "X", "X"),
    "E": ("XXXX", "X   ", "X   ", "XXX ", "X   ", "XXXX"),
    "S": (" XXX", "X   ", "X   ", " XX ", "   X", "XXX "),
}
WORDS = (("LUNAR", WHITE), ("FRONTIERS", ORANGE))
BETWEEN_WORDS = "    "
LARGE_WIDTH = 70
"""Cells that the large letters need."""

BLOCKS = {"  ": " ", "X ": "▀", " X": "▄", "XX": "█"}


class Logo(Widget):
    """Large letters where there is room for them, spaced ones elsewhere and in ASCII."""

    DEFAULT_CSS = """
    Logo { height: 4; }
    """

    def __init__(self, *, ascii_only: bool = False) -> None:
        super().__init__()
        self.ascii_only = ascii_only

    def render(self) -> RenderResult:
        """The name, and what the game is in a few words."""
        large = self.size.width >= LARGE_WIDTH and not self.ascii_only
        lines = _large() if large else [_spaced(), Content()]
        motto = Content.styled("A base on the Moon, event by event", DUST)
        return Content("\n").join([*lines, motto])


def _spaced() -> Content:
    words = [Content.styled(" ".join(word), f"bold {colour}") for word, colour in WORDS]
    return Content("   ").join(words)


def _large() -> list[Content]:
    return [
        Content(BETWEEN_WORDS).join(
            [Content.styled(_half_rows(word, upper), colour) for word, colour in WORDS]
        )
        for upper in (0, 2, 4)
    ]


def _half_rows(word: str, upper: int) -> str:
    """Two rows of pixels, which are one row of cells."""
    return " ".join(
        "".join(BLOCKS[a + b] for a, b in zip(*LETTERS[letter][upper : upper + 2], strict=True))
        for letter in word
    )
