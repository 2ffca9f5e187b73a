"""`lunar export` and `lunar import`: a log or a game goes to a file and comes back."""

from __future__ import annotations

import asyncio
import gzip
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from domain.blocks.event_store import EVERYTHING, RecordedEvent, Where
from persistence.export_file import export_to
from persistence.memory import MemoryEventStore
from tests.command_line import CommandLine, script
from tests.conformance.events import commit, event
from tests.lunar_tui.test_cli_verify import damage
from tests.persistence.files import contents

OTHER = script({"command": "StartGame", "game_id": "moon-2"})


@pytest.fixture
def played(lunar: CommandLine) -> CommandLine:
    """A store that holds the worked example, another game, and an event by hand."""
    with as_file(files("assets") / "scripts" / "worked_example.jsonl") as file:
        assert lunar("run", str(file)).code == 0
    assert lunar("run", "-", stdin=OTHER).code == 0
    assert lunar("append", "ledger", "Paid", '{"amount":2.50}').code == 0
    return lunar


@pytest.fixture
def other(tmp_path: Path) -> str:
    """The URL of another store."""
    return f"sqlite:///{tmp_path}/other.db"


@pytest.mark.parametrize("name", ["moon.jsonl", "moon.jsonl.gz"])
def test_a_log_moves_to_another_store(
    played: CommandLine, other: str, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    answer = played("export", str(file))
    assert (answer.code, answer.out) == (0, "")
    assert "11 events" in answer.err
    answer = played("import", str(file), "--store", other)
    assert (answer.code, answer.err) == (0, "")
    assert "Added 11 of the 11 events" in answer.out
    assert played("log", "--json", "--store", other).out == played("log", "--json").out
    assert played("verify", "--store", other).code == 0
    assert sorted(tmp_path.glob(f"*{name}*")) == [file]


def test_a_game_goes_through_a_pipe(played: CommandLine, other: str) -> None:
    exported = played("export", "-", "--game", "moon-2")
    assert exported.code == 0
    head, line = exported.json
    assert (head["game"], head["events"], head["program"]) == (
        "moon-2",
        1,
        version("lunar-frontiers"),
    )
    assert (line["type"], line["data"]["game_id"]) == ("GameStarted", "moon-2")
    answer = played("import", "-", "--store", other, "--json", stdin=exported.out)
    assert answer.json == [{"game": "moon-2", "events": 1, "added": 1, "same_end": False}]
    answer = played("import", "-", "--store", other, stdin=exported.out)
    assert "here already" in answer.out
    assert len(played("log", "--json", "--store", other).json) == 1


def test_a_file_that_is_there_is_replaced_whole(played: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "moon.jsonl"
    file.write_text("an older export\n")
    assert played("export", str(file), "--game", "nobody").code == 1
    assert file.read_text() == "an older export\n"
    assert played("export", str(file)).code == 0
    assert len(file.read_bytes().splitlines()) == 12


def test_a_file_that_is_replaced_keeps_its_mode_and_its_links(
    played: CommandLine, tmp_path: Path
) -> None:
    file, link = tmp_path / "moon.jsonl", tmp_path / "latest.jsonl"
    file.touch(0o600)
    link.symlink_to(file)
    assert played("export", str(link)).code == 0
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(file.read_bytes().splitlines()) == 12


def test_what_is_no_file_is_written_into(played: CommandLine, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as elsewhere:
        read = elsewhere.submit(pipe.read_bytes)
        assert played("export", str(pipe)).code == 0
        assert len(read.result().splitlines()) == 12
    assert pipe.is_fifo()
    answer = played("export", "/dev/full")
    assert answer.code == 1
    assert "/dev/full cannot be used (No space left on device)" in answer.err


@pytest.mark.parametrize("name", ["/", ".", ""])
def test_a_folder_is_no_place_for_an_export(played: CommandLine, name: str) -> None:
    answer = played("export", name)
    assert answer.code == 1
    assert "directory" in answer.err
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize(
    "statements",
    [
        "DELETE FROM events WHERE position = 11",
        "DELETE FROM event_types WHERE name = 'Paid'",
        "DELETE FROM causes WHERE id = (SELECT max(id) FROM causes)",
    ],
)
def test_a_log_that_lost_its_end_is_not_exported(
    played: CommandLine, tmp_path: Path, statements: str
) -> None:
    damage(played, statements)
    file = tmp_path / "moon.jsonl"
    answer = played("export", str(file))
    assert answer.code == 1
    assert "position 11 is missing" in answer.err
    assert not file.exists()


@pytest.mark.parametrize(
    ("what", "line"), [("altered", 4), ("cut off", 6), ("something else", 1), ("empty", 1)]
)
def test_nothing_of_a_damaged_file_is_added(
    played: CommandLine, other: str, tmp_path: Path, what: str, line: int
) -> None:
    file = tmp_path / "moon.jsonl"
    played("export", str(file))
    whole = file.read_bytes()
    fifth = b"".join(whole.splitlines(keepends=True)[:5])
    damaged = {
        "altered": whole.replace(b'"SiteSpawned"', b'"SiteSpawned!"'),
        "cut off": fifth,
        "something else": b"nonsense",
        "empty": b"",
    }
    file.write_bytes(damaged[what])
    answer = played("import", str(file), "--store", other)
    assert (answer.code, answer.out) == (1, "")
    assert f"Line {line} " in answer.err
    assert played("log", "--json", "--store", other).out == ""


def test_a_cut_off_compressed_file_is_refused(played: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "moon.jsonl.gz"
    played("export", str(file))
    content = file.read_bytes()
    for bad in (content[:-20], content[:40], b"\0" + content[1:], gzip.compress(b"nonsense")):
        file.write_bytes(bad)
        answer = played("import", str(file))
        assert (answer.code, len(answer.err.splitlines())) == (1, 1)
        assert "Line " in answer.err


def test_files_that_cannot_be_used_are_named(played: CommandLine, tmp_path: Path) -> None:
    missing = tmp_path / "nowhere" / "moon.jsonl"
    for call in (("export", str(missing)), ("import", str(missing)), ("import", str(tmp_path))):
        answer = played(*call)
        assert (answer.code, answer.out) == (1, "")
        assert call[1] in answer.err


async def test_an_export_that_is_cancelled_leaves_nothing(tmp_path: Path) -> None:
    begun = asyncio.Event()

    class Endless(MemoryEventStore):
        async def read(
            self,
            where: Where = EVERYTHING,
            *,
            after: int | None = None,
            upto: int | None = None,
            limit: int = 1000,
            backward: bool = False,
        ) -> Sequence[RecordedEvent]:
            if after:
                begun.set()
                await asyncio.Event().wait()
            return await super().read(
                where, after=after, upto=upto, limit=min(limit, 2), backward=backward
            )

    store = Endless()
    await store.append(commit(*(event("a") for _ in range(5))))
    export = asyncio.create_task(
        export_to(tmp_path / "moon.jsonl", store, None, "1.0", lambda _: None)
    )
    await begun.wait()
    export.cancel()
    with pytest.raises(asyncio.CancelledError):
        await export
    assert contents(tmp_path) == {}
