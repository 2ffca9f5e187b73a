"""Appends at the same time: each whole or not at all, and never in each other's way."""

from __future__ import annotations

import asyncio

from domain.blocks.event_store import (
    Commit,
    DuplicateEvent,
    GameMoved,
    RecordedEvent,
    WrongVersion,
)
from persistence.store import Store
from tests.conformance.events import assert_whole, commit, event, new_id, whole_log


async def append_all(store: Store, commits: list[Commit]) -> list[object]:
    """What became of each commit, all appended at once."""
    results = await asyncio.gather(*map(store.append, commits), return_exceptions=True)
    return [type(r) if isinstance(r, BaseException) else list(r) for r in results]


class Concurrency:
    """Tests of concurrent appends within one program."""

    async def test_of_many_with_one_expected_version_one_wins(self, store: Store) -> None:
        commits = [commit(event("a"), event(f"b{n}"), expect={"a": 0}) for n in range(20)]
        results = await append_all(store, commits)
        assert results.count(WrongVersion) == 19
        log = await whole_log(store)
        assert results.count(log) == 1
        assert_whole(log)

    async def test_of_many_with_one_expected_game_one_wins(self, store: Store) -> None:
        commits = [commit(event("a", game="g"), expect_game=("g", 0)) for _ in range(20)]
        results = await append_all(store, commits)
        assert results.count(GameMoved) == 19
        assert len(await store.read()) == 1

    async def test_without_expectations_all_are_stored(self, store: Store) -> None:
        commits = [commit(event("shared"), event(f"own-{n}"), event("shared")) for n in range(50)]
        results = await append_all(store, commits)
        log = await whole_log(store)
        assert_whole(log)
        assert len(log) == 150
        assert all(log[r[0].position - 1 : r[0].position + 2] == r for r in map(_recorded, results))

    async def test_big_commits_never_mix(self, store: Store) -> None:
        big = [commit(*(event(name) for _ in range(1000))) for name in "ab"]
        small = [commit(event("c")) for _ in range(10)]
        await append_all(store, [small[0], big[0], *small[1:], big[1]])
        log = await whole_log(store)
        assert_whole(log)
        names = "".join(e.stream for e in log)
        assert (len(log), "a" * 1000 in names, "b" * 1000 in names) == (2010, True, True)

    async def test_a_reader_sees_no_event_before_all_below_it(self, store: Store) -> None:
        sizes = [1, 400, 3, 1, 50, 7, 1000, 2] * 4
        commits = [commit(*(event(f"s{size}") for _ in range(size))) for size in sizes]
        refused = [commit(event("a"), expect={"a": 7}) for _ in range(10)]
        last = sum(sizes)

        async def follow() -> list[RecordedEvent]:
            seen: list[RecordedEvent] = []
            while len(seen) < last:
                seen += await store.read(after=len(seen), limit=100)
                await asyncio.sleep(0)
            return seen

        readers = [asyncio.create_task(follow()) for _ in range(3)]
        await append_all(store, [*commits[:20], *refused, *commits[20:]])
        log = await whole_log(store)
        assert_whole(log)
        assert [await reader for reader in readers] == [log] * 3

    async def test_a_refused_one_takes_no_other_with_it(self, store: Store) -> None:
        known = new_id()
        await store.append(commit(event("a", event_id=known)))
        results = await append_all(
            store,
            [
                commit(event("b")),
                commit(event("new", "NewKind", game="new"), event("c", event_id=known)),
                commit(event("c"), expect={"c": 5}),
                commit(event("b"), expect={"b": 1}),
                commit(event("d", game="g"), expect_game=("g", 0)),
            ],
        )
        assert results[1:3] == [DuplicateEvent, WrongVersion]
        log = await whole_log(store)
        assert [e.stream for e in log] == ["a", "b", "b", "d"]
        assert [s.name for s in await store.streams()][1:] == ["a", "b", "d"]
        assert await store.game_head("new") == 0
        assert_whole(log)

    async def test_the_same_new_id_in_two_commits_goes_in_once(self, store: Store) -> None:
        twice = new_id()
        commits = [commit(event("a", event_id=twice)), commit(event("b", event_id=twice))]
        results = await append_all(store, commits)
        assert results.count(DuplicateEvent) == 1
        assert len(await store.read()) == 1

    async def test_one_commit_sent_many_times_at_once_goes_in_once(self, store: Store) -> None:
        await store.append(commit(event("a", game="g")))
        sent = commit(event("a", game="g"), event("b"), expect={"b": 0}, expect_game=("g", 1))
        others = [commit(event("a")) for _ in range(5)]
        results = await append_all(store, [sent, others[0], sent, *others[1:], sent])
        log = await whole_log(store)
        assert_whole(log)
        assert len(log) == 1 + 2 + len(others)
        assert results[0] == results[2] == results[-1]
        assert results[0] == [e for e in log if e.correlation_id == sent.correlation_id]

    async def test_a_cancelled_append_is_whole_or_nothing_and_stops_nobody(
        self, store: Store
    ) -> None:
        for turns in range(6):
            tasks = [
                asyncio.create_task(store.append(commit(event("a"), event(f"b{n}"), event("a"))))
                for n in range(10)
            ]
            for _ in range(turns):
                await asyncio.sleep(0)
            for task in tasks[::2]:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
            assert not any(isinstance(r, BaseException) for r in results[1::2])
        log = await whole_log(store)
        assert_whole(log)
        assert len(log) >= 6 * 5 * 3
        by_commit = [e.correlation_id for e in log]
        assert all(by_commit.count(correlation_id) == 3 for correlation_id in by_commit)

    async def test_closing_finishes_what_is_under_way(self, store: Store) -> None:
        tasks = [asyncio.create_task(store.append(commit(event("a")))) for _ in range(5)]
        await asyncio.sleep(0)
        await store.close()
        assert [e.position for (e,) in await asyncio.gather(*tasks)] == [1, 2, 3, 4, 5]

    async def test_a_cancelled_read_stops_nobody(self, store: Store) -> None:
        await store.append(commit(*(event("a") for _ in range(3000))))
        for _ in range(20):
            task = asyncio.create_task(whole_log(store))
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert len(await whole_log(store)) == 3000


def _recorded(result: object) -> list[RecordedEvent]:
    assert isinstance(result, list)
    return result
