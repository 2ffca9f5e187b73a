"""How the program ends: by signals, broken pipes, and faults that nobody foresaw."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lunar_tui.cli.root import lunar as root
from tests.command_line import CommandLine, home, script

PROGRAM = (sys.executable, "-m", "lunar_tui")
TICKS = 400


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    store = f"sqlite:///{tmp_path}/moon.db"
    return {**os.environ, **home(tmp_path), "LUNAR_STORE": store, "PYTHONUNBUFFERED": ""}


def test_following_ends_quietly_at_ctrl_c(environment: dict[str, str]) -> None:
    start = script({"command": "StartGame", "game_id": "g"})
    subprocess.run((*PROGRAM, "run", "-"), input=start.encode(), env=environment, check=True)
    pipe = subprocess.PIPE
    with subprocess.Popen(
        (*PROGRAM, "log", "--follow", "--json"), stdout=pipe, stderr=pipe, env=environment
    ) as following:
        assert following.stdout
        assert following.stderr
        assert b"GameStarted" in following.stdout.readline()
        tick = script({"command": "AdvanceGameloop", "game_id": "g", "tick": 1})
        subprocess.run((*PROGRAM, "run", "-"), input=tick.encode(), env=environment, check=True)
        assert b"GameloopAdvanced" in following.stdout.readline()
        following.send_signal(signal.SIGINT)
        assert following.wait(30) == 130
        assert following.stderr.read() == b""


def test_a_script_that_waits_for_its_next_line_answers_and_ends_quietly_at_ctrl_c(
    environment: dict[str, str],
) -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen(
        (*PROGRAM, "run", "-"), stdin=pipe, stdout=pipe, stderr=pipe, env=environment
    ) as running:
        assert running.stdin
        assert running.stdout
        assert running.stderr
        running.stdin.write(b'{"command": "StartGame", "game_id": "g"}\n')
        running.stdin.flush()
        assert b"GameStarted" in running.stdout.readline()
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 130
        assert running.stderr.read() == b""


def test_a_reader_that_has_had_enough_ends_it_quietly_and_is_no_success(
    environment: dict[str, str],
) -> None:
    ticks = [{"command": "AdvanceGameloop", "game_id": "g", "tick": n + 1} for n in range(TICKS)]
    text = script({"command": "StartGame", "game_id": "g"}, *ticks)
    subprocess.run((*PROGRAM, "run", "-"), input=text.encode(), env=environment, check=True)
    pipe = subprocess.PIPE
    with subprocess.Popen(
        (*PROGRAM, "log", "--json"), stdout=pipe, stderr=pipe, env=environment
    ) as log:
        assert log.stdout
        assert log.stderr
        assert log.stdout.readline()
        log.stdout.close()
        assert log.stderr.read() == b""
        assert log.wait(30) == 141


def test_a_table_that_nobody_reads_is_no_fault_of_the_log(environment: dict[str, str]) -> None:
    start = script({"command": "StartGame", "game_id": "g"})
    subprocess.run((*PROGRAM, "run", "-"), input=start.encode(), env=environment, check=True)
    reader, writer = os.pipe()
    os.close(reader)
    answer = subprocess.run(
        (*PROGRAM, "verify"), stdout=writer, stderr=subprocess.PIPE, env=environment, check=False
    )
    os.close(writer)
    assert (answer.returncode, answer.stderr) == (141, b"")


def test_output_that_cannot_be_written_is_told_in_a_sentence(environment: dict[str, str]) -> None:
    start = script({"command": "StartGame", "game_id": "g"})
    subprocess.run((*PROGRAM, "run", "-"), input=start.encode(), env=environment, check=True)
    with Path("/dev/full").open("wb") as full:
        answer = subprocess.run(
            (*PROGRAM, "log"), stdout=full, stderr=subprocess.PIPE, env=environment, check=False
        )
    assert answer.returncode == 1
    assert answer.stderr.startswith(b"Reading or writing failed (No space left on device)")
    assert answer.stderr.count(b"\n") == 1


def test_the_game_without_a_terminal_is_refused(lunar: CommandLine) -> None:
    answer = lunar()
    assert (answer.code, answer.out) == (1, "")
    assert "in a terminal" in answer.err
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize("name", [" ", "two\nlines", "x" * 65])
def test_a_name_that_no_player_can_have_is_bad_usage(lunar: CommandLine, name: str) -> None:
    answer = lunar("--player", name)
    assert (answer.code, answer.out) == (2, "")
    assert "player's name" in answer.err


def test_what_nobody_foresaw_is_in_the_log_file_and_not_on_the_screen(
    lunar: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("postgresql://ada:secret@moon/log broke")

    monkeypatch.setattr(root.commands["info"], "callback", lambda **_: fail())
    answer = lunar("info")
    file = lunar.folder / "log" / "lunar.log"
    assert answer.code == 1
    assert answer.out == ""
    assert str(file) in answer.err
    assert answer.err.count("\n") == 1
    logged = file.read_text()
    assert "Traceback" in logged
    assert "postgresql://ada:***@moon/log broke" in logged
    assert "secret" not in logged


def test_a_log_file_that_cannot_be_written_is_not_named_as_if_it_were(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "log").touch()
    with Path("/dev/full").open("wb") as full:
        answer = subprocess.run(
            (*PROGRAM, "info"), stdout=full, stderr=subprocess.PIPE, env=environment, check=False
        )
    assert answer.returncode == 1
    assert b"cannot be written" in answer.stderr
    assert answer.stderr.count(b"\n") == 1


def test_what_the_output_has_no_letters_for_is_marked(environment: dict[str, str]) -> None:
    start = script({"command": "StartGame", "game_id": "g", "name": "Größe 月"})
    subprocess.run((*PROGRAM, "run", "-"), input=start.encode(), env=environment, check=True)
    told = subprocess.run(
        (*PROGRAM, "games"),
        stdout=subprocess.PIPE,
        env={**environment, "PYTHONIOENCODING": "latin-1"},
        check=True,
    )
    assert "Größe ?" in told.stdout.decode("latin-1")


def test_bad_settings_are_named_with_file_and_key(lunar: CommandLine) -> None:
    (lunar.folder / "config").mkdir()
    file = lunar.folder / "config" / "config.toml"
    file.write_text('speed = "fast"\n')
    answer = lunar("log")
    assert answer.code == 1
    assert str(file) in answer.err
    assert "'speed'" in answer.err


def test_the_version_and_the_help_of_every_command_are_there(lunar: CommandLine) -> None:
    assert lunar("--version").out.startswith("lunar, version ")
    for name in root.commands:
        answer = lunar(name, "--help")
        assert answer.code == 0
        assert "Usage: lunar" in answer.out


def test_an_unknown_command_is_bad_usage(lunar: CommandLine) -> None:
    assert lunar("fly").code == 2


def test_the_command_line_does_not_load_the_screens() -> None:
    check = "import sys, lunar_tui.__main__; sys.exit('textual' in sys.modules)"
    assert subprocess.run((sys.executable, "-c", check), check=False).returncode == 0
