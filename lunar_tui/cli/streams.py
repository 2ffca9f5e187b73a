"""`lunar streams`: what streams the log has."""

from __future__ import annotations

import click

from lunar_tui.cli.options import json_option, store_option
from lunar_tui.cli.output import print_rows
from lunar_tui.cli.running import asynchronous, store_to_read


@click.command()
@json_option
@store_option
@asynchronous
async def streams(as_json: bool) -> None:
    """List every stream, with its place in the log.

    Example: lunar streams --json
    """
    async with store_to_read() as store:
        print_rows(await store.streams(), as_json=as_json)
