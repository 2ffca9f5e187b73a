"""A colony on the map and in the tile panel: its light, its warnings, its surveys, its deeds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from domain.game.economy.colony import Colony
from domain.game.sky import Sky
from lunar_tui.told_surveys import finds_at, prospects, told_briefly
from lunar_tui.warnings import told_warnings
from lunar_tui.widgets.moon_map import MoonMap
from lunar_tui.widgets.tile_panel import TilePanel


class Rows(Protocol):
    """A view, as far as its rows."""

    @property
    def rows(self) -> Mapping[tuple[Any, ...], Any]:
        """The rows by their keys."""
        ...


class ViewsByName(Protocol):
    """Views of one game, served or of a moment."""

    def __getitem__(self, name: str, /) -> Rows:
        """The view of this name."""
        ...


def show_colony(
    moon_map: MoonMap,
    panel: TilePanel | None,
    sky: Sky,
    views: ViewsByName,
    colony: Colony,
    tick: int,
) -> None:
    """Show the colony as the views have it at the tick."""
    operations, finds = views["operations"].rows.values(), views["surveys"].rows.values()
    moon_map.show_colony(sky, tick, operations, prospects(sky, colony.surveys, finds))
    moon_map.warning = told_warnings(views["forecast"].rows.values(), tick)
    if panel:
        panel.hour = (sky, tick)
        here = (row for row in operations if row.location == panel.location)
        panel.operation = next(here, None)
        panel.found = finds_at(finds, panel.location)
        panel.known = told_briefly(sky, colony.surveys, panel.found, panel.location)
