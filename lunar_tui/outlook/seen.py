"""What of a colony's views an outlook is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from domain.blocks.moment import Moment
from domain.blocks.view import View
from domain.game.economy.colony import Colony
from domain.game.economy.ruleset import Ruleset
from domain.game.projectors.alerts import AlertRow
from domain.game.projectors.colony import ColonyRow
from domain.game.projectors.flows import FlowRow
from domain.game.projectors.forecast import ForecastRow
from domain.game.projectors.operations import OperationRow


class Seen(Struct, frozen=True):
    """A colony at one moment, the rules that it lives by, and what its views say of it."""

    rules: Ruleset
    colony: ColonyRow
    flows: Sequence[FlowRow]
    alerts: Sequence[AlertRow]
    operations: Mapping[str, OperationRow]
    hazards: Sequence[ForecastRow]

    @property
    def energy_flows(self) -> Mapping[str, int]:
        """What made and used how many kWh in the last tick (used: below 0), by cause."""
        now = self.colony.tick
        rows = [row for row in self.flows if row.stock == "energy_kwh" and row.tick == now]
        return {row.cause: row.amount for row in rows}


def colony_at(moment: Moment) -> Colony:
    """The colony that a moment has; one without rules if it has none."""
    states = moment.state.aggregates.values()
    return next((state for state in states if isinstance(state, Colony)), Colony())


def see(views: Mapping[str, View[Any]], game_id: str, rules: Ruleset | None) -> Seen | None:
    """What the views say of the game's colony; None where it has none."""
    colony = views["colony"].rows.get((game_id,))
    if colony is None or rules is None:
        return None
    return Seen(
        rules=rules,
        colony=colony,
        flows=list(views["flows"].rows.values()),
        alerts=list(views["alerts"].rows.values()),
        operations={row.site_id: row for row in views["operations"].rows.values()},
        hazards=list(views["forecast"].rows.values()),
    )
