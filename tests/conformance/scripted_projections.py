"""The conformance suite of the port to projections of one's own.

A store's test class derives from `ScriptedProjectionsConformance` and has a fixture `store`, as for
`EventStoreConformance`.
"""

from __future__ import annotations

import pytest

from domain.blocks.scripted.kept import (
    Advance,
    Kept,
    NoProjection,
    ProjectionExists,
    State,
    subscription_of,
)
from persistence.store import Store

LEDGER = Kept("ledger", "from_all()", "continuous", generation=7)
ONE, TWO = State('{"n":1}'), State('{"n":2}', '"two"')


async def begun(store: Store) -> Kept:
    """The ledger, with room for next states."""
    assert await store.projections.begin_next(await store.projections.load("ledger"))
    return await store.projections.load("ledger")


class ScriptedProjectionsConformance:
    """Everything that is asked of a place for projections."""

    async def test_what_is_created_is_there_before_its_first_event(self, store: Store) -> None:
        await store.projections.create(LEDGER)
        await store.projections.create(Kept("a", "x = 'é'", "one-time", enabled=False))
        assert await store.projections.load("ledger") == LEDGER
        assert [kept.name for kept in await store.projections.all()] == ["a", "ledger"]
        assert not (await store.projections.load("a")).runs
        assert await store.projections.states("ledger") == (LEDGER, {})

    async def test_a_name_is_taken_once(self, store: Store) -> None:
        await store.projections.create(LEDGER)
        with pytest.raises(ProjectionExists, match="ledger"):
            await store.projections.create(Kept("ledger", "other", "one-time"))
        assert await store.projections.load("ledger") == LEDGER

    async def test_states_and_position_move_together(self, store: Store) -> None:
        await store.projections.create(LEDGER)
        assert await store.projections.advance(LEDGER, Advance(5, {"a": ONE, "b": ONE}))
        five, states = await store.projections.states("ledger")
        assert (five.position, states) == (5, {"a": ONE, "b": ONE})
        assert await store.projections.advance(five, Advance(9, {"b": TWO}))
        nine, states = await store.projections.states("ledger")
        assert (nine.position, states) == (9, {"a": ONE, "b": TWO})

    async def test_a_step_from_elsewhere_changes_nothing(self, store: Store) -> None:
        await store.projections.create(LEDGER)
        assert await store.projections.advance(LEDGER, Advance(5, {"": ONE}))
        assert not await store.projections.advance(LEDGER, Advance(6, {"": TWO}, "fault"))
        kept, states = await store.projections.states("ledger")
        assert (kept.position, kept.fault, states) == (5, "", {"": ONE})

    async def test_a_step_from_before_a_reset_changes_nothing(self, store: Store) -> None:
        await store.projections.create(LEDGER)
        await store.projections.reset("ledger")
        assert not await store.projections.advance(LEDGER, Advance(5, {"": ONE}))
        assert (await store.projections.states("ledger"))[1] == {}

    async def test_a_fault_stops_until_it_may_run_again(self, store: Store) -> None:
        await store.projections.create(LEDGER)
        await store.projections.advance(LEDGER, Advance(3, {"": ONE}, "It stopped."))
        kept = await store.projections.load("ledger")
        assert (kept.fault, kept.position, kept.runs) == ("It stopped.", 3, False)
        await store.projections.enable("ledger", enabled=False)
        assert (await store.projections.load("ledger")).fault == "It stopped."
        await store.projections.enable("ledger", enabled=True)
        kept, states = await store.projections.states("ledger")
        assert (kept.fault, kept.position, kept.runs, states) == ("", 3, True, {"": ONE})

    async def test_a_reset_begins_anew_with_the_checkpoint_of_its_subscription(
        self, store: Store
    ) -> None:
        await store.projections.create(LEDGER)
        await store.projections.advance(LEDGER, Advance(3, {"": ONE}, "It stopped."))
        await store.subscriptions.acquire(subscription_of("ledger"), "me", 60)
        await store.subscriptions.save(subscription_of("ledger"), "me", 3)
        await store.projections.reset("ledger", "from_stream('a')")
        kept, states = await store.projections.states("ledger")
        assert (kept.source, kept.position, kept.fault) == ("from_stream('a')", 0, "")
        assert kept.generation != LEDGER.generation
        assert states == {}
        assert await store.subscriptions.load(subscription_of("ledger")) == 0

    async def test_a_reset_keeps_the_source_when_it_is_given_none(self, store: Store) -> None:
        await store.projections.create(LEDGER)
        await store.projections.reset("ledger")
        assert (await store.projections.load("ledger")).source == LEDGER.source

    async def test_one_may_be_promoted_to_a_view_and_stays_one_when_it_begins_anew(
        self, store: Store
    ) -> None:
        await store.projections.create(LEDGER)
        assert not (await store.projections.load("ledger")).promoted
        await store.projections.promote("ledger", promoted=True)
        await store.projections.reset("ledger", "from_all()")
        assert [kept.promoted for kept in await store.projections.all()] == [True]
        await store.projections.promote("ledger", promoted=False)
        assert not (await store.projections.load("ledger")).promoted
        await store.projections.create(Kept("a", "", "continuous", generation=1, promoted=True))
        assert (await store.projections.load("a")).promoted

    async def test_states_made_anew_are_kept_beside_and_take_the_place_of_those_there(
        self, store: Store
    ) -> None:
        await store.projections.create(LEDGER)
        assert await store.projections.advance(LEDGER, Advance(5, {"a": ONE, "b": ONE}))
        five = await begun(store)
        assert await store.projections.advance_next(five, Advance(3, {"b": ONE}))
        three, states = await store.projections.states("ledger", "next")
        assert (three.position, three.next, states) == (5, 3, {"b": ONE})
        assert await store.projections.advance_next(three, Advance(5, {"b": TWO}))
        level, states = await store.projections.states("ledger")
        assert (level.next, states) == (5, {"a": ONE, "b": ONE})
        assert await store.projections.swap(level)
        again, states = await store.projections.states("ledger")
        assert (again.position, again.next, states) == (5, None, {"b": TWO})
        assert await store.projections.states("ledger", "next") == (again, {})
        assert not await store.projections.advance(level, Advance(6, {"a": ONE}))

    async def test_states_that_are_not_level_with_those_served_are_not_swapped_in(
        self, store: Store
    ) -> None:
        await store.projections.create(LEDGER)
        assert not await store.projections.swap(LEDGER)
        assert await store.projections.advance(LEDGER, Advance(5, {"a": ONE}))
        behind = await begun(store)
        assert not await store.projections.swap(behind)
        assert await store.projections.advance_next(behind, Advance(5, {"a": TWO}))
        level = await store.projections.load("ledger")
        assert await store.projections.advance(level, Advance(6, {}))
        assert not await store.projections.swap(level)
        assert not await store.projections.swap(await store.projections.load("ledger"))
        assert (await store.projections.states("ledger"))[1] == {"a": ONE}

    async def test_next_states_from_elsewhere_change_nothing(self, store: Store) -> None:
        await store.projections.create(LEDGER)
        assert not await store.projections.advance_next(LEDGER, Advance(1, {"a": ONE}))
        anew = await begun(store)
        assert await store.projections.advance_next(anew, Advance(1, {"a": ONE}))
        assert not await store.projections.advance_next(anew, Advance(2, {"a": TWO}))
        assert (await store.projections.states("ledger", "next"))[1] == {"a": ONE}
        assert (await begun(store)).next == 0
        assert (await store.projections.states("ledger", "next"))[1] == {}

    async def test_next_states_are_gone_when_they_are_dropped_and_with_what_they_were_made_for(
        self, store: Store
    ) -> None:
        await store.projections.create(LEDGER)
        old = await begun(store)
        assert await store.projections.advance_next(old, Advance(1, {"a": ONE}))
        await store.projections.drop_next("ledger")
        assert await store.projections.states("ledger", "next") == (LEDGER, {})
        await begun(store)
        await store.projections.reset("ledger")
        assert (await store.projections.load("ledger")).next is None
        assert not await store.projections.begin_next(old)
        assert await store.projections.advance_next(await begun(store), Advance(1, {"a": ONE}))
        await store.projections.delete("ledger")
        await store.projections.create(LEDGER)
        assert await store.projections.states("ledger", "next") == (LEDGER, {})

    async def test_the_characters_of_states_are_counted(self, store: Store) -> None:
        assert await store.projections.weights() == {}
        await store.projections.create(LEDGER)
        assert await store.projections.weights() == {}
        assert await store.projections.advance(LEDGER, Advance(5, {"a": ONE, "b": TWO}))
        assert await store.projections.weights() == {"ledger": 7 + 7 + 5}
        assert await store.projections.weights("next") == {}
        assert await store.projections.advance_next(await begun(store), Advance(1, {"a": ONE}))
        assert await store.projections.weights("next") == {"ledger": 7}

    async def test_partitions_are_counted(self, store: Store) -> None:
        await store.projections.create(LEDGER)
        assert await store.projections.advance(LEDGER, Advance(5, {"a": ONE, "b": ONE}))
        assert await store.projections.partitions("ledger") == 2
        assert await store.projections.partitions("other") == 0
        assert await store.projections.partitions("ledger", "next") == 0
        assert await store.projections.advance_next(await begun(store), Advance(1, {"a": ONE}))
        assert await store.projections.partitions("ledger", "next") == 1

    async def test_what_is_deleted_is_gone_with_its_states(self, store: Store) -> None:
        await store.projections.create(LEDGER)
        await store.projections.advance(LEDGER, Advance(3, {"": ONE}))
        await store.projections.delete("ledger")
        assert await store.projections.all() == []
        await store.projections.create(LEDGER)
        assert await store.projections.states("ledger") == (LEDGER, {})

    async def test_a_projection_that_is_not_there_is_said_to_be_missing(self, store: Store) -> None:
        with pytest.raises(NoProjection):
            await store.projections.load("ledger")
        with pytest.raises(NoProjection):
            await store.projections.enable("ledger", enabled=True)
        with pytest.raises(NoProjection):
            await store.projections.reset("ledger")
        with pytest.raises(NoProjection):
            await store.projections.promote("ledger", promoted=True)
        with pytest.raises(NoProjection):
            await store.projections.delete("ledger")
        with pytest.raises(NoProjection):
            await store.projections.drop_next("ledger")
        with pytest.raises(NoProjection):
            await store.projections.states("ledger")
        assert not await store.projections.begin_next(LEDGER)
        assert not await store.projections.advance(LEDGER, Advance(3, {"": ONE}))
