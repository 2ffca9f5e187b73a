"""The rows that a view's last batch left, so that the next batch need not ask for them again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.blocks.projector import Key, Projector
from domain.blocks.view_store import Checkpoint, Slot

Known = Mapping[Key, Any]
"""Rows by key; None for one that is known not to be there."""


class Recent:
    """Of each slot, what this program wrote last; it holds only where nobody wrote since."""

    def __init__(self) -> None:
        self._left: dict[tuple[str, Slot], tuple[Checkpoint, Known]] = {}

    def at(self, projector: Projector[Any], slot: Slot, checkpoint: Checkpoint) -> Known:
        """The rows that are known for certain where the slot stands at this checkpoint."""
        left = self._left.get((projector.name, slot))
        return left[1] if left and left[0] == checkpoint else {}

    def keep(
        self, projector: Projector[Any], slot: Slot, checkpoint: Checkpoint, rows: Known
    ) -> None:
        """Remember the rows that a batch which led to this checkpoint has left."""
        self._left[projector.name, slot] = checkpoint, rows
