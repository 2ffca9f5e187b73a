"""The event log pane: everything that happened, live, in sentences, filtered as one likes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from msgspec import structs
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Input, Static

from domain.blocks.errors import LunarError
from domain.blocks.event_store import EventStore, RecordedEvent, Where
from lunar_tui.event_pages import EventPages
from lunar_tui.log_filter import LogFilter
from lunar_tui.log_jump import HOW_TO_GO, row_at
from lunar_tui.look import YELLOW
from lunar_tui.screens.ask import AskScreen
from lunar_tui.screens.cascade import CascadeScreen
from lunar_tui.screens.filter import FilterScreen
from lunar_tui.sentences import TO_LOOK_FOR, Narrator, printable
from lunar_tui.throttle import Throttle
from lunar_tui.ways import Ways
from lunar_tui.widgets.event_list import EventList
from lunar_tui.widgets.type_chooser import TypeChooser

NO_FILTER = LogFilter()
NO_WAYS = Ways()

REDRAW_SECONDS = 0.1
"""The shortest time between two redraws, however many events come."""


def _events(count: int, which: str = "") -> str:
    return f"{count:,} {which}{'event' if count == 1 else 'events'}"


class LogPane(Vertical):
    """The events that `where` selects; the screen reports new ones by `committed`."""

    DEFAULT_CSS = """
    LogPane {
        & > Static { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & > Input:disabled, & > TypeChooser:disabled { display: none; }
        & > EventList { height: 1fr; }
        & > #log-waiting { display: none; text-style: bold; background: $foreground 12%; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", "Find", key_display="/", id="log.find"),
        Binding("f", "types", "Types", id="log.types"),
        Binding("F", "filter", "Filter", key_display="F", show=False, id="log.filter"),
        Binding("g", "go", "Go to", show=False, id="log.go"),
        Binding("c", "cascade", "Family", show=False, id="log.cascade"),
        Binding("m", "tile", "On the map", show=False, id="log.tile"),
        Binding("t", "moment", "In the replay", show=False, id="log.moment"),
        Binding("escape", "clear", "Clear filter", id="log.clear"),
        Binding("r", "retry", "Try again", id="log.retry"),
    ]

    class EventChosen(Message):
        """The player wants to see this event whole."""

        def __init__(self, event: RecordedEvent) -> None:
            super().__init__()
            self.event = event

    class Filtered(Message):
        """The player asked for other events."""

        def __init__(self, wanted: LogFilter) -> None:
            super().__init__()
            self.wanted = wanted

    def __init__(
        self,
        store: EventStore,
        narrator: Narrator,
        where: Where,
        *,
        types: Sequence[str] = (),
        wanted: LogFilter = NO_FILTER,
        ways: Ways = NO_WAYS,
        ascii_only: bool = False,
    ) -> None:
        """`types` are to be chosen from, and `wanted` is how the list is filtered at first."""
        super().__init__()
        self.narrator = narrator
        self._types = types or [cls.__name__ for cls in narrator.types.classes]
        self._filter = wanted
        self._ways = ways
        self._store = store
        self._ascii_only = ascii_only
        self._all = self._wanted = self._shown = EventPages(store, where)
        self._fault = ""
        self._counting = False
        self._fetching = False
        self._draw_soon = Throttle(self, REDRAW_SECONDS, self._draw)

    @property
    def where(self) -> Where:
        """What the pane shows or is about to show."""
        return self._wanted.where

    @property
    def _list(self) -> EventList:
        return self.query_one(EventList)

    def compose(self) -> ComposeResult:
        """Lay out the count, the filters, the list, and the line that says what waits."""
        yield Static(id="log-head")
        finder = Input(placeholder=TO_LOOK_FOR, compact=True)
        chooser = TypeChooser(self._types, ascii_only=self._ascii_only)
        finder.disabled = chooser.disabled = True
        yield finder
        yield chooser
        yield EventList(self.narrator, ascii_only=self._ascii_only)
        yield Static(id="log-waiting")

    def on_mount(self) -> None:
        """Count, and keep the bottom line true."""
        self._list.show(self._shown)
        self.watch(self._list, "waiting", self._show_waiting)
        self._show_filter()
        self._apply()

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
        return Content.assemble(f"{found} of {total} ", (printable(self._filter.words), YELLOW))

    def _notice(self) -> str:
        if self._fault:
            return f"{self._fault} Press r to try again."
        if self._shown.count or self._counting:
            return ""
        if not self._all.count:
            return "Nothing has happened yet."
        notice = f"No event matches {printable(self._filter.words)}."
        return f"{notice} Look for {TO_LOOK_FOR}." if self._filter.text else notice

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
            self.post_message(self.EventChosen(message.event))
        else:
            self.run_worker(self._fetch_chosen(self._shown, message.number))

    async def _fetch_chosen(self, pages: EventPages, number: int) -> None:
        try:
            await pages.fetch(number)
        except LunarError as fault:
            self._fail(fault)
        if event := pages.row(number):
            self.post_message(self.EventChosen(event))

    @on(Input.Changed)
    def _filter_by_text(self, message: Input.Changed) -> None:
        message.stop()
        self._filter = structs.replace(self._filter, text=message.value)
        self._apply()

    @on(TypeChooser.Changed)
    def _filter_by_type(self, message: TypeChooser.Changed) -> None:
        message.stop()
        self._filter = structs.replace(self._filter, types=tuple(sorted(message.types)))
        self._apply()

    def _within(self, wanted: LogFilter) -> Where:
        return wanted.within(self._all.where, self.narrator.stored)

    def _apply(self) -> None:
        """Turn to the events that the filter lets through; one that cannot be read lets all."""
        try:
            where = self._within(self._filter)
        except LunarError as fault:
            self.notify(str(fault), title="No filter", severity="warning", markup=False)
            self._filter, where = NO_FILTER, self._all.where
        self._wanted = self._all if where == self._all.where else EventPages(self._store, where)
        self._fault = ""
        self._count()

    def _show_filter(self) -> None:
        """Let the fields say what the filter does."""
        with self.prevent(Input.Changed, TypeChooser.Changed):
            self.query_one(Input).value = self._filter.text
            self.query_one(TypeChooser).choose(frozenset(self._filter.types))

    def focus_list(self) -> None:
        """Let the keys go to the list."""
        self._list.focus()

    @on(Input.Submitted)
    def _close(self) -> None:
        self.focus_list()
        self.query_one(Input).disabled = True
        self.query_one(TypeChooser).disabled = True
        self.post_message(self.Filtered(self._filter))

    @on(Click, "#log-waiting")
    def _follow(self) -> None:
        self._list.action_follow()

    def action_find(self) -> None:
        """Open the field for the text to find."""
        finder = self.query_one(Input)
        finder.disabled = False
        finder.focus()

    def action_types(self) -> None:
        """Open the choice of types, or close it; with none chosen all are shown."""
        chooser = self.query_one(TypeChooser)
        if chooser.disabled:
            chooser.disabled = False
            chooser.focus()
        else:
            self._close()

    def action_clear(self) -> None:
        """From the list, show everything again; elsewhere go back to it, taking back the text."""
        if self._list.has_focus:
            self._filter = NO_FILTER
        elif not self.query_one(TypeChooser).has_focus:
            self._filter = structs.replace(self._filter, text="")
        self._show_filter()
        self._apply()
        self._close()

    @work
    async def action_filter(self) -> None:
        """Ask for a filter of any kind."""
        form = FilterScreen("Show only events", self._filter, self._within)
        wanted = await self.app.push_screen_wait(form)
        if wanted is not None:
            self._filter = wanted
            self._show_filter()
            self._apply()
            self._close()

    @work
    async def action_go(self) -> None:
        """Ask for a place, and go there."""
        place = await self.app.push_screen_wait(AskScreen("Go to:", HOW_TO_GO))
        if place is None:
            return
        if place.strip().casefold() == "end":
            self._list.action_follow()
            return
        try:
            self._list.select(await row_at(self._store, place, self._shown, self._all))
        except LunarError as fault:
            self.notify(str(fault), severity="warning", markup=False)

    @property
    def pointed(self) -> RecordedEvent | None:
        """The selected event, or the newest one."""
        if self._list.selected is None and self._shown.count:
            return self._shown.row(self._shown.count - 1)
        return self._list.selected_row

    @work
    async def action_cascade(self) -> None:
        """Show the family of the selected event, and open what is chosen there."""
        if event := self.pointed:
            tree = CascadeScreen(event, self._store, self.narrator, ascii_only=self._ascii_only)
            if chosen := await self.app.push_screen_wait(tree):
                self.post_message(self.EventChosen(chosen))

    def action_tile(self) -> None:
        """Show the tile that the selected event is about."""
        location = self._ways.to_tile(self.pointed)
        if location is not None and self._ways.tile:
            self._ways.tile(location)
        else:
            self.notify("This event is about no tile.", severity="warning")

    def action_moment(self) -> None:
        """Show the moment of the selected event in the replay."""
        event = self.pointed
        if event and self._ways.moment and self._ways.to_moment(event):
            self._ways.moment(event)
        else:
            self.notify("This event is of no game.", severity="warning")

    def action_retry(self) -> None:
        """Read the log again after a fault."""
        self._fault = ""
        self._count()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what has an effect now, so that other escapes work beyond this pane."""
        match action:
            case "clear":
                return self.where != self._all.where or not self._list.has_focus
            case "retry":
                return bool(self._fault)
            case "tile":
                return self._ways.tile is not None
            case "moment":
                return self._ways.moment is not None
        return super().check_action(action, parameters)
