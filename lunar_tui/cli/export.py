"""`lunar export`: a log, or one game of it, into a file."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import click

from lunar_tui.cli.options import store_option
from lunar_tui.cli.output import say
from lunar_tui.cli.progress_bar import progress_bar
from lunar_tui.cli.running import asynchronous, store_to_read
from persistence.export_file import export_to


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--game", metavar="ID", help="Only this game, in place of the whole log.")
@store_option
@asynchronous
async def export(file: Path, game: str | None) -> None:
    """Write the log to FILE (- for stdout) as JSON lines that vouch for each other.

    A name that ends in .gz is compressed. The file is there when it is whole, and not before.

    Example: lunar export moon-1.jsonl --game moon-1
    """
    async with store_to_read() as store:
        with progress_bar("Exporting") as observe:
            header = await export_to(file, store, game, version("lunar-frontiers"), observe)
    what = "the log" if game is None else f"game {game}"
    say(f"Exported {what}: {header.events} events, up to position {header.position}.")
