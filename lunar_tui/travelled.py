"""What a cursor travels over: moments in order, and where along them one finds what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from domain.blocks.run import Marker


class Numbered(Protocol):
    """Something that is shown, which has a place along the course."""

    @property
    def ordinal(self) -> int:
        """Its number, from 0 for the one before all events."""
        ...


M = TypeVar("M", bound=Numbered)
M_co = TypeVar("M_co", bound=Numbered, covariant=True)


class Course(Protocol):
    """Where along the moments is what; a run of one game is one."""

    @property
    def count(self) -> int:
        """The ordinal of the last moment."""
        ...

    @property
    def markers(self) -> Sequence[Marker]:
        """What stands out, in order."""
        ...

    def turn(self, ordinal: int) -> int:
        """The tick that a moment is in."""
        ...

    def at_turn(self, turn: int) -> int:
        """The last moment of a tick; of one that is to come, the last of all."""
        ...

    def at_tenth(self, tenths: int) -> int:
        """The moment at so many tenths of the way."""
        ...


class Travelled(Protocol[M_co]):
    """Gives the moments of a course, which may grow."""

    @property
    def run(self) -> Course:
        """The course."""
        ...

    async def at(self, ordinal: int) -> M_co:
        """The moment with this number. Raises `StoreFault`."""
        ...

    async def extend(self) -> bool:
        """Take in what happened meanwhile. Raises `StoreFault`."""
        ...
