"""What many simulated games come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from lunar_tui.simulation.simulate import Result


class Summary(Struct, frozen=True):
    """Games of one scenario by one policy: wins in percent, and when, 0 where nothing was won.

    `causes` counts what the lost games were lost by: what the first of the dead died of, or why
    the game ended without any.
    """

    scenario: str
    policy: str
    games: int
    won_percent: int
    won_early: int
    won_median: int
    won_late: int
    lost_median: int
    deaths_per_win: float
    score_median: int
    causes: Mapping[str, int]


def summary(scenario: str, policy: str, results: Sequence[Result]) -> Summary:
    """The summary of at least one game."""
    won = sorted(result.tick for result in results if result.won)
    lost = sorted(result.tick for result in results if not result.won)
    deaths = sum(result.deaths for result in results if result.won)
    causes = Counter(result.cause for result in results if not result.won)
    return Summary(
        scenario=scenario,
        policy=policy,
        games=len(results),
        won_percent=len(won) * 100 // len(results),
        won_early=_at(won, 10),
        won_median=_at(won, 50),
        won_late=_at(won, 90),
        lost_median=_at(lost, 50),
        deaths_per_win=round(deaths / len(won), 2) if won else 0.0,
        score_median=_at(sorted(result.score for result in results), 50),
        causes=dict(causes.most_common()),
    )


def _at(ascending: Sequence[int], percent: int) -> int:
    return ascending[len(ascending) * percent // 100] if ascending else 0
