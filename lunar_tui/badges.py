"""What tells players apart: a colour of the Okabe-Ito palette and a letter for each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from string import ascii_lowercase, digits
from zlib import crc32

from msgspec import Struct

from lunar_tui.look import GREEN, ORANGE, PURPLE, SHADOW, SKY, VERMILION, YELLOW

COLOURS = (SKY, ORANGE, PURPLE, GREEN, YELLOW, VERMILION)
"""Those of the palette that are bright enough to read on a dark ground."""

LETTERS = ascii_lowercase + digits


class Badge(Struct, frozen=True):
    """How a player's things are marked; `mine` if it is the player at this terminal."""

    colour: str
    letter: str
    mine: bool

    @property
    def style(self) -> str:
        """The style of the letter where it stands as a mark of its own."""
        return f"bold {SHADOW} on {self.colour}"


Badges = Mapping[str, Badge]
"""Badges by the player's name; empty while there is nobody to be told apart from."""


def badges(players: Iterable[str], me: str) -> Badges:
    """A badge for each, those of the name if they are free, else the next that are.

    Who comes first keeps what the name gives, so all terminals that name the players in one order
    agree. Colours are shared when there are more players than colours.
    """
    given: dict[str, Badge] = {}
    for player in dict.fromkeys(players):
        colour = _free(_colours(player), {badge.colour for badge in given.values()})
        letter = _free(_letters(player), {badge.letter for badge in given.values()})
        given[player] = Badge(colour, letter, player == me)
    return given


def _colours(player: str) -> Sequence[str]:
    first = crc32(player.encode()) % len(COLOURS)
    return COLOURS[first:] + COLOURS[:first]


def _letters(player: str) -> Sequence[str]:
    return [letter for letter in player.lower() if letter in LETTERS] + list(LETTERS)


def _free(wanted: Sequence[str], taken: Collection[str]) -> str:
    return next((each for each in wanted if each not in taken), wanted[0])
