"""The objectives stand as the colony does after every event, not only at ticks."""

from __future__ import annotations

import pytest
from msgspec import structs

from domain.blocks.messages import Event
from domain.blocks.view import View
from domain.game.colony_events import (
    CrewDied,
    MaterialsReturned,
    ResupplyLanded,
    SurveyStarted,
)
from domain.game.economy.ruleset import Goal
from domain.game.economy.stocks import Flow
from domain.game.projectors.colony import colony
from domain.game.projectors.objectives import objectives
from domain.game.sample_rules import SAMPLE_RULES
from tests.domain.game.colony import balanced, founded

CALM = SAMPLE_RULES.scenario["calm"]
GOAL = Goal(crew_min=2, stocks={"metal_kg": 900, "o2_g": 5})
RULES = structs.replace(SAMPLE_RULES, scenario={"calm": structs.replace(CALM, goal=GOAL)})


@pytest.mark.parametrize(
    "event",
    [
        balanced(1),
        CrewDied("g", 1, "o2", 1),
        ResupplyLanded("g", 1, (Flow("ship", "metal_kg", 40), Flow("ship", "o2_g", 3)), 1, 0, 3),
        MaterialsReturned("g", 1, "s", (Flow("refund", "metal_kg", 7),)),
        SurveyStarted("g", 1, 5, "ada", 3, (Flow("survey", "o2_g", -1),)),
    ],
    ids=lambda event: type(event).__name__,
)
def test_an_objective_says_what_the_colony_has(event: Event) -> None:
    asked, had = View(objectives), View(colony)
    for position, each in enumerate((*founded(rules=RULES), event), start=1):
        asked.apply(position, each, 0)
        had.apply(position, each, 0)
    row = had.rows["g",]
    assert {each.objective: each.value for each in asked.rows.values()} == {
        "crew": row.crew,
        "metal_kg": row.metal_kg,
        "o2_g": row.o2_g,
    }
