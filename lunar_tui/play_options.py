"""How one plays, or looks on: what the settings and the command line say of an open game."""

from __future__ import annotations

from typing import NamedTuple

from lunar_tui.kept_views import KeptViews
from lunar_tui.log_filter import LogFilter


class PlayOptions(NamedTuple):
    """`speed` is in ticks a second; `kept` are the views that outlast the program.

    With `auto_pause` a colony's clock stops for what is deadly; who is `watching` changes nothing.
    """

    speed: float = 1.0
    watching: bool = False
    auto_pause: bool = True
    kept: KeptViews | None = None
    log_filter: LogFilter = LogFilter()
    ascii_only: bool = False
