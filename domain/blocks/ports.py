"""The small ports: time and identity, which enter the domain as facts and never by themselves."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID


class Clock(Protocol):
    """Tells the time for the log's metadata; nothing decides on it."""

    def now(self) -> int:
        """Microseconds since 1970, UTC."""
        ...


class Ids(Protocol):
    """Makes ids that nobody else makes."""

    def new(self) -> UUID:
        """A new id; later ones sort after earlier ones, which keeps the log's index compact."""
        ...
