"""The night forecast: when, how long, and whether storage will last."""

from __future__ import annotations

from msgspec import Struct

from lunar_tui.outlook.seen import Seen
from lunar_tui.outlook.units import length
from lunar_tui.outlook.urgency import Urgency

LIFE_SUPPORT = "life-support"


class Forecast(Struct, frozen=True):
    """The night that is, or comes next, in ticks and kWh.

    `stored` is what storage can hold by dusk, or holds now at night; `need` is what the rest of
    the night takes of it.
    """

    hours: int
    night: bool
    until: int
    lasts: int
    need: int
    stored: int
    room: int

    @property
    def short(self) -> int:
        """The kWh that are missing."""
        return max(0, self.need - self.stored)

    @property
    def storage_lasts(self) -> int:
        """The ticks of the night that storage gets through."""
        return self.lasts if not self.short else self.lasts * self.stored // self.need

    @property
    def urgency(self) -> Urgency:
        """A night that storage does not get through kills."""
        if not self.short:
            return Urgency.FINE
        return Urgency.NOW if self.night or self.until * self.hours < 5 * 24 else Urgency.SOON

    def told(self, room: int) -> str:
        """The forecast in as many of its words as there is room for."""
        words = [self.in_full, self._short(), self._shortest()]
        return next((text for text in words if len(text) <= room), words[-1])

    @property
    def in_full(self) -> str:
        """When, how long, and whether storage lasts."""
        lasts, ticks = length(self.lasts, self.hours), f"{self.until} ticks"
        when = (
            f"Night: dawn in {length(self.until, self.hours)} ({ticks})"
            if self.night
            else f"Day: night in {length(self.until, self.hours)} ({ticks}), lasts {lasts}"
        )
        if self.short:
            storage = length(self.storage_lasts, self.hours)
            return f"{when}; storage lasts {storage}: short by {self.short:,} kWh"
        return f"{when}; storage will last, with {self.stored - self.need:,} kWh to spare"

    def _short(self) -> str:
        until, lasts = length(self.until, self.hours), length(self.lasts, self.hours)
        when = f"Night: dawn in {until}" if self.night else f"Night in {until} for {lasts}"
        return f"{when}, {f'short {self.short:,} kWh' if self.short else 'storage lasts'}"

    def _shortest(self) -> str:
        when = f"{'dawn' if self.night else 'night'} {length(self.until, self.hours)}"
        return f"{when}, {f'short {self.short:,}kWh' if self.short else 'lasts'}"


def forecast(seen: Seen) -> Forecast | None:
    """What is known of the night; None where none comes, or no tick has passed yet.

    By day storage is taken to be charged with all that is made beyond life support: that is what
    the night guard does in time.
    """
    colony, rules = seen.colony, seen.rules
    if colony.night_ends <= colony.tick or not colony.night_ends:
        return None
    night = colony.night_begins <= colony.tick
    need = colony.reserve_kwh * 100 // (100 + rules.power.reserve_margin_percent)
    ticks = colony.night_ends - colony.night_begins
    stored = colony.energy_kwh
    if night:
        lasts = colony.night_ends - colony.tick - 1
        need = need * lasts // ticks
        until = colony.night_ends - colony.tick
    else:
        lasts, until = ticks, colony.night_begins - colony.tick
        flows = seen.energy_flows
        spare = sum(kwh for kwh in flows.values() if kwh > 0) + flows.get(LIFE_SUPPORT, 0)
        charged = max(0, spare) * (until - 1)
        stored = max(stored, min(colony.storage_kwh, stored + charged))
    return Forecast(rules.tick.hours, night, until, lasts, need, stored, colony.storage_kwh)
