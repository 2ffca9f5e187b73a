"""A colony as its log says: what it has, what stands, and what is worked on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from domain.game.economy.ruleset import BuildingRules, Ruleset
from domain.game.economy.stocks import Amounts, Stocks, share

Activity = Literal["working", "idle", "no power", "no input", "full", "dark", "damaged", "off"]
"""What a building does, or why it does nothing: `idle` has nothing to do, `dark` no light."""

BROKEN: Activity = "damaged"
OFF: Activity = "off"


class Standing(Struct, frozen=True):
    """A building: its kind, what it stands on, and what it does since when.

    `runs` are the ticks that it has worked, counted where it makes something only every so many.
    """

    kind: str
    ground: str
    location: int
    priority: int
    activity: Activity = "idle"
    since: int = 0
    runs: int = 0

    @property
    def sound(self) -> bool:
        """Whether it is not damaged."""
        return self.activity != BROKEN

    @property
    def in_use(self) -> bool:
        """Whether it is neither damaged nor switched off."""
        return self.activity not in (BROKEN, OFF)


MIDDLING = 3
"""The priority of a site, unless somebody changes it."""


class Work(Struct, frozen=True):
    """A site, or the repair of a building: ticks of work done and needed, and what they cost.

    `lacks` is the stock for want of which it halted, at tick `since`; empty while it goes on.
    """

    kind: str
    done: int
    ticks: int
    cost: Amounts
    priority: int
    location: int
    lacks: str = ""
    since: int = 0


class Shortages(Struct, frozen=True, gc=False):
    """For how many ticks on end the crew has been without."""

    o2: int = 0
    power: int = 0
    water: int = 0
    food: int = 0


class Colony(Struct, frozen=True):
    """A colony after a tick. Without `rules` there is none: the game is the sandbox.

    `leaked_o2_g` and `irradiated` are what hazards did that the next balance has to account for.
    `surveys` are the tiles to which a rover is on its way, and until when; `finds` what digging
    brings on those that are surveyed.
    """

    rules: Ruleset | None = None
    scenario: str = ""
    seed: int = 0
    width: int = 0
    ground: tuple[str, ...] = ()
    lander: str = ""
    tick: int = 0
    crew: int = 0
    stocks: Stocks = Stocks()
    shortages: Shortages = Shortages()
    standing: Mapping[str, Standing] = {}
    sites: Mapping[str, Work] = {}
    repairs: Mapping[str, Work] = {}
    resupplied_tick: int = 0
    flare_until: int = 0
    solar_loss_percent: int = 0
    doses: int = 0
    leaked_o2_g: int = 0
    irradiated: bool = False
    surveys: Mapping[int, int] = {}
    finds: Mapping[int, Amounts] = {}


def works(colony: Colony, kind: str) -> bool:
    """Whether a building of the kind stands and is not damaged."""
    return any(each.kind == kind and each.sound for each in colony.standing.values())


def kinds_in_use(colony: Colony, rules: Ruleset) -> list[BuildingRules]:
    """The rules of every building that is neither damaged nor switched off."""
    kinds = rules.building
    return [kinds[each.kind] for each in colony.standing.values() if each.in_use]


def quarters(colony: Colony, rules: Ruleset) -> int:
    """For how many crew there is room, in damaged buildings, too."""
    return sum(rules.building[each.kind].crew_quarters for each in colony.standing.values())


def site_work(rules: Ruleset, kind: str, location: int, since: int) -> Work:
    """The work on a new site."""
    plan = rules.building[kind]
    return Work(kind, 0, plan.build_ticks, plan.cost, MIDDLING, location, since=since)


def repair_work(rules: Ruleset, building: Standing, since: int) -> Work:
    """The work that mends a building: a part of what building it took."""
    plan = rules.building[building.kind]
    ticks = max(1, plan.build_ticks * rules.work.repair_ticks_percent // 100)
    cost = share(plan.cost, rules.work.repair_cost_percent)
    return Work(building.kind, 0, ticks, cost, MIDDLING, building.location, since=since)
