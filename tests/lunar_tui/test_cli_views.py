"""`lunar views` and `lunar games`: the projections, row by row."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.command_line import CommandLine, Result, script

SANDBOX = ["buildings", "map", "sites", "games"]
COLONY = [
    "colony",
    "flows",
    "operations",
    "surveys",
    "alerts",
    "forecast",
    "objectives",
    "missions",
]
NAMES = [*SANDBOX, *COLONY]


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
        *((name, 10, 0, 0) for name in COLONY),
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


def test_what_a_place_in_redis_does_not_know_is_refused(played: CommandLine) -> None:
    answer = played("--views", "redis://127.0.0.1:1/0?prefx=moon:", "views", "list")
    assert (answer.code, answer.out) == (1, "")
    assert "'prefx'" in answer.err


def test_the_views_of_no_game_are_not_shown(played: CommandLine) -> None:
    answer = played("views", "show", "map", "--game", "nope")
    assert (answer.code, answer.out) == (1, "")
    assert "no game 'nope'" in answer.err


def test_an_unknown_view_is_bad_usage(played: CommandLine) -> None:
    assert played("views", "show", "weather").code == 2


@pytest.mark.parametrize(
    "place",
    [
        "redis://ada:secret@127.0.0.1:1/0",
        "redis://ada:secret@127.0.0.1:port",
        "redis://ada:secret@127.0.0.1:99999",
        "postgresql://ada:secret@127.0.0.1:1/views",
        "postgresql://ada:secret@127.0.0.1:port/views",
        "postgresql://ada:secret@127.0.0.1:99999/views",
        "mongodb://ada:secret@127.0.0.1/views",
    ],
)
def test_a_place_for_views_that_is_not_there_is_a_sentence_without_its_password(
    played: CommandLine, place: str
) -> None:
    answer = played("--views", place, "views", "list")
    assert (answer.code, answer.out) == (1, "")
    assert len(answer.err.splitlines()) == 1
    assert "failed in a way it did not foresee" not in answer.err
    assert "secret" not in answer.err


@pytest.fixture
def places(played: CommandLine, postgres_url: str, redis_url: str) -> dict[str, str]:
    """Every kind of place that keeps views."""
    return {
        "the log's own": "sql",
        "a file": f"sqlite:///{played.folder / 'views.db'}",
        "postgres": postgres_url,
        "redis": redis_url,
        "redis with a prefix": f"{redis_url}?prefix=moon:",
    }


PLACES = ["the log's own", "a file", "postgres", "redis", "redis with a prefix"]


@pytest.mark.parametrize("kind", PLACES)
def test_kept_views_stay_and_are_made_anew(
    played: CommandLine, places: dict[str, str], kind: str
) -> None:
    def lunar(*arguments: str) -> Result:
        return played("--views", places[kind], *arguments)

    def standing() -> list[tuple[str, int, int, int]]:
        lines = lunar("views", "list", "--json").json
        return [(v["name"], v["position"], v["lag"], v["rows"]) for v in lines]

    assert standing() == [(name, 0, 10, 0) for name in NAMES]
    assert lunar("views", "diff", "map").code == 1
    shown = {name: lunar("views", "show", name, "--json").json for name in NAMES}
    assert shown == {name: played("views", "show", name, "--json").json for name in NAMES}
    rows = dict(zip(SANDBOX, (2, 2, 1, 2), strict=True))
    full = [(name, 10, 0, rows.get(name, 0)) for name in NAMES]
    assert standing() == full
    assert [line["equal"] for line in lunar("views", "rebuild", "--json").json] == [True] * len(
        NAMES
    )
    assert lunar("views", "reset", "buildings").code == 0
    assert standing() == [("buildings", 0, 10, 0), *full[1:]]
    (anew,) = lunar("views", "rebuild", "buildings", "--json").json
    assert (anew["equal"], anew["rows"]) == (None, 2)
    assert standing() == full
    assert all(lunar("views", "diff", name).code == 0 for name in NAMES)
    games = zip(lunar("games", "--json").json, shown["games"][::-1], strict=True)
    assert all(game.items() >= row.items() for game, row in games)


@pytest.mark.parametrize("kind", PLACES)
def test_a_rebuild_waits_beside_what_serves_until_it_is_swapped_in(
    played: CommandLine, places: dict[str, str], kind: str
) -> None:
    def lunar(*arguments: str) -> Result:
        return played("--views", places[kind], "views", *arguments)

    assert lunar("swap", "sites").code == 1
    assert lunar("rebuild").code == 0
    (line,) = lunar("rebuild", "sites", "--no-swap", "--json").json
    assert (line["swapped"], line["equal"], line["rows"]) == (False, True, 1)
    waiting = [view["next"] for view in lunar("list", "--json").json]
    assert waiting == [10 if name == "sites" else None for name in NAMES]
    assert lunar("diff", "sites", "--next").code == 0
    assert "up to position 10" in lunar("swap", "sites").out
    assert [view["next"] for view in lunar("list", "--json").json] == [None] * len(NAMES)
    assert "--no-swap" in lunar("swap", "sites").err
    assert "--no-swap" in lunar("diff", "sites", "--next").err


def test_rows_that_differ_are_told_by_field_before_and_after_the_swap(played: CommandLine) -> None:
    def lunar(*arguments: str) -> Result:
        return played("--views", "sql", "views", *arguments)

    assert lunar("rebuild").code == 0
    with closing(sqlite3.connect(played.folder / "data" / "lunar.db")) as connection:
        connection.execute("UPDATE view_buildings SET location = 7 WHERE site_id = 'a1'")
        connection.execute("DELETE FROM view_buildings WHERE site_id = 'b1'")
        connection.commit()

    rebuilt = lunar("rebuild", "buildings", "--no-swap")
    assert rebuilt.code == 1
    assert "DIFFERENT from the view that is served" in rebuilt.out
    assert "location: 7 -> 1" in rebuilt.out
    assert "added" in rebuilt.out
    assert lunar("diff", "buildings", "--next").out == lunar("diff", "buildings").out
    (line,) = lunar("rebuild", "buildings", "--resume", "--json").json
    assert (line["added"], line["changed"], line["gone"], line["swapped"]) == (1, 1, 0, True)
    assert lunar("diff", "buildings").code == 0


@pytest.mark.parametrize("kind", PLACES)
def test_kept_views_follow_each_command_that_is_run(
    played: CommandLine, places: dict[str, str], kind: str
) -> None:
    ticks = [{"command": "AdvanceGameloop", "game_id": "b", "tick": tick} for tick in (2, 3, 4)]
    run = played("run", "--views", places[kind], "-", stdin=script(*ticks))
    assert (run.code, run.err) == (0, "")
    lines = played("views", "list", "--json", "--views", places[kind]).json
    rows = dict(zip(SANDBOX, (2, 2, 0, 2), strict=True))
    assert [(v["lag"], v["rows"]) for v in lines] == [(0, rows.get(name, 0)) for name in NAMES]
    assert {v["position"] for v in lines} == {run.json[-1]["position"]}
