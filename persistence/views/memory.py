"""The view store in memory, for views that last as long as the program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import uuid4

from domain.blocks.event_store import StoreFault
from domain.blocks.projector import Key, Projector, Row
from domain.blocks.view_store import Checkpoint, Rows, Slot, Step, outcome, touched

R = TypeVar("R", bound=Row)


@dataclass
class _Filling:
    shape: str
    checkpoint: Checkpoint
    rows: dict[Key, Any] = field(default_factory=dict)


class MemoryViewStore:
    """A `ViewStore` in dicts."""

    def __init__(self) -> None:
        self._fillings: dict[tuple[str, Slot], _Filling] = {}
        self._closed = False

    async def checkpoint(
        self, projector: Projector[Any], slot: Slot = "served"
    ) -> Checkpoint | None:
        """How far the slot is filled; None when it is not there."""
        filling = self._filling(projector, slot)
        return filling.checkpoint if filling else None

    async def begin(self, projector: Projector[Any], slot: Slot) -> Checkpoint:
        """The slot's checkpoint; where there is none, that of an empty one made now."""
        filling = self._filling(projector, slot)
        if filling is None:
            filling = _Filling(projector.shape, Checkpoint(uuid4().hex, 0))
            self._fillings[projector.name, slot] = filling
        return filling.checkpoint

    async def apply(
        self,
        projector: Projector[Any],
        slot: Slot,
        begin: Checkpoint,
        upto: int,
        steps: Sequence[Step],
    ) -> Checkpoint | None:
        """Bring the slot from `begin` to the position `upto`, unless it stands elsewhere."""
        filling = self._filling(projector, slot)
        if filling is None or filling.checkpoint != begin:
            return None
        before = {key: filling.rows[key] for key in touched(steps) if key in filling.rows}
        for key, row in outcome(projector, before, steps).items():
            if row is None:
                del filling.rows[key]
            else:
                filling.rows[key] = row
        filling.checkpoint = Checkpoint(begin.generation, upto)
        return filling.checkpoint

    async def swap(self, projector: Projector[Any]) -> bool:
        """Serve the next rows in place of those served, unless they are behind."""
        served = self._filling(projector, "served")
        following = self._filling(projector, "next")
        if following is None:
            return False
        if served and following.checkpoint.position < served.checkpoint.position:
            return False
        self._fillings[projector.name, "served"] = following
        del self._fillings[projector.name, "next"]
        return True

    async def drop(self, projector: Projector[Any], slot: Slot) -> None:
        """Forget the slot's rows and its checkpoint."""
        self._check_open()
        self._fillings.pop((projector.name, slot), None)

    async def read(self, projector: Projector[R], slot: Slot = "served") -> Rows[R]:
        """All rows of one moment."""
        filling = self._filling(projector, slot)
        return Rows(filling.checkpoint.position, dict(filling.rows)) if filling else Rows(0, {})

    async def get(self, projector: Projector[R], key: Key) -> R | None:
        """The served row with this key."""
        filling = self._filling(projector, "served")
        return filling.rows.get(key) if filling else None

    async def count(self, projector: Projector[Any], slot: Slot = "served") -> int:
        """The number of rows in the slot."""
        filling = self._filling(projector, slot)
        return len(filling.rows) if filling else 0

    async def close(self) -> None:
        """Forget everything."""
        self._closed = True
        self._fillings.clear()

    def _filling(self, projector: Projector[Any], slot: Slot) -> _Filling | None:
        self._check_open()
        filling = self._fillings.get((projector.name, slot))
        return filling if filling and filling.shape == projector.shape else None

    def _check_open(self) -> None:
        if self._closed:
            raise StoreFault("The views in memory are closed: open them again.")
