"""The game screen: the moon, what the base has, and the log, live."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar
from uuid import uuid4

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.screen import Screen
from textual.widgets import Footer

from domain.blocks.decider import Rejected
from domain.blocks.errors import LunarError
from domain.blocks.event_store import RecordedEvent
from domain.blocks.messages import Command, Event
from domain.game.commands import SpawnSite, StopGame
from domain.game.events import BuildingSpawned, ConstructionProgressed, SiteSpawned
from domain.game.model import EVENT_TYPES
from domain.game.site_types import BY_ID, SITE_TYPES, site_name
from lunar_tui.badges import badges
from lunar_tui.catalogue import load_catalogue
from lunar_tui.clock_lease import ClockLease
from lunar_tui.game_clock import ClockState, GameClock
from lunar_tui.kept_views import KeptViews
from lunar_tui.keys import key_of
from lunar_tui.log_filter import LogFilter
from lunar_tui.log_follower import LogFollower
from lunar_tui.presence import Presence
from lunar_tui.screens.beside import Beside
from lunar_tui.screens.build_list import BuildList
from lunar_tui.screens.dialogs import Confirm
from lunar_tui.screens.event import EventScreen
from lunar_tui.screens.menu import GameMenu
from lunar_tui.screens.prove import ProveScreen
from lunar_tui.screens.replay import ReplayScreen
from lunar_tui.screens.views import ViewsScreen
from lunar_tui.sentences import Narrator
from lunar_tui.session import GameSession
from lunar_tui.ways import Ways
from lunar_tui.widgets.colony_panel import ColonyPanel
from lunar_tui.widgets.log_pane import NO_FILTER, LogPane
from lunar_tui.widgets.moon_map import MoonMap
from lunar_tui.widgets.overview import Overview
from lunar_tui.widgets.presence_panel import PresencePanel, company
from lunar_tui.widgets.sites_panel import SitesPanel
from lunar_tui.widgets.status_bar import StatusBar
from lunar_tui.widgets.tile_panel import TilePanel
from lunar_tui.widgets.trouble_banner import TroubleBanner

SPEED = Binding.Group("Speed", compact=True)

PANELS_PER_SECOND = 10

ACTIONS_THAT_CHANGE = frozenset({"build", "pause", "step", "faster", "slower"})


class GameScreen(Screen[None]):
    """One game, being played."""

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
        (48, "-tall"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "menu", "Menu", id="game.menu"),
        Binding("question_mark", "app.help", "Help", key_display="?", id="game.help"),
        Binding("b", "build", "Build", id="game.build"),
        Binding("space", "pause", "Pause", id="game.pause"),
        Binding("full_stop", "step", "Tick", key_display=".", id="game.step"),
        Binding(
            "plus,equals_sign", "faster", "Faster", key_display="+", id="game.faster", group=SPEED
        ),
        Binding("minus", "slower", "Slower", key_display="-", id="game.slower", group=SPEED),
        Binding("tab", "next_site(1)", "Site", id="game.next_site", priority=True),
        Binding("shift+tab", "next_site(-1)", "Previous site", show=False, id="game.previous_site"),
        Binding("L", "log", "Log", key_display="L", id="game.log"),
    ]

    def __init__(
        self,
        session: GameSession,
        lease: ClockLease,
        *,
        speed: float = 1.0,
        watching: bool = False,
        kept: KeptViews | None = None,
        log_filter: LogFilter = NO_FILTER,
        ascii_only: bool,
    ) -> None:
        """A game that was played before waits until the player goes on; one watched, for others."""
        super().__init__()
        self._log_filter = log_filter
        self._ways = Ways(self._show_tile, self._show_moment)
        self._session = session
        self._presence = Presence(lease, session.player, watching=watching)
        self._kept = kept
        self._ascii = ascii_only
        self._catalogue = load_catalogue()
        self._moon = session.moon
        self._watching = watching
        self._placing: int | None = None
        self._stale = True
        self._follower = LogFollower(session, self._trouble_changed)
        self._clock = GameClock(session, lease, self._follower, speed, self._is_here, self._tell)
        self._clock.paused = watching or session.was_played
        self._clock_shown: ClockState | None = None

    def compose(self) -> ComposeResult:
        """Status above; the moon, panels beside it and the log under it; the keys below."""
        yield StatusBar(ascii_only=self._ascii)
        yield TroubleBanner()
        with Container(id="board"):
            yield MoonMap(self._moon, ascii_only=self._ascii)
            with Vertical(id="panels"):
                yield Overview(self._moon, ascii_only=self._ascii)
                yield TilePanel(self._moon, ascii_only=self._ascii)
                yield SitesPanel(ascii_only=self._ascii)
                yield PresencePanel()
                yield ColonyPanel(self._catalogue, ascii_only=self._ascii)
            yield LogPane(
                self._session.store,
                Narrator(EVENT_TYPES, self._moon.width),
                self._session.where,
                wanted=self._log_filter,
                ways=self._ways,
                ascii_only=self._ascii,
            )
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Show the base as the views have it, and start the clock."""
        moon_map = self.query_one(MoonMap)
        rows = self._session.views["map"].rows.values()
        moon_map.set_tiles(rows)
        self.query_one(Overview).set_tiles(rows)
        middle = self._moon.width * (self._moon.height // 2) + self._moon.width // 2
        latest = max(rows, key=lambda row: row.site_id, default=None)
        moon_map.cursor = latest.location if latest else middle
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
            if isinstance(event, SiteSpawned | ConstructionProgressed | BuildingSpawned):
                tile = self._session.tile(event.location)
                if tile is not None:
                    moon_map.update_tile(tile)
                    if not isinstance(event, ConstructionProgressed):
                        overview.update_tile(tile)
        self.query_one(LogPane).committed(recorded)
        self._stale = True

    def _show_panels(self) -> None:
        clock = self._clock.state
        if not self._stale and clock is self._clock_shown:
            return
        self._stale, self._clock_shown = False, clock
        session = self._session
        self._show_players()
        self.query_one(SitesPanel).show(session.sites, key_of(self, "game.build"))
        self.query_one(ColonyPanel).show(session.views["buildings"].rows.values())
        tile_panel = self.query_one(TilePanel)
        tile_panel.location = self.query_one(MoonMap).cursor
        tile_panel.tile = session.tile(tile_panel.location)
        self.query_one(StatusBar).show(
            session.game,
            speed=self._clock.speed,
            clock=clock,
            player=", ".join(filter(None, (session.player, company(self._presence.here)))),
            pause_key=key_of(self, "game.pause"),
            hint=self._hint(tile_panel.location),
        )

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Who only watches does nothing that changes the game."""
        if self._watching and action in ACTIONS_THAT_CHANGE:
            return False
        return super().check_action(action, parameters)

    def _hint(self, location: int) -> str:
        if self._watching:
            return "watching"
        if self._placing is None:
            return ""
        name = site_name(self._placing)
        if self._session.tile(location) is not None:
            y, x = divmod(location, self._moon.width)
            return f"Placing {name}: {x},{y} is taken, choose a free tile"
        choose, stop = key_of(self, "map.choose"), key_of(self, "game.menu")
        return f"Placing {name}: {choose} on a free tile, {stop} to stop"

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

    @on(Overview.Jumped)
    def _overview_clicked(self, event: Overview.Jumped) -> None:
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

    @on(MoonMap.TileChosen)
    def _tile_chosen(self, event: MoonMap.TileChosen) -> None:
        if self._watching:
            return
        if self._placing is not None:
            self._place(event.location)
        elif self._session.tile(event.location) is None:
            self.action_build()

    @work(group="placing")
    async def _place(self, location: int) -> None:
        kind = self._placing
        if kind is None:
            return
        game = self._session.game
        answer = await self._try(
            SpawnSite(
                game_id=game.game_id,
                site_id=str(uuid4()),
                site_type=kind,
                location=location,
                player_id=self._session.player,
                completion_ticks=BY_ID[kind].ticks,
                tick=game.tick,
            )
        )
        if answer is not None and not isinstance(answer, Rejected):
            self._stop_placing()

    def _stop_placing(self) -> None:
        self._placing = None
        self.query_one(MoonMap).ghost = None
        self._stale = True

    @work(group="build")
    async def action_build(self) -> None:
        """Choose what to build; then its ghost follows the cursor."""
        known = () if self._session.game.stopped else tuple(kind.id for kind in SITE_TYPES)
        chosen = await self.app.push_screen_wait(
            BuildList(self._catalogue, known, self._placing, ascii_only=self._ascii)
        )
        if chosen is not None:
            self._placing = chosen
            moon_map = self.query_one(MoonMap)
            moon_map.ghost = chosen
            moon_map.focus()
            self._stale = True

    def action_pause(self) -> None:
        """Stop the clock, or let it go on."""
        self._clock.paused = not self._clock.paused
        self._stale = True

    @work(exclusive=True, group="step")
    async def action_step(self) -> None:
        """Let one tick pass."""
        await self._try(self._session.next_tick)

    def action_faster(self) -> None:
        """The next speed up."""
        self._clock.faster()
        self._stale = True

    def action_slower(self) -> None:
        """The next speed down."""
        self._clock.slower()
        self._stale = True

    def action_next_site(self, step: int) -> None:
        """Move the cursor to the next site under construction, or the one before."""
        moon_map = self.query_one(MoonMap)
        locations = sorted(site.location for site in self._session.sites)
        if not locations:
            self.notify(
                f"Nothing is under construction. Press {key_of(self, 'game.build')} to build."
            )
        elif step > 0:
            later = (place for place in locations if place > moon_map.cursor)
            moon_map.jump_to(next(later, locations[0]))
        else:
            earlier = [place for place in locations if place < moon_map.cursor]
            moon_map.jump_to(earlier[-1] if earlier else locations[-1])

    def action_log(self) -> None:
        """Go to the log, or back to the moon."""
        pane = self.query_one(LogPane)
        if pane.has_focus_within:
            self.query_one(MoonMap).focus()
        else:
            pane.focus_list()

    @work(group="menu")
    async def action_menu(self) -> None:
        """End placing; or open the menu."""
        if self._placing is not None:
            self._stop_placing()
            return
        name = self._session.game.name
        stack = self.app.screen_stack
        over_replay = isinstance(stack[stack.index(self) - 1], ReplayScreen)
        match await self.app.push_screen_wait(GameMenu(name, over_replay=over_replay)):
            case "resume":
                pass
            case "back":
                self.dismiss()
            case "replay":
                await self.run_action(f"app.replay({self._session.game_id!r})")
            case "views":
                self.app.push_screen(
                    ViewsScreen(self._session, name, kept=self._kept, ascii_only=self._ascii)
                )
            case "prove":
                self.app.push_screen(
                    ProveScreen(self._session, name, kept=self._kept, ascii_only=self._ascii)
                )
            case "end" if self._watching:
                self.notify("You are only watching: `lunar` without --watch plays.", markup=False)
            case "end":
                await self._end()
            case choice:
                await self.run_action(f"app.{choice}")

    async def _end(self) -> None:
        sure = Confirm(
            "End the game?",
            "Nothing more will happen in it. You can still look at it, and its log stays.",
            "End it",
            "Play on",
        )
        if await self.app.push_screen_wait(sure):
            await self._try(StopGame(self._session.game_id, player_id=self._session.player))
