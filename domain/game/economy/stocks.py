"""Stocks: what a colony has in store, and the ledger in which every change of it has a cause."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, structs

Amounts = Mapping[str, int]
"""Amounts by the names of stocks."""


class Flow(Struct, array_like=True, frozen=True, gc=False):
    """What `cause` brought into a stock (above 0) or took out of it (below 0) in one tick."""

    cause: str
    stock: str
    amount: int


class Stocks(Struct, frozen=True, gc=False):
    """What is in store: grams, kilograms, kilowatt-hours and pieces, as the names say."""

    o2_g: int = 0
    water_g: int = 0
    food_g: int = 0
    metal_kg: int = 0
    regolith_kg: int = 0
    ilmenite_kg: int = 0
    ice_g: int = 0
    parts: int = 0
    energy_kwh: int = 0


STOCKS: tuple[str, ...] = Stocks.__struct_fields__

ENERGY = "energy_kwh"


class Ledger:
    """The stocks of one tick while it is decided: no stock goes below 0, and no change is lost."""

    def __init__(self, stocks: Stocks) -> None:
        self._stocks: dict[str, int] = structs.asdict(stocks)
        self._flows: dict[tuple[str, str], int] = {}

    def __getitem__(self, stock: str) -> int:
        return self._stocks[stock]

    @property
    def stocks(self) -> Stocks:
        """What is in store now."""
        return Stocks(**self._stocks)

    @property
    def flows(self) -> tuple[Flow, ...]:
        """All that came in and went out so far, summed by cause and stock."""
        return tuple([Flow(*key, amount) for key, amount in self._flows.items()])

    def lacks(self, amounts: Amounts, keep: Amounts) -> str | None:
        """The first stock with less than its amount and what must be kept of it, if any."""
        stocks = self._stocks
        for stock, amount in amounts.items():
            if stocks[stock] < amount + keep.get(stock, 0):
                return stock
        return None

    def add(self, cause: str, stock: str, amount: int) -> None:
        """Let so much come in (below 0: go out)."""
        if amount:
            self._stocks[stock] += amount
            key = cause, stock
            self._flows[key] = self._flows.get(key, 0) + amount

    def take(self, cause: str, amounts: Amounts) -> None:
        """Let these amounts go out; `lacks` has been asked."""
        for stock, amount in amounts.items():
            self.add(cause, stock, -amount)

    def use(self, cause: str, stock: str, amount: int) -> bool:
        """Use so much, or what there is; whether it was enough."""
        there = self._stocks[stock]
        self.add(cause, stock, -min(amount, there))
        return there >= amount


def flows_of(cause: str, amounts: Amounts) -> tuple[Flow, ...]:
    """The amounts as flows of one cause."""
    return tuple(Flow(cause, stock, amount) for stock, amount in amounts.items() if amount)


def share(amounts: Amounts, percent: int) -> Amounts:
    """So many percent of each amount, rounded down."""
    return {stock: amount * percent // 100 for stock, amount in amounts.items()}


def instalment(cost: Amounts, done: int, ticks: int) -> Amounts:
    """What the next tick of work costs, after `done` of `ticks`; all of them make up the cost."""
    parts = {s: a * (done + 1) // ticks - a * done // ticks for s, a in cost.items()}
    return {stock: amount for stock, amount in parts.items() if amount}


def spent(cost: Amounts, done: int, ticks: int) -> Amounts:
    """What `done` of `ticks` ticks of work have cost."""
    return {stock: amount * done // ticks for stock, amount in cost.items()}
