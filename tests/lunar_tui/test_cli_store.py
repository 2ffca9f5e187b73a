"""`lunar store` and `lunar info`, and which store they mean."""

from __future__ import annotations

import pytest

from tests.command_line import CommandLine, script

START = script({"command": "StartGame", "game_id": "g"})


def test_init_creates_the_store_and_says_when_it_was_there_already(lunar: CommandLine) -> None:
    assert "was created" in lunar("store", "init").out
    assert "was there already" in lunar("store", "init").out


def test_status_says_what_is_in_the_store(lunar: CommandLine) -> None:
    lunar("run", "-", stdin=START)
    (status,) = lunar("store", "status", "--json").json
    assert status["path"] == str(lunar.folder / "data" / "lunar.db")
    assert (status["events"], status["streams"], status["games"]) == (1, 1, 1)
    assert status["last_position"] == 1
    assert status["schema_version"] >= 1
    assert status["bytes"] > 0


def test_the_store_may_be_named_before_or_after_the_command(lunar: CommandLine) -> None:
    here, there = (f"sqlite:///{lunar.folder}/{name}.db" for name in ("here", "there"))
    assert lunar("run", "-", "--store", here, stdin=START).code == 0
    assert len(lunar("--store", here, "log", "--json").json) == 1
    assert len(lunar("log", "--store", here, "--json").json) == 1
    assert lunar("store", "--store", here, "status").code == 0
    assert lunar("--store", there, "log", "--store", here).code == 0
    assert lunar("--store", here, "log", "--store", there).code == 1


def test_the_store_is_the_option_s_else_the_environment_s_else_the_settings(
    lunar: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def store(*options: str) -> str:
        return str(lunar("info", "--json", *options).json[0]["store"])

    assert store() == f"sqlite:///{lunar.folder}/data/lunar.db"
    (lunar.folder / "config").mkdir()
    (lunar.folder / "config" / "config.toml").write_text('store = "sqlite:///settings.db"\n')
    assert store() == "sqlite:///settings.db"
    monkeypatch.setenv("LUNAR_STORE", "sqlite:///environment.db")
    assert store() == "sqlite:///environment.db"
    assert store("--store", "sqlite:///option.db") == "sqlite:///option.db"


def test_info_says_where_everything_is_and_hides_passwords(lunar: CommandLine) -> None:
    answer = lunar("info", "--json", "--store", "postgresql://ada:secret@moon/log")
    (facts,) = answer.json
    assert facts["config_file"] == str(lunar.folder / "config" / "config.toml")
    assert facts["data_dir"] == str(lunar.folder / "data")
    assert facts["log_file"] == str(lunar.folder / "log" / "lunar.log")
    assert {"lunar", "python", "textual", "sqlalchemy", "sqlite"} <= facts["versions"].keys()
    assert "secret" not in answer.out
    assert "secret" not in lunar("info", "--store", "postgresql://ada:secret@moon/log").out


def test_a_store_that_is_none_gets_one_sentence(lunar: CommandLine) -> None:
    file = lunar.folder / "notes.txt"
    file.write_text("Remember the milk.")
    for arguments in (("log",), ("run", "-"), ("store", "init"), ("verify",)):
        answer = lunar(*arguments, "--store", f"sqlite:///{file}")
        assert answer.code == 1
        assert str(file) in answer.err
        assert answer.err.count("\n") == 1
    assert file.read_text() == "Remember the milk."
