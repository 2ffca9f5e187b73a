"""The balance of the rules, on a few seeds: docs/balance.md has it on a hundred."""

from __future__ import annotations

import pytest

from domain.game.commands import SpawnSite, SurveyTile
from domain.game.site_types import BY_KEY
from lunar_tui.rulesets import load_ruleset
from lunar_tui.simulation.headless_game import HeadlessGame
from lunar_tui.simulation.policy import load_policy
from lunar_tui.simulation.simulate import Result, play, play_out
from tests.command_line import CommandLine

FEW = range(2, 8)


def played(scenario: str, policy: str, seeds: range = FEW) -> list[Result]:
    return [play(load_ruleset(), scenario, load_policy(policy), seed) for seed in seeds]


@pytest.mark.parametrize("scenario", ["first-night", "foothold", "shackleton", "storm-season"])
def test_who_does_nothing_dies_in_the_first_night(scenario: str) -> None:
    (result,) = played(scenario, "idle", range(1, 2))
    assert not result.won
    assert 118 < result.tick < 236
    assert (result.deaths, result.cause) == (4, "power")


def test_one_battery_makes_the_first_night() -> None:
    assert not any(result.won for result in played("first-night", "naive", range(1, 2)))
    assert all(result.won for result in played("first-night", "battery", range(1, 2)))


def test_a_sensible_order_wins_most() -> None:
    won = [result for result in played("foothold", "sensible") if result.won]
    assert len(won) >= 4
    assert all(1000 < result.tick < 2000 for result in won)


def test_any_order_and_never_repairing_win_seldom() -> None:
    assert sum(result.won for result in played("foothold", "random")) <= 1
    assert sum(result.won for result in played("foothold", "never-repairs")) <= 1


def test_a_prospector_digs_on_the_richest_ground_that_it_saw() -> None:
    game = HeadlessGame("g")
    result = play_out(game, load_ruleset(), "foothold", load_policy("prospecting"), 5)
    assert result.won
    seen = {each.location for each in game.accepted if isinstance(each, SurveyTile)}
    (dug,) = (
        each.location
        for each in game.accepted
        if isinstance(each, SpawnSite) and each.site_type == BY_KEY["excavator"].id
    )
    percents = {
        row.location: row.percent
        for row in game.surveys.rows.values()
        if row.stock == "ilmenite_kg"
    }
    assert set(percents) == seen
    assert len(seen) == 3
    assert percents[dug] == max(percents.values())


def test_games_are_told_one_by_one_and_together(lunar: CommandLine) -> None:
    call = ("simulate", "--scenario", "first-night", "--policy", "idle", "--games", "2")
    told = lunar(*call)
    assert told.code == 0
    assert "0 of 2" in told.out
    assert "power 2" in told.out
    results = lunar(*call, "--seed", "7", "--processes", "1", "--json").json
    assert [(r["seed"], r["won"], r["cause"]) for r in results] == [
        (7, False, "power"),
        (8, False, "power"),
    ]


def test_a_policy_may_be_a_file(lunar: CommandLine) -> None:
    file = lunar.folder / "mine.toml"
    call = ("simulate", "--scenario", "first-night", "--json", "--policy", str(file))
    assert "no policy" in lunar(*call).err
    file.write_text('order = ["excavator", "oxygen-plant", "battery"]')
    (result,) = lunar(*call).json
    assert result["won"]
    file.write_text('order = ["castle"]')
    assert "'castle'" in lunar(*call).err
    file.write_text("order = 7")
    assert "cannot be read" in lunar(*call).err


def test_a_new_game_is_played_by_commands(lunar: CommandLine) -> None:
    begun = lunar("new", "--scenario", "first-night", "--seed", "7", "--player", "ada")
    assert begun.code == 0
    game = begun.out.strip()
    (row,) = lunar("views", "show", "missions", "--json").json
    assert (row["game_id"], row["scenario"], row["seed"], row["player_id"], row["outcome"]) == (
        game,
        "first-night",
        7,
        "ada",
        "running",
    )
    ticks = "".join(
        f'{{"command": "AdvanceGameloop", "game_id": "{game}", "tick": {tick}}}\n'
        for tick in range(1, 205)
    )
    assert lunar("run", "-", stdin=ticks).code == 0
    (row,) = lunar("views", "show", "missions", "--json").json
    assert (row["outcome"], row["ended_at"]) == ("lost", 204)
    assert lunar("verify").code == 0


def test_what_cannot_begin_says_why(lunar: CommandLine) -> None:
    answer = lunar("new", "--scenario", "mars", "--seed", "7")
    assert (answer.code, answer.out) == (1, "")
    assert "'mars'" in answer.err
    assert "foothold, shackleton, storm-season, sandbox." in answer.err


def test_what_only_process_managers_ask_is_not_to_be_asked(lunar: CommandLine) -> None:
    answer = lunar("run", "-", stdin='{"command": "LandResupply", "game_id": "g", "tick": 1}')
    assert "there is no command 'LandResupply'" in answer.err
