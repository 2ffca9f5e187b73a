"""The arithmetic of capacity: counts add up, forecasts follow the formula, advice has reasons."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.blocks.capacity import HOURS_A_MONTH, forecast, growth, on_disk, rebuild
from domain.blocks.capacity_advice import Kind, advise
from domain.blocks.event_store import Head, StreamInfo
from domain.blocks.log_use import (
    MOST_SLOTS,
    WIDTHS,
    Effect,
    Group,
    LogUse,
    Longest,
    Slot,
    Tally,
    TypeUse,
    use_of,
)

SIZES = st.just(0.0) | st.floats(min_value=1e-6, max_value=1e9)
RATES = st.just(0.0) | st.floats(min_value=1e-6, max_value=1e9)
CYCLE = [("A", "B"), ("B", "C"), ("C", "A"), ("A", "D")]
TIMES = st.lists(st.integers(0, 10**9), min_size=1, max_size=60)


class Told:
    """A log that tells of tallies, one a range of 50,000 positions, in seconds as slots."""

    def __init__(self, times: Sequence[Sequence[int]]) -> None:
        self.times = times

    async def head(self) -> Head:
        return Head(50_000 * len(self.times), b"")

    async def tally(self, after: int, _: int, width: int) -> Tally:
        times = self.times[after // 50_000]
        seconds = width // 1_000_000
        return Tally(
            types={1: "Noted"},
            groups=[
                Group(1, stream % 9, 1, 10 + stream, 10 + stream, 10 + stream)
                for stream in range(len(times))
            ],
            effects=[(1, 1, len(times))],
            slots=[Slot(time // seconds, 1, 10) for time in times],
            cascades=1,
        )

    async def longest(self, _: int) -> Longest:
        return Longest(9, ())


def use(
    types: Sequence[TypeUse],
    effects: Sequence[Effect] = (),
    longest: Sequence[StreamInfo] = (),
    streams: int = 100,
    slots: Sequence[Slot] = (Slot(0, 1, 1),),
) -> LogUse:
    events = sum(each.events for each in types)
    return LogUse(events, 1, types, effects, streams, longest, 3600, slots)


def kinds(of: LogUse) -> list[tuple[Kind, str]]:
    return [(advice.kind, advice.subject) for advice in advise(of, "Ticked")]


@given(SIZES, RATES, st.integers(0, 10**15))
def test_a_forecast_is_size_times_events_times_hours_times_days(
    size: float, rate: float, free: int
) -> None:
    found = forecast(size, rate, free)
    assert found.a_month == pytest.approx(size * rate * 24 * 30)
    if found.full_in is not None:
        assert found.full_in * found.a_month == pytest.approx(free * HOURS_A_MONTH)
    assert forecast(size, rate, None).full_in is None


@given(SIZES, st.floats(1, 1e9), st.integers(0, 10**12), st.integers(0, 10**12))
def test_more_room_is_never_full_sooner(size: float, rate: float, one: int, other: int) -> None:
    less, more = sorted((one, other))
    full, later = forecast(size, rate, less).full_in, forecast(size, rate, more).full_in
    assert (full is None) == (later is None)
    assert full is None or later is None or full <= later


@given(st.integers(0, 10**9), st.floats(1, 1e7), st.floats(0, 1e6), st.floats(0.1, 1e7))
def test_a_rebuild_takes_its_budget_when_it_is_said_to(
    events: int, rate: float, budget: float, an_hour: float
) -> None:
    found = rebuild(events, rate, budget, an_hour)
    assert found.over_in is not None
    if found.over_in:
        then = rebuild(events, rate, budget, an_hour).seconds + found.over_in * an_hour / rate
        assert then == pytest.approx(budget)
    else:
        assert found.seconds >= budget * 0.999
    assert rebuild(events, rate, events / rate + 1, 0).over_in is None


@given(
    st.lists(st.tuples(st.integers(1, 99), st.integers(2, 999)), min_size=1, max_size=9),
    st.integers(0, 10**7),
)
def test_what_events_take_on_disk_adds_up_to_the_log(
    counts: list[tuple[int, int]], beside: int
) -> None:
    types = [TypeUse(f"T{n}", c, 1, c * size, size, size) for n, (c, size) in enumerate(counts)]
    log = use(types)
    taken = sum(each.events * on_disk(each.mean, log, log.bytes + beside) for each in types)
    assert taken == pytest.approx(log.bytes + beside)


@given(TIMES, st.integers(1, 50))
def test_bars_hold_every_event_once_in_order(times: list[int], most: int) -> None:
    slots = sorted(Slot(time, 1, 7) for time in set(times))
    log = use([TypeUse("T", len(slots), 1, 1, 1, 1)], slots=slots)
    bars = growth(log, most)
    assert 1 <= len(bars) <= most
    assert sum(bar.events for bar in bars) == len(slots)
    assert sum(bar.bytes for bar in bars) == 7 * len(slots)
    assert all(after.begin - bar.begin == bar.seconds for bar, after in pairwise(bars))
    assert bars[0].begin == slots[0].number * 3600


@given(st.lists(TIMES, min_size=1, max_size=5))
async def test_tallies_add_up(times: list[list[int]]) -> None:
    found = await use_of(Told(times))
    assert found
    count = sum(map(len, times))
    (noted,) = found.types
    assert (noted.events, noted.smallest) == (count, 10)
    assert noted.biggest == 9 + max(map(len, times))
    assert noted.streams == min(9, max(map(len, times)))
    assert found.effects == [Effect("Noted", "Noted", count)]
    assert sum(slot.events for slot in found.slots) == count
    every = [time for each in times for time in each]
    assert found.hours * 3600 == pytest.approx(max(every) - min(every) + 1)
    hours = [time // 3600 for time in every]
    assert found.busiest_hour == max(hours.count(hour) for hour in hours)


async def test_a_log_of_many_times_is_kept_in_few_slots() -> None:
    times = [[n * 7 for n in range(start, start + 4000)] for start in (0, 4000, 8000)]
    found = await use_of(Told(times))
    assert found
    assert found.width in WIDTHS[1:]
    assert len(found.slots) <= MOST_SLOTS
    assert sum(slot.events for slot in found.slots) == 12_000
    assert found.busiest_hour == pytest.approx(3600 / 7, abs=1)


def test_a_type_that_repeats_itself_at_every_tick_is_chatty() -> None:
    worked = TypeUse("Worked", 9000, 100, 900_000, 90, 110)
    ticked = TypeUse("Ticked", 900, 1, 9000, 10, 10)
    log = use([worked, ticked], [Effect("Ticked", "Worked", 9000)])
    (advice,) = advise(log, "Ticked")
    assert (advice.kind, advice.subject) == ("chatty", "Worked")
    assert advice.numbers["a_turn"] == 10
    assert advice.numbers["a_stream"] == 90
    assert advice.numbers["times_fewer"] == 9900 / 1000
    assert "10.0 for each Ticked" in advice.sentence


def test_neither_commands_from_outside_nor_one_event_a_stream_are_chatty() -> None:
    outside = use([TypeUse("Asked", 9000, 100, 900_000, 100, 100)])
    once = use([TypeUse("Done", 9000, 9000, 900_000, 100, 100)], [Effect("Asked", "Done", 9000)])
    assert kinds(outside) == kinds(once) == []


def test_a_long_stream_that_goes_on_has_no_end() -> None:
    types = [TypeUse("Asked", 10_000, 100, 10_000, 1, 1)]
    goes_on = StreamInfo("game-1", 5000, 1, 9990)
    ended = StreamInfo("game-2", 4000, 1, 5000)
    short = StreamInfo("site-1", 900, 1, 10_000)
    assert kinds(use(types, longest=[goes_on, ended, short])) == [("endless", "game-1")]


def test_events_that_lead_to_themselves_are_a_cycle_told_once() -> None:
    types = [TypeUse(name, 10, 10, 10, 1, 1) for name in "ABCD"]
    effects = [Effect(a, b, n) for n, (a, b) in enumerate(CYCLE, start=5)]
    (advice,) = advise(use(types, effects), "Ticked")
    assert (advice.kind, advice.subject) == ("cycle", "A -> B -> C -> A")
    assert advice.numbers == {"A -> B": 5, "B -> C": 6, "C -> A": 7}
    assert kinds(use(types, [Effect("A", "A", 3)])) == [("cycle", "A -> A")]
    assert kinds(use(types, [Effect("A", "B", 3), Effect("A", "C", 3)])) == []


@given(st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDE")), unique=True))
def test_there_is_a_cycle_where_something_leads_to_itself(pairs: list[tuple[str, str]]) -> None:
    reached = {name: {b for a, b in pairs if a == name} for name in "ABCDE"}
    for _ in "ABCDE":
        for name in "ABCDE":
            reached[name] |= {far for near in reached[name] for far in reached[near]}
    types = [TypeUse(name, 10, 10, 10, 1, 1) for name in "ABCDE"]
    found = advise(use(types, [Effect(a, b, 1) for a, b in pairs]), "Ticked")
    in_cycles = {name for each in found for name in each.subject.split(" -> ")}
    assert in_cycles == {name for name in "ABCDE" if name in reached[name]}


def test_a_biggest_event_far_over_the_mean_is_told_of() -> None:
    small = TypeUse("Noted", 999, 999, 99_900, 100, 100)
    assert kinds(use([small, TypeUse("Drawn", 1, 1, 9000, 9000, 9000)])) == [("big", "Drawn")]
    assert kinds(use([small, TypeUse("Drawn", 1, 1, 900, 900, 900)])) == []


def test_an_empty_log_comes_to_nothing() -> None:
    empty = LogUse(0, 0, (), (), 0, (), 1, ())
    assert (empty.bytes, empty.biggest, empty.mean, empty.an_hour) == (0, 0, 0, 0)
    assert growth(empty, 10) == []
    assert advise(empty, "Ticked") == []
    assert on_disk(5, empty, 0) == 5
