"""What is shown of a measured store, on the command line and on the screen alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from domain.blocks.capacity import Forecast, Rebuild, Size, growth, total
from domain.blocks.log_use import LogUse, TypeUse
from lunar_tui import amounts
from lunar_tui.capacity import TICK, Capacity, Outlook
from lunar_tui.chart import chart

HOWS = {"measured": "", "sampled": "sampled", "estimated": "about"}


class Part(NamedTuple):
    """A part of what the store takes; `share` is of all of them."""

    name: str
    bytes: int
    share: float
    how: str


def parts(capacity: Capacity) -> Sequence[Part]:
    """The log and what is beside it, then the views, wherever they are kept; none that is empty."""
    sizes = capacity.sizes
    whole = total([*sizes.log, *sizes.beside]) or 1
    log = [_part(f"log: {size.name}", size, whole) for size in sizes.log]
    beside = [_part(size.name, size, whole) for size in sizes.beside]
    views = [_part(f"view {view.name}", view, whole) for view in capacity.views]
    return [part for part in (*log, *beside, *views) if part.bytes]


def _part(name: str, size: Size, whole: int) -> Part:
    return Part(name, size.bytes, size.bytes / whole, HOWS[size.how])


def about_views(capacity: Capacity) -> str:
    """Where the views are kept, in a sentence."""
    sample = capacity.sample
    if capacity.place != "memory":
        return f"Views are kept in {capacity.place}."
    if sample is None:
        return "Views are in memory; none could be made from this log."
    all_of_it = sample.events == capacity.use.events
    events = "all" if all_of_it else f"the first {sample.events:,}"
    return f"Views are in memory, and as large as {events} events make them."


def rates(capacity: Capacity) -> dict[str, str]:
    """How many events there are a second, an hour, a tick, a cascade."""
    use = capacity.use
    over = f", over {amounts.span(use.hours)}" if use.events else ""
    return {
        "events": f"{use.events:,} in {use.streams:,} streams{over}",
        "a second": amounts.number(use.an_hour / 3600),
        "an hour": _an_hour(use),
        "a tick": f"{amounts.number(capacity.a_tick)} ({use.of(TICK):,} {TICK})",
        "a cascade": f"{amounts.number(capacity.a_cascade)} ({use.cascades:,} commands)",
    }


def _an_hour(use: LogUse) -> str:
    """The rate, and the most in an hour of the clock, which a short log has not had whole."""
    rate = amounts.number(use.an_hour)
    if use.busiest_hour < use.an_hour:
        return f"{rate} at this rate; {use.busiest_hour:,} in the busiest hour of the clock so far"
    return f"{rate}, at most {use.busiest_hour:,} in one"


class TypeLine(NamedTuple):
    """A type of event: sizes are bytes of data; `disk` is what the biggest takes in the store."""

    type: str
    events: int
    share: float
    streams: int
    a_tick: float
    smallest: int
    mean: float
    biggest: int
    disk: float


def type_lines(capacity: Capacity) -> Sequence[TypeLine]:
    """All types, beginning with the commonest."""
    ticks = capacity.use.of(TICK)
    return [_type_line(capacity, each, ticks) for each in capacity.use.types]


def _type_line(capacity: Capacity, each: TypeUse, ticks: int) -> TypeLine:
    return TypeLine(
        type=each.name,
        events=each.events,
        share=each.events / capacity.use.events,
        streams=each.streams,
        a_tick=each.events / ticks if ticks else 0.0,
        smallest=each.smallest,
        mean=each.mean,
        biggest=each.biggest,
        disk=capacity.on_disk(each.biggest),
    )


def growth_chart(capacity: Capacity, width: int, height: int, *, ascii_only: bool) -> list[str]:
    """The events of the log over its time, and a line that says what a bar is."""
    bars = growth(capacity.use, width)
    if not bars:
        return ["No event yet."]
    wide = width // len(bars)
    values = [bar.events for bar in bars for _ in range(wide)]
    columns = chart(values, height, ascii_only=ascii_only)
    begin = datetime.fromtimestamp(bars[0].begin, UTC)
    most = max(bar.events for bar in bars)
    each = amounts.span(bars[0].seconds / 3600)
    return [*columns, f"from {begin:%Y-%m-%d %H:%M} UTC on, {each} a bar, at most {most:,} events"]


class ForecastLine(NamedTuple):
    """A forecast in words: from which size, and what that comes to."""

    of: str
    event: str
    a_month: str
    full: str


def forecast_lines(found: Outlook) -> Sequence[ForecastLine]:
    """The forecast by the biggest event, and the one by the mean."""
    return [_line("biggest event", found.by_biggest), _line("mean event", found.by_mean)]


def _line(of: str, found: Forecast) -> ForecastLine:
    event, a_month = amounts.size(found.event_bytes), amounts.size(found.a_month)
    return ForecastLine(of, event, a_month, amounts.until(found.full_in))


def about_rebuild(capacity: Capacity, found: Rebuild | None) -> str:
    """How long rebuilds take, in a sentence that says how that is known."""
    if found is None or capacity.sample is None:
        return "How fast a rebuild is cannot be measured on this log."
    rate, now = amounts.number(found.rate), amounts.span(found.seconds / 3600)
    budget = amounts.span(found.budget / 3600)
    when = "not at this rate" if found.over_in is None else amounts.until(found.over_in)
    return (
        f"A rebuild of all views takes {now} now, at {rate} events a second (measured on this "
        f"machine, in memory, on the first {capacity.sample.events:,} events); longer than "
        f"{budget}: {when}."
    )
