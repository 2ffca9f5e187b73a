"""What an append does, and what it refuses."""

from __future__ import annotations

import asyncio

import pytest
from msgspec import structs

from domain.blocks.event_store import (
    ALL,
    NO_STREAM,
    AppendRefused,
    DuplicateEvent,
    Expected,
    GameMoved,
    StreamInfo,
    WrongVersion,
)
from persistence.store import Store
from tests.conformance.events import assert_whole, commit, event, new_id, whole_log


class Appending:
    """Tests of `append`, `head`, `game_head`, `heads` and what they leave in the log."""

    async def test_an_empty_store_has_nothing_in_it(self, store: Store) -> None:
        assert await store.head() == (0, bytes(16))
        assert await store.read() == []
        assert [(s.name, s.version) for s in await store.streams()] == [(ALL, 0)]

    async def test_what_was_appended_is_read_again(self, store: Store) -> None:
        new = event("site-1", "SiteSpawned", b'{"tick":1}', schema=3, game="g")
        first = commit(new, player="ada")
        (recorded,) = await store.append(first)
        assert await store.read() == [recorded]
        assert recorded.position == recorded.version == 1
        assert (recorded.stream, recorded.kind) == ("site-1", ("SiteSpawned", 3))
        assert (recorded.data, recorded.game) == (b'{"tick":1}', "g")
        assert recorded.event_id == new.event_id
        assert recorded.command_id == new.command_id
        assert recorded.causation_id == new.causation_id
        assert recorded.correlation_id == first.correlation_id
        assert (recorded.player, recorded.recorded_at) == ("ada", first.recorded_at)

    async def test_events_of_one_commit_may_have_causes_of_their_own(self, store: Store) -> None:
        parent, children = event("a"), [event("b"), event("c"), event("b")]
        await store.append(commit(parent, *children, player="ada"))
        await store.append(commit(event("a"), player="bob"))
        assert [e.causation_id for e in await store.read(limit=4)] == [
            e.causation_id for e in (parent, *children)
        ]
        assert [e.player for e in await store.read()] == ["ada"] * 4 + ["bob"]

    async def test_streams_in_one_commit_keep_the_order_of_its_events(self, store: Store) -> None:
        await store.append(commit(*map(event, "abacba")))
        log = await whole_log(store)
        assert "".join(e.stream for e in log) == "abacba"
        assert [e.version for e in log] == [1, 1, 2, 1, 2, 3]
        assert_whole(log)

    async def test_positions_and_versions_go_on_from_commit_to_commit(self, store: Store) -> None:
        for _ in range(3):
            await store.append(commit(event("a"), event("b"), event("a")))
        log = await whole_log(store)
        assert_whole(log)
        assert await store.head() == (9, log[-1].digest)

    async def test_an_empty_append_is_nothing(self, store: Store) -> None:
        impossible = commit(expect={"a": "exists"}, expect_game=("g", 7))
        assert list(await store.append(impossible)) == []
        assert await store.head() == (0, bytes(16))

    @pytest.mark.parametrize("expected", ["any", NO_STREAM])
    async def test_a_new_stream_may_be_expected(self, store: Store, expected: Expected) -> None:
        await store.append(commit(event("a"), expect={"a": expected}))
        assert (await store.head()).position == 1

    @pytest.mark.parametrize("expected", ["exists", 1, 7])
    async def test_a_new_stream_is_not_what_was_expected(
        self, store: Store, expected: Expected
    ) -> None:
        with pytest.raises(WrongVersion) as refusal:
            await store.append(commit(event("a"), expect={"a": expected}))
        assert (refusal.value.stream, refusal.value.actual) == ("a", 0)
        assert refusal.value.expected == expected
        assert await store.read() == []

    @pytest.mark.parametrize("expected", ["any", "exists", 2])
    async def test_an_old_stream_may_be_expected(self, store: Store, expected: Expected) -> None:
        await store.append(commit(event("a"), event("a")))
        await store.append(commit(event("a"), expect={"a": expected}))
        assert (await store.head()).position == 3

    @pytest.mark.parametrize("expected", [NO_STREAM, 1, 3])
    async def test_an_old_stream_is_not_what_was_expected(
        self, store: Store, expected: Expected
    ) -> None:
        await store.append(commit(event("a"), event("a")))
        with pytest.raises(WrongVersion) as refusal:
            await store.append(commit(event("a"), expect={"a": expected}))
        assert refusal.value.actual == 2
        assert (await store.head()).position == 2

    async def test_streams_without_events_in_the_commit_are_checked_too(self, store: Store) -> None:
        with pytest.raises(WrongVersion):
            await store.append(commit(event("a"), expect={"b": "exists"}))
        await store.append(commit(event("b")))
        await store.append(commit(event("a"), expect={"b": 1, "c": NO_STREAM}))

    async def test_an_expectation_is_of_the_stream_before_the_commit(self, store: Store) -> None:
        await store.append(commit(event("a"), event("a"), expect={"a": NO_STREAM}))
        await store.append(commit(event("a"), event("a"), expect={"a": 2}))
        assert (await store.head()).position == 4

    async def test_one_wrong_version_refuses_the_whole_commit(self, store: Store) -> None:
        with pytest.raises(WrongVersion):
            await store.append(commit(event("a"), event("b"), expect={"a": 0, "b": 4}))
        assert await store.read() == []
        assert [s.name for s in await store.streams()] == [ALL]

    async def test_a_game_stands_at_the_position_of_its_last_event(self, store: Store) -> None:
        assert await store.game_head("g") == 0
        await store.append(commit(event("a", game="g"), event("b", game="h"), event("c")))
        assert await store.game_head("g") == 1
        assert await store.game_head("h") == 2
        await store.append(commit(event("b", game="g"), expect_game=("g", 1)))
        assert await store.game_head("g") == 4

    async def test_all_ends_are_of_one_moment(self, store: Store) -> None:
        async def play() -> None:
            for _ in range(50):
                await store.append(commit(event("a", game="g"), event("b", game="h"), event("c")))

        playing = asyncio.create_task(play())
        while not playing.done():
            heads = await store.heads()
            last = heads.log.position
            assert heads.streams[0] == StreamInfo(ALL, last, min(1, last), last)
            assert [s.last_position for s in heads.streams[1:]] == [last - 2, last - 1, last][:last]
            assert heads.games == ({"g": last - 2, "h": last - 1} if last else {})
            await asyncio.sleep(0)
        await playing
        assert await store.heads() == (
            await store.head(),
            await store.streams(),
            {"g": await store.game_head("g"), "h": await store.game_head("h")},
        )

    async def test_a_game_that_moved_on_refuses_the_commit(self, store: Store) -> None:
        await store.append(commit(event("a", game="g"), expect_game=("g", 0)))
        await store.append(commit(event("b", game="h"), expect_game=("h", 0)))
        with pytest.raises(GameMoved) as refusal:
            await store.append(commit(event("a", game="g"), expect_game=("g", 0)))
        assert (refusal.value.game, refusal.value.expected, refusal.value.actual) == ("g", 0, 1)
        assert (await store.head()).position == 2

    async def test_that_the_game_moved_is_said_before_what_it_did_to_streams(
        self, store: Store
    ) -> None:
        await store.append(commit(event("a", game="g")))
        with pytest.raises(GameMoved):
            await store.append(commit(event("a", game="g"), expect={"a": 0}, expect_game=("g", 0)))

    async def test_an_id_that_is_in_the_log_is_refused(self, store: Store) -> None:
        known = new_id()
        await store.append(commit(event("a", event_id=known)))
        with pytest.raises(DuplicateEvent) as refusal:
            await store.append(commit(event("b"), event("b", event_id=known), event("c")))
        assert refusal.value.event_id == known
        assert [e.stream for e in await store.read()] == ["a"]
        await store.append(commit(event("b")))
        assert_whole(await whole_log(store))

    async def test_a_commit_that_is_sent_again_is_answered_and_not_added_again(
        self, store: Store
    ) -> None:
        free = commit(event("a", game="g"), event("b"), event("a", game="g"))
        bound = commit(event("c"), event("a", game="g"), expect={"c": 0}, expect_game=("g", 3))
        answers = [await store.append(each) for each in (free, bound)]
        await store.append(commit(event("a", game="g"), event("c")))
        log = await whole_log(store)
        assert [await store.append(each) for each in (free, bound, free)] == [*answers, answers[0]]
        assert await whole_log(store) == log
        await store.append(commit(event("a", game="g"), expect={"a": 4}, expect_game=("g", 6)))
        assert_whole(await whole_log(store))

    async def test_only_a_commit_that_is_there_whole_counts_as_sent_again(
        self, store: Store
    ) -> None:
        known = commit(event("a"), event("b"))
        await store.append(known)
        for other in (
            structs.replace(known, correlation_id=new_id()),
            structs.replace(known, events=[*known.events, event("c")]),
            structs.replace(known, events=known.events[::-1]),
            structs.replace(known, events=[structs.replace(known.events[0], data=b'{"n":1}')]),
        ):
            with pytest.raises(DuplicateEvent):
                await store.append(other)
        assert len(await store.read()) == 2

    async def test_an_id_that_comes_twice_in_one_commit_is_refused(self, store: Store) -> None:
        twice = new_id()
        with pytest.raises(DuplicateEvent) as refusal:
            await store.append(commit(event("a", event_id=twice), event("b", event_id=twice)))
        assert refusal.value.event_id == twice
        assert await store.read() == []

    async def test_nothing_is_appended_to_the_stream_of_all_events(self, store: Store) -> None:
        with pytest.raises(AppendRefused, match=r"\$all"):
            await store.append(commit(event(ALL)))
        assert await store.read() == []

    async def test_the_whole_log_has_a_version_to_expect(self, store: Store) -> None:
        await store.append(commit(event("a"), expect={ALL: 0}))
        with pytest.raises(WrongVersion):
            await store.append(commit(event("a"), expect={ALL: 0}))
        await store.append(commit(event("a"), expect={ALL: 1}))

    async def test_ten_thousand_events_fit_into_one_append(self, store: Store) -> None:
        events = [event(f"site-{n % 3000}", data=b'{"n":%d}' % n) for n in range(10_000)]
        recorded = await store.append(commit(*events))
        log = await whole_log(store)
        assert log == list(recorded)
        assert [e.event_id for e in log] == [e.event_id for e in events]
        assert_whole(log)

    async def test_any_text_is_kept_as_it_is(self, store: Store) -> None:
        new = event("løg-Ω'\"%_\\", "Größe🌙", '{"ß":"月\\u0000"}'.encode(), game="ゲーム")
        (recorded,) = await store.append(commit(new, player="Zoë; DROP TABLE events"))
        assert await store.read() == [recorded]
        assert await store.game_head("ゲーム") == 1
        assert (recorded.stream, recorded.type, recorded.data) == (new.stream, new.type, new.data)
        assert_whole(await whole_log(store))

    @pytest.mark.parametrize(
        "data",
        [
            b'{"big":18446744073709551616,"small":-9223372036854775809}',
            b'{"third":0.33333333333333331483,"tiny":5e-324,"same":1.0,"minus":-0}',
            b'{"at":"2024-02-29T23:59:60+05:45", "again":1,"again":2}',
        ],
    )
    async def test_numbers_and_times_are_kept_as_they_are_written(
        self, store: Store, data: bytes
    ) -> None:
        await store.append(commit(event("a", data=data)))
        assert [e.data for e in await store.read()] == [data]
        assert [row[2] for row in (await store.scan()).rows] == [data]

    @pytest.mark.parametrize("moment", [0, -1, 1_709_250_000_123_457, 2**62])
    async def test_a_time_is_kept_to_the_microsecond(self, store: Store, moment: int) -> None:
        await store.append(structs.replace(commit(event("a")), recorded_at=moment))
        assert [e.recorded_at for e in await store.read()] == [moment]
        assert [row[3] for row in (await store.scan()).rows] == [moment]

    @pytest.mark.parametrize("name", ["half of a pair \ud83c", "an end\0in the middle"])
    async def test_names_that_are_no_text_are_refused(self, store: Store, name: str) -> None:
        for bad in (
            commit(event(name)),
            commit(event("a", name)),
            commit(event("a", game=name)),
            commit(event("a"), player=name),
        ):
            with pytest.raises(AppendRefused, match="ordinary text"):
                await store.append(bad)
        await store.append(commit(event("a")))
        assert_whole(await whole_log(store))
