"""The conformance suite of the view store port.

A view store's test class derives from `ViewStoreConformance` and has a fixture `views` that yields
an empty one:

    class TestMyViews(ViewStoreConformance):
        @pytest.fixture
        async def views(self) -> AsyncIterator[ViewStore]: ...
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

import pytest

from domain.blocks.event_store import StoreFault
from domain.blocks.projector import Change, Delete, Patch, Projector, Row, Upsert
from domain.blocks.view import ProjectorFailed
from domain.blocks.view_store import Checkpoint, Slot, Step, ViewStore


class Rover(Row, frozen=True, gc=False):
    """A row with a field of every type, a key of two, and a group."""

    KEY: ClassVar = ("base", "number")
    NOUN: ClassVar = "rover"
    GROUPS: ClassVar = {"drivers": "driver"}

    base: str
    number: int
    driver: str
    charge: float
    trips: int
    parked: bool


class OlderRover(Row, frozen=True, gc=False):
    """What a row of the same view was in an older program."""

    KEY: ClassVar = ("base",)
    NOUN: ClassVar = "rover"

    base: str
    charge: int


class Crew(Row, frozen=True, gc=False):
    """A row of another view."""

    KEY: ClassVar = ("name",)
    NOUN: ClassVar = "crew"

    name: str
    tired: bool


rovers = Projector(name="rovers", about="rovers", row=Rover, handlers={})
older_rovers = Projector(name="rovers", about="rovers", row=OlderRover, handlers={})
crew = Projector(name="crew", about="the crew", row=Crew, handlers={})

ONE = Rover("north", 1, "ada", 0.5, 3, parked=True)
TWO = Rover("north", 2, "ada", 1.0, 0, parked=False)


def steps(*changes: Change, position: int = 1) -> list[Step]:
    return [Step(position, (change,)) for position, change in enumerate(changes, position)]


async def put(
    views: ViewStore, upto: int, *changes: Change, slot: Slot = "served"
) -> Checkpoint | None:
    """Apply the changes to where the slot stands."""
    begin = await views.begin(rovers, slot)
    return await views.apply(rovers, slot, begin, upto, steps(*changes))


async def rows(views: ViewStore, slot: Slot = "served") -> tuple[int, list[Rover]]:
    position, by_key = await views.read(rovers, slot)
    assert all(row.key == key for key, row in by_key.items())
    return position, sorted(by_key.values(), key=lambda row: row.key)


class ViewStoreConformance:
    """Everything that is asked of a view store."""

    async def test_a_view_that_was_never_begun_is_empty(self, views: ViewStore) -> None:
        assert await views.checkpoint(rovers) is None
        assert await rows(views) == (0, [])
        assert await views.get(rovers, ONE.key) is None
        assert await views.count(rovers) == 0

    async def test_to_begin_twice_is_to_begin_once(self, views: ViewStore) -> None:
        begun = await asyncio.gather(*(views.begin(rovers, "served") for _ in range(4)))
        assert {checkpoint.position for checkpoint in begun} == {0}
        assert len(set(begun)) == 1
        assert await views.checkpoint(rovers) == begun[0]

    async def test_rows_and_checkpoint_are_written_together(self, views: ViewStore) -> None:
        advanced = await put(views, 7, Upsert(ONE), Upsert(TWO))
        assert advanced is not None
        assert advanced.position == 7
        assert await views.checkpoint(rovers) == advanced
        assert await rows(views) == (7, [ONE, TWO])
        assert await views.get(rovers, TWO.key) == TWO
        assert await views.count(rovers) == 2

    async def test_a_patch_sets_fields_and_adds_to_numbers(self, views: ViewStore) -> None:
        await put(views, 1, Upsert(ONE))
        await put(views, 2, Patch(ONE.key, {"parked": False, "charge": 0.25}, {"trips": 2}))
        await put(views, 3, Patch(ONE.key, {}, {"trips": -1}))
        assert await rows(views) == (3, [Rover("north", 1, "ada", 0.25, 4, parked=False)])

    async def test_an_upsert_may_keep_fields_of_the_row_that_is_there(
        self, views: ViewStore
    ) -> None:
        other = Rover("north", 1, "eve", 1.0, 9, parked=False)
        keeping = Upsert(other, keep=("driver", "trips"))
        await put(views, 1, keeping)
        assert await rows(views) == (1, [other])
        await put(views, 2, Upsert(ONE))
        await put(views, 3, keeping)
        assert await rows(views) == (3, [Rover("north", 1, "ada", 1.0, 3, parked=False)])

    async def test_the_changes_of_a_batch_are_made_in_their_order(self, views: ViewStore) -> None:
        await put(
            views,
            9,
            Upsert(TWO),
            Upsert(ONE),
            Patch(ONE.key, {"driver": "bob"}, {"trips": 1}),
            Patch(ONE.key, {}, {"trips": 1}),
            Delete(TWO.key),
            Patch(TWO.key, {"trips": 99}),
        )
        assert await rows(views) == (9, [Rover("north", 1, "bob", 0.5, 5, parked=True)])
        await put(views, 10, Delete(ONE.key), Upsert(ONE))
        assert await rows(views) == (10, [ONE])

    async def test_what_is_not_there_is_neither_patched_nor_deleted(self, views: ViewStore) -> None:
        await put(views, 1, Patch(ONE.key, {"trips": 1}, {"trips": 1}), Delete(TWO.key))
        assert await rows(views) == (1, [])

    async def test_a_batch_without_changes_moves_the_checkpoint(self, views: ViewStore) -> None:
        await put(views, 1, Upsert(ONE))
        await put(views, 40)
        assert await rows(views) == (40, [ONE])

    async def test_a_batch_that_is_sent_twice_changes_nothing(self, views: ViewStore) -> None:
        await put(views, 1, Upsert(ONE))
        begin = await views.begin(rovers, "served")
        batch = steps(Patch(ONE.key, {}, {"trips": 1}), position=2)
        assert await views.apply(rovers, "served", begin, 2, batch)
        before = await rows(views)
        assert await views.apply(rovers, "served", begin, 2, batch) is None
        assert await rows(views) == before

    async def test_a_batch_that_comes_late_changes_nothing(self, views: ViewStore) -> None:
        begin = await views.begin(rovers, "served")
        await put(views, 5, Upsert(ONE))
        await put(views, 6, Delete(ONE.key))
        assert await views.apply(rovers, "served", begin, 5, steps(Upsert(TWO))) is None
        assert await rows(views) == (6, [])

    async def test_a_batch_for_a_slot_that_was_dropped_changes_nothing(
        self, views: ViewStore
    ) -> None:
        begin = await views.begin(rovers, "served")
        await views.drop(rovers, "served")
        assert await views.apply(rovers, "served", begin, 1, steps(Upsert(ONE))) is None
        again = await views.begin(rovers, "served")
        assert again.generation != begin.generation
        assert await views.apply(rovers, "served", begin, 1, steps(Upsert(ONE))) is None
        assert await rows(views) == (0, [])

    async def test_of_many_who_write_one_batch_one_does(self, views: ViewStore) -> None:
        await put(views, 1, Upsert(ONE))
        begin = await views.begin(rovers, "served")
        grown = steps(Patch(ONE.key, {}, {"trips": 1}), position=2)
        answers = await asyncio.gather(
            *(views.apply(rovers, "served", begin, 2, grown) for _ in range(5))
        )
        assert [answer is not None for answer in answers].count(True) == 1
        row = await views.get(rovers, ONE.key)
        assert row is not None
        assert row.trips == ONE.trips + 1

    async def test_changes_that_cannot_be_made_leave_all_as_it_was(self, views: ViewStore) -> None:
        await put(views, 1, Upsert(ONE))
        begin = await views.begin(rovers, "served")
        broken = steps(Upsert(TWO), Patch(ONE.key, {"wings": 2}), position=2)
        with pytest.raises(ProjectorFailed, match="rovers stopped at event 3"):
            await views.apply(rovers, "served", begin, 3, broken)
        assert await rows(views) == (1, [ONE])
        assert await views.apply(rovers, "served", begin, 2, broken[:1])
        assert await rows(views) == (2, [ONE, TWO])

    async def test_the_next_rows_stand_beside_those_served(self, views: ViewStore) -> None:
        await put(views, 3, Upsert(ONE))
        await put(views, 2, Upsert(TWO), slot="next")
        await put(views, 3, Patch(TWO.key, {"driver": "eve"}, {"trips": 7}), slot="next")
        await put(views, 4, Delete(ONE.key), slot="next")
        assert await rows(views) == (3, [ONE])
        assert await views.get(rovers, TWO.key) is None
        assert await views.count(rovers) == 1
        assert await views.count(rovers, "next") == 1
        assert await rows(views, "next") == (4, [Rover("north", 2, "eve", 1.0, 7, parked=False)])

    async def test_a_swap_serves_the_next_rows(self, views: ViewStore) -> None:
        await put(views, 3, Upsert(ONE))
        await put(views, 3, Upsert(TWO), slot="next")
        following = await views.checkpoint(rovers, "next")
        assert await views.swap(rovers)
        assert await views.checkpoint(rovers) == following
        assert await rows(views) == (3, [TWO])
        assert await views.checkpoint(rovers, "next") is None
        assert await rows(views, "next") == (0, [])
        await put(views, 4, Upsert(ONE), Patch(TWO.key, {"driver": "eve"}))
        assert await views.count(rovers) == 2
        await put(views, 4, slot="next")
        assert await views.swap(rovers)
        assert await rows(views) == (4, [])

    async def test_a_batch_for_rows_that_were_swapped_out_changes_nothing(
        self, views: ViewStore
    ) -> None:
        begin = await put(views, 3, Upsert(ONE))
        assert begin is not None
        await put(views, 3, Upsert(TWO), slot="next")
        assert await views.swap(rovers)
        assert await views.apply(rovers, "served", begin, 4, steps(Delete(TWO.key))) is None
        assert await rows(views) == (3, [TWO])

    async def test_rows_that_are_behind_are_not_served(self, views: ViewStore) -> None:
        assert not await views.swap(rovers)
        await put(views, 3, Upsert(ONE))
        assert not await views.swap(rovers)
        await put(views, 2, Upsert(TWO), slot="next")
        assert not await views.swap(rovers)
        assert await rows(views) == (3, [ONE])
        assert await rows(views, "next") == (2, [TWO])

    async def test_a_view_that_is_not_served_is_swapped_in(self, views: ViewStore) -> None:
        await put(views, 2, Upsert(TWO), slot="next")
        assert await views.swap(rovers)
        assert await rows(views) == (2, [TWO])

    async def test_to_drop_a_slot_leaves_the_other(self, views: ViewStore) -> None:
        await put(views, 1, Upsert(ONE))
        await put(views, 1, Upsert(TWO), slot="next")
        await views.drop(rovers, "next")
        assert (await views.count(rovers), await views.count(rovers, "next")) == (1, 0)
        assert await rows(views) == (1, [ONE])
        assert await views.checkpoint(rovers, "next") is None
        await put(views, 1, Upsert(TWO), slot="next")
        await views.drop(rovers, "served")
        assert await rows(views) == (0, [])
        assert await rows(views, "next") == (1, [TWO])
        await views.drop(rovers, "served")

    async def test_views_do_not_meet(self, views: ViewStore) -> None:
        await put(views, 1, Upsert(ONE))
        begin = await views.begin(crew, "served")
        assert begin.position == 0
        ada = Crew("ada", tired=True)
        await views.apply(crew, "served", begin, 5, steps(Upsert(ada)))
        await views.drop(rovers, "served")
        assert await views.read(crew) == (5, {("ada",): ada})

    async def test_rows_of_another_shape_count_as_not_there(self, views: ViewStore) -> None:
        begin = await views.begin(older_rovers, "served")
        await views.apply(older_rovers, "served", begin, 9, steps(Upsert(OlderRover("north", 1))))
        assert await views.checkpoint(rovers) is None
        assert await rows(views) == (0, [])
        assert await views.get(rovers, ONE.key) is None
        assert await views.count(rovers) == 0
        await put(views, 1, Upsert(ONE))
        assert await rows(views) == (1, [ONE])
        assert await views.checkpoint(older_rovers) is None

    async def test_next_rows_of_another_shape_replace_those_served(self, views: ViewStore) -> None:
        begin = await views.begin(older_rovers, "served")
        await views.apply(older_rovers, "served", begin, 9, steps(Upsert(OlderRover("north", 1))))
        await put(views, 2, Upsert(ONE), slot="next")
        assert await views.read(older_rovers) == (9, {("north",): OlderRover("north", 1)})
        assert await views.swap(rovers)
        assert await rows(views) == (2, [ONE])

    async def test_values_come_back_as_they_were(self, views: ViewStore) -> None:
        kept = [
            Rover("Lune — 月 🌕 'x' %s \"{}\"", -(2**63), "", 0.1 + 0.2, 2**63 - 1, parked=False),
            Rover("", 0, "a:b*c", -1e300, -1, parked=True),
        ]
        await put(views, 1, *map(Upsert, kept))
        assert await rows(views) == (1, sorted(kept, key=lambda row: row.key))
        assert [await views.get(rovers, row.key) for row in kept] == kept

    async def test_many_rows_at_once(self, views: ViewStore) -> None:
        many = [Rover("south", n, f"driver {n % 7}", n / 7, n, parked=False) for n in range(2500)]
        await put(views, 2500, *map(Upsert, many))
        grown = [Patch(row.key, {}, {"trips": 1}) for row in many]
        await put(views, 5000, *grown, *(Delete(row.key) for row in many[::2]))
        position, found = await rows(views)
        assert position == 5000
        assert [(row.number, row.trips) for row in found] == [(n, n + 1) for n in range(1, 2500, 2)]
        assert await views.count(rovers) == 1250

    async def test_a_closed_view_store_says_so(self, views: ViewStore) -> None:
        await views.close()
        await views.close()
        with pytest.raises(StoreFault, match="closed"):
            await views.begin(rovers, "served")
