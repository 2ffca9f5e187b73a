"""How events of old schemas are read: each upcaster leads from one version to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.blocks.event_types import EventType, Upcaster


def stopped_by(data: dict[str, Any]) -> dict[str, Any]:
    """Who ended the game was not said: `player_id` is empty."""
    return {**data, "player_id": ""}


def unsurveyed(data: dict[str, Any]) -> dict[str, Any]:
    """There were no surveys yet: the rules have none."""
    return {**data, "rules": {**data["rules"], "survey": None}}


UPCASTERS: Mapping[EventType, Upcaster] = {
    EventType("GameStopped", 1): stopped_by,
    EventType("RulesetAdopted", 1): unsurveyed,
}
"""By the type and schema that each leads from."""
