"""The program around its screens: the store, the settings, the keys and the terminal's size."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import ClassVar

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
from domain.blocks.ports import Clock
from domain.game.model import ROUTER
from lunar_tui.fault_guard import FaultGuard
from lunar_tui.games_index import GamesIndex
from lunar_tui.kept_views import KeptViews, keep_views
from lunar_tui.keys import ASCII_KEYS, all_bindings
from lunar_tui.missions_index import MissionsIndex
from lunar_tui.screens.dialogs import Fault
from lunar_tui.screens.help import HelpScreen
from lunar_tui.screens.settings import SettingsScreen
from lunar_tui.screens.title import TitleScreen
from lunar_tui.screens.too_small import TooSmall, is_too_small
from lunar_tui.services import Services
from lunar_tui.settings import Settings, save_settings
from lunar_tui.terminal_driver import TerminalDriver
from lunar_tui.theme import LUNAR
from lunar_tui.widgets.log_pane import LogPane
from lunar_tui.workshop import run_kept
from persistence.clock import SystemClock
from persistence.ids import OrderedIds
from persistence.open_store import open_store
from persistence.store import Store

WIDTHS = [(0, "-narrow"), (78, "-normal"), (150, "-wide")]
HEIGHTS = [(0, "-short"), (30, "-medium"), (48, "-tall")]
"""Sizes of the terminal from which on the screens have these style classes."""


class HostApp(FaultGuard):
    """Shows the title at once, opens the store behind it, and keeps what all screens work with."""

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
        player: str | None = None,
    ) -> None:
        """A `player` plays instead of the one in the settings, which stays there."""
        super().__init__(driver_class=TerminalDriver)
        self._player = player
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
                await self._serve(self._services)

    async def _serve(self, services: Services) -> None:
        """The store is open."""

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

    async def _open_services(self) -> Services:
        while self._services is None:
            await self._opened.wait()
        return self._services

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
