"""Work on sites and repairs in a tick: it takes its materials bit by bit, and halts without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from domain.game.economy.colony import Colony, Work, kinds_in_use
from domain.game.economy.grid import Grid
from domain.game.economy.ruleset import Ruleset
from domain.game.economy.stocks import ENERGY, Ledger, instalment

SITES, REPAIRS, AIRLOCKS = "construction", "repairs", "airlocks"

NO_CREW, FLARE = "crew", "flare"
"""What work lacks beside stocks: hands, and a sky without a flare."""


class Turn(Struct, array_like=True, frozen=True, gc=False):
    """What a tick came to for a site or repair: its work so far, and what it lacks if it halted."""

    site_id: str
    repair: bool
    done: int
    ticks: int
    lacks: str


def work(colony: Colony, rules: Ruleset, tick: int, grid: Grid, ledger: Ledger) -> Iterator[Turn]:
    """Work on repairs, by age, then on sites, by priority and age, while there are slots.

    What has halted gives its slot to the next one.
    """
    left = slots(colony, rules)
    for site_id, repair, each in in_turn(colony):
        if not left:
            return
        lacks = _lacks(each, colony, rules, tick, ledger)
        cause = REPAIRS if repair else SITES
        if not lacks and not grid.draw(cause, rules.work.power_kw):
            lacks = ENERGY
        if not lacks:
            ledger.take(cause, instalment(each.cost, each.done, each.ticks))
            ledger.add(AIRLOCKS, "o2_g", -rules.work.o2_g)
            left -= 1
        yield Turn(site_id, repair, each.done + (not lacks), each.ticks, lacks)


def slots(colony: Colony, rules: Ruleset) -> int:
    """How many sites and repairs can be worked on in one tick."""
    return rules.work.slots + sum(kind.build_slots for kind in kinds_in_use(colony, rules))


def in_turn(colony: Colony) -> Iterator[tuple[str, bool, Work]]:
    """All work in the order in which it is served: its site, whether it is a repair, itself."""
    for repair, works in ((True, colony.repairs), (False, colony.sites)):
        for site_id, each in _by_priority(works):
            yield site_id, repair, each


def _by_priority(works: Mapping[str, Work]) -> list[tuple[str, Work]]:
    return sorted(works.items(), key=lambda pair: pair[1].priority)


def _lacks(work: Work, colony: Colony, rules: Ruleset, tick: int, ledger: Ledger) -> str:
    if not colony.crew:
        return NO_CREW
    if tick < colony.flare_until:
        return FLARE
    waits = work.lacks not in ("", FLARE) and tick - work.since < rules.work.restart_ticks
    if waits:
        return work.lacks
    need = instalment(work.cost, work.done, work.ticks)
    return ledger.lacks(need, {}) or ledger.lacks({"o2_g": rules.work.o2_g}, {}) or ""
