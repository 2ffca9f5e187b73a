"""The tile panel: what is under the cursor."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from domain.game.features import describe
from domain.game.ids import site_mark
from domain.game.projectors.tiles import TileRow
from domain.game.site_types import site_name
from domain.game.terrain import Terrain
from lunar_tui.badges import Badges
from lunar_tui.bars import bar
from lunar_tui.look import DUST, GREEN, ORANGE, WHITE


class TilePanel(Widget):
    """Says what a tile is: its ground, and what stands on it or is being built."""

    location: reactive[int] = reactive(0)
    tile: reactive[TileRow | None] = reactive(None)
    ground: reactive[str] = reactive("")
    """What a colony's chart says of the ground; empty where none was charted."""
    buildable: reactive[bool] = reactive(default=True)
    owners: reactive[Badges] = reactive(dict)
    """The badges of those who are to be told apart."""

    def __init__(self, terrain: Terrain, *, ascii_only: bool = False) -> None:
        super().__init__()
        self._terrain = terrain
        self._ascii = ascii_only
        self.border_title = "Tile"

    def render(self) -> RenderResult:
        """Two lines for the ground, two for what is on it."""
        y, x = divmod(self.location, self._terrain.width)
        self.border_title = f"Tile {x},{y}"
        ground = self.ground or describe(self._terrain, self.location)
        return Content("\n").join([Content.styled(ground.capitalize(), DUST), *self._standing()])

    def _standing(self) -> list[Content]:
        tile = self.tile
        if tile is None and not self.buildable:
            return [Content.styled("Nothing can be built here", ORANGE)]
        if tile is None:
            return [Content.styled("Free to build on", WHITE)]
        name = f"{site_name(tile.site_type)} {site_mark(tile.site_id)}"
        badge = self.owners.get(tile.player_id)
        owner = Content.styled(f"by {tile.player_id}", badge.colour if badge else DUST)
        if tile.ready:
            return [Content.styled(name, f"bold {GREEN}"), Content("Ready"), owner]
        work = f"{tile.progressed}/{tile.required} ticks "
        done = bar(tile.progressed, tile.required, max(self.size.width, 1), ascii_only=self._ascii)
        return [
            Content.styled(name, f"bold {ORANGE}"),
            Content.styled(done, f"{ORANGE} on #2A2A2E"),
            Content.assemble(work, owner),
        ]
