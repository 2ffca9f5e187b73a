"""What can have happened in a game with a colony: the facts of its economy, of hazards, of its end.

See docs/events.md.
"""

from __future__ import annotations

from typing import ClassVar

from domain.blocks.messages import Event
from domain.game.economy.building_work import Turn
from domain.game.economy.colony import Shortages
from domain.game.economy.daylight import Night
from domain.game.economy.industry import Deed
from domain.game.economy.ruleset import Ruleset
from domain.game.economy.score import Score
from domain.game.economy.stocks import Flow, Stocks
from domain.game.economy.survey import Find


class RulesetAdopted(Event, frozen=True, gc=False):
    """The rules that a game is played by from its start to its end, whatever becomes of their file.

    `rules` hold the one scenario that is played; `digest` (hex) is that of the whole ruleset.
    """

    SCHEMA: ClassVar = 2

    name: str
    player_id: str
    seed: int
    ruleset: str
    version: int
    digest: str
    scenario: str
    rules: Ruleset


class TerrainCharted(Event, frozen=True, gc=False):
    """What ground each tile is, in the order of their indexes: runs of a length and a letter.

    The letters: h highland, m mare, f crater floor, w crater wall, r rim, s permanent shadow.
    """

    width: int
    height: int
    ground: str


class ColonyFounded(Event, frozen=True, gc=False):
    """A crew came down with these stocks; what brought it stands at `location` as `site_id`."""

    site_id: str
    site_type: int
    location: int
    player_id: str
    crew: int
    stocks: Stocks


class ColonyBalanced(Event, frozen=True, gc=False):
    """What a tick did to the colony: its stocks after it, and every flow into and out of them.

    `deeds` are of the buildings that now do something else than before, `turns` of the sites
    and repairs that were worked on, or that newly halted. Power is the stock `energy_kwh`.
    `storage_kwh` could be stored, `reserve_kwh` is kept for the `night`.
    """

    tick: int
    crew: int
    stocks: Stocks
    flows: tuple[Flow, ...]
    deeds: tuple[Deed, ...]
    turns: tuple[Turn, ...]
    shortages: Shortages
    night: Night
    storage_kwh: int
    reserve_kwh: int


class CrewDied(Event, frozen=True, gc=False):
    """Somebody died for want of `why`, or of radiation; so many crew are left."""

    tick: int
    why: str
    crew: int


class ResupplyLanded(Event, frozen=True, gc=False):
    """A ship brought `cargo`, and left with those for whom there is no room.

    So many crew came and went; `crew` is how many there are now.
    """

    tick: int
    cargo: tuple[Flow, ...]
    came: int
    went: int
    crew: int


class MaterialsReturned(Event, frozen=True, gc=False):
    """A part of what a site or building had cost came back into the stocks."""

    tick: int
    site_id: str
    materials: tuple[Flow, ...]


class SiteApproved(Event, frozen=True, gc=False):
    """A colony took on a site, which is to cost these `materials`, a part of them at each tick."""

    tick: int
    site_id: str
    site_type: int
    location: int
    priority: int
    materials: tuple[Flow, ...]


class PriorityChanged(Event, frozen=True, gc=False):
    """A building is now shed, or a site served, in this order: 1 first, 5 last."""

    tick: int
    site_id: str
    priority: int
    player_id: str


class BuildingSwitched(Event, frozen=True, gc=False):
    """A building was switched off, and does nothing and needs nothing, or on again."""

    tick: int
    site_id: str
    on: bool
    player_id: str


class SurveyStarted(Event, frozen=True, gc=False):
    """A rover went out to a tile, to be back at tick `until_tick`; it took these `costs` along."""

    tick: int
    location: int
    player_id: str
    until_tick: int
    costs: tuple[Flow, ...]


class TileSurveyed(Event, frozen=True, gc=False):
    """What lies under a tile became known: what digging there brings from now on."""

    tick: int
    location: int
    finds: tuple[Find, ...]


class ConstructionHalted(Event, frozen=True, gc=False):
    """Work on a site stopped for want of the stock `lacks`, of `crew`, or during a `flare`."""

    site_id: str
    site_type: int
    location: int
    lacks: str
    tick: int


class ConstructionResumed(Event, frozen=True, gc=False):
    """What a site had lacked was there again, and work on it went on."""

    site_id: str
    site_type: int
    location: int
    tick: int


