"""The program in the terminal: it opens the store and leads from screen to screen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from secrets import randbelow
from typing import ClassVar, NamedTuple, TypeVar

from msgspec import structs
from textual import on, work
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.geometry import Size
from textual.screen import Screen
from textual.worker import Worker, WorkerError

from domain.blocks.application import Application
from domain.blocks.errors import LunarError
from domain.blocks.event_store import Where
from domain.blocks.ports import Clock
from domain.game.model import ROUTER
from lunar_tui.capacity import Capacity, read_capacity
from lunar_tui.clock_lease import ClockLease
from lunar_tui.fault_guard import FaultGuard
from lunar_tui.game_result import GameResult, read_result
from lunar_tui.games_index import GamesIndex
from lunar_tui.kept_views import KeptViews, keep_views
from lunar_tui.keys import ASCII_KEYS, all_bindings
from lunar_tui.last_game import last_game
from lunar_tui.missions_index import MissionsIndex
from lunar_tui.new_games import SHORT_SEEDS
from lunar_tui.places import AtPosition, Place, moment_of
from lunar_tui.play_options import PlayOptions
from lunar_tui.recall import Recall, recall
from lunar_tui.screens.browse import BrowseScreen
from lunar_tui.screens.capacity import CapacityScreen
from lunar_tui.screens.dialogs import Confirm, Fault
from lunar_tui.screens.game import GameScreen
from lunar_tui.screens.help import HelpScreen
from lunar_tui.screens.load import LoadScreen
from lunar_tui.screens.new_game import NewGameScreen
from lunar_tui.screens.projections import ProjectionsScreen
from lunar_tui.screens.prove import ProveScreen
from lunar_tui.screens.replay import ReplayScreen
from lunar_tui.screens.result import ResultScreen
from lunar_tui.screens.scores import ScoresScreen
from lunar_tui.screens.settings import SettingsScreen
from lunar_tui.screens.stream import StreamScreen
from lunar_tui.screens.title import NEED_A_STORE, TitleScreen
from lunar_tui.screens.too_small import TooSmall, is_too_small
from lunar_tui.screens.views import ViewsScreen
from lunar_tui.screens.working import WorkingScreen
from lunar_tui.services import Services
from lunar_tui.session import GameSession, NewerGame, Observer, in_thread
from lunar_tui.settings import Settings, save_settings
from lunar_tui.theme import LUNAR
from lunar_tui.widgets.log_pane import LogPane
from lunar_tui.workshop import run_kept
from persistence.clock import SystemClock
from persistence.ids import OrderedIds
from persistence.open_store import open_store
from persistence.store import Store

T = TypeVar("T")

WIDTHS = [(0, "-narrow"), (78, "-normal"), (150, "-wide")]
HEIGHTS = [(0, "-short"), (30, "-medium"), (48, "-tall")]
"""Sizes of the terminal from which on the screens have these style classes."""


class Opening(NamedTuple):
    """What is opened at once: a game, to play or to watch, or its replay at a place.

    Without a `game_id` the replay is of the game that was played last. A `player` plays instead of
    the one in the settings, which stays there. `browse` is a stream for the browser to open, empty
    for the list of all.
    """

    game_id: str | None = None
    player: str | None = None
    watching: bool = False
    replay_at: Place | None = None
    browse: str | None = None


NOTHING = Opening()


class LunarApp(FaultGuard):
    """Lunar Frontiers."""

    TITLE = "Lunar Frontiers"
    CSS_PATH = "app.tcss"
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = WIDTHS
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="app.quit"),
        Binding(
            "ctrl+p", "command_palette", "Palette", show=False, priority=True, id="app.palette"
        ),
        Binding("f1", "help", "Help", show=False, id="app.help"),
    ]

    def __init__(
        self,
        settings: Settings,
        store_url: str,
        clock: Clock | None = None,
        *,
        views_url: str = "memory",
        opening: Opening = NOTHING,
    ) -> None:
        """`opening` says what is shown at once, beside the title."""
        super().__init__()
        self._opening = opening
        self._player = opening.player
        self._watching = opening.watching
        self._kept = KeptViews(views_url, store_url) if views_url != "memory" else None
        self._clock = clock or SystemClock()
        self._settings = settings
        self._store_url = store_url
        self._services: Services | None = None
        self._following: Worker[None] | None = None
        self._opened = asyncio.Event()
        self._title = TitleScreen(None, ascii_only=settings.ascii)

    async def on_mount(self) -> None:
        """Show the title at once, and open the store behind it."""
        self.register_theme(LUNAR)
        self._apply(self._settings)
        await self.push_screen(self._title)
        self._check_size(self.size)
        self._check_keys()
        self.call_after_refresh(self._open_store)

    def _check_keys(self) -> None:
        unknown = sorted(self._settings.keys.keys() - all_bindings().keys())
        if unknown:
            told = f"The settings give keys to what is not there: {', '.join(unknown)}."
            self.notify(told, title="Unknown keys", severity="warning", markup=False)

    def get_key_display(self, binding: Binding) -> str:
        """A key's name in the footer and in sentences."""
        name = super().get_key_display(binding)
        return name.translate(ASCII_KEYS) if self._settings.ascii else name

    def _apply(self, settings: Settings) -> None:
        self._settings = settings
        self.theme = settings.theme if settings.theme in self.available_themes else LUNAR.name
        self.set_class(settings.ascii, "-ascii")
        self.set_keymap(settings.keys)
        if self._services:
            self._services = replace(self._services, settings=self.settings_in_use)
            self._title.serve(self._services)

    @property
    def settings_in_use(self) -> Settings:
        """The settings as they hold for this run."""
        return structs.replace(self._settings, player=self._player or self._settings.player)

    @work(group="store")
    async def _open_store(self) -> None:
        while self._services is None:
            try:
                store = await open_store(self._store_url)
            except LunarError as fault:
                again = Fault("The log cannot be opened", str(fault), "Try again", "Quit")
                if not await self.push_screen_wait(again):
                    self.exit(return_code=1)
                    return
            else:
                application = Application(ROUTER, store, OrderedIds(), self._clock)
                self._services = Services(
                    store,
                    application,
                    GamesIndex(store),
                    MissionsIndex(store),
                    self._clock,
                    self.settings_in_use,
                )
                self._opened.set()
                self._following = self._follow_projections(store)
                if self._kept:
                    self._keep_views(self._kept, store)
                self._title.serve(self._services)
                await self._show_first(self._services)

    async def _show_first(self, services: Services) -> None:
        game_id, at = self._opening.game_id, self._opening.replay_at
        if at is not None:
            last = await last_game(services.store)
            if game := game_id or (last and last.game_id):
                await self._replay(services, game, at)
        elif self._opening.browse is not None:
            self.action_browse(self._opening.browse)
        elif game_id:
            await self._play(services, game_id, services.settings.player)

    @work(group="views")
    async def _keep_views(self, kept: KeptViews, store: Store) -> None:
        def tell(fault: str) -> None:
            self.notify(fault, title="A kept view", severity="warning", markup=False)

        try:
            await keep_views(kept, store, tell)
        except LunarError as fault:
            tell(str(fault))

    @work(group="projections")
    async def _follow_projections(self, store: Store) -> None:
        await run_kept(store, self._clock)

    async def on_unmount(self) -> None:
        """End what follows the store, and let go of it."""
        if self._following:
            self._following.cancel()
            with suppress(WorkerError):
                await self._following.wait()
        if self._services:
            await self._services.store.close()

    @on(TitleScreen.Chosen)
    @work(group="title")
    async def _chosen(self, event: TitleScreen.Chosen) -> None:
        if event.entry not in NEED_A_STORE:
            await self.run_action(event.entry)
            return
        services = await self._open_services()
        match event.entry:
            case "continue":
                await self._continue(services)
            case "new_game":
                screen = NewGameScreen(services, number=randbelow(SHORT_SEEDS))
                started = await self.push_screen_wait(screen)
                if started:
                    await self._play(services, started.game_id, started.player)
            case "load":
                if game_id := await self.push_screen_wait(LoadScreen(services)):
                    await self._play(services, game_id, services.settings.player)
            case "replay":
                await self._choose_replay(services)
            case "views":
                self._show_views(services)
            case "capacity":
                self._show_capacity(services)

    async def _choose_replay(self, services: Services) -> None:
        if game_id := await self.push_screen_wait(LoadScreen(services, "Replay a game")):
            await self._replay(services, game_id)

    async def _continue(self, services: Services) -> None:
        if last := await last_game(services.store):
            await self._play(services, last.game_id, services.settings.player)

    def _show_views(self, services: Services) -> None:
        ascii_only = self._settings.ascii
        shown = ViewsScreen(
            services.games,
            "all games",
            kept=self._kept,
            own=services.store,
            ascii_only=ascii_only,
        )
        self.push_screen(shown)

    def _show_capacity(self, services: Services) -> None:
        def read(observe: Observer) -> Awaitable[Capacity | None]:
            return in_thread(
                services.store, lambda store: read_capacity(store, self._kept, observe)
            )

        self.push_screen(CapacityScreen(read, ascii_only=self._settings.ascii))

    @work(group="own_projections")
    async def action_projections(self) -> None:
        """Show the projections that the player wrote, over whatever is shown."""
        self.push_screen(ProjectionsScreen(await self._open_services()))

    @work(group="browse")
    async def action_browse(self, stream: str = "") -> None:
        """Show the streams of the log, and one of them at once."""
        services = await self._open_services()
        self.push_screen(BrowseScreen(services))
        if stream:
            self.push_screen(StreamScreen(services, Where(stream=stream), stream))

    @work(group="scores")
    async def action_scores(self) -> None:
        """Show the scores, over whatever is shown."""
        self.push_screen(ScoresScreen(await self._open_services()))

    async def _open_services(self) -> Services:
        while self._services is None:
            await self._opened.wait()
        return self._services

    async def _play(self, services: Services, game_id: str, player: str) -> None:
        session = GameSession(services.application, game_id, player, services.store.news)
        opened = await self._load(session.load)
        if opened:
            owner = str(OrderedIds().new())
            lease = ClockLease(services.store.subscriptions, game_id, owner)
            settings = self._settings
            options = PlayOptions(
                speed=settings.speed,
                watching=self._watching,
                auto_pause=settings.auto_pause,
                kept=self._kept,
                log_filter=settings.log,
                ascii_only=settings.ascii,
            )
            self.push_screen(GameScreen(opened, lease, options))

    async def _load(self, load: Callable[[Observer], Awaitable[T | None]]) -> T | None:
        """What `load` makes while a bar shows how far it is; a fault is told in words."""
        title = "Reading the game's events"
        opening = WorkingScreen(title, load, ascii_only=self._settings.ascii)
        opened = await self.push_screen_wait(opening)
        if isinstance(opened, NewerGame):
            look = "Look at what is known"
            newer = Confirm("A newer program wrote this", str(opened), look, "Leave it")
            if await self.push_screen_wait(newer):
                await self.run_action(f"app.replay({opened.game_id!r})")
            return None
        if isinstance(opened, LunarError):
            title = "The game cannot be opened"
            self.notify(str(opened), title=title, severity="error", markup=False)
            return None
        return opened

    @work(group="play")
    async def action_play(self, game_id: str) -> None:
        """Open a game over whatever is shown."""
        services = await self._open_services()
        await self._play(services, game_id, services.settings.player)

    @work(group="play")
    async def action_play_anew(self, game_id: str) -> None:
        """Open a game over the title; what was open before is left."""
        self.action_title()
        services = await self._open_services()
        await self._play(services, game_id, services.settings.player)

    @work(group="result")
    async def action_result(self, game_id: str) -> None:
        """Show how a game ended, over whatever is shown."""
        services = await self._open_services()

        def read(observe: Observer) -> Awaitable[GameResult | None]:
            return read_result(services.store, game_id, observe)

        if result := await self._load(read):
            self.push_screen(ResultScreen(result, services))

    @work(group="beside")
    async def action_rebuild(self, game_id: str) -> None:
        """Show how the views of a game are made anew, over whatever is shown."""
        await self._show_beside(game_id, ViewsScreen)

    @work(group="beside")
    async def action_prove(self, game_id: str) -> None:
        """Prove a game, over whatever is shown."""
        await self._show_beside(game_id, ProveScreen)

    async def _show_beside(self, game_id: str, kind: type[ViewsScreen | ProveScreen]) -> None:
        services = await self._open_services()
        session = GameSession(
            services.application, game_id, services.settings.player, services.store.news
        )
        if await self._load(session.load):
            ascii_only = self._settings.ascii
            name = session.game.name
            self.push_screen(kind(session, name, kept=self._kept, ascii_only=ascii_only))

    @work(group="replay")
    async def action_replay(self, game_id: str, position: int | None = None) -> None:
        """Open the replay of a game, at a position or its end, over whatever is shown."""
        at = None if position is None else AtPosition(position)
        await self._replay(await self._open_services(), game_id, at)

    @work(group="replay")
    async def action_why(self, game_id: str, location: int) -> None:
        """Open the replay of a game at its end, and ask why a tile is as it is."""
        await self._replay(await self._open_services(), game_id, asked=location)

    async def _replay(
        self,
        services: Services,
        game_id: str,
        at: Place | None = None,
        asked: int | None = None,
    ) -> None:
        player, ascii_only = services.settings.player, services.settings.ascii

        def read(observe: Observer) -> Awaitable[Recall | None]:
            return recall(services.store, services.clock, services.games, game_id, player, observe)

        if recalled := await self._load(read):
            timeline = recalled.timeline
            moment = await timeline.at(moment_of(timeline.run, at)) if at else recalled.end
            self.push_screen(ReplayScreen(recalled, moment, asked=asked, ascii_only=ascii_only))

    def action_title(self) -> None:
        """Leave whatever is open for a new title; the old one may have met a fault."""
        while self.screen is not self._title:
            self.pop_screen()
        self._title = TitleScreen(self._services, ascii_only=self._settings.ascii)
        self.switch_screen(self._title)

    @work(group="settings")
    async def action_settings(self) -> None:
        """Change the settings, and keep them."""
        changed = await self.push_screen_wait(SettingsScreen(self._settings))
        if changed is None:
            return
        self._apply(changed)
        self._save(changed)

    def _save(self, settings: Settings) -> None:
        try:
            save_settings(settings)
        except LunarError as fault:
            self.notify(str(fault), title="Not saved", severity="warning", markup=False)

    @on(LogPane.Filtered)
    def _log_filtered(self, event: LogPane.Filtered) -> None:
        """Keep the filter of the log for the next run."""
        if event.wanted != self._settings.log:
            self._settings = structs.replace(self._settings, log=event.wanted)
            self._save(self._settings)

    def action_help(self) -> None:
        """Explain the screen that is shown."""
        if not isinstance(self.screen, HelpScreen):
            keys: dict[str, dict[str, None]] = {}
            for _, binding, enabled, _ in self.screen.active_bindings.values():
                if enabled and binding.id and binding.description:
                    keys.setdefault(binding.description, {})[self.get_key_display(binding)] = None
            self.push_screen(HelpScreen(keys, ascii_only=self._settings.ascii))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette offers: the actions that are valid on the screen now, and the themes."""
        offered = {"Palette"}
        for node, binding, enabled, _ in screen.active_bindings.values():
            named = binding.id and binding.description
            if enabled and named and binding.description not in offered:
                offered.add(binding.description)
                key = f"key {self.get_key_display(binding)}"
                run = partial(self.run_action, binding.action, node)
                yield SystemCommand(binding.description, key, run)
        yield SystemCommand("Theme", "Choose another theme", self.action_change_theme)

    def on_resize(self, event: Resize) -> None:
        """Say so while the terminal is too small."""
        if self._title.is_running:
            self._check_size(event.size)

    def _check_size(self, size: Size) -> None:
        shown = isinstance(self.screen, TooSmall)
        if is_too_small(size) and not shown:
            self.push_screen(TooSmall())
        elif shown and not is_too_small(size):
            self.pop_screen()


def run_app(settings: Settings, store_url: str, views_url: str, opening: Opening) -> int:
    """Play until the player quits; the exit code."""
    app = LunarApp(settings, store_url, views_url=views_url, opening=opening)
    app.run()
    return app.return_code or 0
