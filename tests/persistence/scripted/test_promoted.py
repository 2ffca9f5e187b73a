"""A promoted projection as a view: rebuilt beside its kept state, compared, and swapped in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path

import pytest

from domain.blocks.comparison import against_log, against_next
from domain.blocks.named_view import Standing
from domain.blocks.replay import Progress
from domain.blocks.scripted.kept import Advance, Kept, State
from domain.blocks.view import ProjectorFailed
from persistence.open_store import open_store, tasks_of
from persistence.scripted.promoted import PromotedView
from persistence.store import Store
from tests.conformance.events import commit, event
from tests.persistence.scripted.scripts import COUNT, EMIT, numbers, workshop
from tests.persistence.scripted.test_followers import PATIENCE, followed, until_at

OTHER = 'from_stream("numbers").when({"$any": lambda state, event: {"seen": event.position}})'


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a store that is not there yet."""
    if request.param == "postgres":
        found: str = request.getfixturevalue("postgres_schema")
        return found
    return "memory:" if request.param == "memory" else f"sqlite:///{tmp_path}/moon.db"


@pytest.fixture
async def store(place: str) -> AsyncIterator[Store]:
    if place != "memory:":
        await tasks_of(place).init()
    store = await open_store(place)
    yield store
    await store.close()


async def promoted(store: Store, source: str = COUNT) -> PromotedView:
    """The projection at the end of the log, and resting there, as a view."""
    await store.projections.create(Kept("p", source, "continuous", promoted=True))
    async with followed(store), asyncio.timeout(PATIENCE):
        while not await at_the_end(store):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return view_of(store)


async def at_the_end(store: Store) -> bool:
    position = (await store.projections.load("p")).position
    return 0 < position == (await store.head()).position


def view_of(store: Store) -> PromotedView:
    def writing() -> AbstractAsyncContextManager[Store]:
        return nullcontext(store)

    return PromotedView("p", store, workshop(store), writing)


async def spoil(store: Store, text: str) -> None:
    """Put a state in place that the log does not give."""
    kept = await store.projections.load("p")
    assert await store.projections.advance(kept, Advance(kept.position, {"": State(text)}))


async def test_it_is_equal_to_the_one_made_anew(store: Store) -> None:
    await numbers(store, 1, 2, 3)
    view = await promoted(store)
    assert await view.standing() == Standing(3, 1)
    assert await view.standing("next") is None
    assert await view.refill()
    assert await view.standing("next") == Standing(3, 1)
    assert await against_next(view) == []
    assert await against_log(view) == []


async def test_a_state_that_is_wrong_is_found_and_made_good(store: Store) -> None:
    await numbers(store, 1, 2, 3)
    view = await promoted(store)
    right = await view.view()
    await spoil(store, '{"sum":7}')
    assert [found.kind for found in await against_log(view)] == ["changed"]
    assert await view.refill()
    assert [found.kind for found in await against_next(view)] == ["changed"]
    assert await view.serve_next()
    assert (await view.view()).rows == right.rows
    assert await view.standing("next") is None


async def test_what_comes_after_the_swap_is_taken_once(store: Store) -> None:
    await numbers(store, 1, 2)
    view = await promoted(store)
    async with followed(store):
        assert await view.serve_next()
        await numbers(store, 3)
        await until_at(store, 3)
        assert await view.serve_next()
    assert await against_log(view) == []
    assert await view.standing() == Standing(3, 1)


async def stopped_half_way(store: Store) -> int:
    """A view whose rebuild was stopped before its end; where it stands."""
    await store.append(commit(*(event("numbers", "Numbered", b'{"n":1}') for _ in range(501))))
    view = await promoted(store)
    assert not await view.refill(lambda _: False)
    standing = await view.standing("next")
    assert standing
    assert 0 < standing.position < 501
    return standing.position


async def test_one_that_was_stopped_goes_on_where_it_was(store: Store) -> None:
    stopped = await stopped_half_way(store)
    view = view_of(store)
    seen: list[int] = []

    def note(progress: Progress) -> bool:
        seen.append(progress.position)
        return True

    assert await view.refill(note, resume=True)
    assert seen[0] > stopped
    assert seen[-1] == 501
    assert await against_next(view) == []
    assert await view.serve_next()
    assert await against_log(view) == []


async def test_one_that_is_not_gone_on_with_begins_anew(store: Store) -> None:
    stopped = await stopped_half_way(store)
    view = view_of(store)
    seen: list[int] = []

    def note(progress: Progress) -> bool:
        seen.append(progress.position)
        return True

    assert await view.refill(note)
    assert seen[0] <= stopped
    assert await view.serve_next()
    assert await against_log(view) == []


async def test_two_that_rebuild_one_view_do_it_together(store: Store) -> None:
    await store.append(commit(*(event("numbers", "Numbered", b'{"n":1}') for _ in range(501))))
    view = await promoted(store)
    await spoil(store, '{"sum":7}')
    assert all(await asyncio.gather(view.refill(), view_of(store).refill()))
    assert await against_next(view)
    assert await view.serve_next()
    assert await against_log(view) == []


async def test_it_is_served_while_the_log_grows_and_is_followed(store: Store) -> None:
    await numbers(store, 1, 2)
    view = await promoted(store)
    served = asyncio.Event()

    async def grow() -> None:
        while not served.is_set():
            await numbers(store, 1)
            await asyncio.sleep(0.002)

    async with followed(store), asyncio.timeout(PATIENCE):
        growing = asyncio.create_task(grow())
        for _ in range(3):
            assert await view.serve_next()
        served.set()
        await growing
        await until_at(store, (await store.head()).position)
    assert (await store.projections.load("p")).generation == 4
    assert await against_log(view) == []


async def test_rows_that_wait_can_be_thrown_away(store: Store) -> None:
    await numbers(store, 1, 2)
    view = await promoted(store)
    assert await view.refill()
    await view.drop_next()
    assert await view.standing("next") is None
    assert (await view.view("next")).rows == {}


async def test_a_rebuild_emits_nothing(store: Store) -> None:
    await numbers(store, 1, 2)
    view = await promoted(store, EMIT)
    before = await store.head()
    assert await view.serve_next()
    assert await store.head() == before


async def test_rows_for_another_source_are_not_served(store: Store) -> None:
    await numbers(store, 1, 2)
    view = await promoted(store)
    assert await view.refill()
    await store.projections.reset("p", OTHER)
    assert await view.standing("next") is None
    async with followed(store):
        await until_at(store, 2)
    assert await view.serve_next()
    assert await against_log(view) == []


async def test_an_event_that_it_cannot_take_is_named_and_nothing_is_lost(store: Store) -> None:
    await numbers(store, 1, 2)
    view = await promoted(store)
    await store.append(commit(event("numbers", "Numbered", b'{"m":1}')))
    rows = await view.view()
    with pytest.raises(ProjectorFailed, match="The view p stopped at event 3: line "):
        await view.bring(rows, 3)
    assert rows.position == 2
    assert rows.rows == (await view.view()).rows


async def test_a_rebuild_that_an_event_stops_keeps_what_is_before_it(store: Store) -> None:
    await numbers(store, 1, 2)
    await store.append(commit(event("other", "Numbered", b"{}")))
    view = await promoted(store)
    kept = await store.projections.load("p")
    await store.append(commit(event("numbers", "Numbered", b'{"m":1}')))
    assert await store.projections.advance(kept, Advance(4, {}))
    with pytest.raises(ProjectorFailed, match="The view p stopped at event 4: line "):
        await view.refill()
    assert await view.standing("next") == Standing(3, 1)
