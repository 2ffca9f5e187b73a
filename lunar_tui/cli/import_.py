"""`lunar import`: an exported log or game, into a store."""

from __future__ import annotations

from pathlib import Path

import click

from domain.blocks.importing import Imported, import_events
from lunar_tui.cli.options import json_option, store_option
from lunar_tui.cli.output import print_json
from lunar_tui.cli.progress_bar import progress_bar
from lunar_tui.cli.running import asynchronous, store_to_write
from persistence.export_file import exported


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@store_option
@asynchronous
async def import_command(file: Path, as_json: bool) -> None:
    """Add the log or game in FILE (- for stdin), as far as the store does not have it.

    The file is checked first; nothing of a damaged one is added, nor of one whose game went
    another way here. An import that was interrupted is gone on with by the next one.

    Example: lunar import moon-1.jsonl --store sqlite:///moon.db
    """
    with exported(file) as read:
        read()
        async with store_to_write() as store:
            with progress_bar("Importing") as observe:
                imported = await import_events(store, read, observe)
    if as_json:
        print_json([imported])
    else:
        click.echo(_sentence(imported))


def _sentence(imported: Imported) -> str:
    what = "the log" if imported.game is None else f"game {imported.game}"
    if not imported.added:
        return f"All {imported.events} events of {what} are here already; nothing was added."
    end = " The log ends as the exported one did." if imported.same_end else ""
    return f"Added {imported.added} of the {imported.events} events of {what}.{end}"
