"""What is wrong with a file is said in a sentence, and the file stays as it was."""

import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from domain.blocks.event_store import StoreFault
from persistence.sqlite import SqliteEventStore
from persistence.sqlite.schema import MIGRATIONS
from tests.conformance.events import assert_whole, commit, event, whole_log
from tests.persistence.files import contents

ROOT = Path(__file__).parents[2]


async def make_store(path: Path) -> None:
    store = await SqliteEventStore.open(path)
    await store.append(commit(event("a"), event("b")))
    await store.close()


def a_text_file(path: Path) -> None:
    path.write_text("Dear diary, today I went to the Moon. " * 500)


def a_short_file(path: Path) -> None:
    path.write_bytes(b"S")


def a_damaged_header(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)


def another_programs_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE events (position INTEGER)")


def another_programs_database_in_wal_mode(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE schema_migrations (version INTEGER)")


def another_programs_marked_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA application_id = 1234")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (a_text_file, "is not a SQLite database"),
        (a_short_file, "is not a SQLite database"),
        (a_damaged_header, "is not a SQLite database"),
        (another_programs_database, "belongs to another program"),
        (another_programs_database_in_wal_mode, "belongs to another program"),
        (another_programs_marked_database, "belongs to another program"),
        (Path.mkdir, "is a directory"),
    ],
)
@pytest.mark.parametrize("read_only", [False, True])
async def test_what_is_no_store_is_refused_and_left_alone(
    tmp_path: Path, make: Callable[[Path], None], sentence: str, read_only: bool
) -> None:
    path = tmp_path / "moon.db"
    make(path)
    before = contents(tmp_path)
    with pytest.raises(StoreFault, match=sentence) as refusal:
        await SqliteEventStore.open(path, read_only=read_only)
    assert str(path) in str(refusal.value)
    assert contents(tmp_path) == before


async def test_a_file_from_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "moon.db"
    newer = (*MIGRATIONS, ("CREATE TABLE later (id INTEGER)",))
    store = await SqliteEventStore.open(path, migrations=newer)
    await store.append(commit(event("a")))
    await store.close()
    before = contents(tmp_path)
    with pytest.raises(StoreFault, match="newer Lunar Frontiers"):
        await SqliteEventStore.open(path)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("read_only", [False, True])
async def test_a_store_that_is_not_there_is_not_made_unasked(
    tmp_path: Path, read_only: bool
) -> None:
    path = tmp_path / "folder" / "moon.db"
    with pytest.raises(StoreFault, match="no store at"):
        await SqliteEventStore.open(path, create=False, read_only=read_only)
    assert not path.parent.exists()


async def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreFault, match="cannot be reached"):
        await SqliteEventStore.open(tmp_path / "file" / "moon.db")


async def test_a_file_that_another_program_holds(tmp_path: Path) -> None:
    path = tmp_path / "moon.db"
    store = await SqliteEventStore.open(path, patience=0.05)
    await store.append(commit(event("a")))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreFault, match="held by another program"):
            await store.append(commit(event("a")))
        with pytest.raises(StoreFault, match="held by another program"):
            await SqliteEventStore.open(path, patience=0.05)
        with pytest.raises(StoreFault, match="held by another program"):
            await store.save("views", 1, 1, b"")
        other.execute("ROLLBACK")
    await store.append(commit(event("a")))
    assert_whole(await whole_log(store))
    await store.close()


async def test_a_full_disk_refuses_the_append_and_keeps_the_log(tmp_path: Path) -> None:
    store = await SqliteEventStore.open(tmp_path / "moon.db")
    await store.append(commit(event("a")))
    driver = store._writing()
    await driver.run(lambda c: c.execute("PRAGMA max_page_count = 40"))
    big = commit(*(event("a", data=b'"%s"' % (b"x" * 5000)) for _ in range(100)))
    with pytest.raises(StoreFault, match="no room left"):
        await store.append(big)
    assert len(await store.read()) == 1
    await driver.run(lambda c: c.execute("PRAGMA max_page_count = 100000"))
    await store.append(big)
    log = await whole_log(store)
    assert len(log) == 101
    assert_whole(log)
    await store.close()


async def test_heads_that_do_not_fit_the_events(tmp_path: Path) -> None:
    path = tmp_path / "moon.db"
    await make_store(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE streams SET version = 0 WHERE name = 'a'")
    store = await SqliteEventStore.open(path)
    with pytest.raises(StoreFault, match="lunar verify"):
        await store.append(commit(event("a")))
    assert len(await store.read()) == 2
    await store.close()


READ_ONLY = """
import asyncio, os, sys
from domain.blocks.event_store import StoreFault
from persistence.sqlite import SqliteEventStore
from tests.conformance.events import commit, event

async def main(path):
    await (await SqliteEventStore.open(path + ".warm-up")).close()
    os.chmod(path, 0o444)
    os.chmod(os.path.dirname(path), int(sys.argv[2], 8))
    if os.geteuid() == 0:
        os.seteuid(65534)
    try:
        await SqliteEventStore.open(path)
    except StoreFault as error:
        print(error)
    store = await SqliteEventStore.open(path, read_only=True)
    print(len(await store.read()))
    try:
        await store.append(commit(event("a")))
    except StoreFault as error:
        print(error)
    await store.close()

asyncio.run(main(sys.argv[1]))
"""


def use_read_only(path: Path, folder_mode: str) -> str:
    """What a program prints that may not write the file."""
    command = [sys.executable, "-c", READ_ONLY, str(path), folder_mode]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("folder_mode", ["755", "555"])
async def test_a_read_only_file_can_be_read(folder_mode: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "moon.db"
        await make_store(path)
        before = path.read_bytes()
        refusal, count, fault = use_read_only(path, folder_mode).splitlines()
        assert "is read-only" in refusal
        assert count == "2"
        assert "reading only" in fault
        assert path.read_bytes() == before
