"""The grid: power made in a tick, shared out by priority, with a reserve kept for the night."""

from __future__ import annotations

from collections import Counter

from domain.game.economy.colony import Colony, kinds_in_use
from domain.game.economy.daylight import is_lit, next_night
from domain.game.economy.ruleset import Ruleset
from domain.game.economy.stocks import ENERGY, Ledger

LIFE_SUPPORT, SPILLED = "life-support", "spilled"


class Grid:
    """The power of one tick while it is shared out.

    `fresh_kwh` is what was made in this tick and is still free; beyond it, all but life support
    may draw on storage only down to the reserve.
    """

    def __init__(self, colony: Colony, rules: Ruleset, tick: int, ledger: Ledger) -> None:
        self._ledger = ledger
        in_use = kinds_in_use(colony, rules)
        self._hours = hours = rules.tick.hours
        self.storage_kwh = sum(kind.storage_kwh for kind in in_use)
        self.life_support_kwh = sum(kind.life_support_kw for kind in in_use) * hours
        day, lost = rules.tick.lunar_day, colony.solar_loss_percent
        arrays = Counter[int]()
        constant = self.fresh_kwh = 0
        for each in colony.standing.values():
            kind = rules.building[each.kind]
            if not each.in_use or not (kind.power_out_kw or kind.solar_out_kw):
                continue
            made = kind.power_out_kw * hours
            constant += made
            if kind.solar_out_kw:
                light = rules.ground[each.ground].light_percent
                solar = max(kind.solar_out_kw * (100 - lost) // 100, 1) * hours
                arrays[light] += solar
                made += solar if is_lit(light, tick, day) else 0
            ledger.add(each.kind, ENERGY, made)
            self.fresh_kwh += made
        self.night = next_night(tick, day, self.life_support_kwh, constant, arrays)
        self.reserve_kwh = self.night.need_kwh * (100 + rules.power.reserve_margin_percent) // 100
        self._tick = tick

    def live(self) -> bool:
        """Power life support, from storage down to nothing; whether it was enough."""
        self.fresh_kwh = max(0, self.fresh_kwh - self.life_support_kwh)
        return self._ledger.use(LIFE_SUPPORT, ENERGY, self.life_support_kwh)

    def guard_the_night(self) -> None:
        """Charge before anything else once the light left can only just fill storage by dusk."""
        goal = min(self.reserve_kwh, self.storage_kwh)
        stored = self._ledger[ENERGY] - self.fresh_kwh
        left = self.night.begins - self._tick
        if left > 0:
            later = self.fresh_kwh * (left - 1)
            self.fresh_kwh -= min(self.fresh_kwh, max(0, goal - stored - later))

    def draw(self, cause: str, kw: int, *, critical: bool = False) -> bool:
        """Power something for the tick, if there is enough that may be used for it."""
        need = kw * self._hours
        left = self._ledger[ENERGY] - need
        if need > self.fresh_kwh and left < (0 if critical else self.reserve_kwh):
            return False
        self.fresh_kwh = max(0, self.fresh_kwh - need)
        self._ledger.add(cause, ENERGY, -need)
        return True

    def store(self) -> None:
        """What storage cannot hold is lost."""
        self._ledger.add(SPILLED, ENERGY, min(0, self.storage_kwh - self._ledger[ENERGY]))
