"""The plan: the work that is ordered, in the order in which it is served, and what it still costs.

Sites may be ordered before there is anything to build them with. So the sites are the plan: it is
put into another order by priorities, and a site that had no work yet can be taken back for nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from domain.game.economy.building_work import in_turn, slots
from domain.game.economy.colony import Colony, Work
from domain.game.economy.ruleset import Ruleset
from domain.game.economy.stocks import Amounts, spent

PRIORITIES = range(1, 6)
"""From what is served first to what is served last."""


class Planned(Struct, frozen=True):
    """Work in the plan; `served` when the next tick has a slot for it."""

    site_id: str
    repair: bool
    work: Work
    served: bool


def plan(colony: Colony, rules: Ruleset) -> Sequence[Planned]:
    """All work in its order. What has halted gives its slot to the next."""
    left = slots(colony, rules)
    planned = []
    for site_id, repair, work in in_turn(colony):
        planned.append(Planned(site_id, repair, work, served=left > 0))
        left -= left > 0 and not work.lacks
    return planned


def still_to_pay(planned: Sequence[Planned]) -> Amounts:
    """What all of the work will yet take."""
    sums = Counter[str]()
    for each in planned:
        work = each.work
        sums.update(work.cost)
        sums.subtract(spent(work.cost, work.done, work.ticks))
    return +sums


class _Way(NamedTuple):
    """Priorities for the first sites of an order, and how many are changes, and by how much."""

    priorities: tuple[int, ...]
    changes: int
    steps: int


def reordered(sites: Mapping[str, Work], order: Sequence[str]) -> Mapping[str, int] | None:
    """The priorities to change so that the sites are served in this order, as few as possible.

    Of sites with one priority the older is served first, so an order may need more priorities than
    there are: None then. `sites` are in the order of their age.
    """
    age = {site_id: number for number, site_id in enumerate(sites)}
    ways = [_Way((), 0, 0)]
    for place, site_id in enumerate(order):
        after = order[place - 1] if place else site_id
        apart = age[site_id] < age[after]
        now = sites[site_id].priority
        ways = [
            _Way((*best.priorities, p), best.changes + (p != now), best.steps + abs(p - now))
            for p in PRIORITIES
            if (best := _best([w for w in ways if not place or w.priorities[-1] + apart <= p]))
        ]
    best = _best(ways)
    if best is None:
        return None
    wanted = zip(order, best.priorities, strict=True)
    return {site_id: p for site_id, p in wanted if p != sites[site_id].priority}


def _best(ways: Sequence[_Way]) -> _Way | None:
    return min(ways, key=lambda way: (way.changes, way.steps), default=None)
