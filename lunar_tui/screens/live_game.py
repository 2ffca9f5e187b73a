"""A game that is open, live: the moon, what the base has, and the log, as they change."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.screen import Screen

from domain.blocks.decider import Rejected
from domain.blocks.errors import LunarError
from domain.blocks.event_store import RecordedEvent
from domain.blocks.messages import Command, Event
from domain.game.colony_events import MeteorStruck
from domain.game.model import EVENT_TYPES
from lunar_tui.badges import badges
from lunar_tui.catalogue import load_catalogue
from lunar_tui.clock_lease import ClockLease
from lunar_tui.game_clock import ClockState, GameClock
from lunar_tui.keys import key_of
from lunar_tui.log_follower import LogFollower
from lunar_tui.lookout import Lookout
from lunar_tui.outlook.outlook import Outlook, outlook
from lunar_tui.outlook.sites import told_sites
from lunar_tui.outlook.stocks import Trends
from lunar_tui.play_options import PlayOptions
from lunar_tui.presence import Presence
from lunar_tui.screens.beside import Beside
from lunar_tui.screens.colony_map import show_colony
from lunar_tui.screens.event import EventScreen
from lunar_tui.sentences import Narrator
from lunar_tui.session import GameSession
from lunar_tui.tiles_changed import locations_changed
from lunar_tui.tutorial.alarms import alarm
from lunar_tui.tutorial.sight import Sight, sight_of
from lunar_tui.ways import Ways
from lunar_tui.widgets.alerts_panel import AlertsPanel
from lunar_tui.widgets.colony_panel import ColonyPanel
from lunar_tui.widgets.game_footer import GameFooter
from lunar_tui.widgets.guide import Guide
from lunar_tui.widgets.log_pane import LogPane
from lunar_tui.widgets.moon_map import MoonMap
from lunar_tui.widgets.order_line import OrderLine
from lunar_tui.widgets.outlook_bar import OutlookBar
from lunar_tui.widgets.outlook_panel import OutlookPanel
from lunar_tui.widgets.overview import Overview
from lunar_tui.widgets.power_panel import PowerPanel
from lunar_tui.widgets.presence_panel import PresencePanel, company
from lunar_tui.widgets.sites_panel import SitesPanel
from lunar_tui.widgets.status_bar import StatusBar
from lunar_tui.widgets.stocks_panel import StocksPanel
from lunar_tui.widgets.tile_panel import TilePanel
from lunar_tui.widgets.trouble_banner import TroubleBanner

PANELS_PER_SECOND = 10


class LiveGame(Screen[None]):
    """Shows one game as it goes on, and keeps its clock; what a player does is for `GameScreen`."""

    CSS_PATH = ["board.tcss", "game.tcss"]  # noqa: RUF012 - Textual declares it on instances
    AUTO_FOCUS = "MoonMap"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it on instances
        (0, "-narrow"),
        (100, "-normal"),
        (160, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-tiny"),
        (24, "-short"),
        (30, "-medium"),
        (36, "-roomy"),
        (48, "-tall"),
    ]

    def __init__(
        self,
        session: GameSession,
        lease: ClockLease,
        options: PlayOptions,
    ) -> None:
        """A game that was played before waits until the player goes on; one watched, for others."""
        super().__init__()
        self._options = options
        self._ways = Ways(self._show_tile, self._show_moment)
        self._session = session
        self._presence = Presence(lease, session.player, watching=options.watching)
        self._ascii = options.ascii_only
        self._catalogue = load_catalogue()
        self._moon = session.moon
        self._stale = True
        self.outlook: Outlook | None = None
        self._trends = Trends()
        self.set_class(session.colony.rules is not None, "-colony")
        self._follower = LogFollower(session, self._trouble_changed)
        self._clock = GameClock(
            session, lease, self._follower, options.speed, self._is_here, self._tell
        )
        self._clock.paused = options.watching or session.was_played
        self._clock_shown: ClockState | None = None
        self._lookout = Lookout(session.moon.width)

    def hint(self) -> str:
        """What the line at the top says beside the game; empty for nothing."""
        return ""

    def compose(self) -> ComposeResult:
        """Status above; the moon, panels beside it and the log under it; the keys below."""
        yield StatusBar(ascii_only=self._ascii)
        yield OutlookBar()
        yield TroubleBanner()
        yield Guide(ascii_only=self._ascii)
        with Container(id="board"):
            yield MoonMap(self._moon, ascii_only=self._ascii)
            with Vertical(id="panels"):
                chart = self._session.sky.classes if self._session.sky else ()
                yield Overview(self._moon, chart, ascii_only=self._ascii)
                yield TilePanel(self._moon, ascii_only=self._ascii)
                yield StocksPanel(ascii_only=self._ascii)
                yield PowerPanel(ascii_only=self._ascii)
                yield AlertsPanel(ascii_only=self._ascii)
                yield SitesPanel(ascii_only=self._ascii)
                yield PresencePanel()
                yield ColonyPanel(self._catalogue, ascii_only=self._ascii)
            yield LogPane(
                self._session.store,
                Narrator(EVENT_TYPES, self._moon.width),
                self._session.where,
                wanted=self._options.log_filter,
                ways=self._ways,
                ascii_only=self._ascii,
            )
        yield OrderLine()
        yield GameFooter(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Show the base as the views have it, and start the clock."""
        moon_map = self.query_one(MoonMap)
        rows = list(self._session.views["map"].rows.values())
        moon_map.set_tiles(rows)
        self.query_one(Overview).set_tiles(rows)
        middle = self._moon.width * (self._moon.height // 2) + self._moon.width // 2
        moon_map.cursor = rows[-1].location if rows else middle
        self._show_panels()
        self.call_after_refresh(moon_map.jump_to, moon_map.cursor)
        self._session.listen(self._committed)
        self.set_interval(1 / PANELS_PER_SECOND, self._show_panels)
        self._keep_time()
        self._keep_lease()
        self._keep_presence()
        self._follow_log()

    @work(group="clock")
    async def _keep_time(self) -> None:
        await self._clock.run()

    @work(group="lease")
    async def _keep_lease(self) -> None:
        await self._clock.keep_lease()

    @work(group="presence")
    async def _keep_presence(self) -> None:
        await self._presence.keep(self._company_changed)

    def _company_changed(self) -> None:
        self._stale = True

    def _is_here(self) -> bool:
        """Whether the player looks at the game, or at something that lets it go on."""
        stack = self.app.screen_stack
        above = stack[stack.index(self) + 1 :] if self in stack else ()
        return not above or isinstance(above[0], Beside)

    def on_screen_suspend(self) -> None:
        """Who looks at something else has seen what needs them: time runs on no longer."""
        self._clock.runs_on = False

    async def _try(self, command: Command) -> object | None:
        """Dispatch; a refusal or a fault is told in words. None after a fault.

        While the log is known not to answer, nothing is tried: what would be done at its return, at
        a moment that nobody can foresee, may no longer be wanted then.
        """
        if self._follower.trouble:
            self.notify(
                "Nothing was done, because the log does not answer: try again when it is back.",
                title="Not now",
                severity="warning",
                markup=False,
            )
            return None
        try:
            answer = await self._session.dispatch(command)
        except LunarError as fault:
            self._tell(fault)
            return None
        if isinstance(answer, Rejected) and answer.code != "wrong-tick":
            self._tell(answer)
        return answer

    def _tell(self, why: Rejected | LunarError) -> None:
        if isinstance(why, Rejected):
            self.notify(why.sentence, title="Refused", severity="warning", markup=False)
        else:
            self.notify(str(why), title="It could not be done", severity="error", markup=False)

    @work(group="log")
    async def _follow_log(self) -> None:
        await self._follower.run()

    def _trouble_changed(self) -> None:
        if self.display:
            self.query_one(TroubleBanner).show(self._follower.trouble)

    def _committed(self, recorded: Sequence[RecordedEvent], events: Sequence[Event]) -> None:
        if not (self.display and self.app.is_running and self.is_attached):
            return  # it is being taken down, and its widgets go first
        moon_map, overview = self.query_one(MoonMap), self.query_one(Overview)
        for event in events:
            if isinstance(event, MeteorStruck):
                moon_map.flash(event.location)
        for location in locations_changed(events):
            tile = self._session.tile(location)
            for widget in (moon_map, overview):
                if tile is None:
                    widget.remove_tile(location)
                else:
                    widget.update_tile(tile)
        self.query_one(LogPane).committed(recorded)
        self._stale = True
        self._heed(events)

    def sight(self) -> Sight | None:
        """All that is seen of the colony now; None in the sandbox."""
        session = self._session
        return sight_of(session.views.all, session.game_id, session.sky)

    def _heed(self, events: Sequence[Event]) -> None:
        """Stop the clock for what is deadly, or for what it ran on to, and say why."""
        if self._session.game.stopped:
            return
        clock = self._clock.state
        runs_on = clock is ClockState.RUNS_ON
        if not runs_on and not (self._options.auto_pause and clock is ClockState.RUNS):
            return
        sight = self.sight()
        if runs_on:
            why = self._lookout.told(events, sight, self._look(sight))
        else:
            why = alarm(events, sight) if sight else ""
        if why:
            self._clock.pause()
            self.app.clear_notifications()  # those of earlier alarms would cover the panels
            pause, run_on = key_of(self, "game.pause"), key_of(self, "game.run_on")
            text = f"{why} {pause} goes on, {run_on} runs on."
            self.notify(text, title="Paused", severity="warning", timeout=20, markup=False)

    def _look(self, sight: Sight | None) -> Outlook | None:
        """The outlook of the colony now; None in the sandbox."""
        return outlook(sight, self._trends) if sight else None

    def _show_panels(self) -> None:
        clock = self._clock.state
        if not self._stale and clock is self._clock_shown:
            return
        self._stale, self._clock_shown = False, clock
        session = self._session
        self._show_players()
        sight = self.sight()
        self._show_outlook(sight)
        self.query_one(Guide).show(sight, self, paused=self._clock.paused)
        self.query_one(SitesPanel).show(session.sites, key_of(self, "game.build"))
        self.query_one(ColonyPanel).show(session.views["buildings"].rows.values())
        moon_map, tile_panel = self.query_one(MoonMap), self.query_one(TilePanel)
        tile_panel.location = moon_map.cursor
        tile_panel.tile = session.tile(tile_panel.location)
        if session.sky:
            views, tick = session.views, session.game.tick
            show_colony(moon_map, tile_panel, session.sky, views, session.colony, tick)
        self.query_one(StatusBar).show(
            session.game,
            speed=self._clock.speed,
            clock=clock,
            player=", ".join(filter(None, (session.player, company(self._presence.here)))),
            sites=told_sites(sight) if sight else "",
            pause_key=key_of(self, "game.pause"),
            hint=self.hint(),
        )

    def _show_outlook(self, sight: Sight | None) -> None:
        """What a colony has, and what will kill it next."""
        self.outlook = self._look(sight)
        if self.outlook is None:
            return
        for panel in self.query(OutlookPanel):
            panel.show(self.outlook)
        self.query_one(AlertsPanel).point(self.query_one(MoonMap).cursor)
        keys = key_of(self, "game.next_alert"), key_of(self, "game.outlook")
        self.query_one(OutlookBar).show(self.outlook, *keys)

    def _show_players(self) -> None:
        """Who is here, and whose everything is, once there is more than one."""
        session, here = self._session, self._presence.here
        builders = session.builders
        starter = [session.game.player_id] if session.game.player_id else []
        known = badges([*starter, *builders, *(each.player for each in here)], session.player)
        owners = known if len(builders) > 1 else {}
        self.query_one(MoonMap).owners = owners
        self.query_one(TilePanel).owners = owners
        self.query_one(SitesPanel).owners = owners
        self.query_one(PresencePanel).show(here, known)
        self.set_class(bool(company(here)), "-together")

    @on(MoonMap.CursorMoved)
    def _cursor_moved(self) -> None:
        self._stale = True
        self._show_panels()

    @on(MoonMap.ViewMoved)
    def _view_moved(self, event: MoonMap.ViewMoved) -> None:
        self.query_one(Overview).view = event.view

    @on(SitesPanel.SiteClicked)
    def _site_clicked(self, event: SitesPanel.SiteClicked) -> None:
        self.query_one(MoonMap).jump_to(event.location)

    @on(AlertsPanel.AlertClicked)
    @on(Overview.Jumped)
    def _place_clicked(self, event: AlertsPanel.AlertClicked | Overview.Jumped) -> None:
        self.query_one(MoonMap).jump_to(event.location)

    @on(LogPane.EventChosen)
    def _event_chosen(self, event: LogPane.EventChosen) -> None:
        narrator = self.query_one(LogPane).narrator
        self.app.push_screen(
            EventScreen(
                event.event,
                self._session.store,
                narrator,
                ways=self._ways,
                ascii_only=self._ascii,
            )
        )

    def _show_tile(self, location: int) -> None:
        moon_map = self.query_one(MoonMap)
        moon_map.jump_to(location)
        moon_map.focus()

    @work(group="moment")
    async def _show_moment(self, event: RecordedEvent) -> None:
        await self.run_action(f"app.replay({event.game!r}, {event.position})")
