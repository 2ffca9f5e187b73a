"""Two games of a family side by side: one cursor in time, one on the ground, what differs below."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Footer, Static

from domain.blocks.moment import Moment
from domain.game.game_diff import diff, tiles_of
from lunar_tui.abreast import Pair, PairedRun, PairedTimeline
from lunar_tui.changes import SIDE_BY_SIDE, Changes, counts_of, told_counts
from lunar_tui.comparing import Comparing
from lunar_tui.look import DUST, ORANGE, SKY, WHITE
from lunar_tui.naming import place, told_site
from lunar_tui.outlook.seen import colony_at
from lunar_tui.recall import Recall
from lunar_tui.screens.colony_map import show_colony
from lunar_tui.screens.time_travel import TimeTravel
from lunar_tui.sentences import (
    printable,
)
from lunar_tui.widgets.change_list import ChangeList
from lunar_tui.widgets.replay_bar import ReplayBar, When
from lunar_tui.widgets.scrubber import Marker, Scrubber
from lunar_tui.widgets.twin_map import TwinMap

SIDES = ("left", "right")


class CompareScreen(TimeTravel[Pair]):
    """Both games are shown at the same tick; one that has ended before stays at its end."""

    CSS_PATH = "compare.tcss"
    AUTO_FOCUS = "#map-left"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Map or list", id="compare.next"),
    ]

    def __init__(
        self,
        left: Recall,
        right: Recall,
        timeline: PairedTimeline,
        pair: Pair,
        location: int,
        *,
        ascii_only: bool,
    ) -> None:
        """`pair` is shown first, with the cursor on the tile at `location`."""
        super().__init__(timeline, pair, ascii_only=ascii_only)
        self._pairs = timeline
        self._recalls = (left, right)
        self._location = location
        self._comparing = Comparing(self._show_changes)
        self._found: Changes = {}

    @property
    def run(self) -> PairedRun:
        """The common course of both games."""
        return self._pairs.run

    def compose(self) -> ComposeResult:
        """When it is above; the two moons under their names; the run, and what differs."""
        ascii_only = self.ascii_only
        left, right = self._recalls
        yield ReplayBar(f"{left.name} | {right.name}", ascii_only=ascii_only)
        with Horizontal(id="sides"):
            for side, recall in zip(SIDES, self._recalls, strict=True):
                with Vertical(id=side):
                    yield Static("", id=f"name-{side}", classes="name", markup=False)
                    yield TwinMap(recall.moon, ascii_only=ascii_only, id=f"map-{side}")
        with Vertical(id="run"):
            yield Scrubber(ascii_only=ascii_only)
            yield ChangeList(left.moon.width, SIDE_BY_SIDE, ascii_only=ascii_only)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Lock the maps, and look where one looked before."""
        left, right = self._maps
        left.twin, right.twin = right, left
        self.call_after_refresh(left.jump_to, self._location)
        self.show_run()
        self._compare_on()

    @property
    def _maps(self) -> Sequence[TwinMap]:
        return [self.query_one(f"#map-{side}", TwinMap) for side in SIDES]

    @work(group="compare")
    async def _compare_on(self) -> None:
        await self._comparing.run()

    async def show_grown(self) -> None:
        """Show that a run is longer."""
        self.show_run()

    def show_run(self) -> None:
        """Show what is marked along the run."""
        run = self.run
        markers = [Marker(each.kind, each.ordinal / max(1, run.count)) for each in run.markers]
        self.query_one(Scrubber).show(run.events_a_turn, markers)
        self.show_when()

    def show_moment(self, moment: Pair) -> None:
        """Show what was then in both games."""
        sides = zip(self._maps, self._recalls, (moment.left, moment.right), strict=True)
        for moon_map, recall, each in sides:
            moon_map.set_tiles(each.views["map"].rows.values())
            if recall.sky:
                tick, colony = self.run.turn(moment.ordinal), colony_at(each)
                show_colony(moon_map, None, recall.sky, each.views, colony, tick)
        self.query_one(Scrubber).share = moment.ordinal / max(1, self.run.count)
        self._comparing.ask(partial(diff, moment.left, moment.right))
        self.show_when()

    def show_when(self) -> None:
        """Show which moment it is, and how the playhead moves."""
        pair, run = self.cursor.moment, self.run
        when = When(
            position=pair.left.position,
            tick=run.turn(pair.ordinal),
            last_tick=run.turn(run.count),
            recorded_at=pair.left.recorded_at,
            live=self.cursor.following and pair.ordinal == run.count,
        )
        told = told_counts(counts_of(self._found), SIDE_BY_SIDE).plain.strip()
        self.query_one(ReplayBar).show(when, self.head, told)
        self._show_names()

    def _show_names(self) -> None:
        pair = self.cursor.moment
        for side, recall, moment in zip(SIDES, self._recalls, (pair.left, pair.right), strict=True):
            self.query_one(f"#name-{side}", Static).update(
                Content("\n").join([self._title_of(recall, moment), self._tile(recall, moment)])
            )

    def _title_of(self, recall: Recall, moment: Moment) -> Content:
        run, tick = recall.timeline.run, self.run.turn(self.cursor.moment.ordinal)
        stands = run.turn(run.count) < tick
        reached = f"stands at tick {run.turn(run.count)}" if stands else f"tick {tick}"
        return Content.assemble(
            (printable(recall.name), f"bold {WHITE}"),
            (f"  {reached}", ORANGE if stands else SKY),
            (f"  @ {moment.position:,}", DUST),
        )

    def _tile(self, recall: Recall, moment: Moment) -> Content:
        """What stands under the cursor."""
        width, location = recall.moon.width, self._maps[0].cursor
        tile = moment.views["map"].rows.get((recall.game_id, location))
        if tile is None:
            return Content.styled(f"{place(location, width)}: nothing", DUST)
        site = told_site(tile.site_id, tile.site_type, location, width)
        work = "ready" if tile.ready else f"{tile.progressed}/{tile.required} ticks"
        return Content.styled(printable(f"{site}: {work}"), WHITE)

    def _show_changes(self, changes: Changes) -> None:
        self._found = changes
        kinds = {location: change.kind for location, change in tiles_of(changes).items()}
        for moon_map in self._maps:
            moon_map.highlights = kinds
        self.query_one(ChangeList).show(changes)
        self.show_when()

    @on(TwinMap.CursorMoved)
    def _cursor_moved(self) -> None:
        self._show_names()

    @on(ChangeList.Chosen)
    def _chosen(self, event: ChangeList.Chosen) -> None:
        self._maps[0].jump_to(event.location)

    @on(Scrubber.Sought)
    def _sought(self, event: Scrubber.Sought) -> None:
        self.stop_at(round(event.share * self.run.count))
