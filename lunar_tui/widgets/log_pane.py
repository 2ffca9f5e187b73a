"""The event log pane: everything that happened, live, in sentences, filtered as one likes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from msgspec import structs
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from domain.blocks.errors import LunarError
from domain.blocks.event_store import EventStore, RecordedEvent, Where
from lunar_tui.log_filter import LogFilter
from lunar_tui.log_jump import HOW_TO_GO, row_at
from lunar_tui.screens.ask import AskScreen
from lunar_tui.screens.cascade import CascadeScreen
from lunar_tui.screens.filter import FilterScreen
from lunar_tui.sentences import TO_LOOK_FOR, Narrator, printable
from lunar_tui.ways import Ways
from lunar_tui.widgets.log_lines import LogLines
from lunar_tui.widgets.type_chooser import TypeChooser

NO_FILTER = LogFilter()
NO_WAYS = Ways()


class LogPane(LogLines):
    """The events that `where` selects; the screen reports new ones by `committed`."""

    DEFAULT_CSS = """
    LogPane {
        & > Input:disabled, & > TypeChooser:disabled { display: none; }
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
        wanted: LogFilter = NO_FILTER,
        ways: Ways = NO_WAYS,
        ascii_only: bool = False,
    ) -> None:
        """`wanted` is how the list is filtered at first."""
        super().__init__(store, narrator, where, ascii_only=ascii_only)
        self._filter = wanted
        self._ways = ways

    def open(self, event: RecordedEvent) -> None:
        """Let the screen show an event whole."""
        self.post_message(self.EventChosen(event))

    def compose(self) -> ComposeResult:
        """Lay out the filters between the count and the list."""
        head, *rest = super().compose()
        finder = Input(placeholder=TO_LOOK_FOR, compact=True)
        known = [cls.__name__ for cls in self.narrator.types.classes]
        chooser = TypeChooser(known, ascii_only=self._ascii_only)
        finder.disabled = chooser.disabled = True
        yield from (head, finder, chooser, *rest)

    def offer(self, types: Sequence[str]) -> None:
        """Let these types be chosen from, and not those that the program knows."""
        self.query_one(TypeChooser).offer(types)

    def on_mount(self) -> None:
        """Begin with the filter that was kept."""
        self._show_filter()
        self._apply()

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
        self.words = printable(self._filter.words)
        self.hint = f" Look for {TO_LOOK_FOR}." if self._filter.text else ""
        self.turn_to(where)

    def _show_filter(self) -> None:
        """Let the fields say what the filter does."""
        with self.prevent(Input.Changed, TypeChooser.Changed):
            self.query_one(Input).value = self._filter.text
            self.query_one(TypeChooser).choose(frozenset(self._filter.types))

    @on(Input.Submitted)
    def _close(self) -> None:
        self.focus_list()
        self.query_one(Input).disabled = True
        self.query_one(TypeChooser).disabled = True
        self.post_message(self.Filtered(self._filter))

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

    @work
    async def action_cascade(self) -> None:
        """Show the family of the selected event, and open what is chosen there."""
        if event := self.pointed:
            tree = CascadeScreen(event, self._store, self.narrator, ascii_only=self._ascii_only)
            if chosen := await self.app.push_screen_wait(tree):
                self.open(chosen)

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what has an effect now, so that other escapes work beyond this pane."""
        match action:
            case "clear":
                return self.where != self._all.where or not self._list.has_focus
            case "tile":
                return self._ways.tile is not None
            case "moment":
                return self._ways.moment is not None
        return super().check_action(action, parameters)
