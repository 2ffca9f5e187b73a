"""Scripts that would take the machine: each is stopped alone, at its event, with its line."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

import pytest

from persistence.memory import MemoryEventStore
from persistence.scripted.run import BadSource
from persistence.store import Store
from tests.conformance.events import commit, event
from tests.persistence.scripted.scripts import workshop

LAST = 1000
LINE = 4

SOURCE = """
def count(state, event):
    if event.position == 1000:
        {statement}
    state["n"] += 1

def deeper(n):
    return deeper(n + 1) + 1

from_all().when({{"$init": lambda: {{"n": 0}}, "$any": count}})
"""

ENDLESS = "x = [1 for a in range(1000000) for b in range(1000000)]"
DOUBLING = "s = 'ab'\n        for i in range(60):\n            s += s"
SQUARING = "s = 3\n        for i in range(60):\n            s = s * s"


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    store = MemoryEventStore()
    await store.append(commit(*(event("a") for _ in range(LAST + 5))))
    yield store
    await store.close()


@pytest.mark.parametrize(
    ("statement", "line", "words"),
    [
        (ENDLESS, LINE, "more than"),
        ("x = range(1000000000000)", LINE, "too large"),
        ("x = list(range(event.position * 2000000))", LINE, "memory"),
        (DOUBLING, LINE + 2, "memory"),
        (SQUARING, LINE + 2, r"worked for more than 0\.5 s"),
        ("deeper(1)", LINE + 4, "stack overflow"),
        ("x = {}['nothing']", LINE, '"nothing"'),
        ("fail('on purpose')", LINE, "on purpose"),
        ("x = json.decode('1e400')", LINE, "cannot do"),
        ("state['f'] = deeper", 5, "not JSON"),
        ("state['s'] = 'a' * 2000000", 5, "2,000,017 characters"),
        ("emit('game-1', 'X', {})", LINE, "only its aggregates"),
        ("emit('$own', 'X', {})", LINE, "the log's own"),
        ("emit('own', 'X', [])", LINE, "emit wants"),
        ("link_to('own', 5)", LINE, "link_to wants"),
    ],
)
async def test_a_handler_is_stopped_at_its_event_with_its_line(
    store: Store, statement: str, line: int, words: str
) -> None:
    outcome = await workshop(store).once("p", SOURCE.format(statement=statement))
    assert outcome.fault
    assert (outcome.fault.position, outcome.fault.line) == (LAST, line)
    assert outcome.fault.sentence.startswith(f"event {LAST}, line {line}: ")
    assert re.search(words, outcome.fault.why)
    assert outcome.states[""].text == '{"n":999}'
    assert outcome.position == LAST - 1


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        (f"x = 1\n{ENDLESS}", 2, "more than"),
        ("x = 1\ndef f():\n    s = 'a'\n    for i in range(60):\n        s += s\nf()", 5, "memory"),
        ("x = 1\ny = " + "[" * 30_000 + "]" * 30_000, 2, "nested"),
        ("x = 1\ndef f():\n    return list(range(2000000000))", 2, "memory"),
        ("#" * 1_048_576, 1, "1,048,576 characters"),
    ],
)
async def test_a_source_is_stopped_with_its_line(
    store: Store, source: str, line: int, words: str
) -> None:
    with pytest.raises(BadSource, match=words) as refusal:
        await workshop(store).check(source)
    assert refusal.value.fault.line == line


async def test_after_a_fault_the_run_goes_on_with_other_events(store: Store) -> None:
    source = SOURCE.format(statement=DOUBLING)
    async with workshop(store).run(source) as run:
        reading = workshop(store).reading("p", run)
        assert (await reading.next(900, LAST)).taken.fault
        assert (await reading.next(LAST, LAST + 5)).taken.count == 5
        assert run.states[""].text == '{"n":104}'


async def test_a_run_that_is_cancelled_in_the_midst_goes_on_from_before(store: Store) -> None:
    async with workshop(store).run(SOURCE.format(statement=SQUARING)) as run:
        reading = workshop(store).reading("p", run)
        await reading.next(0, 10)
        work = asyncio.create_task(reading.next(10, LAST, limit=LAST))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        work.cancel()
        await asyncio.wait([work])
        assert work.cancelled()
        assert (await reading.next(10, 20)).taken.count == 10
        assert run.states[""].text == '{"n":20}'
