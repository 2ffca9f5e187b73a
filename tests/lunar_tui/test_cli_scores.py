"""`lunar new`, `lunar games` and `lunar scores`: what is begun, and how it ended."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from domain.game.sample_rules import SAMPLE_COLONIES
from lunar_tui.daily import daily_seed
from tests.command_line import CommandLine
from tests.lunar_tui.app_pilot import url_of, write


@pytest.fixture
def ended(lunar: CommandLine, tmp_path: Path) -> tuple[CommandLine, str]:
    """A store in which Calm was won and Storm was lost, and its URL."""
    url = url_of(tmp_path)
    asyncio.run(write(url, SAMPLE_COLONIES))
    return lunar, url


def test_scores_are_of_games_that_ended_the_best_first(ended: tuple[CommandLine, str]) -> None:
    lunar, url = ended
    rows = lunar("scores", "--json", "--store", url).json
    assert [(row["rank"], row["name"], row["outcome"]) for row in rows] == [
        (1, "Calm", "won"),
        (2, "Storm", "lost"),
    ]
    assert rows[0]["score"] > rows[1]["score"]
    assert lunar("scores", "--scenario", "foothold", "--json", "--store", url).json == []


def test_events_written_by_hand_neither_make_a_score_nor_stand_in_its_way(
    ended: tuple[CommandLine, str],
) -> None:
    lunar, url = ended
    before = lunar("scores", "--json", "--store", url).json
    (won,) = lunar("log", "--type", "GameWon", "--json", "--store", url).json
    forged = json.dumps({**won["data"], "total": 999_999})
    for data in ("{}", forged):
        assert lunar("append", "notes", "GameWon", data, "--store", url).code == 0
    assert lunar("scores", "--json", "--store", url).json == before


def test_the_list_of_games_says_how_they_ended(ended: tuple[CommandLine, str]) -> None:
    lunar, url = ended
    told = lunar("games", "--store", url).out
    assert "calm" in told
    assert "won, " in told
    assert "lost, " in told
    lines = lunar("games", "--json", "--store", url).json
    assert {line["scenario"] for line in lines} == {"calm", "storm"}
    assert {(line["outcome"], line["stopped"]) for line in lines} >= {("won", True), ("lost", True)}
    assert all(line["score"] > 0 for line in lines if line["outcome"] == "won")


def test_without_a_score_it_says_how_to_get_one(lunar: CommandLine) -> None:
    assert lunar("new", "--scenario", "sandbox", "--seed", "3").code == 0
    answer = lunar("scores")
    assert (answer.code, answer.out) == (0, "")
    assert "no score yet" in answer.err
    (row,) = lunar("games", "--json").json
    assert (row["name"], row["seed"], row["width"]) == ("Sandbox", 3, 128)
    assert (row["scenario"], row["outcome"], row["score"]) == ("sandbox", None, None)


def test_the_seed_of_the_day_is_the_date_in_utc(lunar: CommandLine) -> None:
    assert (daily_seed(0), daily_seed(86_400_000_000)) == (19700101, 19700102)
    assert lunar("new", "--scenario", "first-night", "--daily").code == 0
    (row,) = lunar("views", "show", "missions", "--json").json
    assert len(str(row["seed"])) == 8
    both = lunar("new", "--scenario", "first-night", "--daily", "--seed", "1")
    assert both.code == 2
