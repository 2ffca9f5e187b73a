"""An event by hand: its stream, type and data, checked as one types."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, Label, Static, TextArea

from domain.blocks.errors import LunarError
from domain.blocks.event_store import Commit
from domain.blocks.hand_append import check_hand_append, hand_commit, parse_expected
from domain.game.model import ROUTER
from lunar_tui.keys import key_of
from lunar_tui.look import GREEN, VERMILION
from lunar_tui.services import Services
from persistence.ids import OrderedIds


class AddEventScreen(ModalScreen[bool]):
    """Returns whether an event was added. The game's own streams are refused, with the reason."""

    CSS_PATH = "add_event.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", "Cancel", id="add.cancel"),
        Binding("ctrl+s", "add", "Add", priority=True, id="add.add"),
        Binding("tab", "app.focus_next", "Next field", priority=True, id="add.next"),
    ]

    def __init__(self, services: Services, stream: str = "") -> None:
        """`stream` is suggested."""
        super().__init__()
        self._services = services
        self._stream = stream

    def compose(self) -> ComposeResult:
        """The fields, and what is wrong with them."""
        with Vertical(classes="card"):
            yield Label("Add an event", id="add-title")
            with Horizontal(classes="field"):
                yield Label("Stream")
                such = "such as account-ledger"
                yield Input(self._stream, placeholder=such, compact=True, id="add-stream")
            with Horizontal(classes="field"):
                yield Label("Type")
                yield Input(placeholder="such as amountDeposited", compact=True, id="add-type")
            with Horizontal(classes="field"):
                yield Label("Expected")
                yield Input("any", compact=True, id="add-expected")
            yield Label("Data, a JSON object", id="add-label")
            yield TextArea(
                "{}", tab_behavior="focus", compact=True, show_line_numbers=False, id="add-data"
            )
            yield Static("", id="add-note")
        yield Footer()

    def on_mount(self) -> None:
        """Begin at the first field that is empty."""
        self.query_one("#add-type" if self._stream else "#add-stream", Input).focus()
        self._check()

    def _commit(self) -> Commit:
        """What the fields ask for. Raises `NotByHand`."""
        stream, event_type, expected = (
            self.query_one(f"#add-{name}", Input).value for name in ("stream", "type", "expected")
        )
        typed = self.query_one(TextArea).text.encode(errors="surrogateescape")
        data = check_hand_append(ROUTER, stream, event_type, typed)
        return hand_commit(
            OrderedIds(),
            self._services.clock,
            self._services.settings.player,
            (stream, event_type, data),
            parse_expected(expected.strip()),
        )

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _check(self) -> None:
        try:
            self._commit()
        except LunarError as fault:
            self._say(str(fault), VERMILION)
        else:
            self._say(f"{key_of(self, 'add.add')} adds it.", GREEN)

    def _say(self, words: str, colour: str) -> None:
        self.query_one("#add-note", Static).update(Content.styled(words, colour))

    @on(Input.Submitted)
    @work(exclusive=True, group="add")
    async def action_add(self) -> None:
        """Add the event, if the fields allow it."""
        try:
            (event,) = await self._services.store.append(self._commit())
        except LunarError as fault:
            self._say(str(fault), VERMILION)
        else:
            place = f"{event.stream} version {event.version}, position {event.position:,}"
            self.notify(place, title="Added", markup=False)
            self.dismiss(True)
