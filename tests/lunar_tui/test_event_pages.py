from __future__ import annotations

import asyncio
import tracemalloc
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.blocks.event_store import EVERYTHING, Marks, RecordedEvent, Where
from lunar_tui.event_pages import PAGE, PAGES_KEPT, EventPages
from persistence.memory import MemoryEventStore
from tests.lunar_tui.log_examples import GAME, add, progress, tick

WHERES = [
    EVERYTHING,
    Where(game=GAME),
    Where(game="another"),
    Where(types=frozenset({"ConstructionProgressed"})),
    Where(text="S7"),
    Where(stream=f"game-{GAME}", text='"tick":1'),
]


async def _fill(store: MemoryEventStore, count: int, start: int = 0) -> list[RecordedEvent]:
    numbers = range(start, start + count)
    events = [tick(n) if n % 3 else progress(f"s{n % 10}", n) for n in numbers]
    return list(await add(store, *events))


async def _row(pages: EventPages, number: int) -> RecordedEvent | None:
    if pages.row(number) is None:
        await pages.fetch(number)
    return pages.row(number)


@settings(max_examples=30)
@given(
    where=st.sampled_from(WHERES),
    before=st.integers(0, 3 * PAGE),
    steps=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 2 * PAGE)), max_size=12),
)
def test_row_n_is_the_nth_event_of_the_selection_wherever_one_walks(
    where: Where, before: int, steps: list[tuple[float, int]]
) -> None:
    async def walk() -> None:
        store = MemoryEventStore()
        await _fill(store, before)
        pages = EventPages(store, where)
        await pages.open()
        total = before
        for place, more in steps:
            pages.extend(await _fill(store, more, total))
            total += more
            selection = await store.read(where, limit=total + 1)
            assert pages.count == len(selection)
            if selection:
                number = round(place * (len(selection) - 1))
                assert await _row(pages, number) == selection[number]
                assert pages.row(pages.count - 1) == selection[-1]

    asyncio.run(walk())


class _Interrupted(MemoryEventStore):
    """A store to which events are added while it answers, after each of its first answers."""

    def __init__(self) -> None:
        super().__init__()
        self.late: list[RecordedEvent] = []
        self.pages: EventPages | None = None

    async def _interrupt(self) -> None:
        if self.pages and len(self.late) < 600:
            more = await _fill(self, 200, start=1000 + len(self.late))
            self.late += more
            self.pages.extend(more)

    async def marks(self, where: Where = EVERYTHING, *, every: int = 256) -> Marks:
        marks = await super().marks(where, every=every)
        await self._interrupt()
        return marks

    async def read(
        self,
        where: Where = EVERYTHING,
        *,
        after: int | None = None,
        upto: int | None = None,
        limit: int = 1000,
        backward: bool = False,
    ) -> Sequence[RecordedEvent]:
        batch = await super().read(where, after=after, upto=upto, limit=limit, backward=backward)
        await self._interrupt()
        return batch


@pytest.mark.parametrize("before", [0, 1, PAGE, 500])
async def test_events_that_come_while_counting_are_there_once(before: int) -> None:
    store = _Interrupted()
    await _fill(store, before)
    pages = store.pages = EventPages(store, Where(game=GAME))
    await pages.open()
    pages.extend(store.late)
    assert pages.count == before + 600
    assert pages.row(pages.count - 1) == store.late[-1]


async def test_a_long_log_costs_only_a_few_pages() -> None:
    store = MemoryEventStore()
    await _fill(store, 50_000)
    pages = EventPages(store, Where(game=GAME))
    await pages.open()
    for number in range(0, 50_000, 1234):
        assert await _row(pages, number)
    held = sum(pages.row(number) is not None for number in range(50_000))
    assert held <= (PAGES_KEPT + 1) * PAGE


async def test_following_costs_no_memory() -> None:
    store = MemoryEventStore()
    pages = EventPages(store, Where(game=GAME))
    await pages.open()
    events = await _fill(store, 50_000)
    tracemalloc.start()
    pages.extend(events)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert pages.count == 50_000
    assert held < 50_000
