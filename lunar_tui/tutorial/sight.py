"""What is seen of a colony at one moment: all that lessons, advice and goals are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import structs

from domain.blocks.view import View
from domain.game.economy.ground import Chart
from domain.game.economy.ruleset import BuildingRules
from domain.game.projectors.missions import MissionRow
from domain.game.projectors.objectives import ObjectiveRow
from domain.game.projectors.operations import OperationRow
from domain.game.site_types import kind_of
from domain.game.sky import Sky
from lunar_tui.outlook.seen import Seen, see
from lunar_tui.outlook.sites import SITE


class Sight(Seen, frozen=True):
    """What is seen of a colony, with its ground and what its game is about."""

    chart: Chart
    mission: MissionRow
    objectives: Sequence[ObjectiveRow]

    @property
    def tick(self) -> int:
        """The last tick."""
        return self.colony.tick

    @property
    def width(self) -> int:
        """The map's, in tiles."""
        return self.rules.scenario[self.mission.scenario].width

    @property
    def dusk(self) -> int:
        """The tick at which the first night falls on the ground that the crew landed on."""
        landing = self.rules.scenario[self.mission.scenario].landing
        day = self.rules.tick.lunar_day
        return day - day * (100 - self.rules.ground[landing].light_percent) // 100

    @property
    def dawn(self) -> int:
        """The tick at which the first night is over."""
        return self.rules.tick.lunar_day

    @property
    def night_kwh(self) -> int:
        """What the night that is, or comes next, takes from storage as a whole."""
        kept = self.colony.reserve_kwh * 100
        return kept // (100 + self.rules.power.reserve_margin_percent)

    @property
    def storage_kwh(self) -> int:
        """What storage will hold once all that is under construction stands."""
        return sum(plan.storage_kwh for plan in self._plans())

    @property
    def life_support_kwh(self) -> int:
        """What life support takes from storage in a dark tick, from what stands and will stand."""
        use = sum(plan.life_support_kw - plan.power_out_kw for plan in self._plans())
        return max(0, use) * self.rules.tick.hours

    @property
    def first_night_kwh(self) -> int:
        """What the first night takes from storage."""
        return self.life_support_kwh * (self.dawn - self.dusk)

    @property
    def next_ship(self) -> int:
        """The tick at which the next ship lands."""
        plan = self.rules.resupply
        past = max(0, self.tick - plan.first_tick + plan.every_ticks) // plan.every_ticks
        return plan.first_tick + past * plan.every_ticks

    def wanted(self, objective: str) -> int:
        """How much the scenario asks for of this; 0 where it does not."""
        asked = (row.target for row in self.objectives if row.objective == objective)
        return next(asked, 0)

    def begun(self, kind: str) -> bool:
        """Whether a building of the kind stands or is under construction."""
        return bool(self.of(kind))

    def stands(self, kind: str) -> bool:
        """Whether a building of the kind stands."""
        return any(row.activity != SITE for row in self.of(kind))

    def of(self, kind: str) -> Sequence[OperationRow]:
        """The sites and buildings of the kind."""
        return [row for row in self.operations.values() if kind_of(row.site_type) == kind]

    def digs(self, stock: str, row: OperationRow) -> bool:
        """Whether what digs there brings some of the stock."""
        return stock in self.rules.ground[self.chart[row.location]].dig

    def nearest(self, stock: str) -> str:
        """The free tile with the stock that is nearest to where the crew landed, as x,y."""
        y, x = divmod(next(iter(self.operations.values())).location, self.width)
        taken = {row.location for row in self.operations.values()}
        rich = {name for name, ground in self.rules.ground.items() if stock in ground.dig}

        def away(tile: int) -> int:
            row, column = divmod(tile, self.width)
            return (row - y) ** 2 + (column - x) ** 2

        free = [n for n, name in enumerate(self.chart) if name in rich and n not in taken]
        found = divmod(min(free, key=away, default=0), self.width)
        return f"{found[1]},{found[0]}"

    def _plans(self) -> Sequence[BuildingRules]:
        return [
            self.rules.building[kind_of(row.site_type)]
            for row in self.operations.values()
            if row.activity != "damaged"
        ]


def sight_of(views: Mapping[str, View[Any]], game_id: str, sky: Sky | None) -> Sight | None:
    """What the views say of the game's colony; None where it has none."""
    seen = see(views, game_id, sky.rules if sky else None)
    mission = views["missions"].rows.get((game_id,))
    if seen is None or sky is None or mission is None:
        return None
    return Sight(
        **structs.asdict(seen),
        chart=sky.classes,
        mission=mission,
        objectives=list(views["objectives"].rows.values()),
    )
