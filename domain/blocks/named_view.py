"""A named view: rows that are served under a name, and those that a rebuild makes beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from domain.blocks.projector import Projector
from domain.blocks.replay import Progress, unobserved
from domain.blocks.view import View
from domain.blocks.view_store import Slot


class Standing(NamedTuple):
    """How far a generation of a view has come, and how many rows it has."""

    position: int
    rows: int


class NamedView(Protocol):
    """A view as those know it who list, show, compare and rebuild views, whatever makes it.

    `observe` stops a reading by returning False; the answer is then False, too. Every call may
    raise `StoreFault`, and `ProjectorFailed` where the log is read.
    """

    @property
    def projector(self) -> Projector[Any]:
        """Its name, what it is about, and the shape of its rows."""
        ...

    async def head(self) -> int:
        """The position at which the log ends."""
        ...

    async def standing(self, slot: Slot = "served") -> Standing | None:
        """How the generation in this slot stands; None when it is not there."""
        ...

    async def view(self, slot: Slot = "served") -> View[Any]:
        """The rows of one moment; at position 0 when nothing is there."""
        ...

    async def bring(
        self, view: View[Any], upto: int, observe: Callable[[Progress], bool] = unobserved
    ) -> bool:
        """Bring rows in memory up to this event; nothing is written."""
        ...

    async def follow(self, observe: Callable[[Progress], bool] = unobserved) -> bool:
        """Bring the served rows up to the log, where it is not others who do so."""
        ...

    async def refill(
        self, observe: Callable[[Progress], bool] = unobserved, *, resume: bool = False
    ) -> bool:
        """Fill the next rows beside those served, or with `resume` go on with them."""
        ...

    async def serve_next(self, observe: Callable[[Progress], bool] = unobserved) -> bool:
        """Serve the next rows as soon as they are level."""
        ...

    async def reset(self) -> None:
        """Drop the rows; they are made anew when it is next followed."""
        ...
