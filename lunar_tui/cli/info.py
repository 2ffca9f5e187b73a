"""`lunar info`: where everything is, and which versions are at work."""

from __future__ import annotations

import platform
import sqlite3
from importlib.metadata import PackageNotFoundError, version

import click

from lunar_tui import paths
from lunar_tui.cli.options import chosen, store_option, views_option
from lunar_tui.cli.output import print_facts, print_json
from lunar_tui.logfile import without_passwords

LIBRARIES = (
    "textual",
    "rich",
    "click",
    "msgspec",
    "sqlalchemy",
    "aiosqlite",
    "platformdirs",
    "redis",
    "uuid-utils",
)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@store_option
@views_option
def info(as_json: bool) -> None:
    """Print where everything is, and the versions in use.

    Example: lunar info --json
    """
    settings, store, views = chosen()
    places = {
        "config_file": str(paths.config_file()),
        "data_dir": str(paths.data_dir()),
        "log_file": str(paths.log_file()),
        "store": without_passwords(store),
        "views": without_passwords(views),
        "player": settings.player,
    }
    versions = {
        "lunar": version("lunar-frontiers"),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{library: _version(library) for library in LIBRARIES},
    }
    if as_json:
        print_json([{**places, "versions": versions}])
    else:
        print_facts({**places, **versions})


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "not installed"
