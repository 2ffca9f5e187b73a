"""The port to the projections of one's own that are kept: source, mode, checkpoint and state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

import msgspec
from msgspec import Struct

from domain.blocks.errors import LunarError
from domain.blocks.scripted.definition import WHOLE
from domain.blocks.view_store import Slot

Mode = Literal["one-time", "continuous"]
"""Whether a projection reads to the end of the log once, or follows it."""


class State(NamedTuple):
    """The state of one partition, as JSON, and what it is shown as where that is not the same."""

    text: str
    result: str | None = None

    @property
    def shown(self) -> str:
        """The result as JSON."""
        return self.text if self.result is None else self.result

    @property
    def weight(self) -> int:
        """Its characters."""
        return len(self.text) + len(self.result or "")


class Kept(Struct, frozen=True):
    """A projection as it is kept under its name.

    It has taken all events to `position`. Each beginning has a `generation` of its own, so that
    what was still under way for the one before counts for nothing. `fault` is the sentence of what
    stopped it, and empty while nothing did. One that is `promoted` is a view among those that have
    names; `next` is how far states that are made anew beside those served have come, None without.
    """

    name: str
    source: str
    mode: Mode
    enabled: bool = True
    generation: int = 1
    position: int = 0
    fault: str = ""
    promoted: bool = False
    next: int | None = None

    @property
    def runs(self) -> bool:
        """Whether it is to be run."""
        return self.enabled and not self.fault


def shown(states: Mapping[str, State]) -> str:
    """The states as one JSON value: that of the whole, or an object of those by partition.

    Partitions that a filter leaves out are not shown.
    """
    if WHOLE in states:
        return states[WHOLE].shown
    parts = (
        f"{msgspec.json.encode(partition).decode()}:{states[partition].shown}"
        for partition in sorted(states)
        if states[partition].shown != "null"
    )
    return f"{{{','.join(parts)}}}"


class Advance(Struct, frozen=True):
    """What a batch of events comes to: the states that changed, and how far that is."""

    upto: int
    changes: Mapping[str, State] = {}
    fault: str = ""


class ScriptedProjections(Protocol):
    """Projections by name. Every call may raise `StoreFault`."""

    async def all(self) -> Sequence[Kept]:
        """All of them, by name."""
        ...

    async def load(self, name: str) -> Kept:
        """The one of this name. Raises `NoProjection`."""
        ...

    async def create(self, kept: Kept) -> None:
        """Keep a new one. Raises `ProjectionExists`."""
        ...

    async def enable(self, name: str, *, enabled: bool) -> None:
        """Let it run, or not; a fault is forgotten when it may. Raises `NoProjection`."""
        ...

    async def reset(self, name: str, source: str | None = None) -> None:
        """Begin anew before the first event, without state or fault; with another source, if given.

        Raises `NoProjection`.
        """
        ...

    async def promote(self, name: str, *, promoted: bool) -> None:
        """Let it be a named view, or be one no longer. Raises `NoProjection`."""
        ...

    async def begin_next(self, kept: Kept) -> bool:
        """Make room for states made anew from before the first event, beside those served.

        False, and nothing is written, where the projection has begun anew since `kept`.
        """
        ...

    async def advance_next(self, kept: Kept, step: Advance) -> bool:
        """Write next states and how far they have come, in one transaction.

        False, and nothing is written, unless they still stand where `kept` says.
        """
        ...

    async def swap(self, kept: Kept) -> bool:
        """Serve the next states in place of those that it has.

        False, and nothing is written, unless both stand at the event of `kept` still. What was
        under way with the old ones counts for nothing.
        """
        ...

    async def drop_next(self, name: str) -> None:
        """Throw the next states away. Raises `NoProjection`."""
        ...

    async def delete(self, name: str) -> None:
        """Forget it with its state. Raises `NoProjection`."""
        ...

    async def states(self, name: str, slot: Slot = "served") -> tuple[Kept, Mapping[str, State]]:
        """The projection and its states by partition, of one moment. Raises `NoProjection`."""
        ...

    async def partitions(self, name: str, slot: Slot = "served") -> int:
        """How many partitions it has states of; 0 where there is no projection."""
        ...

    async def weights(self, slot: Slot = "served") -> Mapping[str, int]:
        """The characters of the states of each projection that has any, by name."""
        ...

    async def advance(self, kept: Kept, step: Advance) -> bool:
        """Write the states and the new position, in one transaction.

        False, and nothing is written, unless the projection still stands where `kept` does: so
        what two programs make of the same events counts once.
        """
        ...


def subscription_of(name: str) -> str:
    """The name of the subscription by which one program at a time runs the projection."""
    return f"projection {name}"


class NoProjection(LunarError):
    """There is no projection of the name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no projection {name}: `lunar projections list` names those that there are."
        )


class ProjectionExists(LunarError):
    """The name is taken."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is a projection {name} already: choose another name, or say --replace to begin "
            "it anew with this source."
        )


class BadName(LunarError):
    """A name that no projection may have."""


LONGEST_NAME = 100


def check_name(name: str) -> str:
    """The name, if a projection may have it. Raises `BadName`."""
    if not 0 < len(name) <= LONGEST_NAME or not all(c.isalnum() or c in "-_." for c in name):
        raise BadName(
            "A projection's name has 1 to 100 letters, digits, dots, dashes and underscores: "
            "choose another one."
        )
    return name
