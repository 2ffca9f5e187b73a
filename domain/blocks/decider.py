"""Decider: the aggregate as three values, `initial`, `decide` and `evolve`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from msgspec import Struct

from domain.blocks.messages import Command, Event

State = TypeVar("State")


class Rejected(Struct, frozen=True):
    """A refused command: nothing happened. `code` is for programs, `sentence` for people."""

    code: str
    sentence: str


Decision = tuple[Event, ...] | Rejected
"""What a decider answers: the facts that now hold (none is a fine answer), or a refusal."""


@dataclass(frozen=True, slots=True, eq=False)
class Decider(Generic[State]):
    """One kind of aggregate; each instance has the stream `<category>-<instance id>`.

    `decide` and `evolve` are pure. The events that `decide` returns go to the instance's own
    stream. `evolves_from` lists the event types that its state is folded from: its own, and
    where an invariant spans streams (a tile holds one site), those of its game's other streams.
    """

    category: str
    initial: State
    instance: Callable[[Any], str]
    decide: Callable[[State, Any], Decision]
    evolve: Callable[[State, Any], State]
    evolves_from: tuple[type[Event], ...]

    def stream(self, message: Command | Event) -> str:
        """The stream of the instance that `message` concerns."""
        return f"{self.category}-{self.instance(message)}"
