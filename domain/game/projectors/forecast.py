"""The forecast view: the hazards that are on their way to a colony."""

from __future__ import annotations

from typing import ClassVar

from domain.blocks.projector import Change, Delete, Projector, Row, Upsert
from domain.game.colony_events import (
    HazardAnnounced,
    HazardPassed,
    MeteorStruck,
    MoonquakeStruck,
    SolarFlareStruck,
)


class ForecastRow(Row, frozen=True, gc=False):
    """A hazard that strikes at tick `strikes_at`, and is known since `announced_at`."""

    KEY: ClassVar = ("game_id", "hazard", "strikes_at")
    NOUN: ClassVar = "hazard"

    game_id: str
    hazard: str
    strikes_at: int
    announced_at: int


def _announced(event: HazardAnnounced, _: int) -> tuple[Change, ...]:
    return (Upsert(ForecastRow(event.game_id, event.hazard, event.strikes_at, event.tick)),)


def _over(
    event: MeteorStruck | MoonquakeStruck | SolarFlareStruck | HazardPassed, _: int
) -> tuple[Change, ...]:
    return (Delete((event.game_id, event.hazard, event.tick)),)


forecast = Projector(
    name="forecast",
    about="the hazards that are on their way",
    row=ForecastRow,
    handlers={
        HazardAnnounced: _announced,
        MeteorStruck: _over,
        MoonquakeStruck: _over,
        SolarFlareStruck: _over,
        HazardPassed: _over,
    },
)
