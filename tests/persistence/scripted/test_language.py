"""What can be said in a script, and what comes of it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.blocks.event_store import Where
from domain.blocks.scripted.definition import Definition
from domain.blocks.scripted.kept import shown
from domain.game.commands import StartGame, StopGame
from persistence.memory import MemoryEventStore
from persistence.scripted.run import BadSource
from persistence.store import Store
from tests.conformance.events import commit, event
from tests.domain.game.examples import advance, spawn
from tests.persistence.scripted.scripts import (
    COUNT,
    EMIT,
    example,
    ledger,
    numbers,
    workshop,
)
from tests.playing import play


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    store = MemoryEventStore()
    yield store
    await store.close()


async def state_of(store: Store, source: str) -> Any:
    outcome = await workshop(store).once("p", source)
    assert outcome.fault is None
    return json.loads(shown(outcome.states))


async def test_the_ledger_comes_to_its_balance(store: Store) -> None:
    await ledger(store)
    await store.append(commit(event("account-ledger", "AmountWithdrawn", b'{"a":1}')))
    assert await state_of(store, example("account-balances")) == {"balances": {"abc": 90}}


async def test_a_log_without_events_leaves_the_initial_state(store: Store) -> None:
    assert await state_of(store, example("account-balances")) == {"balances": {}}


async def test_the_examples_about_games(store: Store) -> None:
    sites = (spawn("a", 1, ticks=1), spawn("b", 2, ticks=3))
    ticks = [advance(tick) for tick in (2, 3, 4)]
    await play(store, [StartGame("g"), advance(1), *sites, *ticks, StopGame("g", "over")])
    buildings = await state_of(store, example("buildings-per-player"))
    assert buildings == {"px42": {"buildings": 2, "by_type": {"1": 2}}}
    longest = await state_of(store, example("longest-construction"))
    assert (longest["site_id"], longest["ticks"], longest["game_id"]) == ("b", 3, "g")
    counts = await state_of(store, example("events-per-tick"))
    assert counts["g t3"] == {"GameloopAdvanced": 1, "ConstructionProgressed": 1}


@pytest.mark.parametrize(
    ("origin", "where"),
    [
        ('from_stream("a")', Where(stream="a", types=frozenset({"X"}))),
        ('from_streams("a", "b")', Where(streams=frozenset("ab"), types=frozenset({"X"}))),
        ('from_streams(["a", "b"])', Where(streams=frozenset("ab"), types=frozenset({"X"}))),
        ('from_category("site")', Where(category="site", types=frozenset({"X"}))),
        ("from_all()", Where(types=frozenset({"X"}))),
    ],
)
async def test_a_script_reads_no_more_than_it_has_handlers_for(
    store: Store, origin: str, where: Where
) -> None:
    source = f'{origin}.when({{"X": lambda state, event: None}}).output_state()'
    assert (await workshop(store).check(source)).where == where


async def test_any_handler_reads_all_types(store: Store) -> None:
    definition = await workshop(store).check('from_all().when({"$any": lambda state, event: {}})')
    assert definition == Definition()


async def test_several_streams_are_read_in_the_order_of_the_log(store: Store) -> None:
    await store.append(commit(event("a", "X"), event("b", "X"), event("c", "X"), event("a", "X")))
    source = """
def note(state, event):
    state["seen"].append([event.stream, event.version, event.position])

from_streams("a", "b").when({"$init": lambda: {"seen": []}, "X": note})
"""
    assert await state_of(store, source) == {"seen": [["a", 1, 1], ["b", 1, 2], ["a", 2, 4]]}


async def test_what_a_handler_returns_is_the_state(store: Store) -> None:
    await numbers(store, 3, 4)
    source = 'from_all().when({"$init": lambda: 0, "Numbered": lambda s, e: s + e.data["n"]})'
    assert await state_of(store, source) == 7


async def test_filter_and_transform_make_the_result(store: Store) -> None:
    await numbers(store, 1, 2, 3, 4, 6)
    source = """
def odd_or_even(event):
    return None if event.data["n"] == 1 else ["even", "odd"][event.data["n"] % 2]

def most(state):
    return {"most": sorted(state)[-1]}

from_all().partition_by(odd_or_even).when({
    "$init": lambda: [],
    "Numbered": lambda state, event: state + [event.data["n"]],
}).filter_by(lambda state: len(state) > 1).transform_by(most).output_state()
"""
    assert await state_of(store, source) == {"even": {"most": 6}}


async def test_an_event_of_an_old_schema_is_read_as_today(store: Store) -> None:
    old = event("game-g", "GameStopped", b'{"game_id":"g","tick":3,"reason":"over"}', game="g")
    await store.append(commit(old))
    source = """
from_all().when({"GameStopped": lambda state, event: [event.schema, event.data["player_id"]]})
"""
    assert await state_of(store, source) == [2, ""]


async def test_links_are_read_as_what_they_stand_for_where_that_is_asked(store: Store) -> None:
    await numbers(store, 5, 6)
    for position in (2, 1, 99):
        await store.append(commit(event("best", "$>", b'{"position":%d}' % position)))
    source = """
