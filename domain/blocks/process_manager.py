"""Process manager: a decider's mirror; it turns events into further commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from msgspec import Struct

from domain.blocks.messages import Command, Event

State = TypeVar("State")


class Start(Struct, frozen=True):
    """The event begins the instance's flow."""

    instance: str


class Continue(Struct, frozen=True):
    """The event is part of the instance's flow; ignored if that flow is not running."""

    instance: str


class Stop(Struct, frozen=True):
    """The event ends the instance's flow; its state is dropped."""

    instance: str


Correlation = Start | Continue | Stop | None


@dataclass(frozen=True, slots=True)
class ProcessManager(Generic[State]):
    """One flow, one instance for each thing that flows through it; never reads a projection.

    For an event of `handles`: `correlate` says which instance it concerns, `evolve` folds it into
    that instance's state, and `react` answers with commands, from the new state. While the
    log is replayed only `correlate` and `evolve` run: a replay dispatches nothing.
    """

    name: str
    handles: tuple[type[Event], ...]
    initial: State
    correlate: Callable[[Any], Correlation]
    evolve: Callable[[State, Any], State]
    react: Callable[[State, Any], tuple[Command, ...]]
