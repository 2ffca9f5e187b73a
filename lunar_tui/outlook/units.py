"""Amounts and lengths of time of a colony, short enough for a panel."""

from __future__ import annotations

HOURS_A_DAY = 24
DAYS_A_YEAR = 365

LARGE = 999.5
"""From so many of a unit on, the next larger one says more."""

UNITS = {"g": ("kg", 1 / 1000, "t"), "kg": ("kg", 1.0, "t"), "kwh": ("kWh", 1.0, "MWh")}


def amount(stock: str, count: float) -> str:
    """So much of a stock, in the unit that people count it in, such as `198 kg`."""
    unit = UNITS.get(stock.rpartition("_")[2])
    if unit is None:
        return _figures(count)
    name, factor, larger = unit
    count *= factor
    if abs(count) >= LARGE:
        return f"{_figures(count / 1000)} {larger}"
    return f"{_figures(count)} {name}"


def figures(stock: str, count: float) -> str:
    """So much of a stock in its usual unit, which is not said."""
    unit = UNITS.get(stock.rpartition("_")[2])
    return _figures(count * unit[1] if unit else count)


def _figures(count: float) -> str:
    if abs(count) >= 10 or count == int(count):
        return f"{count:,.0f}"
    return f"{count:.1f}".removesuffix(".0") if abs(count) >= 0.1 else f"{count:.2f}"


def length(ticks: float, hours: int) -> str:
    """So many ticks of so many hours, such as `4d 3h`, in six columns; whole days from ten on."""
    total = int(ticks) * hours
    days, rest = divmod(total, HOURS_A_DAY)
    if days > 999:
        return f"{days // DAYS_A_YEAR}y"
    if days >= 10:
        return f"{days}d"
    if days:
        return f"{days}d {rest}h" if rest else f"{days}d"
    return f"{rest}h"
