"""The ruleset: every number that a colony lives by. A game keeps a copy of its own in its log."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Annotated

import msgspec
from msgspec import Meta, Struct, structs

from domain.game.economy.stocks import Amounts, Stocks

Count = Annotated[int, Meta(ge=0)]
Ticks = Annotated[int, Meta(ge=1)]
Percent = Annotated[int, Meta(ge=0, le=100)]


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """Rules have no fields but those that they name."""


class TickRules(Rules, frozen=True):
    """Time: a tick in hours, and a lunar day in ticks, light first."""

    hours: Ticks
    lunar_day: Ticks


class WorkRules(Rules, frozen=True):
    """Work on sites and repairs.

    So many `slots` are worked on in one tick, each with so much power and oxygen. What halted or
    was shed stays so for `restart_ticks`, so that nothing flips at every tick.
    """

    slots: Ticks
    power_kw: Count
    o2_g: Count
    restart_ticks: Ticks
    repair_cost_percent: Percent
    repair_ticks_percent: Percent
    cancel_refund_percent: Percent
    demolish_refund_percent: Percent


class PowerRules(Rules, frozen=True):
    """Storage that industry leaves alone: what the night needs, and a margin.

    With `night_guard`, charging goes before industry once the light left is only just enough.
    """

    night_guard: bool
    reserve_margin_percent: Count


class CrewRules(Rules, frozen=True):
    """What one person needs in a tick, and how long they last without."""

    o2_g: Count
    food_g: Count
    water_g: Count
    water_unpowered_g: Count
    o2_grace_ticks: Count
    power_grace_ticks: Count
    water_grace_ticks: Count
    food_grace_ticks: Count
    death_every_ticks: Ticks


class StartRules(Rules, frozen=True):
    """What a colony begins with; `building` is what brought it."""

    crew: Ticks
    building: str
    stocks: Stocks


class ResupplyRules(Rules, frozen=True):
    """What a ship brings, and when; more of it, and crew, where a `pad` works."""

    first_tick: Ticks
    every_ticks: Ticks
    cargo: Amounts
    pad: str
    pad_multiplier: Ticks
    pad_crew: Count


class GroundRules(Rules, frozen=True):
    """A class of ground: its mark on the map, its light, and what digging brings in a tick."""

    glyph: Annotated[str, Meta(min_length=1, max_length=1)]
    light_percent: Percent
    buildable: bool = True
    dig: Amounts = {}
    meteor_cover_percent: Percent = 0


class Distance(Rules, frozen=True):
    """So many tiles from any building of a kind, along the longer axis."""

    building: str
    tiles: Ticks


class BuildingRules(Rules, frozen=True):
    """What a kind of building costs, needs and does; amounts are per tick, power in kW.

    `requires` names what must work already, `a|b` where one of them is enough. `on` are the
    classes of ground that it stands on, any buildable one where it is empty. `priority` goes from
    1 (never shed) to 5 (shed first).
    """

    about: str
    build_ticks: Ticks = 1
    buildable: bool = True
    cost: Amounts = {}
    on: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    min_distance: Distance | None = None
    power_out_kw: Count = 0
    solar_out_kw: Count = 0
    storage_kwh: Count = 0
    power_in_kw: Count = 0
    life_support_kw: Count = 0
    priority: Annotated[int, Meta(ge=1, le=5)] = 3
    digs: bool = False
    takes: Amounts = {}
    keeps: Amounts = {}
    makes: Amounts = {}
    every_ticks: Ticks = 1
    crew_quarters: Count = 0
    shelters: Count = 0
    build_slots: Count = 0
    warning_ticks: Count = 0


class MeteorRules(Rules, frozen=True):
    """Meteors: how often in a thousand lunar days, and how many of those hit destroy."""

    per_lunar_day_permille: Count
    destroy_percent: Percent


class MoonquakeRules(Rules, frozen=True):
    """Moonquakes: how often, the kinds of building that they damage, and the air that leaks."""

    per_lunar_day_permille: Count
    damages: tuple[str, ...]
    leak_o2_g: Count


class SolarFlareRules(Rules, frozen=True):
    """Solar flares: work outside stops; each so many that meet crew without shelter kill one."""

    per_lunar_day_permille: Count
    duration_ticks: Ticks
    dose_kills_at: Ticks
    solar_loss_percent: Percent
    solar_loss_at_most_percent: Percent


class SurveyRules(Rules, frozen=True):
    """Surveys: so many `rovers`, each out for `ticks`, so many tiles from a building at most.

    What a tile yields of each stock is one of these percents of what its class of ground does.
    """

    ticks: Ticks
    rovers: Ticks
    reach_tiles: Ticks
    cost: Amounts
    yield_percents: Annotated[tuple[Count, ...], Meta(min_length=1)]


class HazardRules(Rules, frozen=True):
    """Hazards, none before `quiet_until_tick`, each announced `warning_ticks` ahead or earlier."""

    quiet_until_tick: Count
    warning_ticks: Count
    meteor: MeteorRules
    moonquake: MoonquakeRules
    solar_flare: SolarFlareRules


class ScoreRules(Rules, frozen=True):
    """What counts how much. Stocks are capped, so that hoarding does not beat winning."""

    crew_alive: int
    crew_death: int
    o2_kg_divisor: Ticks
    o2_kg_cap: Count
    metal_kg_divisor: Ticks
    metal_kg_cap: Count
    part: int
    part_cap: Count
    building: int
    win: int
    par_tick: Count
    early_tick: int
    late_tick: int


class Goal(Rules, frozen=True):
    """What wins, with so many crew alive: to reach a tick, and to have stocks from then on.

    What has to be held for a while has to be held without any shortage.
    """

    crew_min: Ticks
    survive_until_tick: Count = 0
    hold_ticks: Count = 0
    stocks: Amounts = {}


class Scenario(Rules, frozen=True):
    """A game to be won: its moon, its hazards (in percent of the usual) and its goal."""

    title: str
    about: str
    width: Ticks
    height: Ticks
    landing: str
    goal: Goal
    deadline_tick: Ticks
    polar: bool = False
    hazard_percent: Count = 100


class Ruleset(Rules, frozen=True, omit_defaults=True):
    """All the rules, and the scenarios that are played by them. Without `survey` there is none."""

    id: str
    version: Ticks
    tick: TickRules
    work: WorkRules
    power: PowerRules
    crew: CrewRules
    start: StartRules
    resupply: ResupplyRules
    ground: Mapping[str, GroundRules]
    heap: Amounts
    building: Mapping[str, BuildingRules]
    hazard: HazardRules
    score: ScoreRules
    scenario: Mapping[str, Scenario]
    survey: SurveyRules | None = None

    @property
    def digest(self) -> str:
        """What tells these rules from any others (hex)."""
        text = msgspec.json.encode(self, order="deterministic")
        return blake2b(text, digest_size=16).hexdigest()

    def only(self, scenario: str) -> Ruleset:
        """The rules as far as a game of one scenario needs them."""
        return structs.replace(self, scenario={scenario: self.scenario[scenario]})
