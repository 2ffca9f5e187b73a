"""What a scenario asks for, in words."""

from __future__ import annotations

from domain.game.economy.ruleset import Scenario
from lunar_tui.colony_sentences import STOCK_WORDS


def goal_sentence(scenario: Scenario) -> str:
    """The goal and its time, such as `12 crew, 300 kg oxygen, held for 236 ticks by tick 2,832`."""
    goal = scenario.goal
    until, last = goal.survive_until_tick, scenario.deadline_tick
    stocks = [_amount(stock, amount) for stock, amount in goal.stocks.items()]
    parts = [f"{goal.crew_min} crew", *stocks]
    if until:
        parts = [f"{goal.crew_min} crew alive at tick {until:,}", *stocks]
    if goal.hold_ticks:
        parts.append(f"held for {goal.hold_ticks:,} ticks")
    return ", ".join(parts) + ("" if until == last else f" by tick {last:,}")


def _amount(stock: str, amount: int) -> str:
    words = STOCK_WORDS.get(stock, stock)
    if stock.endswith("_g"):
        return f"{amount // 1000:,} kg {words}"
    unit = "kg " if stock.endswith("_kg") else "kWh " if stock.endswith("_kwh") else ""
    return f"{amount:,} {unit}{words}"
