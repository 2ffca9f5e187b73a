"""What a scenario asks for, in words."""

from __future__ import annotations

from domain.game.economy.ruleset import Scenario
from domain.game.economy.stock_words import told


def goal_sentence(scenario: Scenario) -> str:
    """The goal and its time, such as `12 crew, 300 kg oxygen, held for 236 ticks by tick 2,832`."""
    goal = scenario.goal
    until, last = goal.survive_until_tick, scenario.deadline_tick
    stocks = [told(stock, amount) for stock, amount in goal.stocks.items()]
    parts = [f"{goal.crew_min} crew", *stocks]
    if until:
        parts = [f"{goal.crew_min} crew alive at tick {until:,}", *stocks]
    if goal.hold_ticks:
        parts.append(f"held for {goal.hold_ticks:,} ticks")
    return ", ".join(parts) + ("" if until == last else f" by tick {last:,}")
