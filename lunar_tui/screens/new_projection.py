"""A new projection of one's own: its name, and the example that it begins with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from domain.blocks.errors import LunarError
from domain.blocks.scripted.kept import check_name
from lunar_tui.look import DUST, VERMILION, WHITE
from lunar_tui.workshop import EXAMPLES, example

EMPTY = """\
def init():
    return {"count": 0}

def any_event(state, event):
    state["count"] += 1

from_all().when({
    "$init": init,
    "$any": any_event,
}).output_state()
"""
"""What an empty one begins with: the least that can be run."""


class Begun(NamedTuple):
    """The name of a new projection, and the source that it begins with."""

    name: str
    source: str


class NewProjectionScreen(ModalScreen[Begun | None]):
    """Returns what is to be edited. The name follows the example until one types another."""

    CSS_PATH = "new_projection.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", id="new_projection.cancel"),
        Binding("tab", "app.focus_next", "Next field", priority=True, id="new_projection.next"),
        Binding("ctrl+s", "begin", "Begin", id="new_projection.begin", priority=True),
    ]

    def __init__(self, taken: Sequence[str]) -> None:
        """`taken` are names that there are already."""
        super().__init__()
        self._taken = taken
        self._list = OptionList(
            *[Option(_told(name), id=name) for name in EXAMPLES],
            Option(_line("empty", "Nothing yet but a count of all events."), id=""),
            compact=True,
            markup=False,
        )
        self._field = Input(compact=True, id="new-projection-name")
        self._note = Static("", id="new-projection-note")

    def compose(self) -> ComposeResult:
        """The examples, the name, and what is wrong with it."""
        with Vertical(classes="card"):
            yield Label("A new projection", id="new-projection-title")
            yield Label("Begin with", classes="new-projection-label")
            yield self._list
            with Horizontal(classes="field"):
                yield Label("Name")
                yield self._field
            yield self._note
        yield Footer()

    @on(OptionList.OptionHighlighted)
    def _suggest(self, event: OptionList.OptionHighlighted) -> None:
        if self._field.value in {*EXAMPLES, "own", ""}:
            self._field.value = event.option_id or "own"

    @on(Input.Changed)
    def _check(self) -> None:
        self._note.update(Content.styled(self._fault, VERMILION))

    @property
    def _fault(self) -> str:
        try:
            name = check_name(self._field.value)
        except LunarError as fault:
            return str(fault)
        if name in self._taken:
            return f"There is a projection {name} already: choose another name."
        return ""

    @on(OptionList.OptionSelected)
    @on(Input.Submitted)
    def action_begin(self) -> None:
        """Take the name and the example, if the name is one."""
        if self._fault:
            self._field.focus()
        else:
            chosen = self._list.highlighted_option
            source = example(chosen.id) if chosen and chosen.id else EMPTY
            self.dismiss(Begun(self._field.value, source))


def _told(name: str) -> Content:
    """An example by its name and the first line of its source."""
    return _line(name, example(name).splitlines()[0].removeprefix("# "))


def _line(name: str, words: str) -> Content:
    return Content.assemble((f"{name:<21} ", WHITE), (words, DUST))
