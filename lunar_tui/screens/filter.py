"""A form for which events one wants to see: by text, type, stream, player, field and time."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from msgspec import structs
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, Label, Static

from domain.blocks.errors import LunarError
from lunar_tui.log_filter import LogFilter
from lunar_tui.look import DUST, VERMILION

FIELDS = (
    ("text", "Text", "in the data or the name of the stream"),
    ("types", "Types", "names of types, with commas between"),
    ("stream", "Stream", "its whole name"),
    ("player", "Player", "who did it"),
    ("field", "Field", 'data.amount > 5 and data.accountNumber = "abc"'),
    ("since", "Since", "2026-11-24, or 2026-11-24 14:05:30"),
    ("until", "Until", "a time; its own events are left out"),
)


class FilterScreen(ModalScreen[LogFilter | None]):
    """Returns the filter that was asked for, once all of it can be read; None to leave it."""

    CSS_PATH = "filter.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", id="filter.cancel"),
        Binding("enter", "submit", "Show", id="filter.submit"),
        Binding("ctrl+l", "clear", "Empty all", id="filter.clear"),
        Binding(
            "tab,down",
            "app.focus_next",
            "Next field",
            key_display="tab",
            priority=True,
            id="filter.next",
        ),
        Binding("up", "app.focus_previous", "Field before", show=False, id="filter.previous"),
    ]

    def __init__(self, title: str, wanted: LogFilter, check: Callable[[LogFilter], object]) -> None:
        """`check` raises a `LunarError` for a filter that cannot be read."""
        super().__init__()
        self._title = title
        self._wanted = wanted
        self._check = check

    def compose(self) -> ComposeResult:
        """A field a line, and what is wrong with them."""
        wanted = structs.asdict(self._wanted) | {"types": ", ".join(self._wanted.types)}
        with Vertical(classes="card"):
            yield Label(self._title, id="filter-title", markup=False)
            for name, label, example in FIELDS:
                with Horizontal(classes="field"):
                    yield Label(label)
                    yield Input(
                        wanted[name], placeholder=example, compact=True, id=f"filter-{name}"
                    )
            yield Static("", id="filter-note")
        yield Footer()

    def on_mount(self) -> None:
        """Say at once what can be done."""
        self._fault()

    @property
    def _filter(self) -> LogFilter:
        typed = {name: self.query_one(f"#filter-{name}", Input).value for name, _, _ in FIELDS}
        types = [each.strip() for each in typed.pop("types").split(",")]
        return LogFilter(types=tuple(filter(None, types)), **typed)

    @on(Input.Changed)
    def _changed(self) -> None:
        self._fault()

    def _fault(self) -> LunarError | None:
        try:
            self._check(self._filter)
        except LunarError as fault:
            self._say(Content.styled(str(fault), VERMILION))
            return fault
        words = "What is empty does not restrict. Enter shows what is like that."
        self._say(Content.styled(words, DUST))
        return None

    def _say(self, words: Content) -> None:
        self.query_one("#filter-note", Static).update(words)

    @on(Input.Submitted)
    def action_submit(self) -> None:
        """Close with this filter, if it can be read."""
        if not self._fault():
            self.dismiss(self._filter)

    def action_clear(self) -> None:
        """Let nothing restrict."""
        for field in self.query(Input):
            field.clear()
