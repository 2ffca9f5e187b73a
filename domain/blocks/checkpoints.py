"""Checkpoints of a run: moments in few bytes, from which no moment between them is far.

Now and then one is kept whole, and those after it are told by how they differ from it.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import NamedTuple

from domain.blocks.moment import Moment

SPACING = 500
"""Events from one checkpoint to the next, as long as there is room for so many."""

BUDGET = 64 * 2**20
"""Bytes that the checkpoints may take. When they take more, every second one is given up."""

ENTRY = 100
"""Bytes that an entry of a whole moment takes, roughly: most values are shared with others."""

QUICKLY = 1
"""The level of compression."""


@dataclass(frozen=True, slots=True, eq=False)
class _Whole:
    moment: Moment
    size: int


class _Checkpoint(NamedTuple):
    base: _Whole
    delta: bytes


class Checkpoints:
    """The moments of a run at every `spacing` events, beginning with the one before the first.

    The whole ones take at most half of the budget, and about as much as those told by them.
    """

    def __init__(self, beginning: Moment, spacing: int = SPACING, budget: int = BUDGET) -> None:
        self.spacing = spacing
        self._budget = budget
        self._base = _Whole(beginning, 0)
        self._kept: list[_Checkpoint] = []
        self.add(beginning)

    def add(self, moment: Moment) -> None:
        """Keep the moment, which nobody may change any more, if it is the next one due."""
        if moment.ordinal != len(self._kept) * self.spacing:
            return
        size = ENTRY * sum(map(len, moment.tables))
        told = sum(len(kept.delta) for kept in self._kept if kept.base is self._base)
        if told >= size and self._whole + size <= self._budget // 2:
            self._base = _Whole(moment, size)
        delta = zlib.compress(moment.encode(self._base.moment), QUICKLY)
        self._kept.append(_Checkpoint(self._base, delta))
        if self.size > self._budget and len(self._kept) > 1:
            self._kept = self._kept[::2]
            self.spacing *= 2

    def before(self, ordinal: int) -> int:
        """The ordinal of the last checkpoint that is not after this one."""
        return min(ordinal // self.spacing, len(self._kept) - 1) * self.spacing

    def at(self, ordinal: int) -> Moment:
        """The moment of the checkpoint with this ordinal."""
        base, delta = self._kept[ordinal // self.spacing]
        return base.moment.decode(zlib.decompress(delta))

    @property
    def size(self) -> int:
        """The bytes that they take, roughly."""
        return self._whole + sum(len(kept.delta) for kept in self._kept)

    @property
    def _whole(self) -> int:
        return sum(base.size for base in dict.fromkeys(kept.base for kept in self._kept))
