"""`lunar capacity`: what a store takes and comes to."""

from __future__ import annotations

from typing import Any

import pytest

from domain.game.model import PROJECTORS
from tests.command_line import CommandLine, script


@pytest.fixture(params=["sqlite", "postgres"])
def played(request: pytest.FixtureRequest, lunar: CommandLine) -> CommandLine:
    """A game with two sites and six ticks, in a file or on a server."""
    if request.param == "sqlite":
        url = f"sqlite:///{lunar.folder / 'moon.db'}"
    else:
        url = request.getfixturevalue("postgres_schema")
    lunar._monkeypatch.setenv("LUNAR_STORE", url)
    site = {"command": "SpawnSite", "game_id": "a", "site_type": 1, "player_id": "px42", "tick": 0}
    commands: list[dict[str, Any]] = [
        {"command": "StartGame", "game_id": "a"},
        {**site, "site_id": "a1", "location": 1, "completion_ticks": 6},
        {**site, "site_id": "a2", "location": 2, "completion_ticks": 9},
        *({"command": "AdvanceGameloop", "game_id": "a", "tick": n} for n in range(1, 7)),
    ]
    assert lunar("store", "init").code == 0
    assert lunar("run", "-", stdin=script(*commands)).code == 0
    return lunar


def test_the_figures_are_those_of_the_log(played: CommandLine) -> None:
    (line,) = played("capacity", "--json").json
    log = played("log", "--json").json
    assert (line["events"], line["streams"], line["cascades"]) == (len(log), 4, 9)
    assert line["events_a_tick"] == pytest.approx(len(log) / 6)
    types = {each["type"]: each for each in line["types"]}
    assert (types["ConstructionProgressed"]["events"], types["GameloopAdvanced"]["events"]) == (
        12,
        6,
    )
    assert types["ConstructionProgressed"]["a_tick"] == 2
    assert sum(each["share"] for each in line["types"]) == pytest.approx(1)
    assert sum(bar["events"] for bar in line["growth"]) == len(log)
    status = played("store", "status", "--json").json[0]
    parts = sum(size["bytes"] for size in (*line["log"], *line["beside"]))
    assert parts == pytest.approx(status["bytes"], rel=0.05)


def test_the_forecast_is_the_formulas(played: CommandLine) -> None:
    asked = ("capacity", "--json", "--events-per-hour", "7200", "--disk", "2GB")
    (line,) = played(*asked).json
    for forecast in (line["by_biggest"], line["by_mean"]):
        assert forecast["a_month"] == pytest.approx(forecast["event_bytes"] * 7200 * 24 * 30)
        full_in = 2e9 / (forecast["event_bytes"] * 7200)
        assert forecast["full_in"] == pytest.approx(full_in)
    assert line["by_biggest"]["event_bytes"] > line["by_mean"]["event_bytes"]
    assert line["rebuild"]["budget"] == 60
    assert line["rebuild_sample"] == line["events"]
    (over,) = played("capacity", "--json", "--rebuild-budget", "0").json
    assert over["rebuild"]["over_in"] == 0


def test_it_is_told_in_words(played: CommandLine) -> None:
    told = played("capacity", "--events-per-hour", "10")
    assert told.code == 0
    for words in ("log: events", "a tick", "SiteSpawned", "Forecast for 10 events an hour"):
        assert words in told.out
    assert "chatty: ConstructionProgressed is" in told.out


def test_views_are_measured_where_they_are_kept(played: CommandLine, redis_url: str) -> None:
    for views in ("sql", redis_url):
        assert played("views", "rebuild", "--views", views).code == 0
        (line,) = played("capacity", "--json", "--views", views).json
        assert line["place"] == views.partition(":")[0]
        assert {size["name"] for size in line["views"]} == {each.name for each in PROJECTORS}
        assert all(size["how"] == "measured" for size in line["views"])
        measured = {size["name"]: size["bytes"] for size in line["views"]}
        assert all(measured[name] > 0 for name in ("buildings", "map", "sites", "games"))


def test_a_server_says_nothing_of_its_disk(lunar: CommandLine, postgres_schema: str) -> None:
    assert lunar("store", "init", "--store", postgres_schema).code == 0
    (line,) = lunar("capacity", "--json", "--store", postgres_schema).json
    assert (line["free"], line["by_mean"]["full_in"]) == (None, None)
    (asked,) = lunar("capacity", "--json", "--store", postgres_schema, "--disk", "1k").json
    assert asked["by_mean"]["full_in"] is None


def test_an_empty_store_has_a_capacity_too(lunar: CommandLine) -> None:
    assert lunar("store", "init").code == 0
    told = lunar("capacity")
    assert (told.code, "No event yet." in told.out) == (0, True)


def test_a_log_without_games_is_measured_too(lunar: CommandLine) -> None:
    assert lunar("store", "init").code == 0
    assert lunar("append", "notes", "Noted", "{}").code == 0
    (line,) = lunar("capacity", "--json").json
    assert [each["type"] for each in line["types"]] == ["Noted"]


@pytest.mark.parametrize("wrong", ["", "many", "-5", "1X", "nan"])
def test_bytes_that_are_none_are_refused(lunar: CommandLine, wrong: str) -> None:
    assert lunar("capacity", "--disk", wrong).code == 2
