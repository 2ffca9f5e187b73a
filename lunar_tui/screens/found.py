"""What a search finds: it goes on while one looks at what it has found already."""

from __future__ import annotations

from array import array
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, Static

from domain.blocks.errors import LunarError
from domain.blocks.event_store import RecordedEvent, Where
from domain.blocks.log_search import search
from domain.blocks.replay import Progress
from domain.game.model import EVENT_TYPES
from lunar_tui.bars import bar
from lunar_tui.look import VERMILION, YELLOW
from lunar_tui.position_rows import PositionRows
from lunar_tui.progress import Reporter, pace
from lunar_tui.screens.event import EventScreen
from lunar_tui.sentences import PlainNarrator, printable
from lunar_tui.services import Services
from lunar_tui.session import in_thread
from lunar_tui.ways import Ways
from lunar_tui.widgets.event_list import EventList
from lunar_tui.widgets.paged_list import PagedList

BAR_WIDTH = 20


class FoundScreen(Screen[None]):
    """A list of positions, and how far the search is."""

    CSS_PATH = "found.tcss"
    AUTO_FOCUS = "EventList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Stop", id="found.cancel"),
        Binding("escape", "dismiss", "Back", id="found.back"),
    ]

    class Moved(Message):
        """The search came further."""

        def __init__(self, progress: Progress, elapsed: float) -> None:
            super().__init__()
            self.pace = pace(progress, elapsed)

    class Found(Message):
        """These positions were found, too."""

        def __init__(self, positions: array[int]) -> None:
            super().__init__()
            self.positions = positions

    def __init__(self, services: Services, where: Where, words: str) -> None:
        super().__init__()
        self._services = services
        self._where = where
        self._words = printable(words)
        self._narrator = PlainNarrator(EVENT_TYPES, 1)
        self._rows = PositionRows(services.store)
        self._reporter = Reporter(lambda *report: self.post_message(self.Moved(*report)))
        self._searching = True
        self._told = "searching"
        self._head_line = Static(id="found-head")
        self._list = EventList(self._narrator, ascii_only=services.settings.ascii)

    def compose(self) -> ComposeResult:
        """How far it is, and what was found."""
        yield self._head_line
        yield self._list
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Begin to search."""
        self._list.show(self._rows)
        self._show()
        self._search()

    def on_unmount(self) -> None:
        """Nobody waits for the search any more."""
        self._reporter.stop()

    @work(group="search")
    async def _search(self) -> None:
        def found(positions: array[int]) -> None:
            self.post_message(self.Found(positions))

        try:
            whole = await in_thread(
                self._services.store,
                lambda store: search(store, self._where, found, self._reporter),
            )
        except LunarError as fault:
            self._told = str(fault)
        else:
            self._told = "the whole log was searched" if whole else "the search was stopped"
        self._searching = False
        self._show()
        self.refresh_bindings()

    @on(Found)
    def _take(self, message: Found) -> None:
        self._rows.extend(message.positions)
        self._list.grow()
        if self._list.selected is None:
            self._list.select(0)
        self._show()

    @on(Moved)
    def _moved(self, message: Moved) -> None:
        if self._searching:
            share = message.pace.share
            ascii_only = self._services.settings.ascii
            done = bar(int(share * 100), 100, BAR_WIDTH, ascii_only=ascii_only)
            self._told = f"{done} {share:.0%}"
            self._show()

    def _show(self) -> None:
        count = self._rows.count
        events = "1 event" if count == 1 else f"{count:,} events"
        head = Content.assemble(f" {events} ", (self._words, YELLOW), f"  {self._told}")
        self._head_line.update(head)
        nothing = not count and not self._searching
        self._list.say("No event is like that." if nothing else "")

    @on(EventList.RowsMissing)
    def _fetch(self, message: PagedList.RowsMissing) -> None:
        message.stop()
        self._fetch_missing()

    @work(exclusive=True, group="fetch")
    async def _fetch_missing(self) -> None:
        try:
            await self._list.bring(self._rows.fetch)
        except LunarError as fault:
            self._told = str(fault)
            self._head_line.update(Content.styled(str(fault), VERMILION))

    @on(EventList.Chosen)
    def _chosen(self, message: EventList.Chosen) -> None:
        if message.event:
            self.app.push_screen(
                EventScreen(
                    message.event,
                    self._services.store,
                    self._narrator,
                    ways=Ways(moment=self._show_moment),
                    ascii_only=self._services.settings.ascii,
                )
            )

    @work(group="moment")
    async def _show_moment(self, event: RecordedEvent) -> None:
        await self.run_action(f"app.replay({event.game!r}, {event.position})")

    def action_cancel(self) -> None:
        """Stop searching; what was found stays."""
        self._reporter.stop()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A search is stopped first, then left."""
        if action == "cancel":
            return self._searching
        if action == "dismiss":
            return not self._searching
        return super().check_action(action, parameters)
