"""The search: the moment of a run at which a condition becomes true."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from domain.blocks.conditions.evaluation import Condition
from domain.blocks.moment import Moment
from domain.blocks.replay import Progress, unobserved
from domain.blocks.run import Fact
from domain.blocks.timeline import Timeline

M = TypeVar("M")

PAGE = 1000
"""Events that are folded at once; few enough to do it beside a screen."""


def rises(moments: Iterable[tuple[int, M]], condition: Condition[M]) -> Iterator[int]:
    """The ordinals at which the condition holds where it did not one moment before.

    `moments` follow each other, with their ordinals. The first is only there to begin from, except
    for moment 0, before which nothing holds. They may be one object, further on each time.
    """
    held: bool | None = None
    for ordinal, moment in moments:
        holds = condition.holds(moment)
        if holds and (held is False or ordinal == 0):
            yield ordinal
        held = holds


async def find(
    timeline: Timeline,
    condition: Condition[Moment],
    ordinal: int,
    *,
    backward: bool = False,
    observe: Callable[[Progress], bool] = unobserved,
) -> int | None:
    """The next moment after this one at which the condition becomes true, or the last before it.

    None when there is none, or when `observe`, which is called after every page, stopped the search
    by returning False. Raises what a timeline raises.
    """
    total = ordinal if backward else timeline.run.count - ordinal
    walked = 0
    moment = await timeline.at(ordinal)
    for first, last in _pages(ordinal, timeline.run.count, backward=backward):
        if moment.ordinal != first:
            moment = await timeline.at(first)
        facts = await timeline.facts(first, last) if first < last else ()
        found = [rise for rise in rises(_walk(moment, facts), condition) if rise != ordinal]
        if found:
            return found[-1] if backward else found[0]
        walked += len(facts)
        if not observe(Progress(walked, total, walked)):
            return None
    return None


def _pages(ordinal: int, count: int, *, backward: bool) -> Iterator[tuple[int, int]]:
    """The spans to look through, each from the moment before it to its last one."""
    if not backward:
        for first in range(ordinal, count, PAGE):
            yield first, min(first + PAGE, count)
    else:
        for last in range(ordinal - 1, -1, -PAGE):
            yield max(0, last - PAGE), last


def _walk(moment: Moment, facts: Iterable[Fact]) -> Iterator[tuple[int, Moment]]:
    yield moment.ordinal, moment
    for fact in facts:
        moment.apply(fact.position, fact.event, fact.recorded_at)
        yield moment.ordinal, moment
