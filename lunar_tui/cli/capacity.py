"""`lunar capacity`: what the store takes, how it grows, and when it will be too large."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import click
from msgspec import Struct

from domain.blocks.capacity import Bar, Forecast, Rebuild, Size, growth
from domain.blocks.capacity_advice import Advice
from domain.blocks.log_use import Effect
from lunar_tui import amounts
from lunar_tui.bars import bar
from lunar_tui.capacity import Capacity, Outlook, Plan, outlook, read_capacity
from lunar_tui.capacity_tables import (
    Part,
    about_rebuild,
    about_views,
    forecast_lines,
    growth_chart,
    parts,
    rates,
    type_lines,
)
from lunar_tui.cli.options import chosen, json_option, store_option, views_option
from lunar_tui.cli.output import Columns, print_facts, print_json, print_table, printable
from lunar_tui.cli.progress_bar import progress_bar
from lunar_tui.cli.projections import lasting
from lunar_tui.cli.running import asynchronous, store_to_read
from lunar_tui.kept_views import KeptViews

BAR_WIDTH = 20
CHART_WIDTH, CHART_HEIGHT = 72, 4
SERIES = 240
"""Parts of the log's time that programs are told of, at most."""

SUFFIXES = {"k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12}


class Bytes(click.ParamType[int]):
    """A number of bytes, perhaps in thousands, millions and so on: 500G."""

    name = "bytes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number itself."""
        text = str(value).strip().lower().removesuffix("b")
        times = SUFFIXES.get(text[-1:], 1)
        try:
            count = float(text.rstrip("kmgt")) * times
        except ValueError:
            count = math.nan
        if not 0 <= count < math.inf:
            self.fail(f"{value!r} is not a number of bytes, such as 500G.", param, ctx)
        return int(count)


class CapacityLine(Struct, frozen=True):
    """Everything that was measured, and what it comes to; sizes in bytes, times as they say.

    `log` and `beside` are parts of the store, `views` are kept in `place`. `growth` has the
    events and data of equal parts of the log's time. Forecasts are for a month of 30 days.
    """

    store: str
    log: Sequence[Size]
    beside: Sequence[Size]
    free: int | None
    place: str
    views: Sequence[Size]
    events: int
    streams: int
    data: int
    hours: float
    events_a_second: float
    events_an_hour: float
    busiest_hour: int
    events_a_tick: float
    events_a_cascade: float
    cascades: int
    types: Sequence[dict[str, Any]]
    effects: Sequence[Effect]
    growth: Sequence[Bar]
    by_biggest: Forecast
    by_mean: Forecast
    rebuild: Rebuild | None
    rebuild_sample: int | None
    advice: Sequence[Advice]


@click.command()
@click.option(
    "--events-per-hour",
    type=click.FloatRange(min=0, max=1e12),
    metavar="N",
    help="Forecast for this rate, and not for the measured one.",
)
@click.option("--disk", type=Bytes(), metavar="BYTES", help="Room that the log has, such as 500G.")
@click.option(
    "--rebuild-budget",
    type=click.FloatRange(min=0, max=1e9),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="How long a rebuild of the views may take.",
)
@json_option
@store_option
@views_option
@asynchronous
async def capacity(
    events_per_hour: float | None, disk: int | None, rebuild_budget: float, as_json: bool
) -> None:
    """Say what the store takes, how it grows, and when it will be too large.

    Sizes are those of the database itself. The forecast is size of the biggest event * events an
    hour * 24 * 30, and the same for the mean event. Of a server's disk only --disk can tell.

    Example: lunar capacity --events-per-hour 7200 --disk 500G
    """
    plan = Plan(events_per_hour, disk, rebuild_budget)
    here = chosen()
    kept = KeptViews(here.views, here.store) if lasting() else None
    async with store_to_read() as store:
        with progress_bar("Measuring") as observe:
            found = await read_capacity(store, kept, observe)
    if found is None:
        return
    if as_json:
        print_json([_line(found, outlook(found, plan))])
    else:
        _print(found, outlook(found, plan), ascii_only=here.settings.ascii)


def _line(found: Capacity, ahead: Outlook) -> CapacityLine:
    use, sizes = found.use, found.sizes
    return CapacityLine(
        store=found.store,
        log=sizes.log,
        beside=sizes.beside,
        free=sizes.free,
        place=found.place,
        views=found.views,
        events=use.events,
        streams=use.streams,
        data=use.bytes,
        hours=use.hours,
        events_a_second=use.an_hour / 3600,
        events_an_hour=use.an_hour,
        busiest_hour=use.busiest_hour,
        events_a_tick=found.a_tick,
        events_a_cascade=found.a_cascade,
        cascades=use.cascades,
        types=[line._asdict() for line in type_lines(found)],
        effects=use.effects,
        growth=growth(use, SERIES),
        by_biggest=ahead.by_biggest,
        by_mean=ahead.by_mean,
        rebuild=ahead.rebuild,
        rebuild_sample=found.sample.events if found.sample else None,
        advice=found.advice,
    )


def _print(found: Capacity, ahead: Outlook, *, ascii_only: bool) -> None:
    click.echo(f"{printable(found.store)}\n")
    columns: Columns = {
        "part": lambda part: part.name,
        "      size": lambda part: f"{amounts.size(part.bytes):>10}",
        " share": lambda part: f"{part.share:>6.1%}",
        "": lambda part: bar(int(1000 * part.share), 1000, BAR_WIDTH, ascii_only=ascii_only),
        "how": lambda part: part.how,
    }
    shown: Sequence[Part] = parts(found)
    print_table(shown, columns)
    click.echo(f"{about_views(found)}\n")
    print_facts(rates(found))
    click.echo()
    print_table(type_lines(found), TYPE_COLUMNS)
    click.echo()
    for line in growth_chart(found, CHART_WIDTH, CHART_HEIGHT, ascii_only=ascii_only):
        click.echo(line)
    click.echo(f"\nForecast for {amounts.number(ahead.by_mean.events_per_hour)} events an hour")
    print_table(forecast_lines(ahead), FORECAST_COLUMNS)
    click.echo(about_rebuild(found, ahead.rebuild))
    for advice in found.advice:
        click.echo(f"\n{advice.kind}: {printable(advice.sentence)}")


TYPE_COLUMNS: Columns = {
    "type": lambda line: line.type,
    "     events": lambda line: f"{line.events:>11,}",
    " share": lambda line: f"{line.share:>6.1%}",
    "  streams": lambda line: f"{line.streams:>9,}",
    "  a tick": lambda line: f"{amounts.number(line.a_tick):>8}",
    "smallest": lambda line: f"{line.smallest:>8,}",
    "    mean": lambda line: f"{line.mean:>8,.0f}",
    " biggest": lambda line: f"{line.biggest:>8,}",
    "biggest on disk": lambda line: f"{line.disk:>15,.0f}",
}
FORECAST_COLUMNS: Columns = {
    "from the": lambda line: line.of,
    "   on disk": lambda line: f"{line.event:>10}",
    "   a month": lambda line: f"{line.a_month:>10}",
    "disk full": lambda line: line.full,
}
