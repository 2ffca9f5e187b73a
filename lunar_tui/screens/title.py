"""The title: where everything begins."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, OptionList
from textual.widgets.option_list import Option

from domain.blocks.errors import LunarError
from lunar_tui.ago import ago
from lunar_tui.keys import key_of
from lunar_tui.last_game import LastGame, last_game
from lunar_tui.look import DUST, ORANGE, WHITE
from lunar_tui.sentences import printable
from lunar_tui.services import Services
from lunar_tui.widgets.logo import Logo
from lunar_tui.widgets.title_picture import TitlePicture

ENTRIES = (
    ("continue", "title.continue", "Continue"),
    ("new_game", "title.new", "New game"),
    ("load", "title.load", "Load"),
    ("scores", "title.scores", "Scores"),
    ("replay", "title.replay", "Replay"),
    ("views", "title.views", "Views"),
    ("projections", "title.projections", "Projections"),
    ("browse", "title.browse", "Browse"),
    ("capacity", "title.capacity", "Capacity"),
    ("settings", "title.settings", "Settings"),
    ("help", "title.help", "Help"),
    ("quit", "title.quit", "Quit"),
)
NEED_A_STORE = frozenset({"continue", "new_game", "load", "replay", "views", "capacity"})


class TitleScreen(Screen[None]):
    """The menu under the Earth. It never waits for the log."""

    CSS_PATH = "title.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "choose('continue')", "Continue", show=False, id="title.continue"),
        Binding("n", "choose('new_game')", "New", show=False, id="title.new"),
        Binding("l", "choose('load')", "Load", show=False, id="title.load"),
        Binding("o", "choose('scores')", "Scores", show=False, id="title.scores"),
        Binding("r", "choose('replay')", "Replay", show=False, id="title.replay"),
        Binding("v", "choose('views')", "Views", show=False, id="title.views"),
        Binding("b", "choose('browse')", "Browse", show=False, id="title.browse"),
        Binding("p", "choose('projections')", "Projections", show=False, id="title.projections"),
        Binding("y", "choose('capacity')", "Capacity", show=False, id="title.capacity"),
        Binding("s", "choose('settings')", "Settings", show=False, id="title.settings"),
        Binding("question_mark", "choose('help')", "Help", key_display="?", id="title.help"),
        Binding("q", "choose('quit')", "Quit", id="title.quit"),
    ]

    class Chosen(Message):
        """An entry of the menu was chosen, perhaps before the store was open."""

        def __init__(self, entry: str) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self, services: Services | None, *, ascii_only: bool) -> None:
        """`services` is None while the store is not open yet; `serve` brings it then."""
        super().__init__()
        self._services = services
        self._picture = TitlePicture(ascii_only=ascii_only)
        self._logo = Logo(ascii_only=ascii_only)
        self._menu = OptionList(id="title-menu", markup=False, compact=True)
        self._last: LastGame | None = None
        self._looked = False
        self._note = "opening the log"

    def compose(self) -> ComposeResult:
        """The picture, and over it the name and the menu."""
        yield self._picture
        yield self._logo
        yield self._menu
        yield Footer()

    def on_mount(self) -> None:
        """Show the menu as far as it is known."""
        self._show()

    def serve(self, services: Services) -> None:
        """Offer from now on what needs a store, in the look of its settings."""
        self._services = services
        for widget in (self._picture, self._logo):
            widget.ascii_only = services.settings.ascii
            widget.refresh()
        self._find_last()

    def on_screen_resume(self) -> None:
        """Look again for the last game, which may be another by now."""
        self._find_last()

    @work(exclusive=True, group="last")
    async def _find_last(self) -> None:
        if self._services is None:
            return
        known = self._last
        try:
            self._last = await last_game(self._services.store)
            self._note = "no game yet"
            self._looked = True
        except LunarError as fault:
            self._last, self._note = None, "the log cannot be read"
            self.notify(str(fault), severity="error", markup=False)
        self._show()
        if known is None and self._last:
            self._menu.highlighted = 0

    def _show(self) -> None:
        menu = self._menu
        kept = menu.highlighted
        menu.clear_options()
        menu.add_options([self._option(*entry) for entry in ENTRIES])
        menu.highlighted = kept or (0 if self._last else 1)
        self.refresh_bindings()

    def _option(self, entry: str, binding: str, label: str) -> Option:
        offered = self._is_offered(entry)
        note = self._continue_note() if entry == "continue" else ""
        prompt = Content.assemble(
            (f" {key_of(self, binding)} ", ORANGE if offered else DUST),
            (f" {label:<11}", WHITE if offered else DUST),
            (printable(note), DUST),
        )
        return Option(prompt, id=entry, disabled=not offered)

    def _continue_note(self) -> str:
        if self._last is None or self._services is None:
            return self._note
        when = ago(self._last.played_at, self._services.clock.now())
        return f"{self._last.name}, tick {self._last.tick}, {when}"

    def _is_offered(self, entry: str) -> bool:
        return entry != "continue" or self._last is not None or not self._looked

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only the entries that can be chosen now."""
        if action == "choose":
            return self._is_offered(str(parameters[0]))
        return super().check_action(action, parameters)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.action_choose(event.option_id or "")

    def action_choose(self, entry: str) -> None:
        """Take an entry of the menu."""
        self.post_message(self.Chosen(entry))
