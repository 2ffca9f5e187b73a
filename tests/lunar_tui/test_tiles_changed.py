"""Which tiles events change: given events, the places at which a map has to look anew."""

from __future__ import annotations

from domain.game.colony_events import (
    BuildingDamaged,
    BuildingDemolished,
    BuildingDestroyed,
    ConstructionHalted,
    SiteCancelled,
)
from domain.game.events import BuildingSpawned, ConstructionProgressed, GameloopAdvanced
from lunar_tui.tiles_changed import locations_changed


def test_each_tile_that_events_change_is_named_once() -> None:
    events = (
        ConstructionProgressed("g", "s", 1, 5, 2, 2, 9),
        BuildingSpawned("g", "s", 1, 5, "ann", 9),
        SiteCancelled("g", "a", 1, 6, "ann", 9),
        BuildingDestroyed("g", "b", 1, 7, "meteor", 9),
        BuildingDemolished("g", "c", 1, 8, "ann", 9),
    )
    assert locations_changed(events) == [5, 6, 7, 8]


def test_what_changes_nothing_on_a_tile_names_none() -> None:
    events = (
        GameloopAdvanced("g", 9),
        BuildingDamaged("g", "s", 1, 5, "meteor", 9),
        ConstructionHalted("g", "s", 1, 5, "metal_kg", 9),
    )
    assert locations_changed(events) == []
