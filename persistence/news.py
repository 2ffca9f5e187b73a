"""News: what was added to a log, told within the program in which it happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from domain.blocks.event_store import RecordedEvent

Listener = Callable[[Sequence[RecordedEvent]], None]
"""Hears of events in the order of the log; of none when there may be some that are not known."""


class News:
    """Tells everybody who listens, at once. News may be missed: the log has all of it."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    @contextmanager
    def told_to(self, listener: Listener) -> Iterator[None]:
        """Tell the listener for as long as this lasts."""
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)

    def tell(self, events: Sequence[RecordedEvent]) -> None:
        """These events are now in the log."""
        for listener in tuple(self._listeners):
            listener(events)
