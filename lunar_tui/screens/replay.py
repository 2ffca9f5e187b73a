"""The replay screen: any moment of a game, forwards or backwards, while the game itself goes on."""

from __future__ import annotations

from collections import Counter

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widgets import Footer

from domain.blocks.event_store import Where
from domain.blocks.moment import Moment
from lunar_tui.catalogue import load_catalogue
from lunar_tui.outlook.outlook import outlook
from lunar_tui.outlook.seen import colony_at, see
from lunar_tui.outlook.stocks import Trends
from lunar_tui.recall import Recall
from lunar_tui.screens.colony_map import show_colony
from lunar_tui.screens.comparisons import Comparisons
from lunar_tui.widgets.alerts_panel import AlertsPanel
from lunar_tui.widgets.colony_panel import ColonyPanel
from lunar_tui.widgets.event_list import EventList
from lunar_tui.widgets.event_trail import EventTrail
from lunar_tui.widgets.flows_panel import FlowsPanel
from lunar_tui.widgets.outlook_panel import OutlookPanel
from lunar_tui.widgets.overview import Overview
from lunar_tui.widgets.replay_bar import ReplayBar, When
from lunar_tui.widgets.replay_map import ReplayMap
from lunar_tui.widgets.scrubber import Marker, Scrubber
from lunar_tui.widgets.sites_panel import SitesPanel
from lunar_tui.widgets.stocks_panel import StocksPanel
from lunar_tui.widgets.tile_panel import TilePanel


