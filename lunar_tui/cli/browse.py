"""`lunar browse`: every stream of a log, on the screen."""

from __future__ import annotations

import click

from lunar_tui.cli.options import chosen, store_option
from lunar_tui.cli.terminal import need_terminal


@click.command()
@click.option("--stream", default="", metavar="NAME", help="Open this stream at once.")
@store_option
@click.pass_context
def browse(context: click.Context, stream: str) -> None:
    """Look at the streams of the log and the events in them, and add events by hand.

    Example: lunar browse --stream account-ledger
    """
    need_terminal("Streams are browsed", "`lunar streams` and `lunar log` need none")
    from lunar_tui.app import Opening, run_app  # noqa: PLC0415 - only this needs the screens

    settings, store_url, views_url = chosen()
    context.exit(run_app(settings, store_url, views_url, Opening(browse=stream)))
