"""The seed's game through `lunar run`: exactly its events, its streams and its building."""

from __future__ import annotations

from importlib.resources import as_file, files

import pytest
import redis

from tests.command_line import CommandLine
from tests.command_line import script as commands
from tests.servers import Server

WORKED_EXAMPLE = [
    "GameStarted",
    "GameloopAdvanced",
    "SiteSpawned",
    "GameloopAdvanced",
    "ConstructionProgressed",
    "GameloopAdvanced",
    "ConstructionProgressed",
    "ConstructionCompleted",
    "BuildingSpawned",
]

FIVE_TICKS = [
    "GameStarted",
    "GameloopAdvanced",
    "SiteSpawned",
    *["GameloopAdvanced", "ConstructionProgressed"] * 5,
    "ConstructionCompleted",
    "BuildingSpawned",
]


def run_script(lunar: CommandLine, name: str) -> list[dict[str, object]]:
    with as_file(files("assets") / "scripts" / f"{name}.jsonl") as file:
        done = lunar("run", str(file))
    assert (done.code, done.err) == (0, "")
    return done.json


@pytest.mark.parametrize(
    ("name", "events"), [("worked_example", WORKED_EXAMPLE), ("five_ticks", FIVE_TICKS)]
)
def test_a_script_leads_to_exactly_these_events(
    lunar: CommandLine, name: str, events: list[str]
) -> None:
    done = run_script(lunar, name)
    log = lunar("log", "--json").json
    assert [event["type"] for event in log] == events
    assert [event["position"] for event in log] == list(range(1, len(events) + 1))
    answered = [kind for line in done for kind in line["events"]]  # type: ignore[attr-defined]
    assert answered == events
    assert done[-1]["position"] == len(events)
    assert lunar("verify").code == 0


def test_the_worked_example_has_these_streams(lunar: CommandLine) -> None:
    run_script(lunar, "worked_example")
    assert lunar("streams", "--json").json == [
        {"name": "$all", "version": 9, "first_position": 1, "last_position": 9},
        {"name": "game-1", "version": 4, "first_position": 1, "last_position": 6},
        {"name": "site-1", "version": 4, "first_position": 3, "last_position": 8},
        {"name": "bldg-1", "version": 1, "first_position": 9, "last_position": 9},
    ]


def test_the_building_of_the_second_script_is_ready(lunar: CommandLine) -> None:
    run_script(lunar, "five_ticks")
    assert lunar("views", "show", "buildings", "--json").json == [
        {
            "complete": 100.0,
            "location": 1,
            "site_id": "solar-1",
            "site_type": 1,
            "player_id": "px42",
            "ready": True,
        }
    ]
    names = [stream["name"] for stream in lunar("streams", "--json").json]
    assert names == ["$all", "game-moon-1", "site-solar-1", "bldg-solar-1"]


def test_the_seeds_own_text_with_numbers_as_ids_runs_too(lunar: CommandLine) -> None:
    spawn = (
        '{"command": "SpawnSite", "game_id": 1, "site_id": 1, "site_type": 1, "location": 1, '
        '"player_id": 1, "completion_ticks": 2, "tick": 0}'
    )
    text = f'{{"command": "StartGame", "game_id": 1}}\n{spawn}\n'
    assert lunar("run", "-", stdin=text).code == 0
    assert [row["site_id"] for row in lunar("views", "show", "sites", "--json").json] == ["1"]


def test_the_seeds_script_with_views_in_redis(lunar: CommandLine, own_redis: Server) -> None:
    script = (
        {"command": "StartGame", "game_id": "moon"},
        {"command": "AdvanceGameloop", "game_id": "moon", "tick": 1},
        {
            "command": "SpawnSite",
            "game_id": "moon",
            "site_id": "9378ff85",
            "site_type": 1,
            "location": 1,
            "player_id": "px42",
            "completion_ticks": 2,
            "tick": 1,
        },
        {"command": "AdvanceGameloop", "game_id": "moon", "tick": 2},
        {"command": "AdvanceGameloop", "game_id": "moon", "tick": 3},
    )
    assert lunar("run", "-", "--views", own_redis.url, stdin=commands(*script)).code == 0
    with redis.Redis.from_url(own_redis.url, decode_responses=True) as client:
        kept = content(client)
        assert kept["building:9378ff85"] == (
            '{"complete":100.0,"location":1,"site_id":"9378ff85","site_type":1,'
            '"player_id":"px42","ready":true}'
        )
        assert kept["sites:px42"] == {"9378ff85"}
        client.flushall()
        assert lunar("views", "rebuild", "--views", own_redis.url).code == 0
        assert content(client) == kept


def content(client: redis.Redis) -> dict[str, object]:
    """All that is in it but the checkpoints, whose names are new each time."""
    reads = {"string": client.get, "set": client.smembers}
    kinds = {key: client.type(key) for key in map(str, client.keys("*"))}
    return {key: reads[kind](key) for key, kind in kinds.items() if kind in reads}
