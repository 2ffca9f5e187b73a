"""The tasks of `lunar store`: each says what it did, or that it was done already."""

from __future__ import annotations

import pytest

from tests.command_line import CommandLine, script

START = script({"command": "StartGame", "game_id": "g"})


@pytest.fixture(params=["sqlite", "postgres", "postgres schema"])
def url(request: pytest.FixtureRequest, lunar: CommandLine) -> str:
    """A store that is not there yet."""
    if request.param == "sqlite":
        return f"sqlite:///{lunar.folder}/moon.db"
    given: str = request.getfixturevalue("postgres_url")
    return given if request.param == "postgres" else f"{given}?schema=moon"


@pytest.fixture
def no_database(postgres_url: str) -> str:
    """The URL of a database that is not there."""
    return f"{postgres_url}_2"


def test_a_store_from_its_making_to_its_end(lunar: CommandLine, url: str) -> None:
    assert "was created" in lunar("store", "init", "--store", url).out
    assert "was there already" in lunar("store", "init", "--store", url).out
    assert "was there already" in lunar("store", "create", "--store", url).out
    assert "already" in lunar("store", "migrate", "--store", url).out
    assert lunar("run", "-", "--store", url, stdin=START).code == 0
    (status,) = lunar("store", "status", "--json", "--store", url).json
    assert (status["events"], status["streams"], status["games"]) == (1, 1, 1)
    assert status["bytes"] > 0
    assert lunar("verify", "--store", url).code == 0
    assert "was removed" in lunar("store", "drop", "--yes", "--store", url).out
    assert "There was no" in lunar("store", "drop", "--yes", "--store", url).out
    assert lunar("store", "status", "--store", url).code == 1


def test_a_database_from_its_making_to_its_end(lunar: CommandLine, no_database: str) -> None:
    missing = lunar("log", "--store", no_database)
    assert missing.code == 1
    assert "`lunar store create`" in missing.err
    assert "was created" in lunar("store", "create", "--store", no_database).out
    assert "was there already" in lunar("store", "create", "--store", no_database).out
    empty = lunar("run", "-", "--store", no_database, stdin=START)
    assert empty.code == 1
    assert "`lunar store init`" in empty.err
    assert "`lunar store init`" in lunar("store", "migrate", "--store", no_database).err
    assert "was created" in lunar("store", "init", "--store", no_database).out
    assert "its database with it" in lunar("store", "drop", "--yes", "--store", no_database).out
    assert "There was no" in lunar("store", "drop", "--yes", "--store", no_database).out


def test_a_store_beside_others_leaves_them(lunar: CommandLine, postgres_url: str) -> None:
    here, there = (f"{postgres_url}?schema={name}" for name in ("here", "there"))
    for url in (here, there):
        lunar("store", "init", "--store", url)
        lunar("run", "-", "--store", url, stdin=START)
    assert "stays" in lunar("store", "drop", "--yes", "--store", here).out
    assert len(lunar("log", "--json", "--store", there).json) == 1


def test_a_store_is_dropped_only_when_asked_twice(lunar: CommandLine, url: str) -> None:
    lunar("store", "init", "--store", url)
    refused = lunar("store", "drop", "--store", url, stdin="n\n")
    assert refused.code == 0
    assert "Nothing was removed" in refused.out
    assert lunar("store", "status", "--store", url).code == 0
    assert lunar("store", "drop", "--store", url, stdin="y\n").code == 0
    assert lunar("store", "status", "--store", url).code == 1


def test_where_nobody_can_be_asked_a_store_is_not_dropped(lunar: CommandLine, url: str) -> None:
    lunar("store", "init", "--store", url)
    refused = lunar("store", "drop", "--store", url, stdin="")
    assert refused.code == 1
    assert "--yes" in refused.err
    assert lunar("store", "status", "--store", url).code == 0


def test_a_store_in_memory_needs_no_tasks(lunar: CommandLine) -> None:
    for task in ("create", "init", "migrate"):
        answer = lunar("store", task, "--store", "memory:")
        assert (answer.code, answer.err.count("\n")) == (1, 1)
