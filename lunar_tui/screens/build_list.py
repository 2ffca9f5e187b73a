"""The build list: what can be built, how long it takes, and why not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from domain.game.site_types import site_name
from lunar_tui.catalogue import Catalogue
from lunar_tui.look import DUST, ORANGE, WHITE


class BuildList(ModalScreen[int | None]):
    """Returns the site type chosen, or None."""

    CSS_PATH = "build_list.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,b", "cancel", "Close", id="build.close"),
        Binding("j", "down", "Down", show=False, id="build.down"),
        Binding("k", "up", "Up", show=False, id="build.up"),
    ]

    def __init__(
        self,
        catalogue: Catalogue,
        known: Mapping[int, int],
        chosen: int | None,
        *,
        ended: bool = False,
        ascii_only: bool,
    ) -> None:
        """`known` are the site types that the game knows, with the ticks that each takes.

        `chosen` is the one picked last. In a game that has `ended` nothing can be chosen.
        """
        super().__init__()
        self._catalogue = catalogue
        self._known = known
        self._ended = ended
        self._chosen = chosen
        self._ascii = ascii_only

    def compose(self) -> ComposeResult:
        """A list of what can be built, and a line about the one under the cursor."""
        with Vertical(id="build"):
            yield Label("Build", id="build-title")
            yield OptionList(*map(self._option, self._known), id="build-options")
            yield Static("", id="build-about")
            yield Label("Enter chooses, then Enter on a tile places it.", id="build-hint")

    def on_mount(self) -> None:
        """Begin at what was chosen last."""
        options = self.query_one(OptionList)
        options.focus()
        ids = list(self._known)
        options.highlighted = ids.index(self._chosen) if self._chosen in ids else 0

    def _option(self, kind: int) -> Option:
        looks = self._catalogue[kind]
        glyph = looks.ascii_glyph if self._ascii else looks.glyph
        note = "the game has ended" if self._ended else f"{self._known[kind]:>3} ticks"
        prompt = Content.assemble(
            (glyph, f"bold {looks.colour}"), "  ", (site_name(kind).ljust(16), WHITE), (note, DUST)
        )
        return Option(prompt, id=str(kind), disabled=self._ended)

    @on(OptionList.OptionHighlighted)
    def _about(self, event: OptionList.OptionHighlighted) -> None:
        kind = int(event.option_id or 0)
        self.query_one("#build-about", Static).update(
            Content.styled(self._catalogue[kind].about, ORANGE)
        )

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(int(event.option_id or 0))

    def action_down(self) -> None:
        """The next kind."""
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        """The kind before."""
        self.query_one(OptionList).action_cursor_up()

    def action_cancel(self) -> None:
        """Close without choosing."""
        self.dismiss(None)