class SiteCancelled(Event, frozen=True, gc=False):
    """A site was given up; its tile is free."""

    site_id: str
    site_type: int
    location: int
    player_id: str
    tick: int


class BuildingDamaged(Event, frozen=True, gc=False):
    """A building was damaged, and does nothing until it is repaired."""

    site_id: str
    site_type: int
    location: int
    hazard: str
    tick: int


class RepairStarted(Event, frozen=True, gc=False):
    """The repair of a building was ordered; it takes `required_ticks` ticks of work."""

    site_id: str
    site_type: int
    location: int
    player_id: str
    required_ticks: int
    tick: int


class BuildingRepaired(Event, frozen=True, gc=False):
    """A building is sound again."""

    site_id: str
    site_type: int
    location: int
    tick: int


class BuildingDestroyed(Event, frozen=True, gc=False):
    """A building was lost for good; its tile is free."""

    site_id: str
    site_type: int
    location: int
    hazard: str
    tick: int


class BuildingDemolished(Event, frozen=True, gc=False):
    """A building was taken down; its tile is free."""

    site_id: str
    site_type: int
    location: int
    player_id: str
    tick: int


class HazardAnnounced(Event, frozen=True, gc=False):
    """A hazard was seen coming; it strikes at tick `strikes_at`."""

    tick: int
    hazard: str
    strikes_at: int


class MeteorStruck(Event, frozen=True, gc=False):
    """A meteor hit a building, and may have destroyed it."""

    tick: int
    hazard: str
    site_id: str
    location: int
    destroyed: bool


class MoonquakeStruck(Event, frozen=True, gc=False):
    """The ground shook, a building broke, and so much oxygen leaked out, if there was as much."""

    tick: int
    hazard: str
    site_id: str
    location: int
    leak_o2_g: int


class SolarFlareStruck(Event, frozen=True, gc=False):
    """The sun flared up; until that tick nobody works outside."""

    tick: int
    hazard: str
    until_tick: int


class HazardPassed(Event, frozen=True, gc=False):
    """A hazard that had been announced hit nothing."""

    tick: int
    hazard: str


class GoalsReached(Event, frozen=True, gc=False):
    """All that the scenario asks for was there; now it has to be held."""

    tick: int


class GoalsMissed(Event, frozen=True, gc=False):
    """Something that the scenario asks for was there no more."""

    tick: int


class GameWon(Event, frozen=True, gc=False):
    """The scenario's goal was reached."""

    tick: int
    scenario: str
    score: Score
    total: int


class GameLost(Event, frozen=True, gc=False):
    """The scenario's goal can be reached no more, and why."""

    tick: int
    scenario: str
    why: str
    score: Score
    total: int


ColonyEvent = (
    RulesetAdopted
    | TerrainCharted
    | ColonyFounded
    | ColonyBalanced
    | CrewDied
    | ResupplyLanded
    | MaterialsReturned
    | SiteApproved
    | PriorityChanged
    | BuildingSwitched
    | SurveyStarted
    | TileSurveyed
    | ConstructionHalted
    | ConstructionResumed
    | SiteCancelled
    | BuildingDamaged
    | RepairStarted
    | BuildingRepaired
    | BuildingDestroyed
    | BuildingDemolished
    | HazardAnnounced
    | MeteorStruck
    | MoonquakeStruck
    | SolarFlareStruck
    | HazardPassed
    | GoalsReached
    | GoalsMissed
    | GameWon
    | GameLost
)

COLONY_EVENTS: tuple[type[Event], ...] = (
    RulesetAdopted,
    TerrainCharted,
    ColonyFounded,
    ColonyBalanced,
    CrewDied,
    ResupplyLanded,
    MaterialsReturned,
    SiteApproved,
    PriorityChanged,
    BuildingSwitched,
    SurveyStarted,
    TileSurveyed,
    ConstructionHalted,
    ConstructionResumed,
    SiteCancelled,
    BuildingDamaged,
    RepairStarted,
    BuildingRepaired,
    BuildingDestroyed,
    BuildingDemolished,
    HazardAnnounced,
    MeteorStruck,
    MoonquakeStruck,
    SolarFlareStruck,
    HazardPassed,
    GoalsReached,
    GoalsMissed,
    GameWon,
    GameLost,
)
