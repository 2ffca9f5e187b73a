"""What a scenario asks for, in words."""

from __future__ import annotations

from domain.game.economy.ruleset import Scenario
from domain.game.economy.stock_words import told


def goal_sentence(scenario: Scenario) -> str:
    """The goal and its time, such as `12 crew, 300 kg oxygen, held for 236 ticks by tick 2,832`."""
    goal = scenario.goal
    if goal.survive_until_tick:
        return f"{goal.crew_min} crew alive at tick {goal.survive_until_tick:,}"
    stocks = [told(stock, amount) for stock, amount in goal.stocks.items()]
    held = f"held for {goal.hold_ticks:,} ticks by tick {scenario.deadline_tick:,}"
    return ", ".join([f"{goal.crew_min} crew", *stocks, held])
