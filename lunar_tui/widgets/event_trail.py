"""The events of a run, with the one selected that led to the moment that is shown."""

from __future__ import annotations

from textual import events, on
from textual.message import Message

from domain.blocks.errors import LunarError
from domain.blocks.event_store import EventStore, Where
from lunar_tui.event_pages import EventPages
from lunar_tui.sentences import Narrator
from lunar_tui.widgets.event_list import EventList


class EventTrail(EventList, inherit_bindings=False):
    """Row `n` is the event that leads from moment `n` to moment `n + 1`."""

    class Pointed(Message):
        """An event was clicked, which leads to the moment `ordinal`."""

        def __init__(self, ordinal: int) -> None:
            super().__init__()
            self.ordinal = ordinal

    class Failed(Message):
        """The log cannot be read."""

        def __init__(self, fault: LunarError) -> None:
            super().__init__()
            self.fault = fault

    def __init__(
        self, store: EventStore, where: Where, narrator: Narrator, *, ascii_only: bool = False
    ) -> None:
        super().__init__(narrator, ascii_only=ascii_only)
        self.can_focus = False
        self._pages = EventPages(store, where)
        self._ordinal = 0
        self._fetching = False

    def on_mount(self) -> None:
        """Count the events in the background."""
        self.show(self._pages)
        self.run_worker(self._open())

    async def _open(self) -> None:
        try:
            await self._pages.open()
        except LunarError as fault:
            self.post_message(self.Failed(fault))
        self.point(self._ordinal)

    async def follow(self) -> None:
        """Take in what the log has more of. Raises `StoreFault`."""
        if self._pages.ready:
            await self._pages.catch_up()
            self.grow()

    def point(self, ordinal: int) -> None:
        """Select the event that led to a moment; none for the moment before all events."""
        self._ordinal = ordinal
        if not self._pages.ready:
            return
        self.grow()
        if 0 < ordinal <= self._pages.count:
            self.select(ordinal - 1)
        elif not ordinal:
            self.selected = None
            self.scroll_home(animate=False)

    @on(EventList.RowsMissing)
    def _fetch(self, message: EventList.RowsMissing) -> None:
        message.stop()
        if not self._fetching:
            self._fetching = True
            self.run_worker(self._fetch_missing())

    async def _fetch_missing(self) -> None:
        fetched = None
        try:
            while (missing := self.first_missing()) not in {None, fetched}:
                await self._pages.fetch(missing)
                fetched = missing
                self.refresh()
        except LunarError as fault:
            self.post_message(self.Failed(fault))
        self._fetching = False

    def on_click(self, event: events.Click) -> None:
        """Go to the event that was clicked; a double click opens it."""
        offset = event.get_content_offset(self)
        number = self.scroll_offset.y + offset.y if offset else self._pages.count
        if number < self._pages.count:
            self.post_message(self.Pointed(number + 1))
            if event.chain == 2:
                self.post_message(self.Chosen(number, self._pages.row(number)))
