"""The program in the terminal: what leads from screen to screen."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Awaitable, Callable
from secrets import randbelow
from typing import NamedTuple, TypeVar

from textual import on, work

from domain.blocks.errors import LunarError
from domain.blocks.event_store import Where
from domain.blocks.ports import Clock
from lunar_tui.capacity import Capacity, read_capacity
from lunar_tui.clock_lease import ClockLease
from lunar_tui.game_result import GameResult, read_result
from lunar_tui.host_app import HostApp
from lunar_tui.last_game import last_game
from lunar_tui.new_games import SHORT_SEEDS
from lunar_tui.places import AtPosition, Place, moment_of
from lunar_tui.play_options import PlayOptions
from lunar_tui.recall import Recall, recall
from lunar_tui.screens.browse import BrowseScreen
from lunar_tui.screens.capacity import CapacityScreen
from lunar_tui.screens.dialogs import Confirm
from lunar_tui.screens.game import GameScreen
from lunar_tui.screens.load import LoadScreen
from lunar_tui.screens.new_game import NewGameScreen
from lunar_tui.screens.projections import ProjectionsScreen
from lunar_tui.screens.prove import ProveScreen
from lunar_tui.screens.replay import ReplayScreen
from lunar_tui.screens.result import ResultScreen
from lunar_tui.screens.scores import ScoresScreen
from lunar_tui.screens.stream import StreamScreen
from lunar_tui.screens.title import NEED_A_STORE, TitleScreen
from lunar_tui.screens.views import ViewsScreen
from lunar_tui.screens.working import WorkingScreen
from lunar_tui.services import Services
from lunar_tui.session import GameSession, NewerGame, Observer, in_thread
from lunar_tui.settings import Settings
from persistence.ids import OrderedIds

T = TypeVar("T")


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


class LunarApp(HostApp):
    """Lunar Frontiers: from screen to screen."""

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
        super().__init__(settings, store_url, clock, views_url=views_url, player=opening.player)
        self._opening = opening

    async def _serve(self, services: Services) -> None:
        """Show what was asked for at the start."""
        game_id, at = self._opening.game_id, self._opening.replay_at
        if at is not None:
            last = await last_game(services.store)
            if game := game_id or (last and last.game_id):
                await self._replay(services, game, at)
        elif self._opening.browse is not None:
            self.action_browse(self._opening.browse)
        elif game_id:
            await self._play(services, game_id, services.settings.player)

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

    async def _play(self, services: Services, game_id: str, player: str) -> None:
        session = GameSession(services.application, game_id, player, services.store.news)
        opened = await self._load(session.load)
        if opened:
            owner = str(OrderedIds().new())
            lease = ClockLease(services.store.subscriptions, game_id, owner)
            settings = self._settings
            options = PlayOptions(
                speed=settings.speed,
                watching=self._opening.watching,
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


def run_app(settings: Settings, store_url: str, views_url: str, opening: Opening) -> int:
    """Play until the player quits, or the system asks for an end; the exit code."""
    app = LunarApp(settings, store_url, views_url=views_url, opening=opening)
    gc.freeze()  # what was imported stays: collections that look at all of it pause the screen
    asyncio.run(_run(app))
    return app.return_code or 0


async def _run(app: LunarApp) -> None:
    loop = asyncio.get_running_loop()
    for end in (signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(end, app.exit)
    await app.run_async()
