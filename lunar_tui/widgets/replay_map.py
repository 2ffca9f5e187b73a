"""The moon map of a replay: the arrows travel in time, so other keys move over the ground."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from lunar_tui.widgets.moon_map import STRIDE, MoonMap


class ReplayMap(MoonMap, inherit_bindings=False):
    """Shows where things stood; nothing can be placed on it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "move(-1, 0)", "Left", show=False, id="replay.left"),
        Binding("j", "move(0, 1)", "Down", show=False, id="replay.down"),
        Binding("k", "move(0, -1)", "Up", show=False, id="replay.up"),
        Binding("l", "move(1, 0)", "Right", show=False, id="replay.right"),
        Binding("H", f"move(-{STRIDE}, 0)", "Far left", show=False, id="replay.far_left"),
        Binding("J", f"move(0, {STRIDE})", "Far down", show=False, id="replay.far_down"),
        Binding("K", f"move(0, -{STRIDE})", "Far up", show=False, id="replay.far_up"),
        Binding("L", f"move({STRIDE}, 0)", "Far right", show=False, id="replay.far_right"),
    ]
