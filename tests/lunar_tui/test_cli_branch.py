"""`lunar branch`: a new game from a moment of another."""

from __future__ import annotations

import pytest

from tests.command_line import CommandLine, script

GAME = script(
    {"command": "StartGame", "game_id": "g", "name": "Base"},
    {
        "command": "SpawnSite",
        "game_id": "g",
        "site_id": "s",
        "site_type": 1,
        "location": 5,
        "player_id": "ann",
        "completion_ticks": 2,
        "tick": 0,
    },
    *({"command": "AdvanceGameloop", "game_id": "g", "tick": tick} for tick in (1, 2, 3)),
)


@pytest.fixture
def played(lunar: CommandLine) -> CommandLine:
    """A game with a building that stands at tick 2, and one tick more: 9 events."""
    assert lunar("run", "-", stdin=GAME).code == 0
    return lunar


def buildings(lunar: CommandLine, game: str) -> list[tuple[str, bool]]:
    rows = lunar("views", "show", "map", "--json").json
    return [(row["site_id"], row["ready"]) for row in rows if row["game_id"] == game]


def test_a_branch_is_a_game_to_play_on_and_the_source_stays(played: CommandLine) -> None:
    before = played("log", "--game", "g", "--json").out
    answer = played("branch", "--game", "g", "--at", "t1", "--name", "What if")
    assert answer.code == 0
    assert "tick 1" in answer.err
    game = answer.out.strip()
    (site,) = buildings(played, game)
    assert site[0].startswith("s~")
    assert not site[1]
    tick = script({"command": "AdvanceGameloop", "game_id": game, "tick": 2})
    assert played("run", "-", stdin=tick).json[0]["events"][-1] == "BuildingSpawned"
    assert buildings(played, game) == [(site[0], True)]
    assert played("log", "--game", "g", "--json").out == before
    assert played("verify").code == 0


def test_a_store_on_a_server_branches_as_well(lunar: CommandLine, postgres_url: str) -> None:
    here = ("--store", postgres_url)
    assert lunar("store", "init", *here).code == 0
    assert lunar("run", "-", *here, stdin=GAME).code == 0
    (branched,) = lunar("branch", "--game", "g", "--at", "7", "--json", *here).json
    assert (branched["source_position"], branched["tick"], branched["events"]) == (4, 1, 4)
    assert len(lunar("log", "--game", branched["game_id"], "--json", *here).json) == 5
    assert lunar("verify", *here).code == 0


def test_games_tell_what_they_are_branches_of(played: CommandLine) -> None:
    (branched,) = played("branch", "--game", "g", "--json").json
    assert (branched["source_game_id"], branched["source_position"]) == ("g", 9)
    assert branched["tick"] == 3
    rows = {row["game_id"]: row for row in played("games", "--json").json}
    mine = rows[branched["game_id"]]
    assert (mine["name"], mine["tick"], mine["buildings"]) == ("Base (branch at tick 3)", 3, 1)
    assert (mine["source_game_id"], mine["source_position"], mine["source_tick"]) == ("g", 9, 3)
    assert rows["g"]["source_game_id"] == ""
    assert "g, tick 3" in played("games").out


def test_kept_views_follow(played: CommandLine) -> None:
    played("views", "rebuild", "--views", "sql")
    assert played("branch", "--game", "g", "--at", "4", "--views", "sql").code == 0
    views = played("views", "list", "--views", "sql", "--json").json
    assert {view["position"] for view in views} == {
        played("store", "status", "--json").json[0]["last_position"]
    }


@pytest.mark.parametrize(
    ("game", "place", "words"),
    [
        ("nowhere", "end", "no game 'nowhere'"),
        ("nowhere", "1", "no game 'nowhere'"),
        ("g", "0", "from position 1 to 9"),
        ("g", "10", "from position 1 to 9"),
        ("g", "t4", "its last is tick 3"),
    ],
)
def test_a_branch_that_cannot_be_is_refused_in_a_sentence(
    played: CommandLine, game: str, place: str, words: str
) -> None:
    before = played("log", "--json").out
    answer = played("branch", "--game", game, "--at", place)
    assert (answer.code, answer.out) == (1, "")
    assert words in answer.err
    assert played("log", "--json").out == before


def test_what_is_no_place_is_bad_usage_and_a_store_must_be_there(lunar: CommandLine) -> None:
    bad = lunar("branch", "--game", "g", "--at", "soon")
    assert bad.code == 2
    assert "t40" in bad.err
    assert lunar("branch", "--game", "g").code == 1
    assert not (lunar.folder / "data" / "lunar.db").exists()
