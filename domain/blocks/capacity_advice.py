"""Advice on a log's growth: what in its model makes it large, with the numbers that say so."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from domain.blocks.event_store import StreamInfo
from domain.blocks.log_use import Effect, LogUse, TypeUse

CHATTY_SHARE, CHATTY_REPEATS = 0.25, 5
"""A type is chatty from this share of the log on, with so many events in each of its streams."""

LONG, FAR_OVER_MEAN, STILL = 1000, 10, 0.9
"""A stream has no end that is this long, so many times the mean, and lately went on."""

BIG = 10
"""An event is big that has so many times the mean data."""

Kind = Literal["chatty", "endless", "cycle", "big"]


class Advice(Struct, frozen=True):
    """A sentence on a type, a stream or a cycle, and the numbers that it rests on."""

    kind: Kind
    subject: str
    sentence: str
    numbers: Mapping[str, float]


def advise(use: LogUse, turn: str) -> Sequence[Advice]:
    """What stands out; `turn` is the type of the event that begins a turn of the model."""
    return [*_cycles(use), *_chatty(use, turn), *_endless(use), *_big(use)]


def _chatty(use: LogUse, turn: str) -> Iterator[Advice]:
    """Types that process managers cause, many in a stream and much of the log."""
    caused = {effect.effect for effect in use.effects}
    turns = use.of(turn)
    for each in use.types:
        repeats = each.events / each.streams
        share = each.events / use.events
        if each.name in caused and share >= CHATTY_SHARE and repeats >= CHATTY_REPEATS:
            yield _on_chatty(use, each, turn, each.events / turns if turns else 0.0)


def _on_chatty(use: LogUse, each: TypeUse, turn: str, a_turn: float) -> Advice:
    share, repeats = each.events / use.events, each.events / each.streams
    times = use.events / (use.events - each.events + each.streams)
    told = f"{a_turn:,.1f} for each {turn}, " if a_turn else ""
    return Advice(
        "chatty",
        each.name,
        f"{each.name} is {share:.0%} of all events and {each.bytes / use.bytes:.0%} of their data: "
        f"{told}{repeats:,.1f} in each of its {each.streams:,} streams. With one event in each "
        f"stream for all of them the log would have {times:,.1f} times fewer events.",
        {
            "events": each.events,
            "share": share,
            "a_turn": a_turn,
            "a_stream": repeats,
            "times_fewer": times,
        },
    )


def _endless(use: LogUse) -> Iterator[Advice]:
    """Streams that are long, much longer than others, and go on."""
    mean = use.events / max(1, use.streams)
    for stream in use.longest:
        goes_on = stream.last_position >= STILL * use.events
        if stream.version >= max(LONG, FAR_OVER_MEAN * mean) and goes_on:
            yield _on_endless(use, stream, mean)


def _on_endless(use: LogUse, stream: StreamInfo, mean: float) -> Advice:
    a_day = stream.version / use.hours * 24
    return Advice(
        "endless",
        stream.name,
        f"The stream {stream.name} grows without end: {stream.version:,} events, where a stream "
        f"has {mean:,.1f} on average, and {a_day:,.0f} more a day. Whoever folds it reads all "
        "of them: keep a snapshot, or begin a new stream for each period.",
        {"events": stream.version, "mean": mean, "a_day": a_day},
    )


def _big(use: LogUse) -> Iterator[Advice]:
    """A biggest event that says little of the others."""
    if not use.bytes or use.biggest < BIG * use.mean:
        return
    biggest = max(use.types, key=lambda each: each.biggest)
    times = use.biggest / use.mean
    yield Advice(
        "big",
        biggest.name,
        f"The biggest event, a {biggest.name}, has {use.biggest:,} bytes of data, {times:,.0f} "
        f"times the mean of {use.mean:,.0f}: a forecast by the biggest one is as much too high. "
        "If such events become common, keep what is large elsewhere, and its digest in the event.",
        {"biggest": use.biggest, "mean": use.mean, "times": times},
    )


def _cycles(use: LogUse) -> Iterator[Advice]:
    """Types of events that lead, by process managers, to themselves."""
    found: dict[frozenset[str], Sequence[Effect]] = {}
    for effect in use.effects:
        if cycle := _way_back(use.effects, effect):
            found.setdefault(frozenset(step.cause for step in cycle), cycle)
    for cycle in found.values():
        path = " -> ".join([*(step.cause for step in cycle), cycle[0].cause])
        events = min(step.events for step in cycle)
        yield Advice(
            "cycle",
            path,
            f"Events lead to themselves: {path}, at its rarest step {events:,} times. Nothing "
            "but the state of a process manager ends this; give the flow an end in its events.",
            {f"{step.cause} -> {step.effect}": step.events for step in cycle},
        )


def _way_back(effects: Sequence[Effect], first: Effect) -> Sequence[Effect]:
    """The shortest way from an effect back to its cause, with itself at its head; () for none."""
    ways: deque[tuple[Effect, ...]] = deque([(first,)])
    reached = {first.effect}
    while ways:
        way = ways.popleft()
        if way[-1].effect == first.cause:
            return way
        for effect in effects:
            if effect.cause == way[-1].effect and effect.effect not in reached:
                reached.add(effect.effect)
                ways.append((*way, effect))
    return ()
