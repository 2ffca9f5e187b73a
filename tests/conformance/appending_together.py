"""What an append of several commits does, and what it refuses."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from msgspec import structs

from domain.blocks.event_store import (
    ALL,
    AppendRefused,
    Commit,
    DuplicateEvent,
    GameMoved,
    NewEvent,
    RecordedEvent,
    WrongVersion,
)
from persistence.store import Store
from tests.conformance.events import assert_whole, commit, event, new_id, whole_log

REFUSED = [
    (commit(event("a"), expect={"a": 7}), WrongVersion),
    (commit(event("a", game="g"), expect_game=("g", 7)), GameMoved),
    (commit(event(ALL)), AppendRefused),
    (commit(event("a"), player="an end\0in the middle"), AppendRefused),
]


class AppendingTogether:
    """Tests of `append_all`."""

    async def test_commits_enter_in_their_order_each_with_its_own_metadata(
        self, store: Store
    ) -> None:
        await store.append(commit(event("a")))
        commits = [
            commit(event("a"), event("b", game="g"), player="ada"),
            commit(event("b", game="g"), event("b"), player="bob"),
            structs.replace(commit(event("c", game="h")), player="", recorded_at=-5),
        ]
        recorded = await store.append_all(commits)
        log = await whole_log(store)
        assert log[1:] == list(recorded)
        assert_whole(log)
        assert [_told(e) for e in recorded] == [
            (new.event_id, one.correlation_id, new.causation_id, one.player, one.recorded_at)
            for one, new in _each(commits)
        ]
        assert [(s.name, s.version) for s in await store.streams()][1:] == [
            ("a", 2),
            ("b", 3),
            ("c", 1),
        ]
        assert [await store.game_head(game) for game in "gh"] == [4, 6]

    async def test_one_correlation_may_stand_in_several_commits(self, store: Store) -> None:
        parent = event("a")
        first = commit(parent, player="ada")
        again = Commit((event("a"), event("b")), first.correlation_id, 7, "bob")
        await store.append_all([first, again])
        log = await whole_log(store)
        assert [e.correlation_id for e in log] == [first.correlation_id] * 3
        assert [(e.player, e.recorded_at) for e in log][1:] == [("bob", 7)] * 2

    async def test_a_commit_sees_those_before_it(self, store: Store) -> None:
        await store.append(commit(event("a", game="g")))
        await store.append_all(
            [
                commit(event("a", game="g"), expect={"a": 1, ALL: 1}, expect_game=("g", 1)),
                commit(event("b"), expect={"a": 2, "b": 0, ALL: 2}, expect_game=("g", 2)),
                commit(event("b"), expect={"b": "exists"}),
            ]
        )
        assert_whole(await whole_log(store))
        assert (await store.head()).position == 4

    @pytest.mark.parametrize(("bad", "refusal"), REFUSED)
    @pytest.mark.parametrize("place", [0, 1, 2])
    async def test_one_that_is_refused_refuses_all(
        self, store: Store, bad: Commit, refusal: type[AppendRefused], place: int
    ) -> None:
        await store.append(commit(event("a", game="g")))
        before = await _everything(store)
        commits = [commit(event("a", game="g")), commit(event("new", "New", game="new"))]
        commits.insert(place, bad)
        with pytest.raises(refusal):
            await store.append_all(commits)
        assert await _everything(store) == before
        await store.append_all([each for each in commits if each is not bad])
        assert_whole(await whole_log(store))

    async def test_an_id_comes_once_in_all_of_the_commits(self, store: Store) -> None:
        known = new_id()
        twice = [commit(event("a", event_id=known)), commit(event("b", event_id=known))]
        with pytest.raises(DuplicateEvent):
            await store.append_all(twice)
        await store.append_all(twice[:1])
        with pytest.raises(DuplicateEvent) as refusal:
            await store.append_all([commit(event("b")), twice[1]])
        assert refusal.value.event_id == known
        assert [e.stream for e in await store.read()] == ["a"]

    async def test_no_commits_and_empty_ones_are_nothing(self, store: Store) -> None:
        impossible = commit(expect={"a": "exists"})
        assert list(await store.append_all([])) == []
        assert list(await store.append_all([impossible])) == []
        await store.append_all([impossible, commit(event("a")), impossible])
        assert len(await whole_log(store)) == 1

    async def test_their_news_are_told_once(self, store: Store) -> None:
        heard: list[Sequence[RecordedEvent]] = []
        with store.news.told_to(heard.append):
            recorded = await store.append_all([commit(event("a"), event("b")), commit(event("a"))])
        assert [list(events) for events in heard if events] == [list(recorded)]

    async def test_they_are_together_whatever_else_is_appended(self, store: Store) -> None:
        together = [[commit(event(name)) for _ in range(50)] for name in "abc"]
        refused = [[commit(event("d")), commit(event("d"), expect={"d": 7})] for _ in range(5)]
        await asyncio.gather(
            *map(store.append_all, [*together[:2], *refused, together[2]]),
            *(store.append(commit(event("e"))) for _ in range(20)),
            return_exceptions=True,
        )
        log = await whole_log(store)
        assert_whole(log)
        names = "".join(e.stream for e in log)
        assert all(name * 50 in names for name in "abc")
        assert (names.count("d"), names.count("e")) == (0, 20)

    async def test_ten_thousand_commits_fit_into_one_append(self, store: Store) -> None:
        commits = [commit(event(f"site-{n % 3000}", game=f"g{n % 7}")) for n in range(10_000)]
        recorded = await store.append_all(commits)
        log = await whole_log(store)
        assert log == list(recorded)
        assert [e.correlation_id for e in log] == [each.correlation_id for each in commits]
        assert_whole(log)


def _each(commits: Sequence[Commit]) -> list[tuple[Commit, NewEvent]]:
    return [(one, new) for one in commits for new in one.events]


def _told(e: RecordedEvent) -> tuple[object, ...]:
    return (e.event_id, e.correlation_id, e.causation_id, e.player, e.recorded_at)


async def _everything(store: Store) -> tuple[object, ...]:
    games = [await store.game_head(game) for game in ("g", "new")]
    return await whole_log(store), await store.head(), await store.streams(), games
