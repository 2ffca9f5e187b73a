"""Rules for tests: those of the sample, with one more thing to look at in each."""

from __future__ import annotations

from msgspec import structs

from domain.game.economy.ruleset import Distance, Ruleset
from domain.game.sample_rules import SAMPLE_RULES

_PAD = structs.replace(
    SAMPLE_RULES.building["landing-pad"],
    on=("highland",),
    requires=("habitat",),
    min_distance=Distance("habitat", 3),
)
_WALL = structs.replace(SAMPLE_RULES.ground["crater_wall"], buildable=False)

STRICT: Ruleset = structs.replace(
    SAMPLE_RULES,
    ground={**SAMPLE_RULES.ground, "crater_wall": _WALL},
    building={**SAMPLE_RULES.building, "landing-pad": _PAD},
)
"""A pad needs a habitat, but not nearer than three tiles, and stands on highland only."""
