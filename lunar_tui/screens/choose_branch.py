"""The family of a game as a tree, to choose another game of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from lunar_tui.game_tree import Leaf
from lunar_tui.look import DUST, SKY, WHITE
from lunar_tui.sentences import printable


class ChooseBranch(ModalScreen[str | None]):
    """Returns the id of the game that was chosen, or None."""

    CSS_PATH = "choose_branch.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", id="choose_branch.back"),
    ]

    def __init__(self, leaves: Sequence[Leaf], own: str) -> None:
        """`own` is the id of the game that is there already, and cannot be chosen."""
        super().__init__()
        self._leaves = leaves
        self._own = own

    def compose(self) -> ComposeResult:
        """A line for each game."""
        with Vertical(classes="card"):
            yield Static("Side by side with", id="choose-branch-title")
            yield OptionList(*map(self._option, self._leaves), markup=False, compact=True)
        yield Footer()

    def _option(self, leaf: Leaf) -> Option:
        own = leaf.game.game_id == self._own
        words = Content.assemble(
            (leaf.lines, DUST),
            (printable(leaf.name), DUST if own else WHITE),
            (f"  tick {leaf.game.tick:,}", SKY),
            ("  this game" if own else "", DUST),
        )
        return Option(words, id=leaf.game.game_id, disabled=own)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)
