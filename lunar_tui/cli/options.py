"""The options that every command has in common, given before or after the command's name."""

from __future__ import annotations

from typing import Any, NamedTuple

import click

from lunar_tui.settings import Settings, load_settings, store_url, views_url


def _keep(context: click.Context, option: click.Parameter, value: str | None) -> None:
    """Remember the value for all commands on the way; the last one given holds."""
    if value:
        context.meta[f"{__name__}.{option.name}"] = value


store_option = click.option(
    "--store",
    metavar="URL",
    expose_value=False,
    callback=_keep,
    help="The event store, such as sqlite:///moon.db (else LUNAR_STORE, else your settings).",
)

views_option = click.option(
    "--views",
    metavar="URL",
    expose_value=False,
    callback=_keep,
    help="Where views are kept: memory, sql (the store's own database), or a URL such as "
    "redis://localhost (else LUNAR_VIEWS, else your settings).",
)

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


class Chosen(NamedTuple):
    """What holds for this call: the settings, and the URLs of the event store and the views."""

    settings: Settings
    store: str
    views: str


def chosen() -> Chosen:
    """What the options, the environment and the settings come to. Raises `SettingsFault`."""
    given: dict[str, Any] = click.get_current_context().meta
    settings = load_settings()
    return Chosen(
        settings,
        store_url(settings, given.get(f"{__name__}.store")),
        views_url(settings, given.get(f"{__name__}.views")),
    )
