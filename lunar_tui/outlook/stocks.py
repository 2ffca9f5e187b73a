"""Stocks with their trend, and the time left at it."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from msgspec import Struct

from domain.game.economy.stocks import ENERGY, STOCKS
from domain.game.projectors.colony import ColonyRow
from lunar_tui.outlook.seen import Seen
from lunar_tui.outlook.units import HOURS_A_DAY
from lunar_tui.outlook.urgency import Urgency

LIFE = ("o2_g", "water_g", "food_g")
"""What the crew dies without, the most urgent first."""

ALWAYS = (*LIFE, ENERGY, "metal_kg", "parts")
"""What is shown even where there is none."""

SOON_DAYS, NOW_DAYS = 10, 3
"""With so many days left, something should be done soon, and now."""


class StockLine(Struct, frozen=True):
    """A stock: how much, how much a tick brings (below 0: takes), ticks left, how bad that is."""

    stock: str
    amount: int
    rate: float
    left: float | None
    urgency: Urgency

    @property
    def runs_out(self) -> bool:
        """Whether there is some, and not for long."""
        return bool(self.urgency) and self.left is not None and self.amount > 0


class Trends:
    """What a tick brings to each stock, on average over those of the last day that were seen.

    Of power it is the last tick alone: it changes at once with the light.
    """

    def __init__(self) -> None:
        self._seen: deque[ColonyRow] = deque()

    def see(self, row: ColonyRow, hours: int) -> Mapping[str, float]:
        """Take in a tick; one that was before another forgets that one."""
        seen = self._seen
        while seen and seen[-1].tick >= row.tick:
            seen.pop()
        seen.append(row)
        while (row.tick - seen[0].tick) * hours >= HOURS_A_DAY:
            seen.popleft()
        rates = {s: sum(getattr(r, f"{s}_change") for r in seen) / len(seen) for s in STOCKS}
        return {**rates, ENERGY: row.energy_kwh_change}


def stock_lines(seen: Seen, rates: Mapping[str, float]) -> Sequence[StockLine]:
    """The stocks that matter: what the crew lives by first, then what is built with."""
    others = [stock for stock in STOCKS if stock not in ALWAYS]
    there = [s for s in others if getattr(seen.colony, s) or rates[s]]
    return [_line(seen, stock, rates[stock]) for stock in (*ALWAYS, *there)]


def _line(seen: Seen, stock: str, rate: float) -> StockLine:
    amount: int = getattr(seen.colony, stock)
    left = amount / -rate if rate < 0 else None
    return StockLine(stock, amount, rate, left, _urgency(seen, stock, amount, left))


def _urgency(seen: Seen, stock: str, amount: int, left: float | None) -> Urgency:
    if stock not in LIFE:
        return Urgency.SOON if amount <= 0 and stock in ALWAYS else Urgency.FINE
    days = None if left is None else left * seen.rules.tick.hours / HOURS_A_DAY
    if amount <= 0 or (days is not None and days < NOW_DAYS):
        return Urgency.NOW
    return Urgency.SOON if days is not None and days < SOON_DAYS else Urgency.FINE
