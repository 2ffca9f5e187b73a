"""Rows of events, as a driver hands them over, become events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from domain.blocks.event_store import RecordedEvent, StoreFault

_Row = tuple[int, str, int, str, int, bytes, str | None, UUID, UUID, UUID, UUID, str, int, bytes]
_Rows = list[_Row]


def events_of(rows: Sequence[tuple[Any, ...]]) -> list[RecordedEvent]:
    """The events in these rows. Raises `StoreFault`, which says where one is damaged."""
    try:
        return [RecordedEvent(*row) for row in msgspec.convert(rows, _Rows)]
    except msgspec.ValidationError as error:
        raise _unreadable(rows) from error


def _unreadable(rows: Sequence[tuple[Any, ...]]) -> StoreFault:
    for row in rows:
        try:
            msgspec.convert(row, _Row)
        except msgspec.ValidationError as error:
            return StoreFault(
                f"The event at position {row[0]} is damaged beyond reading ({error}): put back a "
                "copy of the store."
            )
    raise AssertionError
