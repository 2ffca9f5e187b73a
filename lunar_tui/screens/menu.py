"""The menu of a game that is being played."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from lunar_tui.look import DUST, ORANGE, WHITE

ENTRIES = (
    ("resume", "esc", "Resume", ""),
    ("views", "r", "Replay", "rebuild this game's views from its events"),
    ("prove", "v", "Prove", "that its events and its views are whole"),
    ("settings", "s", "Settings", ""),
    ("help", "?", "Help", ""),
    ("end", "x", "End the game", "for good; its log stays"),
    ("title", "t", "To the title", ""),
    ("quit", "q", "Quit", ""),
)


class GameMenu(ModalScreen[str]):
    """Returns the entry that was chosen."""

    CSS_PATH = "menu.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss('resume')", "Resume", id="menu.resume"),
        Binding("r", "dismiss('views')", "Replay", id="menu.replay"),
        Binding("v", "dismiss('prove')", "Prove", id="menu.prove"),
        Binding("s", "dismiss('settings')", "Settings", id="menu.settings"),
        Binding("question_mark,f1", "dismiss('help')", "Help", key_display="?", id="menu.help"),
        Binding("x", "dismiss('end')", "End", id="menu.end"),
        Binding("t", "dismiss('title')", "Title", id="menu.title"),
        Binding("q", "dismiss('quit')", "Quit", id="menu.quit"),
    ]

    def __init__(self, name: str) -> None:
        """`name` is the game's."""
        super().__init__()
        self._game_name = name

    def compose(self) -> ComposeResult:
        """The entries, and the reassurance."""
        with Vertical(classes="card"):
            yield Static(self._game_name, markup=False, id="menu-title")
            yield OptionList(*map(_option, ENTRIES), id="menu-options", compact=True)
            yield Static("Everything is saved already: the log is the save file.", id="menu-note")
        yield Footer()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)


def _option(entry: tuple[str, str, str, str]) -> Option:
    name, key, label, note = entry
    prompt = Content.assemble((f" {key:<4}", ORANGE), (f"{label:<14}", WHITE), (note, DUST))
    return Option(prompt, id=name)
