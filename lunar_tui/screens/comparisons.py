"""Comparisons: a replay's moment against another, as rows, on the map, or side by side."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from domain.blocks.errors import LunarError
from domain.blocks.moment import Moment
from domain.game.game_diff import tiles_of
from lunar_tui.abreast import PairedTimeline
from lunar_tui.changes import Against, Changes
from lunar_tui.comparing import Comparing
from lunar_tui.family import Family, forked_at
from lunar_tui.game_tree import ASCII_LINES, LINES
from lunar_tui.recall import Recall
from lunar_tui.screens.choose_branch import ChooseBranch
from lunar_tui.screens.compare import CompareScreen
from lunar_tui.screens.diff import DiffScreen
from lunar_tui.screens.questions import Questions
from lunar_tui.screens.working import WorkingScreen
from lunar_tui.sentences import printable
from lunar_tui.session import Observer
from lunar_tui.widgets.moon_map import MoonMap

NO_OTHER = "There is no branch of this game to compare it with: go to a moment and press b."


class Comparisons(Questions):
    """A replay whose moments can be compared, also with those of the game's branches."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "diff", "Diff", id="replay.diff"),
        Binding("c", "compare", "Compare", id="replay.compare"),
    ]

    def __init__(self, recall: Recall, moment: Moment, *, ascii_only: bool) -> None:
        """`moment` is shown first."""
        super().__init__(recall, moment, ascii_only=ascii_only)
        self._family = Family(recall)
        self._comparing = Comparing(self._show_changes)
        self._against: Against | None = None
        self._told = ""

    @property
    def hint(self) -> str:
        """What the map is compared with, or the note on this moment; empty without either."""
        return self._told or self.note_at(self.cursor.moment.position)

    def on_mount(self) -> None:
        """Be ready to compare."""
        self._compare_on()

    @work(group="compare")
    async def _compare_on(self) -> None:
        await self._comparing.run()

    def compare_anew(self, moment: Moment) -> None:
        """Mark on the map what differs now, if it is compared with anything."""
        if self._against:
            self._comparing.ask(partial(self._against.changes, moment))

    def _show_changes(self, changes: Changes) -> None:
        if self._against:
            tiles = tiles_of(changes)
            differ = "1 tile differs" if len(tiles) == 1 else f"{len(tiles):,} tiles differ"
            self._told = printable(f"{differ} from {self._against.name}")
            kinds = {location: change.kind for location, change in tiles.items()}
            self.query_one(MoonMap).highlights = kinds
            self.show_when()

    def _compare_with(self, against: Against | None) -> None:
        """Mark what differs from this, from now on; nothing any more for None."""
        self._against = against
        self._told = ""
        if against is None:
            self.query_one(MoonMap).highlights = {}
            self.show_when()
        else:
            self.compare_anew(self.cursor.moment)

    async def action_dismiss(self, result: None = None) -> None:
        """Compare the map with nothing any more; or else leave."""
        if self._against:
            self._compare_with(None)
        else:
            await super().action_dismiss(result)

    @work(group="ask")
    async def action_diff(self) -> None:
        """Show what differs between this moment and another; or no longer, on the map."""
        if self._against:
            self._compare_with(None)
            return
        asked = DiffScreen(
            self.recall,
            self.cursor.moment,
            self.bookmarks,
            self._family,
            self._read_game,
            ascii_only=self.ascii_only,
        )
        found = await self.app.push_screen_wait(asked)
        if isinstance(found, Against):
            self._compare_with(found)
        elif found is not None:
            self.query_one(MoonMap).jump_to(found)

    @work(group="ask")
    async def action_compare(self) -> None:
        """Show this game and another of its family side by side."""
        try:
            await self._compare_games()
        except LunarError as fault:
            self.tell(fault)

    async def _compare_games(self) -> None:
        left = self.recall
        leaves = await self._family.leaves(ASCII_LINES if self.ascii_only else LINES)
        others = [leaf.game.game_id for leaf in leaves if leaf.game.game_id != left.game_id]
        if not others:
            self.notify(NO_OTHER)
            return
        chosen: str | None = others[0]
        if len(others) > 1:
            chosen = await self.app.push_screen_wait(ChooseBranch(leaves, left.game_id))
        if chosen and (right := await self._read_game(chosen)):
            forked = forked_at(leaves, left.game_id, chosen)
            timeline = PairedTimeline(left.timeline, right.timeline, forked)
            pair = await timeline.at(timeline.run.together(self.cursor.moment.ordinal))
            self.app.push_screen(
                CompareScreen(
                    left, right, timeline, pair, self.location, ascii_only=self.ascii_only
                )
            )

    async def _read_game(self, game_id: str) -> Recall | None:
        """The run of a game of the family, up to now; a fault is told."""

        async def read(observe: Observer) -> Recall | None:
            return await self._family.recall(game_id, observe)

        title = "Reading the game's events"
        found = await self.app.push_screen_wait(
            WorkingScreen(title, read, ascii_only=self.ascii_only)
        )
        if isinstance(found, LunarError):
            self.tell(found)
            return None
        return found
