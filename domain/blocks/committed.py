"""What a command came to, for those who follow the log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain.blocks.event_store import RecordedEvent
from domain.blocks.messages import Event


class Committed(NamedTuple):
    """A command that happened: its events, as recorded and as typed, in the same order.

    Its game had no event between position `after` and the first of them.
    """

    after: int
    recorded: Sequence[RecordedEvent]
    events: Sequence[Event]
