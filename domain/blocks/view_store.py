"""The port to the views: rows that projectors made, each view with its checkpoint beside them.

`tests/conformance/view_store.py` says the same as tests; a view store is one when it passes them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, Literal, NamedTuple, Protocol, TypeVar

from msgspec import Struct

from domain.blocks.projector import Change, Key, Projector, Row, Upsert
from domain.blocks.view import ProjectorFailed, apply_change

R = TypeVar("R", bound=Row)

Slot = Literal["served", "next"]
"""A view has two places for rows: those that are served, and those that a rebuild fills beside."""


class Checkpoint(Struct, frozen=True):
    """How far one filling of a slot has come; no other filling ever has the same `generation`."""

    generation: str
    position: int


class Step(NamedTuple):
    """What the event at a position does to the rows."""

    position: int
    changes: tuple[Change, ...]


class Rows(NamedTuple, Generic[R]):
    """The rows of a view as they were after the event at `position`."""

    position: int
    by_key: Mapping[Key, R]


class ViewStore(Protocol):
    """Rows of views, kept by name and slot. Every call may raise `StoreFault`.

    Rows of another shape than the projector's count as not there.
    """

    async def checkpoint(
        self, projector: Projector[Any], slot: Slot = "served"
    ) -> Checkpoint | None:
        """How far the slot is filled; None when it is not there."""
        ...

    async def begin(self, projector: Projector[Any], slot: Slot) -> Checkpoint:
        """The slot's checkpoint; where there is none, that of an empty one made now."""
        ...

    async def apply(
        self,
        projector: Projector[Any],
        slot: Slot,
        begin: Checkpoint,
        upto: int,
        steps: Sequence[Step],
    ) -> Checkpoint | None:
        """Bring the slot from `begin` to the position `upto`: rows and checkpoint, or neither.

        None, and nothing changed, when the slot does not stand at `begin`: so steps that come
        twice, or late, change nothing. Raises `ProjectorFailed`; then nothing was changed either.
        """
        ...

    async def swap(self, projector: Projector[Any]) -> bool:
        """Serve the next rows in place of those served, at once for all readers.

        False, and nothing changed, when there are none, or when they are behind those served.
        """
        ...

    async def drop(self, projector: Projector[Any], slot: Slot) -> None:
        """Forget the slot's rows and its checkpoint."""
        ...

    async def read(self, projector: Projector[R], slot: Slot = "served") -> Rows[R]:
        """All rows of one moment, in no particular order; at position 0 when nothing is there."""
        ...

    async def get(self, projector: Projector[R], key: Key) -> R | None:
        """The served row with this key."""
        ...

    async def count(self, projector: Projector[Any], slot: Slot = "served") -> int:
        """The number of rows in the slot."""
        ...

    async def close(self) -> None:
        """Let go of the store."""
        ...


def touched(steps: Sequence[Step]) -> Sequence[Key]:
    """The keys of all rows that the steps may change, each once."""
    return list(
        dict.fromkeys(
            [
                change.row.key if isinstance(change, Upsert) else change.key
                for step in steps
                for change in step.changes
            ]
        )
    )


def outcome(
    projector: Projector[R], before: Mapping[Key, R], steps: Sequence[Step]
) -> Mapping[Key, R | None]:
    """The rows that the steps change, as they are after all of them; None for one that is gone.

    `before` holds those of the touched rows that are there. Raises `ProjectorFailed`.
    """
    after = dict(before)
    for position, changes in steps:
        try:
            for change in changes:
                apply_change(after, change)
        except Exception as why:
            raise ProjectorFailed(projector.name, position, why) from why
    both = {**before, **after}
    return {key: after.get(key) for key in both if after.get(key) is not before.get(key)}
