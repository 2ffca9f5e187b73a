"""`lunar views rebuild`, `swap` and `diff`: views made anew beside those that serve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from time import monotonic

import click
from msgspec import Struct

from domain.blocks.comparison import against_log, against_next
from domain.blocks.errors import LunarError
from domain.blocks.named_view import NamedView, Standing
from domain.blocks.view import Difference
from lunar_tui.cli.options import json_option, store_option, views_option
from lunar_tui.cli.output import Columns, print_json, print_rows, say
from lunar_tui.cli.progress_bar import progress_bar
from lunar_tui.cli.projections import kept_views
from lunar_tui.cli.running import asynchronous

MOST = 20
"""Differing rows that a rebuild shows of one view; `lunar views diff` shows all."""

DIFFERENCE_COLUMNS: Columns = {
    "key": lambda difference: "/".join(map(str, difference.key)),
    "change": lambda difference: difference.kind,
    "fields": lambda difference: ", ".join(
        f"{name}: {old} -> {new}" for name, (old, new) in difference.fields.items()
    ),
}

VERDICTS = {
    True: "equal to the view that {} served",
    False: "DIFFERENT from the view that {} served",
    None: "where none {} served",
}


class NoView(LunarError):
    """A view that is not kept where one looked for it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The view {name} is not kept there yet: `lunar views rebuild {name}` makes it."
        )


class NoNextRows(LunarError):
    """There is nothing to swap in."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"No rows of the view {name} wait to be swapped in there: "
            f"`lunar views rebuild {name} --no-swap` makes them."
        )


class RebuildLine(Struct, frozen=True):
    """What came of a rebuild; `equal` to the view that was served, null when there was none.

    `added`, `changed` and `gone` are numbers of rows, of the new view beside that one.
    """

    name: str
    position: int
    rows: int
    seconds: float
    equal: bool | None
    swapped: bool
    added: int
    changed: int
    gone: int


@click.command()
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--resume", is_flag=True, help="Go on with a rebuild that was stopped half way.")
@click.option("--no-swap", is_flag=True, help="Let the old rows serve until `lunar views swap`.")
@json_option
@store_option
@views_option
@asynchronous
async def rebuild(names: tuple[str, ...], resume: bool, no_swap: bool, as_json: bool) -> None:
    """Make views (all without a NAME) anew from the log, beside those served, then serve them.

    They are compared first; a difference is told, and the exit code is 1.

    Example: lunar views rebuild buildings
    """
    lines = []
    async with kept_views(*names) as kept:
        for view in kept:
            line, found = await _rebuild(view, resume=resume, swapped=not no_swap)
            lines.append(line)
            if not as_json:
                _tell(line, found)
    if as_json:
        print_json(lines)
    if any(line.equal is False for line in lines):
        raise click.exceptions.Exit(1)


async def _rebuild(
    view: NamedView, *, resume: bool, swapped: bool
) -> tuple[RebuildLine, Sequence[Difference]]:
    begun, name = monotonic(), view.projector.name
    with progress_bar(f"Rebuilding {name}") as observe:
        await view.refill(observe, resume=resume)
        served = await view.standing()
        found = await against_next(view) if served else []
        if swapped:
            await view.serve_next(observe)
    made = await view.standing("served" if swapped else "next") or Standing(0, 0)
    kinds = Counter[str](difference.kind for difference in found)
    line = RebuildLine(
        name=name,
        position=made.position,
        rows=made.rows,
        seconds=monotonic() - begun,
        equal=not found if served else None,
        swapped=swapped,
        added=kinds["added"],
        changed=kinds["changed"],
        gone=kinds["gone"],
    )
    return line, found


def _tell(line: RebuildLine, found: Sequence[Difference]) -> None:
    click.echo(
        f"{line.name}: {line.rows} rows at position {line.position} in {line.seconds:.2f} s, "
        f"{VERDICTS[line.equal].format('was' if line.swapped else 'is')}."
    )
    if found:
        print_rows(found[:MOST], as_json=False, columns=DIFFERENCE_COLUMNS)
    if len(found) > MOST:
        say(f"... and {len(found) - MOST} more.")
    if not line.swapped:
        say(f"`lunar views swap {line.name}` serves the new rows.")


@click.command()
@click.argument("name")
@store_option
@views_option
@asynchronous
async def swap(name: str) -> None:
    """Serve the rows that a rebuild made, once they are up to the log.

    Example: lunar views swap buildings --views redis://localhost
    """
    async with kept_views(name) as (view,):
        if not await view.standing("next"):
            raise NoNextRows(name)
        with progress_bar(f"Rebuilding {name}") as observe:
            await view.serve_next(observe)
        position, _ = await view.standing() or Standing(0, 0)
    click.echo(f"{name}: the new rows serve, up to position {position}.")


@click.command()
@click.argument("name")
@click.option("--next", "following", is_flag=True, help="The rows that wait to be swapped in.")
@json_option
@store_option
@views_option
@asynchronous
async def diff(name: str, following: bool, as_json: bool) -> None:
    """Print the rows in which a view differs from one made anew; exit 1 if there are any.

    Example: lunar views diff map
    """
    async with kept_views(name) as (view,):
        if not await view.standing():
            raise NoView(name)
        if following and not await view.standing("next"):
            raise NoNextRows(name)
        with progress_bar("Reading the log") as observe:
            found = await (against_next(view) if following else against_log(view, observe))
    if not found:
        say(f"The view {name} is equal to one made anew from the log.")
        return
    print_rows(found, as_json=as_json, columns=DIFFERENCE_COLUMNS)
    raise click.exceptions.Exit(1)
