"""What reads find, in which order, and that pages never change it."""

from __future__ import annotations

import threading
from asyncio import run

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from domain.blocks.conditions.data import data_condition
from domain.blocks.event_store import ALL, EventStore, RecordedEvent, StreamInfo, Where
from persistence.store import Store
from tests.conformance.events import commit, event, whole_log

NOON = 1_700_000_000_000_000

SELECTIONS = {
    "everything": Where(),
    "all": Where(stream=ALL),
    "stream": Where(stream="site-a"),
    "stream without a dash": Where(stream="ledger"),
    "unknown stream": Where(stream="site-z"),
    "streams": Where(streams=frozenset({"site-a", "ledger", "nowhere"})),
    "no streams": Where(streams=frozenset()),
    "category": Where(category="site"),
    "category that is a whole name": Where(category="ledger"),
    "unknown category": Where(category="sit"),
    "type": Where(types=frozenset({"Spawned"})),
    "types": Where(types=frozenset({"Spawned", "Noted", "Unheard"})),
    "no types": Where(types=frozenset()),
    "game": Where(game="g1"),
    "unknown game": Where(game="g9"),
    "games only": Where(games_only=True),
    "text in data": Where(text="ROBOT-7"),
    "text in names": Where(text="Ledger"),
    "text beyond ASCII": Where(text="MÜLLER"),
    "text with wildcards": Where(text="100%_"),
    "text that is nowhere": Where(text="1000_"),
    "player": Where(player="px42"),
    "unknown player": Where(player="nobody"),
    "since": Where(since=NOON + 5),
    "until": Where(until=NOON + 5),
    "condition": Where(condition=data_condition("data.tick > 4 and not data.tick = 7")),
    "condition on a text": Where(condition=data_condition('data."by" = "Frau Müller"')),
    "condition that nothing meets": Where(condition=data_condition("data.who.deep = 1")),
    "condition and text": Where(text="TICK", condition=data_condition("data.tick < 3")),
    "game and type": Where(game="g2", types=frozenset({"Advanced"})),
    "everything at once": Where(
        stream="site-a",
        streams=frozenset({"site-a", "site-b"}),
        category="site",
        types=frozenset({"Advanced"}),
        game="g1",
        games_only=True,
        text="tick",
    ),
}

SELECTION = pytest.mark.parametrize("where", SELECTIONS.values(), ids=SELECTIONS.keys())


async def fill(store: EventStore) -> list[RecordedEvent]:
    """The log that the selections are about; made once in a store."""
    if (await store.head()).position == 0:
        for n in range(12):
            game = f"g{1 + n % 2}"
            tick = b'{"tick":%d}' % n
            added = commit(
                event(f"game-{game}", "Advanced", tick, game=game),
                event("site-a", "Advanced", tick, game="g1"),
                event(f"site-{'bc'[n % 2]}", "Spawned", b'{"who":"Robot-7"}', game=game),
                event("ledger", "Noted", '{"by":"Frau Müller","share":"100%_"}'.encode()),
                event("sites-x", "Noted", b"[1]"),
                player=("ada", "px42")[n % 2],
            )
            await store.append(structs.replace(added, recorded_at=NOON + n))
    return await whole_log(store)


