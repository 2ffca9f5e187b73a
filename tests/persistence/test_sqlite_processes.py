"""Several programs on one file, and one that is killed."""

import asyncio
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from persistence.sqlite import SqliteEventStore
from tests.conformance.events import assert_whole, commit, event, whole_log
from tests.persistence.appending_process import EVENTS
from tests.persistence.processes import assert_commits_whole, kill_after, start


async def test_three_programs_make_and_use_one_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "moon.db"
    programs = [start(f"sqlite:///{path}", name, 40) for name in ("ada", "bob")]
    store = await SqliteEventStore.open(path)
    for _ in range(40):
        await store.append(commit(*(event("eve") for _ in range(EVENTS)), player="eve"))
    for program in programs:
        await asyncio.to_thread(program.communicate)
        assert program.returncode == 0
    log = await whole_log(store)
    await store.close()
    assert_commits_whole(log)
    assert Counter(e.player for e in log) == dict.fromkeys(("ada", "bob", "eve"), 40 * EVENTS)


async def test_a_file_that_another_is_just_making_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "moon.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        opening = asyncio.create_task(SqliteEventStore.open(path))
        await asyncio.sleep(0.2)
        assert not opening.done()
        other.execute("ROLLBACK")
        store = await opening
    await store.append(commit(event("a")))
    await store.close()


@pytest.mark.parametrize("acknowledged", [1, 5, 23])
async def test_what_a_killed_program_was_told_is_in_the_log(
    tmp_path: Path, acknowledged: int
) -> None:
    path = tmp_path / "moon.db"
    program = start(f"sqlite:///{path}", "ada", 1_000_000)
    told = kill_after(program, acknowledged)
    store = await SqliteEventStore.open(path)
    log = await whole_log(store)
    assert_commits_whole(log)
    assert len(log) >= told
    assert await store.head() == (log[-1].position, log[-1].digest)
    await store.append(commit(event("ada")))
    assert_whole(await whole_log(store))
    await store.close()