class ReplayScreen(Comparisons):
    """One cursor in the log moves the map, the panels and the list of events together."""

    CSS_PATH = ["board.tcss", "replay.tcss"]  # noqa: RUF012 - Textual declares it on instances
    AUTO_FOCUS = "ReplayMap"

    def __init__(
        self,
        recall: Recall,
        moment: Moment,
        *,
        filmed: bool = False,
        asked: int | None = None,
        ascii_only: bool,
    ) -> None:
        """`moment` is shown first; `filmed`, the screen shows no keys.

        `asked` is a tile of which it is asked at once why it is as it is.
        """
        super().__init__(recall, moment, ascii_only=ascii_only)
        self._asked = asked
        self._filmed = filmed
        self._moon = recall.moon
        self._trends = Trends()
        self.set_class(colony_at(recall.end).rules is not None, "-colony")

    def compose(self) -> ComposeResult:
        """When it is above; the moon and the panels; the run and its events; the keys below."""
        recall, ascii_only = self.recall, self.ascii_only
        yield ReplayBar(recall.name, ascii_only=ascii_only)
        with Container(id="board"):
            yield ReplayMap(self._moon, ascii_only=ascii_only)
            with Vertical(id="panels"):
                chart = recall.sky.classes if recall.sky else ()
                yield Overview(self._moon, chart, ascii_only=ascii_only)
                yield TilePanel(self._moon, ascii_only=ascii_only)
                yield StocksPanel(ascii_only=ascii_only)
                yield AlertsPanel(ascii_only=ascii_only)
                yield SitesPanel(ascii_only=ascii_only)
                yield FlowsPanel()
                yield ColonyPanel(load_catalogue(), ascii_only=ascii_only)
            with Vertical(id="run"):
                yield Scrubber(ascii_only=ascii_only)
                where = Where(game=recall.game_id)
                yield EventTrail(recall.store, where, recall.narrator, ascii_only=ascii_only)
        if not self._filmed:
            yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Look at the latest building."""
        rows = self.cursor.moment.views["map"].rows.values()
        latest = max(rows, key=lambda row: row.site_id, default=None)
        middle = self._moon.width * (self._moon.height // 2) + self._moon.width // 2
        moon_map = self.query_one(ReplayMap)
        moon_map.cursor = latest.location if latest else middle
        if self._asked is not None:
            moon_map.cursor = self._asked
            self.action_why()
        self.call_after_refresh(moon_map.jump_to, moon_map.cursor)
        if unknown := sum(self.recall.timeline.unknown.values()):
            told = f"{unknown:,} events of unknown types are left out: a newer program wrote them."
            self.notify(told, title="Not all is shown", severity="warning", timeout=30)

    @property
    def location(self) -> int:
        """The tile under the map's cursor."""
        return self.query_one(ReplayMap).cursor

    def show_tile(self, location: int) -> None:
        """Bring a tile into sight, under the cursor."""
        self.query_one(ReplayMap).jump_to(location)

    async def show_grown(self) -> None:
        """Show that the run is longer."""
        await self.query_one(EventTrail).follow()
        self.show_run()

    def show_moment(self, moment: Moment) -> None:
        """Show what was at this moment, everywhere at once."""
        views = moment.views
        tiles = views["map"].rows.values()
        self.query_one(ReplayMap).set_tiles(tiles)
        self.query_one(Overview).set_tiles(tiles)
        self.query_one(SitesPanel).show(list(views["sites"].rows.values()), "")
        self.query_one(ColonyPanel).show(views["buildings"].rows.values())
        seen = see(views, self.recall.game_id, colony_at(moment).rules)
        for panel in self.query(OutlookPanel):
            panel.show(outlook(seen, self._trends) if seen else None)
        flows = Counter(name for name, _ in moment.state.managers)
        names = [manager.name for manager in moment.state.router.process_managers]
        self.query_one(FlowsPanel).show({name: flows[name] for name in names})
        self.query_one(Scrubber).share = moment.ordinal / max(1, self.run.count)
        self.query_one(EventTrail).point(moment.ordinal)
        self._show_tile()
        self.compare_anew(moment)
        self.show_when()

    def show_when(self) -> None:
        """Show which moment it is, and how the playhead moves."""
        moment, run = self.cursor.moment, self.run
        when = When(
            position=moment.position,
            tick=run.turn(moment.ordinal),
            last_tick=run.turn(run.count),
            recorded_at=moment.recorded_at,
            live=self.cursor.following and moment.ordinal == run.count,
        )
        self.query_one(ReplayBar).show(when, self.head, self.hint)

    def show_run(self) -> None:
        """Show what is marked along the run."""
        run = self.run
        markers = [Marker(each.kind, each.ordinal / run.count) for each in run.markers]
        notes = [Marker("note", place / run.count) for place in self.noted]
        self.query_one(Scrubber).show(run.events_a_turn, [*markers, *notes])
        self.show_when()

    def _show_tile(self) -> None:
        panel = self.query_one(TilePanel)
        panel.location = self.query_one(ReplayMap).cursor
        views = self.cursor.moment.views
        panel.tile = views["map"].rows.get((self.recall.game_id, panel.location))
        if sky := self.recall.sky:
            moment = self.cursor.moment
            tick, colony = self.run.turn(moment.ordinal), colony_at(moment)
            show_colony(self.query_one(ReplayMap), panel, sky, moment.views, colony, tick)

    @on(Scrubber.Sought)
    def _sought(self, event: Scrubber.Sought) -> None:
        self.stop_at(round(event.share * self.run.count))

    @on(EventTrail.Pointed)
    def _pointed(self, event: EventTrail.Pointed) -> None:
        self.stop_at(event.ordinal)

    @on(EventTrail.Failed)
    def _failed(self, event: EventTrail.Failed) -> None:
        self.tell(event.fault)

    @on(EventList.Chosen)
    def _event_chosen(self, event: EventList.Chosen) -> None:
        if event.event:
            self.open_event(event.event)

    @on(ReplayMap.CursorMoved)
    def _cursor_moved(self) -> None:
        self._show_tile()

    @on(ReplayMap.ViewMoved)
    def _view_moved(self, event: ReplayMap.ViewMoved) -> None:
        self.query_one(Overview).view = event.view

    @on(Overview.Jumped)
    @on(SitesPanel.SiteClicked)
    @on(AlertsPanel.AlertClicked)
    def _place_clicked(
        self, event: Overview.Jumped | SitesPanel.SiteClicked | AlertsPanel.AlertClicked
    ) -> None:
        self.show_tile(event.location)
