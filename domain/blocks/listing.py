"""What is in a log, listed page by page: its streams, their categories, or the types of its events.

A page is found by the key of the entry before it, so a list of any length costs a page of memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

Listed = Literal["streams", "categories", "types"]
Order = Literal["name", "events", "first", "last"]


class EntryKey(NamedTuple):
    """Where an entry stands in a list: what the list is in the order of, then its name.

    `number` is 0 in a list by name.
    """

    number: int
    name: str


class Entry(Struct, frozen=True):
    """A stream, a category or a type: how many events it has, and its first and last.

    The times are in microseconds since 1970, UTC.
    """

    name: str
    events: int
    first_position: int
    last_position: int
    first_recorded_at: int
    last_recorded_at: int


class EntryMarks(Struct, frozen=True):
    """A sparse index of a list: how many entries it has, and the last of each full page."""

    count: int
    every: int
    ends: Sequence[EntryKey]


class Listing(Struct, frozen=True):
    """Which entries, and in what order; `$all` is not one of them.

    `text` is part of their names, the letters A to Z of either case alike. First and last are
    positions. Entries that are alike in their order stand by name.
    """

    of: Listed = "streams"
    text: str = ""
    order: Order = "name"
    descending: bool = False

    def key(self, entry: Entry) -> EntryKey:
        """Where the entry stands in the list."""
        match self.order:
            case "name":
                number = 0
            case "events":
                number = entry.events
            case "first":
                number = entry.first_position
            case "last":
                number = entry.last_position
        return EntryKey(number, entry.name)

    def sort(self, entries: Iterable[Entry]) -> list[Entry]:
        """The entries that are listed, in their order."""
        wanted = self.text.encode().lower()
        found = [entry for entry in entries if wanted in entry.name.encode().lower()]
        return sorted(found, key=self._rank, reverse=self.descending)

    def is_beyond(self, entry: Entry, after: EntryKey | None) -> bool:
        """Whether the entry stands further on in the list."""
        if after is None:
            return True
        key = self._rank(entry)
        other = (after.number, after.name.encode())
        return key < other if self.descending else key > other

    def _rank(self, entry: Entry) -> tuple[int, bytes]:
        number, name = self.key(entry)
        return number, name.encode()
