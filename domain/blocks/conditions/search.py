"""The search: at which events a condition becomes true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from domain.blocks.conditions.evaluation import Condition

M = TypeVar("M")


def rises(moments: Iterable[tuple[int, M]], condition: Condition[M]) -> Iterator[int]:
    """The ordinals at which the condition holds where it did not one moment before.

    `moments` follow each other, with their ordinals; the first is only there to begin from. A
    moment may be one and the same object, further on each time.
    """
    held = True
    for ordinal, moment in moments:
        holds = condition.holds(moment)
        if holds and not held:
            yield ordinal
        held = holds
