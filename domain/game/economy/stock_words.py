"""Stocks in the words and units that people use."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "o2_g": "oxygen",
    "water_g": "water",
    "food_g": "food",
    "metal_kg": "metal",
    "regolith_kg": "regolith",
    "ilmenite_kg": "ilmenite",
    "ice_g": "ice",
    "parts": "parts",
    "energy_kwh": "power",
}
"""What each stock is called."""

UNITS: Final = {"g": ("kg", 1000), "kg": ("kg", 1), "kwh": ("kWh", 1)}
"""The unit that people count in, and how many of the stock's own are one of it."""


def told(stock: str, amount: int) -> str:
    """So much of a stock, such as `2.75 kg ice`."""
    word = WORDS[stock]
    unit, size = UNITS.get(stock.rpartition("_")[2], ("", 1))
    if not unit:
        return f"{amount:,} {word.removesuffix('s') if amount == 1 else word}"
    figures = f"{amount / size:,.3f}".rstrip("0").rstrip(".")
    return f"{figures} {unit} {word}"
