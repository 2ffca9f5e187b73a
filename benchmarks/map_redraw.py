"""What drawing the moon map costs: CPU milliseconds a frame, ANSI text included."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from textual._compositor import CompositorUpdate
from textual.app import App, ComposeResult

from benchmarks.measure import Effort
from domain.game.projectors.tiles import TileRow
from domain.game.terrain import terrain
from lunar_tui.widgets.moon_map import MoonMap

WIDTH, HEIGHT = 300, 100
SIZE = (160, 50)
FRAMES = 25
AIM = 10.0
"""CPU milliseconds that a full redraw may take."""


class MapApp(App[None]):
    """Nothing but the map."""

    def compose(self) -> ComposeResult:
        """The map, over the whole screen."""
        yield MoonMap(terrain(7, WIDTH, HEIGHT))


async def run(_: Path, effort: Effort) -> list[str]:
    """The lines of the report."""
    return [
        f"map {WIDTH}x{HEIGHT} at {SIZE[0]}x{SIZE[1]}, {name}: {spent:.1f} ms CPU"
        + (f" (aim: under {AIM:.0f})" if name.startswith("full") else "")
        for name, spent in await measured(effort.rounds(FRAMES))
    ]


async def measured(frames: int = FRAMES) -> list[tuple[str, float]]:
    """What was drawn, and the median of its CPU milliseconds."""
    app = MapApp()
    async with app.run_test(size=SIZE) as pilot:
        moon_map = app.query_one(MoonMap)
        moon_map.set_tiles(_tile(location, 0) for location in range(0, WIDTH * HEIGHT, 37))
        await pilot.pause()

        def cold(_: int) -> None:
            moon_map.set_tiles(_tile(location, 0) for location in range(0, WIDTH * HEIGHT, 37))

        def scroll_across(frame: int) -> None:
            moon_map.scroll_to(2 * frame + 2, 0, animate=False)

        def scroll_down(frame: int) -> None:
            moon_map.scroll_to(0, frame + 1, animate=False)

        def one_cell(frame: int) -> None:
            moon_map.update_tile(_tile(WIDTH * 45 + 9, 6 * (frame % 2)))

        works = {
            "full redraw, nothing cached": cold,
            "full redraw after a step across": scroll_across,
            "full redraw after a step down": scroll_down,
            "one tile": one_cell,
        }
        return [(name, _spent(moon_map, work, frames)) for name, work in works.items()]


def _spent(moon_map: MoonMap, change: Callable[[int], None], frames: int) -> float:
    """Median CPU milliseconds to draw what a change left stale and turn it into ANSI text."""
    compositor = moon_map.screen._compositor  # noqa: SLF001 (what a real frame calls)
    spent: list[float] = []
    for frame in range(frames):
        change(frame)
        start = time.process_time()
        compositor.update_widgets({moon_map})
        update = compositor.render_update()
        assert isinstance(update, CompositorUpdate), "The change did not reach the screen."
        update.render_segments(moon_map.app.console)
        spent.append(1000 * (time.process_time() - start))
    return median(spent)


def _tile(location: int, progressed: int) -> TileRow:
    return TileRow(
        game_id="bench",
        location=location,
        site_id="site",
        site_type=location % 10 + 1,
        player_id="bench",
        progressed=progressed,
        required=12,
        ready=location % 2 == 0,
    )
