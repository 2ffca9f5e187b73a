"""The events of a stream, a category, a type or the whole log: read anywhere, followed live."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from domain.blocks.errors import LunarError
from domain.blocks.event_store import RecordedEvent, Where
from domain.blocks.listing import Listing
from domain.game.model import EVENT_TYPES
from lunar_tui.clipboard import copy_event
from lunar_tui.log_watch import watch_log
from lunar_tui.look import WHITE
from lunar_tui.screens.add_event import AddEventScreen
from lunar_tui.screens.ask import AskScreen
from lunar_tui.screens.event import EventScreen
from lunar_tui.screens.working import WorkingScreen
from lunar_tui.sentences import PlainNarrator, printable
from lunar_tui.services import Services
from lunar_tui.session import Observer, in_thread
from lunar_tui.stream_export import export_events
from lunar_tui.ways import Ways
from lunar_tui.widgets.log_pane import LogPane
from lunar_tui.widgets.trouble_banner import TroubleBanner


class StreamScreen(Screen[None]):
    """The log pane over any selection of the log."""

    CSS_PATH = "stream.tcss"
    AUTO_FOCUS = "EventList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", id="stream.back"),
        Binding("a", "add", "Add event", id="stream.add"),
        Binding("y", "copy", "Copy", id="stream.copy"),
        Binding("e", "export", "Export", id="stream.export"),
    ]

    def __init__(self, services: Services, where: Where, title: str) -> None:
        super().__init__()
        self._services = services
        self._where = where
        self._title = title
        self._narrator = PlainNarrator(EVENT_TYPES, 1)
        self._ways = Ways(moment=self._show_moment)
        self._pane = LogPane(
            services.store,
            self._narrator,
            where,
            ways=self._ways,
            ascii_only=services.settings.ascii,
        )

    def compose(self) -> ComposeResult:
        """What it is, and its events."""
        yield Static(Content.styled(f" {printable(self._title)}", f"bold {WHITE}"), id="stream-of")
        yield TroubleBanner()
        yield self._pane
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Follow what is added, and find the types that can be chosen from."""
        self._follow()
        self._find_types()

    @work(group="types")
    async def _find_types(self) -> None:
        with suppress(LunarError):  # then it is the game's types that are offered
            kinds = await self._services.store.entries(Listing("types"), limit=100)
            self._pane.offer([kind.name for kind in kinds])

    @work(group="follow")
    async def _follow(self) -> None:
        banner = self.query_one(TroubleBanner)
        await watch_log(self._services.store, self._pane.committed, banner.show)

    @on(LogPane.Filtered)
    def _filtered(self, event: LogPane.Filtered) -> None:
        event.stop()

    @on(LogPane.EventChosen)
    def _event_chosen(self, event: LogPane.EventChosen) -> None:
        self.app.push_screen(
            EventScreen(
                event.event,
                self._services.store,
                self._narrator,
                ways=self._ways,
                ascii_only=self._services.settings.ascii,
            )
        )

    @work(group="moment")
    async def _show_moment(self, event: RecordedEvent) -> None:
        await self.run_action(f"app.replay({event.game!r}, {event.position})")

    @work(group="add")
    async def action_add(self) -> None:
        """Add an event by hand, to this stream where it is one."""
        stream = self._where.stream or ""
        stream = "" if stream.startswith("$") else stream
        await self.app.push_screen_wait(AddEventScreen(self._services, stream))

    def action_copy(self) -> None:
        """Copy the selected event, or the newest one, as JSON."""
        if event := self._pane.pointed:
            copy_event(self.app, event)

    @work(group="export")
    async def action_export(self) -> None:
        """Write the events that are shown to a file, as JSON lines."""
        ask = AskScreen("Write the events to:", "a file, such as stream.jsonl")
        path = await self.app.push_screen_wait(ask)
        if not path:
            return
        file, where = Path(path), self._pane.where

        async def write(observe: Observer) -> int | None:
            return await in_thread(
                self._services.store, lambda store: export_events(store, where, file, observe)
            )

        ascii_only = self._services.settings.ascii
        screen = WorkingScreen("Writing the events", write, ascii_only=ascii_only)
        written = await self.app.push_screen_wait(screen)
        if isinstance(written, LunarError):
            self.notify(str(written), title="Not written", severity="error", markup=False)
        elif written is not None:
            place = await asyncio.to_thread(file.absolute)
            events = "1 event is" if written == 1 else f"{written:,} events are"
            self.notify(f"{events} in {place}.", title="Written", markup=False)
