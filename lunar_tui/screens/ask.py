"""A line to type, at the bottom of what it is about, with suggestions and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, Label, Static

from domain.blocks.errors import LunarError
from lunar_tui.look import DUST, VERMILION

MOST_SUGGESTIONS = 8

Check = Callable[[str], object]
"""Raises a `LunarError` whose sentence says what is wrong with a text."""

Suggest = Callable[[str, int], Sequence[str]]
"""Whole texts that a text with the cursor there may become."""


def anything(_: str) -> object:
    """A check that takes every text."""
    return None


def nothing(_text: str, _cursor: int) -> Sequence[str]:
    """No suggestions."""
    return ()


class AskScreen(ModalScreen[str | None]):
    """Returns what was typed, once the check takes it; None when it was given up."""

    CSS_PATH = "ask.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", id="ask.cancel"),
        Binding("tab", "complete", "Complete", priority=True, id="ask.complete"),
    ]

    def __init__(
        self,
        question: str,
        example: str,
        *,
        text: str = "",
        check: Check = anything,
        suggest: Suggest = nothing,
    ) -> None:
        """`example` shows in the empty field; `text` stands in it from the beginning."""
        super().__init__()
        self._question = question
        self._example = example
        self._text = text
        self._check = check
        self._suggest = suggest
        self._offered: Sequence[str] = ()

    def compose(self) -> ComposeResult:
        """The question beside the field, and a line for what can be said about it."""
        with Vertical(id="ask"):
            with Horizontal():
                yield Label(self._question, id="ask-question", markup=False)
                yield Input(self._text, placeholder=self._example, compact=True)
            yield Static("", id="ask-note", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Let the keys go to the field."""
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _changed(self) -> None:
        field = self.query_one(Input)
        self._offered = self._suggest(field.value, field.cursor_position)[:MOST_SUGGESTIONS]
        self._say(Content.styled("   ".join(self._offered), DUST))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Complete only what can be."""
        if action == "complete":
            return bool(self._offered)
        return super().check_action(action, parameters)

    def action_complete(self) -> None:
        """Take the first suggestion."""
        field = self.query_one(Input)
        field.value = self._offered[0]
        field.cursor_position = len(field.value)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        try:
            self._check(event.value)
        except LunarError as fault:
            self._say(Content.styled(str(fault), VERMILION))
        else:
            self.dismiss(event.value)

    def _say(self, words: Content) -> None:
        self.query_one("#ask-note", Static).update(words)
