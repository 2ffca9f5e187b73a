"""Several programs on one server, and one that is killed."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from persistence.postgres import PostgresEventStore
from persistence.postgres.tasks import PostgresTasks
from tests.conformance.events import assert_whole, commit, event, whole_log
from tests.persistence.appending_process import EVENTS
from tests.persistence.processes import assert_commits_whole, kill_after, start


async def test_three_programs_use_one_log_at_once(postgres_schema: str) -> None:
    await PostgresTasks(postgres_schema).init()
    programs = [start(postgres_schema, name, 40) for name in ("ada", "bob")]
    store = await PostgresEventStore.open(postgres_schema)
    for _ in range(40):
        await store.append(commit(*(event("eve") for _ in range(EVENTS)), player="eve"))
    for program in programs:
        await asyncio.to_thread(program.communicate)
        assert program.returncode == 0
    log = await whole_log(store)
    await store.close()
    assert_commits_whole(log)
    assert Counter(e.player for e in log) == dict.fromkeys(("ada", "bob", "eve"), 40 * EVENTS)


async def test_of_programs_that_make_the_tables_at_once_one_does(postgres_schema: str) -> None:
    said = await asyncio.gather(*(PostgresTasks(postgres_schema).init() for _ in range(5)))
    assert sum("was created" in sentence for sentence in said) == 1
    assert sum("already" in sentence for sentence in said) == 4


@pytest.mark.parametrize("acknowledged", [1, 5, 23])
async def test_what_a_killed_program_was_told_is_in_the_log(
    postgres_schema: str, acknowledged: int
) -> None:
    await PostgresTasks(postgres_schema).init()
    program = start(postgres_schema, "ada", 1_000_000)
    told = await asyncio.to_thread(kill_after, program, acknowledged)
    store = await PostgresEventStore.open(postgres_schema)
    log = await whole_log(store)
    assert_commits_whole(log)
    assert len(log) >= told
    assert await store.head() == (log[-1].position, log[-1].digest)
    await store.append(commit(event("ada")))
    assert_whole(await whole_log(store))
    await store.close()
