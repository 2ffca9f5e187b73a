"""The tile panel: what is under the cursor."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from domain.game.features import describe
from domain.game.ids import site_mark
from domain.game.projectors.operations import OperationRow
from domain.game.projectors.surveys import FindRow
from domain.game.projectors.tiles import TileRow
from domain.game.site_types import site_name
from domain.game.sky import Sky
from domain.game.terrain import Terrain
from lunar_tui.badges import Badges
from lunar_tui.bars import bar
from lunar_tui.look import DUST, GREEN, ORANGE, SKY, WHITE
from lunar_tui.tile_words import digs, told_deed, told_digging, told_ground, told_light


class TilePanel(Widget):
    """Says what a tile is: its ground, and what stands on it or is being built."""

    location: reactive[int] = reactive(0)
    tile: reactive[TileRow | None] = reactive(None)
    hour: reactive[tuple[Sky, int] | None] = reactive(None)
    """The sky over a colony, and the tick; None for games without rules."""
    operation: reactive[OperationRow | None] = reactive(None)
    """What the site or building of a colony does."""
    known: reactive[str] = reactive("")
    """What is known of what lies under the tile; empty where there is nothing to find."""
    found: reactive[Sequence[FindRow]] = reactive(())
    """What a survey found there."""
    owners: reactive[Badges] = reactive(dict)
    """The badges of those who are to be told apart."""

    def __init__(self, terrain: Terrain, *, ascii_only: bool = False) -> None:
        super().__init__()
        self._terrain = terrain
        self._ascii = ascii_only
        self.border_title = "Tile"

    def render(self) -> RenderResult:
        """Lines for the ground, and for what is on it."""
        y, x = divmod(self.location, self._terrain.width)
        self.border_title = f"Tile {x},{y}"
        if self.hour:
            return Content("\n").join(self._in_colony(*self.hour))
        ground = describe(self._terrain, self.location).capitalize()
        return Content("\n").join([Content.styled(ground, DUST), *self._standing()])

    def watch_hour(self) -> None:
        """A tile of a colony takes more words."""
        self.set_class(self.hour is not None, "-colony")

    def _in_colony(self, sky: Sky, tick: int) -> list[Content]:
        """The ground, its light, what stands there and does, and what is dug where that counts."""
        tile, operation = self.tile, self.operation
        ground = [
            told_ground(sky, self.location),
            told_light(sky, self.location, tick, ascii_only=self._ascii),
        ]
        rules = sky.rules.ground[sky.classes[self.location]]
        digging = [Content.styled(told_digging(rules, self.size.width, self.found), DUST)]
        if self.known:
            digging.insert(0, Content.styled(self.known.capitalize(), SKY))
        if tile is None:
            free = [Content.styled("Free to build on", WHITE)] if rules.buildable else []
            return [*ground, *digging, *free]
        standing = self._standing()
        if operation:
            standing[1 if tile.ready else 2 :] = [told_deed(operation)]
        if not tile.ready:
            standing[1:2] = []
        if digs(sky, tile.site_type):
            standing.extend(digging)
        return [*ground, *standing]

    def _standing(self) -> list[Content]:
        tile = self.tile
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
