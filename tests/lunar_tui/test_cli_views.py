"""`lunar views` and `lunar games`: the projections, row by row."""

from __future__ import annotations

import pytest

from tests.command_line import CommandLine, script

NAMES = ["buildings", "map", "sites", "games"]


@pytest.fixture
def played(lunar: CommandLine) -> CommandLine:
    """Two games with a site each; that of the first is done."""
    starts = [{"command": "StartGame", "game_id": game} for game in ("a", "b")]
    sites = [
        {
            "command": "SpawnSite",
            "game_id": game,
            "site_id": f"{game}1",
            "site_type": 1,
            "location": 1,
            "player_id": "px42",
            "completion_ticks": ticks,
            "tick": 0,
        }
        for game, ticks in (("a", 1), ("b", 4))
    ]
    ticks = [{"command": "AdvanceGameloop", "game_id": game, "tick": 1} for game in ("a", "b")]
    assert lunar("run", "-", stdin=script(*starts, *sites, *ticks)).code == 0
    return lunar


def test_the_list_says_how_far_each_view_is(played: CommandLine) -> None:
    lines = played("views", "list", "--json").json
    assert [(v["name"], v["position"], v["lag"], v["rows"]) for v in lines] == [
        ("buildings", 10, 0, 2),
        ("map", 10, 0, 2),
        ("sites", 10, 0, 1),
        ("games", 10, 0, 2),
    ]


def test_a_view_shows_the_rows_of_all_games_or_of_one(played: CommandLine) -> None:
    both = played("views", "show", "buildings", "--json").json
    assert [(row["site_id"], row["complete"], row["ready"]) for row in both] == [
        ("a1", 100.0, True),
        ("b1", 25.0, False),
    ]
    (one,) = played("views", "show", "buildings", "--game", "b", "--json").json
    assert one == both[1]


@pytest.mark.parametrize("name", NAMES)
def test_a_view_made_anew_is_equal(played: CommandLine, name: str) -> None:
    (line,) = played("views", "rebuild", name, "--json").json
    assert (line["name"], line["equal"]) == (name, True)
    difference = played("views", "diff", name, "--json")
    assert (difference.code, difference.out) == (0, "")


def test_rebuild_without_a_name_makes_all_views_anew(played: CommandLine) -> None:
    answer = played("views", "rebuild")
    assert answer.code == 0
    assert [line.split(":")[0] for line in answer.out.splitlines()] == NAMES
    assert answer.out.count("equal to the view that was served") == len(NAMES)


def test_the_games_are_listed_the_latest_first(played: CommandLine) -> None:
    games = played("games", "--json").json
    assert [(game["game_id"], game["tick"]) for game in games] == [("b", 1), ("a", 1)]
    assert [(game["sites"], game["buildings"]) for game in games] == [(1, 0), (0, 1)]


def test_an_unknown_view_is_bad_usage(played: CommandLine) -> None:
    assert played("views", "show", "weather").code == 2


def test_another_place_for_views_is_refused_without_telling_its_password(
    played: CommandLine,
) -> None:
    answer = played("--views", "redis://ada:secret@moon", "views", "list")
    assert answer.code == 1
    assert "--views memory" in answer.err
    assert "secret" not in answer.err
