"""Where to find what in a run: the same as looking through all of its events one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.blocks.event_types import EventType
from domain.blocks.run import Fact, Marker, Run
from domain.game.events import BuildingSpawned, GameloopAdvanced, GameStarted, GameStopped
from domain.game.travel import LANDMARKS

EVENTS = st.lists(st.sampled_from(("started", "tick", "tick", "building", "stopped", "unknown")))
STEPS = st.lists(st.integers(-2, 9), min_size=1)
LATER = "a newer program's"

NAMES = ["GameStarted", "GameloopAdvanced", "BuildingSpawned", "GameStopped", LATER]


def story(kinds: Sequence[str], steps: Sequence[int]) -> list[Fact]:
    """Events of these sorts; their positions and times move on by the steps, times also back."""
    facts = []
    position = time = tick = 0
    for n, kind in enumerate(kinds):
        step = steps[n % len(steps)]
        position += 1 + abs(step)
        time += step
        tick += (1 + abs(step)) * (kind == "tick")
        event = {
            "started": GameStarted("g", "g", "", 16, 16, 1, ()),
            "tick": GameloopAdvanced("g", tick),
            "building": BuildingSpawned("g", "s", 1, 1, "", tick),
            "stopped": GameStopped("g", tick, "", ""),
        }.get(kind)
        name = type(event).__name__ if event else LATER
        facts.append(Fact(position, EventType(name, 1), event, max(time, 0)))
    return facts


def run_of(facts: Sequence[Fact]) -> Run:
    run = Run(LANDMARKS)
    run.add(facts[: len(facts) // 3])
    run.add(facts[len(facts) // 3 :])
    return run


def turns_of(facts: Sequence[Fact]) -> list[int]:
    """The turn of every moment."""
    turns = [0]
    for fact in facts:
        event = fact.event
        turns.append(event.tick if isinstance(event, GameloopAdvanced) else turns[-1])
    return turns


STORIES = st.builds(story, EVENTS, STEPS)


@given(STORIES)
def test_positions(facts: list[Fact]) -> None:
    run = run_of(facts)
    positions = [0, *[fact.position for fact in facts]]
    assert [run.position(ordinal) for ordinal in range(run.count + 1)] == positions
    for wanted in range(positions[-1] + 3):
        assert run.at_position(wanted) == max(n for n, p in enumerate(positions) if p <= wanted)


@given(STORIES)
def test_times(facts: list[Fact]) -> None:
    run = run_of(facts)
    times = [max((f.recorded_at for f in facts[:n]), default=0) for n in range(len(facts) + 1)]
    assert [run.time(ordinal) for ordinal in range(run.count + 1)] == times
    for wanted in range(times[-1] + 3):
        assert run.at_time(wanted) == max(n for n, time in enumerate(times) if time <= wanted)


@given(STORIES)
def test_turns(facts: list[Fact]) -> None:
    run = run_of(facts)
    turns = turns_of(facts)
    assert [run.turn(ordinal) for ordinal in range(run.count + 1)] == turns
    for wanted in range(turns[-1] + 3):
        assert run.at_turn(wanted) == max(n for n, turn in enumerate(turns) if turn <= wanted)


@given(STORIES)
def test_kinds(facts: list[Fact]) -> None:
    assert run_of(facts).kinds == Counter(fact.kind for fact in facts)


@given(STORIES)
def test_markers(facts: list[Fact]) -> None:
    labels = {
        "GameStarted": "game started",
        "BuildingSpawned": "building done",
        "GameStopped": "game stopped",
    }
    markers = [
        Marker(n, labels[fact.kind.name])
        for n, fact in enumerate(facts, 1)
        if fact.kind.name in labels
    ]
    assert list(run_of(facts).markers) == markers


@given(STORIES, st.integers(1, 12))
def test_slices(facts: list[Fact], width: int) -> None:
    run = run_of(facts)
    turns = turns_of(facts)[1:]
    cuts = [len(facts) * n // width for n in range(width + 1)]
    averages = run.events_a_turn(width)
    assert len(averages) == width
    for n, (begin, end) in enumerate(pairwise(cuts)):
        touched = set(turns[begin : max(end, begin + 1)])
        held = sum(turn in touched for turn in turns)
        assert averages[n] == (held / len(touched) if touched else 0)


def test_tenths() -> None:
    run = run_of(story(["tick"] * 25, [0]))
    assert [run.at_tenth(n) for n in range(11)] == [0, 2, 5, 7, 10, 12, 15, 17, 20, 22, 25]
