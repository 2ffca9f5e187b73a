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
    ("back", "b", "Back", "to the replay from which this game was opened"),
    ("result", "e", "Result", "how this game ended, and what to do next"),
    ("replay", "r", "Replay", "any moment of this game, and why it is so"),
    ("views", "u", "Rebuild", "its views from its events, seen"),
    ("prove", "v", "Prove", "that its events and its views are whole"),
    ("scores", "o", "Scores", "of all games that were won or lost"),
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
        Binding("b", "dismiss('back')", "Back", id="menu.back"),
        Binding("e", "dismiss('result')", "Result", id="menu.result"),
        Binding("r", "dismiss('replay')", "Replay", id="menu.replay"),
        Binding("u", "dismiss('views')", "Rebuild", id="menu.views"),
        Binding("v", "dismiss('prove')", "Prove", id="menu.prove"),
        Binding("o", "dismiss('scores')", "Scores", id="menu.scores"),
        Binding("s", "dismiss('settings')", "Settings", id="menu.settings"),
        Binding("question_mark,f1", "dismiss('help')", "Help", key_display="?", id="menu.help"),
        Binding("x", "dismiss('end')", "End", id="menu.end"),
        Binding("t", "dismiss('title')", "Title", id="menu.title"),
        Binding("q", "dismiss('quit')", "Quit", id="menu.quit"),
    ]

    def __init__(self, name: str, *, over_replay: bool = False, over: bool = False) -> None:
        """`name` is the game's.

        One that was opened over a replay has a way back to it; one that is over may have a result.
        """
        super().__init__()
        self._game_name = name
        left_out = {"back": not over_replay, "result": not over}
        self._entries = [entry for entry in ENTRIES if not left_out.get(entry[0])]

    def compose(self) -> ComposeResult:
        """The entries, and the reassurance."""
        with Vertical(classes="card"):
            yield Static(self._game_name, markup=False, id="menu-title")
            yield OptionList(*map(_option, self._entries), id="menu-options", compact=True)
            yield Static("Everything is saved already: the log is the save file.", id="menu-note")
        yield Footer()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what is in the list."""
        if action == "dismiss":
            return parameters[0] in [entry[0] for entry in self._entries]
        return super().check_action(action, parameters)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)


def _option(entry: tuple[str, str, str, str]) -> Option:
    name, key, label, note = entry
    prompt = Content.assemble((f" {key:<4}", ORANGE), (f"{label:<14}", WHITE), (note, DUST))
    return Option(prompt, id=name)
