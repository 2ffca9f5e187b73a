"""A simulated player: looks at the views as a person would, and builds as its policy says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import count

from domain.blocks.decider import Rejected
from domain.game.commands import RepairBuilding, SpawnSite, SurveyTile
from domain.game.economy.ground import Chart
from domain.game.economy.ruleset import Ruleset, Scenario
from domain.game.economy.survey import prized
from domain.game.projectors.operations import OperationRow
from domain.game.site_types import BY_ID, BY_KEY
from lunar_tui.simulation.headless_game import HeadlessGame
from lunar_tui.simulation.policy import Policy

PLAYER = "policy"

HABITAT, STORAGE, DIGGER = "habitat", "battery", "excavator"

UNHURRIED = 20
"""The tick until which the first night is far away."""


class Player:
    """Plays one game by a policy."""

    def __init__(
        self,
        game: HeadlessGame,
        rules: Ruleset,
        scenario: Scenario,
        chart: Chart,
        policy: Policy,
        seed: int,
    ) -> None:
        self._game = game
        self._rows = game.operations.rows
        self._rules = rules
        self._policy = policy
        self._left = policy.order_for(seed)
        self._pause = 0
        self._ids = count(1)
        self._chart = chart
        self._tiles = _near_first(chart, scenario.width, _lander(self._rows.values()))
        self._day = rules.tick.lunar_day
        light = max(rules.ground[name].light_percent for name in self._tiles)
        self._dark_ticks = self._day * (100 - light) // 100

    def act(self) -> None:
        """Do what there is to do before the next tick."""
        if self._policy.repairs:
            self._repair()
        if self._is_to_survey():
            self._survey()
        if self._pause:
            self._pause -= 1
        elif self._left and self._count("site") < self._policy.sites:
            self._build()

    def _repair(self) -> None:
        for row in list(self._rows.values()):
            if row.activity == "damaged" and not row.repair_ticks:
                self._game.do(RepairBuilding(row.game_id, row.site_id, PLAYER, self._game.tick))

    def _is_to_survey(self) -> bool:
        """Whether the ground of the next excavator is not known well enough yet.

        A rover goes out in the morning only: by dusk storage is full again.
        """
        morning = self._game.tick % self._day < (self._day - self._dark_ticks) // 2
        taken = {row.location for row in self._rows.values()}
        known = len(self._percents().keys() - taken)
        return morning and DIGGER in self._left and known < self._policy.surveys

    def _survey(self) -> None:
        for location in self._places(DIGGER, self._rules.building[DIGGER].on):
            answer = self._game.do(SurveyTile(self._game.id, location, PLAYER, self._game.tick))
            if not isinstance(answer, Rejected) or answer.code != "surveyed":
                return

    def _percents(self) -> Mapping[int, int]:
        """How rich the tiles are that are surveyed, in percent of the usual."""
        return {
            row.location: row.percent
            for row in self._game.surveys.rows.values()
            if row.stock == prized(self._rules, self._chart[row.location])
        }

    def _count(self, activity: str) -> int:
        return sum(row.activity == activity for row in self._rows.values())

    def _build(self) -> None:
        if self._policy.reads_forecast and self._storage_is_short():
            self._begin(STORAGE)
            self._pause = self._policy.pause_ticks
            return
        for kind in self._left if self._policy.skips else self._left[:1]:
            if kind == DIGGER and self._is_to_survey():
                return
            if self._begin(kind):
                self._left.remove(kind)
                self._pause = self._policy.pause_ticks
                return

    def _storage_is_short(self) -> bool:
        """Whether what stands and is begun would not last the night, with the next habitat."""
        rules = self._rules.building
        kinds = [rules[BY_ID[row.site_type].key] for row in self._rows.values()]
        coming = rules[HABITAT].life_support_kw if self._left[:1] == [HABITAT] else 0
        if not coming and self._game.tick <= UNHURRIED:
            return False
        use = sum(kind.life_support_kw - kind.power_out_kw for kind in kinds) + coming
        need = max(0, use) * self._rules.tick.hours * self._dark_ticks
        margin = 100 + self._rules.power.reserve_margin_percent
        return sum(kind.storage_kwh for kind in kinds) * 100 < need * margin

    def _begin(self, kind: str) -> bool:
        plan = self._rules.building[kind]
        places: Iterable[int] = self._places(kind, plan.on)
        if kind == DIGGER:
            percents = self._percents()
            places = sorted(places, key=lambda tile: -percents.get(tile, 100))
        for location in places:
            answer = self._game.do(
                SpawnSite(
                    game_id=self._game.id,
                    site_id=f"{kind}-{next(self._ids)}",
                    site_type=BY_KEY[kind].id,
                    location=location,
                    player_id=PLAYER,
                    completion_ticks=plan.build_ticks,
                    tick=self._game.tick,
                )
            )
            if not isinstance(answer, Rejected):
                return True
            if answer.code != "too-near":
                return False
        return False

    def _places(self, kind: str, fit: Sequence[str]) -> Iterator[int]:
        """The free tiles that suit the kind: the wanted ground first, and the nearest first."""
        taken = {row.location for row in self._rows.values()}
        wanted = self._policy.place.get(kind, ())
        number = BY_KEY[kind].id
        built = sum(row.site_type == number for row in self._rows.values())
        first = wanted[min(built, len(wanted) - 1) :][:1] if wanted else ()
        grounds = [name for name, ground in self._rules.ground.items() if ground.buildable]
        allowed = [name for name in fit or grounds if name not in first]
        for names in (first, _usual_first(kind, allowed)):
            for name in names:
                yield from (tile for tile in self._tiles.get(name, ()) if tile not in taken)


def _usual_first(kind: str, grounds: Sequence[str]) -> Sequence[str]:
    """An excavator digs ilmenite if it can; all others leave rare ground to those who need it."""
    plain = ("mare", "highland") if kind == DIGGER else ("highland", "mare")
    return sorted(grounds, key=lambda name: plain.index(name) if name in plain else len(plain))


def _lander(rows: Collection[OperationRow]) -> int:
    (row,) = rows
    return row.location


def _near_first(chart: Chart, width: int, middle: int) -> Mapping[str, Sequence[int]]:
    """The tiles of each class of ground, the nearest to the middle first."""
    y, x = divmod(middle, width)

    def away(tile: int) -> int:
        row, column = divmod(tile, width)
        return (row - y) ** 2 + (column - x) ** 2

    tiles: dict[str, list[int]] = {}
    for tile in sorted(range(len(chart)), key=away):
        tiles.setdefault(chart[tile], []).append(tile)
    return tiles
