"""`lunar`: the program with all of its commands."""

from __future__ import annotations

import click

from domain.game.ids import check_id
from lunar_tui.cli.append import append
from lunar_tui.cli.branch import branch
from lunar_tui.cli.browse import browse
from lunar_tui.cli.capacity import capacity
from lunar_tui.cli.diff import diff
from lunar_tui.cli.export import export
from lunar_tui.cli.games import games
from lunar_tui.cli.import_ import import_command
from lunar_tui.cli.info import info
from lunar_tui.cli.log import log
from lunar_tui.cli.new import new
from lunar_tui.cli.options import chosen, store_option, views_option
from lunar_tui.cli.project import project
from lunar_tui.cli.projections_kept import projections
from lunar_tui.cli.replay import replay
from lunar_tui.cli.run import run
from lunar_tui.cli.scores import scores
from lunar_tui.cli.simulate import simulate_command
from lunar_tui.cli.store import store
from lunar_tui.cli.streams import streams
from lunar_tui.cli.terminal import need_terminal
from lunar_tui.cli.verify import verify
from lunar_tui.cli.views import views
from lunar_tui.cli.views_follow import follow
from lunar_tui.cli.views_rebuild import diff as diff_views
from lunar_tui.cli.views_rebuild import rebuild, swap
from lunar_tui.cli.why import why


def _checked(_: click.Context, __: click.Parameter, name: str | None) -> str | None:
    refusal = None if name is None else check_id("player's name", name)
    if refusal:
        raise click.BadParameter(refusal.sentence)
    return name


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="lunar-frontiers", prog_name="lunar")
@store_option
@views_option
@click.option("--game", "game_id", metavar="ID", help="Play this game at once.")
@click.option(
    "--player",
    metavar="NAME",
    envvar="LUNAR_PLAYER",
    callback=_checked,
    help="Play under this name (else LUNAR_PLAYER, else your settings).",
)
@click.option("--watch", "watching", is_flag=True, help="Look on without acting.")
@click.pass_context
def lunar(
    context: click.Context, game_id: str | None, player: str | None, *, watching: bool
) -> None:
    """Build a base on the Moon, in a game whose world is an event log.

    Without a command it plays. Example: lunar --store sqlite:///moon.db
    """
    if context.invoked_subcommand is None:
        need_terminal("The game is played", "`lunar --help` names the commands that need none")
        from lunar_tui.app import Opening, run_app  # noqa: PLC0415 - only playing needs the screens

        settings, store_url, views_url = chosen()
        opening = Opening(game_id, player, watching)
        context.exit(run_app(settings, store_url, views_url, opening))


for command in (rebuild, swap, diff_views, follow):
    views.add_command(command)
for command in (
    new,
    run,
    replay,
    log,
    streams,
    browse,
    games,
    scores,
    branch,
    append,
    store,
    views,
    project,
    projections,
    why,
    diff,
    verify,
    capacity,
    simulate_command,
    export,
    import_command,
    info,
):
    lunar.add_command(command)
