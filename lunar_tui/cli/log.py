"""`lunar log`: the events, from wherever and as long as one likes."""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import AsyncIterator, Sequence

import click

from domain.blocks.conditions.data import data_condition
from domain.blocks.conditions.expressions import Expression
from domain.blocks.conditions.parser import ConditionFault
from domain.blocks.event_store import EventStore, RecordedEvent, Where
from lunar_tui.cli.event_line import print_events
from lunar_tui.cli.options import json_option, store_option
from lunar_tui.cli.output import print_json
from lunar_tui.cli.places import TimeType
from lunar_tui.cli.running import asynchronous, need_game, store_to_read
from lunar_tui.event_json import event_line

PAGE = 1000
NUMBER = click.IntRange(min=0, max=2**63 - 1)
"""Positions and counts, as large as a store can hold them."""

SOONEST, LATEST = 0.02, 0.25
"""Seconds between two looks at the log that found nothing."""


class ConditionType(click.ParamType[Expression]):
    """What an event's data is to be like."""

    name = "condition"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> Expression:
        """The condition that the text says."""
        try:
            return data_condition(value)
        except ConditionFault as fault:
            self.fail(str(fault), param, ctx)


@click.command()
@click.option("--stream", metavar="NAME", help="Only events of this stream.")
@click.option("--category", metavar="NAME", help="Only streams NAME-…, such as site.")
@click.option("--type", "types", metavar="TYPE", multiple=True, help="Only this type; repeatable.")
@click.option("--game", metavar="ID", help="Only events of this game.")
@click.option("--text", metavar="TEXT", help="Only events whose data or stream holds this text.")
@click.option(
    "--where",
    "condition",
    type=ConditionType(),
    metavar="CONDITION",
    help='Only events whose data is so: data.amount > 5 and data.to = "abc".',
)
@click.option("--player", metavar="NAME", help="Only what this player did.")
@click.option("--since", type=TimeType(), metavar="TIME", help="Only events of this time or later.")
@click.option("--until", type=TimeType(), metavar="TIME", help="Only events before this time.")
@click.option("--after", type=NUMBER, metavar="N", help="Begin beyond position N.")
@click.option("--limit", type=NUMBER, metavar="N", help="At most N events.")
@click.option("--backward", is_flag=True, help="The latest first.")
@click.option("--follow", is_flag=True, help="Go on with what is appended, until ctrl-c.")
@json_option
@store_option
@asynchronous
async def log(  # noqa: PLR0913, PLR0917 - every option is an argument
    stream: str | None,
    category: str | None,
    types: tuple[str, ...],
    game: str | None,
    text: str | None,
    condition: Expression | None,
    player: str | None,
    since: int | None,
    until: int | None,
    after: int | None,
    limit: int | None,
    backward: bool,
    follow: bool,
    as_json: bool,
) -> None:
    """Print the events of the log, oldest first.

    Example: lunar log --game moon-1 --type BuildingSpawned --limit 10
    """
    if backward and follow:
        raise click.UsageError("--backward and --follow exclude each other: choose one.")
    where = Where(
        stream=stream,
        category=category,
        types=frozenset(types) or None,
        game=game,
        text=text,
        player=player,
        since=since,
        until=until,
        condition=condition,
    )
    async with store_to_read() as store:
        if game is not None and not follow:
            await need_game(store, game)
        pages = _pages(store, where, after, limit, backward=backward, follow=follow)
        header = True
        async for page in pages:
            if as_json:
                print_json(map(event_line, page))
            else:
                print_events(page, header=header)
                header = False


async def _pages(
    store: EventStore,
    where: Where,
    after: int | None,
    limit: int | None,
    *,
    backward: bool,
    follow: bool,
) -> AsyncIterator[Sequence[RecordedEvent]]:
    left = sys.maxsize if limit is None else limit
    pause = SOONEST
    while left:
        head = await store.head()
        page = await store.read(where, after=after, limit=min(left, PAGE), backward=backward)
        if page:
            yield page
            after = page[-1].position
            left -= len(page)
            pause = SOONEST
        elif follow:
            after = max(after or 0, head.position)
            await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 - spreads the looks
            pause = min(2 * pause, LATEST)
        else:
            return
