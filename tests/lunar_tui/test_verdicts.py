"""What a game ended by, in words that say what to try."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec import structs

from domain.game.economy.stocks import Stocks
from domain.game.history import Sample
from domain.game.projectors.games import GameRow
from domain.game.projectors.missions import MissionRow
from lunar_tui.game_result import GameResult
from lunar_tui.verdicts import verdict

MISSION = MissionRow("g", "Base", "ann", "foothold", "usual", 7, 20, 2, ended_at=9)
GAME = GameRow("g", "Base", "ann", 40, 18, 7, 9, 0, 1, stopped=True, started_at=0, last_played_at=9)


def ended(
    outcome: str, why: str = "", died_of: str = "", missing: Sequence[str] = ()
) -> GameResult:
    mission = structs.replace(MISSION, outcome=outcome, why=why, deaths=-150 * bool(died_of))
    samples = [Sample(9, 3, Stocks())]
    return GameResult(GAME, mission, "Foothold", missing, died_of, 3, [], samples, 1, [])


@pytest.mark.parametrize(
    ("died_of", "why", "try_this"),
    [
        ("power", "had no power", "battery banks"),
        ("oxygen", "no oxygen left", "oxygen plant"),
        ("water", "no water left", "water plant"),
        ("food", "nothing left to eat", "greenhouse"),
        ("radiation", "solar flare", "shelters"),
    ],
)
def test_a_loss_names_what_killed_the_crew_and_what_to_try(
    died_of: str, why: str, try_this: str
) -> None:
    told = verdict(ended("lost", f"the last of the crew died: {died_of}", died_of))
    assert why in told.why
    assert told.why.endswith("and nobody was left.")
    assert try_this in told.try_this


def test_too_few_is_not_nobody() -> None:
    told = verdict(ended("lost", "fewer than 4 crew were left", "food"))
    assert told.why == "There was nothing left to eat, and too few were left."


@pytest.mark.parametrize("died_of", ["", "food"])
def test_a_game_that_took_too_long_says_so(died_of: str) -> None:
    late = ended("lost", "the time was up", died_of, ["oxygen 98/110 kg", "crew 3/4"])
    told = "The time was up before the goal was reached: "
    assert verdict(late).why == f"{told}oxygen 98/110 kg, crew 3/4."
    short = ended("lost", "the time was up", died_of)
    assert verdict(short).why == f"{told}it was not held for long enough."


def test_a_victory_says_when_and_with_how_many() -> None:
    assert verdict(ended("won")).why == "The goal was reached, with 3 alive at tick 9."


def test_a_game_that_was_ended_by_hand_was_neither_won_nor_lost() -> None:
    assert (
        verdict(ended("ended")).why == "It was ended at tick 9, with 3 alive: neither won nor lost."
    )
