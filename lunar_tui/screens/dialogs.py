"""Dialogs: a question to confirm, and a fault in plain words."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Footer, Static


class Dialog(ModalScreen[bool]):
    """A title, a few sentences, and two answers; True for the first of them."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "app.focus_previous", "Previous answer", show=False, id="dialog.previous"),
        Binding("right", "app.focus_next", "Next answer", show=False, id="dialog.next"),
    ]

    def __init__(self, title: str, text: str, yes: str, no: str) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._yes = yes
        self._no = no

    def compose(self) -> ComposeResult:
        """The words, and the answers below."""
        with Vertical(classes="card"):
            yield Static(self._title, markup=False, id="dialog-title")
            yield Static(self._text, markup=False, id="dialog-text")
            with Horizontal(id="dialog-answers"):
                yield Button(self._yes, id="yes", variant="primary", compact=True)
                yield Button(self._no, id="no", compact=True)
        yield Footer()

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_answer(self, yes: bool) -> None:
        """Answer, and close."""
        self.dismiss(yes)


class Confirm(Dialog):
    """A question that is better asked than regretted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", id="confirm.yes"),
        Binding("n,escape", "answer(False)", "No", id="confirm.no"),
    ]


class Fault(Dialog):
    """Something went wrong, in plain words, with what can be done about it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "answer(True)", "Go on", id="fault.retry"),
        Binding("q,escape", "answer(False)", "Stop", id="fault.stop"),
    ]
