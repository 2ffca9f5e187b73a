"""What is announced for a colony, in words that count down."""

from __future__ import annotations

from collections.abc import Iterable

from domain.game.projectors.forecast import ForecastRow


def told_warnings(forecast: Iterable[ForecastRow], tick: int) -> str:
    """Which hazards strike in how many ticks, the next one first; empty for none."""
    coming = sorted(forecast, key=lambda row: row.strikes_at)
    return ", ".join(f"{row.hazard} in {ticks(row.strikes_at - tick)}" for row in coming)


def ticks(count: int) -> str:
    """So many ticks."""
    return "1 tick" if count == 1 else f"{count:,} ticks"
