"""What a scenario asks for, in words."""

from __future__ import annotations

from domain.game.economy.ruleset import Scenario
from lunar_tui.colony_sentences import STOCK_WORDS


def goal_sentence(scenario: Scenario) -> str:
    """The goal and its time, such as `12 crew, 300 kg oxygen, held for 236 ticks by tick 2,832`."""
    goal = scenario.goal
    if goal.survive_until_tick:
        return f"{goal.crew_min} crew alive at tick {goal.survive_until_tick:,}"
    stocks = [_amount(stock, amount) for stock, amount in goal.stocks.items()]
    held = f"held for {goal.hold_ticks:,} ticks by tick {scenario.deadline_tick:,}"
    return ", ".join([f"{goal.crew_min} crew", *stocks, held])


def _amount(stock: str, amount: int) -> str:
    words = STOCK_WORDS.get(stock, stock)
    if stock.endswith("_g"):
        return f"{amount // 1000:,} kg {words}"
    unit = "kg " if stock.endswith("_kg") else "kWh " if stock.endswith("_kwh") else ""
    return f"{amount:,} {unit}{words}"
