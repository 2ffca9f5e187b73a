"""How the events of each type look: a colour, and always a mark with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from domain.game.colony_events import (
    BuildingDamaged,
    BuildingDemolished,
    BuildingDestroyed,
    BuildingRepaired,
    BuildingSwitched,
    ColonyBalanced,
    ColonyFounded,
    ConstructionHalted,
    ConstructionResumed,
    CrewDied,
    GameLost,
    GameWon,
    GoalsMissed,
    GoalsReached,
    HazardAnnounced,
    HazardPassed,
    MaterialsReturned,
    MeteorStruck,
    MoonquakeStruck,
    PriorityChanged,
    RepairStarted,
    ResupplyLanded,
    RulesetAdopted,
    SiteApproved,
    SiteCancelled,
    SolarFlareStruck,
    SurveyStarted,
    TerrainCharted,
    TileSurveyed,
)
from domain.game.events import (
    BuildingSpawned,
    ConstructionCompleted,
    ConstructionProgressed,
    GameBranched,
    GameloopAdvanced,
    GameStarted,
    GameStopped,
    SiteSpawned,
)
from lunar_tui.look import DUST, GREEN, ORANGE, PURPLE, SKY, VERMILION, WHITE, YELLOW


class Look(NamedTuple):
    """How events of one type look: the colour always comes with the mark, one cell wide."""

    colour: str
    mark: str
    ascii_mark: str


LOOKS: Mapping[str, Look] = {
    GameStarted.__name__: Look(PURPLE, "◆", "*"),
    GameloopAdvanced.__name__: Look(DUST, "·", "."),
    SiteSpawned.__name__: Look(YELLOW, "+", "+"),
    ConstructionProgressed.__name__: Look(ORANGE, "►", ">"),
    ConstructionCompleted.__name__: Look(SKY, "●", "o"),
    BuildingSpawned.__name__: Look(GREEN, "■", "#"),
    GameStopped.__name__: Look(VERMILION, "◇", "x"),
    GameBranched.__name__: Look(PURPLE, "◈", "Y"),
    RulesetAdopted.__name__: Look(PURPLE, "§", "$"),
    TerrainCharted.__name__: Look(DUST, "▒", "%"),
    ColonyFounded.__name__: Look(GREEN, "▲", "A"),
    ColonyBalanced.__name__: Look(DUST, "=", "="),
    CrewDied.__name__: Look(VERMILION, "†", "t"),
    ResupplyLanded.__name__: Look(SKY, "▼", "v"),
    MaterialsReturned.__name__: Look(SKY, "«", "<"),
    SiteApproved.__name__: Look(YELLOW, "✓", "y"),
    PriorityChanged.__name__: Look(YELLOW, "↕", "^"),
    BuildingSwitched.__name__: Look(YELLOW, "◐", "c"),
    SurveyStarted.__name__: Look(YELLOW, "∴", "e"),
    TileSurveyed.__name__: Look(SKY, "⌂", "i"),
    ConstructionHalted.__name__: Look(VERMILION, "‖", '"'),
    ConstructionResumed.__name__: Look(ORANGE, "»", "/"),
    SiteCancelled.__name__: Look(YELLOW, "÷", "-"),
    BuildingDamaged.__name__: Look(VERMILION, "!", "!"),
    RepairStarted.__name__: Look(YELLOW, "¬", "r"),
    BuildingRepaired.__name__: Look(GREEN, "√", "R"),
    BuildingDestroyed.__name__: Look(VERMILION, "¤", "X"),
    BuildingDemolished.__name__: Look(YELLOW, "□", "D"),
    HazardAnnounced.__name__: Look(ORANGE, "○", "O"),
    MeteorStruck.__name__: Look(VERMILION, "☄", "M"),
    MoonquakeStruck.__name__: Look(VERMILION, "≈", "Q"),
    SolarFlareStruck.__name__: Look(VERMILION, "☼", "F"),
    HazardPassed.__name__: Look(DUST, "˙", "'"),
    GoalsReached.__name__: Look(GREEN, "◎", "@"),
    GoalsMissed.__name__: Look(ORANGE, "◌", "u"),
    GameWon.__name__: Look(GREEN, "★", "W"),
    GameLost.__name__: Look(VERMILION, "✝", "L"),
}

OTHER_LOOK = Look(WHITE, "?", "?")


def look_of(type_name: str) -> Look:
    """The look of an event type; types that are not the game's share one."""
    return LOOKS.get(type_name, OTHER_LOOK)