class Reading:
    """Tests of `read`, `scan`, `marks`, `streams` and `reader`."""

    async def test_the_selections_are_not_all_the_same(self, store: Store) -> None:
        log = await fill(store)
        sizes = {name: sum(map(where.selects, log)) for name, where in SELECTIONS.items()}
        assert sizes["everything"] == sizes["all"] == 60
        assert [name for name, size in sizes.items() if not size] == [
            "unknown stream",
            "no streams",
            "unknown category",
            "no types",
            "unknown game",
            "text that is nowhere",
            "unknown player",
            "condition that nothing meets",
        ]

    @SELECTION
    async def test_a_read_finds_the_selection_in_order(self, store: Store, where: Where) -> None:
        wanted = [e for e in await fill(store) if where.selects(e)]
        assert await store.read(where) == wanted
        assert await store.read(where, backward=True) == wanted[::-1]

    @SELECTION
    async def test_a_read_begins_beyond_a_position(self, store: Store, where: Where) -> None:
        wanted = [e for e in await fill(store) if where.selects(e)]
        for after in (0, 1, 23, 60, 61):
            forward = [e for e in wanted if e.position > after]
            backward = [e for e in wanted[::-1] if e.position < after]
            assert await store.read(where, after=after) == forward
            assert await store.read(where, after=after, backward=True) == backward

    @SELECTION
    async def test_a_read_ends_at_a_position(self, store: Store, where: Where) -> None:
        wanted = [e for e in await fill(store) if where.selects(e)]
        for after, upto in ((7, 31), (31, 7), (0, 60), (12, 12), (50, 100)):
            forward = [e for e in wanted if after < e.position <= upto]
            backward = [e for e in wanted[::-1] if upto <= e.position < after]
            assert await store.read(where, after=after, upto=upto) == forward
            assert await store.read(where, after=after, upto=upto, backward=True) == backward

    @SELECTION
    async def test_the_limit_counts_what_is_selected(self, store: Store, where: Where) -> None:
        wanted = [e for e in await fill(store) if where.selects(e)]
        for limit in (0, 1, 5):
            assert await store.read(where, limit=limit) == wanted[:limit]
            assert await store.read(where, limit=limit, backward=True) == wanted[::-1][:limit]

    @SELECTION
    @settings(
        max_examples=8,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(size=st.integers(1, 70), backward=st.booleans())
    async def test_the_size_of_pages_changes_nothing(
        self, store: Store, where: Where, size: int, backward: bool
    ) -> None:
        log = await fill(store)
        wanted = [e for e in (log[::-1] if backward else log) if where.selects(e)]
        found: list[RecordedEvent] = []
        after = None
        while page := await store.read(where, after=after, limit=size, backward=backward):
            assert len(page) <= size
            found += page
            after = page[-1].position
        assert found == wanted

    @SELECTION
    @pytest.mark.parametrize("backward", [False, True])
    async def test_a_scan_finds_what_a_read_finds(
        self, store: Store, where: Where, backward: bool
    ) -> None:
        await fill(store)
        for after, limit in ((None, 5000), (0, 5000), (17, 4)):
            types, rows = await store.scan(where, after=after, limit=limit, backward=backward)
            events = await store.read(where, after=after, limit=limit, backward=backward)
            assert [(p, types[key], data, at) for p, key, data, at in rows] == [
                (e.position, e.kind, e.data, e.recorded_at) for e in events
            ]

    @SELECTION
    @pytest.mark.parametrize("every", [1, 7, 256])
    async def test_marks_are_every_nth_position(
        self, store: Store, where: Where, every: int
    ) -> None:
        positions = [e.position for e in await fill(store) if where.selects(e)]
        marks = await store.marks(where, every=every)
        assert (marks.count, marks.every) == (len(positions), every)
        assert list(marks.positions) == positions[::every]

    @SELECTION
    @pytest.mark.parametrize(("after", "upto"), [(0, 100), (7, 31), (31, 7)])
    async def test_positions_between_two_of_the_log(
        self, store: Store, where: Where, after: int, upto: int
    ) -> None:
        log = await fill(store)
        found = await store.positions(where, after=after, upto=upto)
        assert list(found) == [
            e.position for e in log if where.selects(e) and after < e.position <= upto
        ]

    async def test_streams_come_in_the_order_of_their_first_events(self, store: Store) -> None:
        await store.append(commit(*map(event, ("z", "b", "z"))))
        await store.append(commit(event("a"), event("b")))
        assert await store.streams() == [
            StreamInfo(ALL, 5, 1, 5),
            StreamInfo("z", 2, 1, 3),
            StreamInfo("b", 2, 2, 5),
            StreamInfo("a", 1, 4, 4),
        ]

    async def test_another_thread_reads_the_same_log(self, store: Store) -> None:
        log = await fill(store)
        found: list[RecordedEvent] = []

        async def read() -> None:
            async with store.reader() as reader:
                found.extend(await whole_log(reader))

        thread = threading.Thread(target=lambda: run(read()))
        thread.start()
        thread.join()
        assert found == log
        await store.append(commit(event("a")))