from_stream("best").when({"$any": lambda state, event: state | {event.data["n"]: event.stream}})
"""
    assert await state_of(store, source) == {}
    assert await state_of(store, f"options(include_links = True)\n{source}") == {
        "5": "numbers",
        "6": "numbers",
    }


async def test_what_is_emitted_is_told_and_not_written(store: Store) -> None:
    await numbers(store, 1, 2)
    outcome = await workshop(store).once("p", EMIT)
    emitted = [(e.stream, e.type, e.data) for c in outcome.commits for e in c.events]
    assert emitted[:2] == [
        ("tens", "Ten", b'{"n":10}'),
        ("links", "$>", b'{"stream":"numbers","version":1,"position":1}'),
    ]
    assert len(emitted) == 4
    assert (await store.head()).position == 2


async def test_two_runs_give_one_result_and_the_same_ids(store: Store) -> None:
    await numbers(store, *range(20))
    first, second = [await workshop(store).once("p", EMIT) for _ in range(2)]
    assert first.states == second.states
    assert [e for c in first.commits for e in c.events] == [
        e for c in second.commits for e in c.events
    ]


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=6), st.integers(0, 6))
@settings(max_examples=5, suppress_health_check=list(HealthCheck))
async def test_it_is_the_same_wherever_it_is_interrupted(values: list[int], cut: int) -> None:
    store = MemoryEventStore()
    await numbers(store, *values)
    source = """
def note(state, event):
    state["pair"] = (event.data["n"], 1.5)
    state["same"] = [state["pair"] == [event.data["n"], 1.5]] + state["same"]
    state["by"][event.data["n"]] = state["pair"]

from_all().when({"$init": lambda: {"same": [], "by": {}}, "Numbered": note})
"""
    whole = await workshop(store).once("p", source)
    async with workshop(store).stepper(source) as stepper:
        await stepper.forward(cut + 1)
        states = stepper.states
    async with workshop(store).run(source, states) as run:
        await workshop(store).reading("p", run).next(cut, len(values))
        assert run.states == whole.states


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("x = \n", 1, "unexpected new line"),
        ("x = 1\nwhile True:\n    pass", 2, "while"),
        ("import os", 1, "import"),
        ("load('a', 'b')", 1, "load"),
        ("def f():\n    return nothing\n", 2, "`nothing` not found"),
        ("x = 1", 0, "begins 0 projections"),
        ("from_all()", 0, "no handler"),
        ("from_all().when({'$deleted': len})", 1, r"knows no \$deleted"),
        ("from_all().when({'X': 5})", 1, "X wants a function, not int"),
        ("from_all().when(5)", 1, "wants a dictionary"),
        ("from_stream(5)", 1, "from_stream wants the names"),
        ("from_streams()", 1, "at least one name"),
        ("\n\noptions(reorder_events = True)", 3, "in order already"),
        ("from_all().partition_by('x')", 1, "partition_by wants a function"),
        ("#\n" * 40_000, 32_769, "80,000 characters"),
    ],
)
async def test_a_source_that_is_wrong_says_where(
    store: Store, source: str, line: int, words: str
) -> None:
    with pytest.raises(BadSource, match=words) as refusal:
        await workshop(store).check(source)
    assert refusal.value.fault.line == line


async def test_the_column_is_told_to_an_editor(store: Store) -> None:
    with pytest.raises(BadSource) as refusal:
        await workshop(store).check("from_all().when({})\nx = 1 +* 2")
    assert (refusal.value.fault.line, refusal.value.fault.column) == (2, 8)


async def test_the_stepper_shows_the_state_before_and_after(store: Store) -> None:
    await numbers(store, 3, 4)
    async with workshop(store).stepper(COUNT) as stepper:
        first, second = await stepper.next(), await stepper.next()
        assert first
        assert first.before
        assert first.after
        assert (first.event.position, first.before.text) == (1, '{"n":0,"sum":0}')
        assert second
        assert second.before == first.after
        assert second.after
        assert second.after.text == '{"n":2,"sum":7}'
        assert await stepper.next() is None
        await numbers(store, 5)
        third = await stepper.next()
        assert third
        assert third.event.position == 3


async def test_the_stepper_meets_a_fault_again(store: Store) -> None:
    await numbers(store, 3)
    await store.append(commit(event("numbers", "Numbered")))
    async with workshop(store).stepper(COUNT) as stepper:
        await stepper.next()
        for _ in range(2):
            step = await stepper.next()
            assert step
            assert step.fault
            assert (step.fault.position, step.fault.line, step.after) == (2, 4, None)


async def test_an_estimate_counts_what_will_be_read(store: Store) -> None:
    await numbers(store, *range(30))
    await ledger(store)
    estimate = await workshop(store).estimate(COUNT)
    assert estimate.events == 30
    assert estimate.seconds > 0
