"""`lunar append`: an event by hand, in a stream that is not the game's."""

from __future__ import annotations

import os

import click

from domain.blocks.event_store import Expected
from domain.blocks.hand_append import NotByHand, check_hand_append, hand_commit, parse_expected
from domain.game.model import ROUTER
from lunar_tui.cli.options import chosen, json_option, store_option
from lunar_tui.cli.output import print_json
from lunar_tui.cli.running import asynchronous, store_to_write
from lunar_tui.event_json import event_line
from persistence.clock import SystemClock
from persistence.ids import OrderedIds


class ExpectedType(click.ParamType[Expected]):
    """What a stream must be before the append."""

    name = "version"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> Expected:
        """The value as the event store takes it."""
        try:
            return parse_expected(value)
        except NotByHand as fault:
            self.fail(str(fault), param, ctx)


@click.command()
@click.argument("stream")
@click.argument("event_type", metavar="TYPE")
@click.argument("data")
@click.option(
    "--expect",
    type=ExpectedType(),
    default="any",
    metavar="WHAT",
    help="What the stream must be: any, no-stream, exists, or a version.",
)
@json_option
@store_option
@asynchronous
async def append(stream: str, event_type: str, data: str, expect: Expected, as_json: bool) -> None:
    """Append one event by hand; DATA is a JSON object. The game's own streams are refused.

    Example: lunar append account-ledger amountDeposited '{"amount": 5}' --expect no-stream
    """
    payload = check_hand_append(ROUTER, stream, event_type, os.fsencode(data))
    player = chosen().settings.player
    event = (stream, event_type, payload)
    commit = hand_commit(OrderedIds(), SystemClock(), player, event, expect)
    async with store_to_write() as store:
        recorded = await store.append(commit)
    if as_json:
        print_json(map(event_line, recorded))
    else:
        for each in recorded:
            click.echo(f"{each.stream} version {each.version}, position {each.position}")
