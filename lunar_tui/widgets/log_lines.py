"""The events of a selection as a list: counted, read by pages, and followed."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.widgets import Static

from domain.blocks.errors import LunarError
from domain.blocks.event_store import EventStore, RecordedEvent, Where
from lunar_tui.event_pages import EventPages
from lunar_tui.look import YELLOW
from lunar_tui.sentences import Narrator
from lunar_tui.throttle import Throttle
from lunar_tui.widgets.event_list import EventList

REDRAW_SECONDS = 0.1
"""The shortest time between two redraws, however many events come."""


def _events(count: int, which: str = "") -> str:
    return f"{count:,} {which}{'event' if count == 1 else 'events'}"


class LogLines(Vertical):
    """The events that `where` selects, or some of them; new ones are reported by `committed`."""

    DEFAULT_CSS = """
    LogLines {
        & > Static { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & > EventList { height: 1fr; }
        & > #log-waiting { display: none; text-style: bold; background: $foreground 12%; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "retry", "Try again", id="log.retry"),
    ]

    words = ""
    """Which of the events are shown, in words."""

    hint = ""
    """What else to look for where nothing is found."""

    def __init__(
        self, store: EventStore, narrator: Narrator, where: Where, *, ascii_only: bool
    ) -> None:
        super().__init__()
        self.narrator = narrator
        self._store = store
        self._ascii_only = ascii_only
        self._all = self._wanted = self._shown = EventPages(store, where)
        self._fault = ""
        self._counting = False
        self._fetching = False
        self._draw_soon = Throttle(self, REDRAW_SECONDS, self._draw)

    @abstractmethod
    def open(self, event: RecordedEvent) -> None:
        """Show an event whole."""

    @property
    def where(self) -> Where:
        """What the pane shows or is about to show."""
        return self._wanted.where

    @property
    def _list(self) -> EventList:
        return self.query_one(EventList)

    def compose(self) -> ComposeResult:
        """Lay out the count, the list, and the line that says what waits."""
        yield Static(id="log-head")
        yield EventList(self.narrator, growing=True, ascii_only=self._ascii_only)
        yield Static(id="log-waiting")

    def on_mount(self) -> None:
        """Keep the bottom line true."""
        self._list.show(self._shown)
        self.watch(self._list, "waiting", self._show_waiting)

    def turn_to(self, where: Where) -> None:
        """Show these of the events, as soon as they are counted."""
        self._wanted = self._all if where == self._all.where else EventPages(self._store, where)
        self._fault = ""
        self._count()

    def committed(self, events: Sequence[RecordedEvent]) -> None:
        """Take in events that have just entered the log, all of them and in their order."""
        for pages in {self._all, self._wanted, self._shown}:
            pages.extend(events)
        if self.is_mounted:
            self._draw_soon()

    def _draw(self) -> None:
        if self._fault:
            self.action_retry()
        else:
            self._show()

    def _show(self) -> None:
        self.query_one("#log-head", Static).update(self._head(), layout=False)
        self._list.say(self._notice())
        self._list.grow()

    def _head(self) -> Content:
        found = f"{self._shown.count:,}"
        if self._counting:
            found = "Counting..." if self._ascii_only else "Counting…"
        elif self._shown is not self._wanted:
            found = "?"
        if not self._all.ready:
            return Content(found if self._counting else "")
        total = _events(self._all.count)
        if self._wanted is self._all:
            return Content(total)
        return Content.assemble(f"{found} of {total} ", (self.words, YELLOW))

    def _notice(self) -> str:
        if self._fault:
            return f"{self._fault} Press r to try again."
        if self._shown.count or self._counting:
            return ""
        if not self._all.count:
            return "Nothing has happened yet."
        return f"No event matches {self.words}.{self.hint}"

    def _show_waiting(self, waiting: int) -> None:
        line = self.query_one("#log-waiting", Static)
        line.display = waiting > 0
        below = f"{_events(waiting, 'new ')} below" if self.size.width > 40 else f"{waiting:,} new"
        line.update(Content.styled(f"{below} - End to follow", YELLOW))

    def _count(self) -> None:
        if not self._counting:
            self._counting = True
            self.run_worker(self._count_wanted())
        self._show()
        self.refresh_bindings()

    async def _count_wanted(self) -> None:
        try:
            while not (self._all.ready and self._shown is self._wanted):
                pages = self._wanted if self._all.ready else self._all
                await (self._turn_to(pages) if pages.ready else pages.open())
        except LunarError as fault:
            self._fault = str(fault)
        self._counting = False
        self._show()
        self.refresh_bindings()

    async def _turn_to(self, pages: EventPages) -> None:
        selected = self._list.selected_row
        number = await pages.find(selected.position) if selected else None
        self._shown = pages
        self._list.show(pages)
        if number is not None:
            self._list.select(number)

    @on(EventList.RowsMissing)
    def _fetch(self, message: EventList.RowsMissing) -> None:
        message.stop()
        if not self._fetching:
            self._fetching = True
            self.run_worker(self._fetch_missing())

    async def _fetch_missing(self) -> None:
        try:
            await self._list.bring(self._shown.fetch)
        except LunarError as fault:
            self._fail(fault)
        self._fetching = False

    def _fail(self, fault: LunarError) -> None:
        self._fault = str(fault)
        self._show()
        self.refresh_bindings()

    @on(EventList.Chosen)
    def _choose(self, message: EventList.Chosen) -> None:
        message.stop()
        if message.event:
            self.open(message.event)
        else:
            self.run_worker(self._fetch_chosen(self._shown, message.number))

    async def _fetch_chosen(self, pages: EventPages, number: int) -> None:
        try:
            await pages.fetch(number)
        except LunarError as fault:
            self._fail(fault)
        if event := pages.row(number):
            self.open(event)

    def focus_list(self) -> None:
        """Let the keys go to the list."""
        self._list.focus()

    @on(Click, "#log-waiting")
    def _follow(self) -> None:
        self._list.action_follow()

    @property
    def pointed(self) -> RecordedEvent | None:
        """The selected event, or the newest one."""
        if self._list.selected is None and self._shown.count:
            return self._shown.row(self._shown.count - 1)
        return self._list.selected_row

    def action_retry(self) -> None:
        """Read the log again after a fault."""
        self._fault = ""
        self._count()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Try again only what went wrong."""
        if action == "retry":
            return bool(self._fault)
        return super().check_action(action, parameters)
