"""Projector: events in, changes of typed rows out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from msgspec import Struct, structs

from domain.blocks.messages import Event

Key = tuple[str | int, ...]
"""The values of a row's key fields, in the order of the row type's `KEY`."""


class Row(Struct, frozen=True, gc=False):
    """One row of a view. `KEY` names the fields that identify it, `NOUN` is what one is called.

    `GROUPS` names sets of rows by the field whose value a set's rows have in common, for view
    stores that find rows by key only.
    """

    KEY: ClassVar[tuple[str, ...]]
    NOUN: ClassVar[str]
    GROUPS: ClassVar[Mapping[str, str]] = {}

    @property
    def key(self) -> Key:
        """What identifies the row."""
        return tuple([getattr(self, name) for name in self.KEY])


R = TypeVar("R", bound=Row)


class Upsert(Struct, frozen=True, gc=False):
    """The row is now this, whether or not it was there; if it was, the fields `keep` stay."""

    row: Row
    keep: tuple[str, ...] = ()


class Patch(Struct, frozen=True, gc=False):
    """These fields of the row are now this, and those numbers of it grow by so much.

    A row that is not there stays away.
    """

    key: Key
    set: Mapping[str, Any] = {}
    add: Mapping[str, int] = {}


class Delete(Struct, frozen=True, gc=False):
    """The row is gone; a row that is not there stays away."""

    key: Key


Change = Upsert | Patch | Delete


@dataclass(frozen=True, slots=True, eq=False)
class Projector(Generic[R]):
    """One view: its name, its row type, and for each event type what the event does to the rows.

    A handler is pure: it gets the event and the moment it was recorded (microseconds since
    1970, UTC) and returns changes, in order. It sees no row, no other view, no clock.
    """

    name: str
    about: str
    row: type[R]
    handlers: Mapping[type[Event], Callable[[Any, int], tuple[Change, ...]]]

    @property
    def shape(self) -> str:
        """The row type in words; rows of another shape cannot be read as this one's."""
        fields = structs.fields(self.row)
        columns = [f"{field.name} {field.type.__name__}" for field in fields]
        return f"{', '.join(columns)}; {', '.join(self.row.KEY)}"

    def project(self, event: Event, recorded_at: int) -> tuple[Change, ...]:
        """The changes that `event` makes; none for an event that the view does not heed."""
        handler = self.handlers.get(type(event))
        return handler(event, recorded_at) if handler else ()
