"""`lunar streams`: what streams the log has, and what categories and types."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Sequence
from typing import get_args

import click
from msgspec import Struct

from domain.blocks.event_store import EventStore
from domain.blocks.listing import Entry, Listed, Listing, Order
from lunar_tui.cli.options import json_option, store_option
from lunar_tui.cli.output import print_json, print_rows
from lunar_tui.cli.running import asynchronous, store_to_read
from lunar_tui.listed import whole_log

PAGE = 1000


class StreamLine(Struct, frozen=True):
    """A stream; `version` is its number of events."""

    name: str
    version: int
    first_position: int
    last_position: int


@click.command()
@click.option("--of", type=click.Choice(get_args(Listed)), default="streams", help="What to list.")
@click.option("--text", default="", metavar="TEXT", help="Only names with this text in them.")
@click.option("--sort", type=click.Choice(get_args(Order)), default="first", help="In what order.")
@click.option("--reverse", is_flag=True, help="The other way round.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="At most N of them.")
@json_option
@store_option
@asynchronous
async def streams(
    of: Listed, text: str, sort: Order, reverse: bool, limit: int | None, as_json: bool
) -> None:
    """List every stream, with its place in the log: `$all`, then the others by their first events.

    Example: lunar streams --text site- --sort events --reverse --limit 10
    """
    listing = Listing(of, text, sort, reverse)
    async with store_to_read() as store:
        pages = _pages(store, listing, sys.maxsize if limit is None else limit)
        if as_json:
            async for page in pages:
                print_json(page)
        else:
            print_rows([line async for page in pages for line in page], as_json=False)


async def _pages(store: EventStore, listing: Listing, left: int) -> AsyncIterator[Sequence[Struct]]:
    if listing.of == "streams" and not listing.text and left:
        yield [_line(listing, await whole_log(store))]
        left -= 1
    after = None
    while left and (page := await store.entries(listing, after=after, limit=min(left, PAGE))):
        yield [_line(listing, entry) for entry in page]
        left -= len(page)
        after = listing.key(page[-1])


def _line(listing: Listing, entry: Entry) -> Struct:
    if listing.of == "streams":
        return StreamLine(entry.name, entry.events, entry.first_position, entry.last_position)
    return entry
