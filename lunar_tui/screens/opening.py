"""Opening a game: its views are folded from its events, with a bar that says how far."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from domain.blocks.errors import LunarError
from domain.blocks.replay import Progress
from lunar_tui.bars import bar
from lunar_tui.progress import Reporter, pace
from lunar_tui.session import GameSession

BAR_WIDTH = 40


class OpeningScreen(ModalScreen[GameSession | LunarError | None]):
    """Returns the session once it is loaded, the fault that stopped it, or None when cancelled."""

    CSS_PATH = "opening.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="opening.cancel"),
    ]

    class Moved(Message):
        """The replay came further."""

        def __init__(self, progress: Progress, elapsed: float) -> None:
            super().__init__()
            self.pace = pace(progress, elapsed)

    def __init__(self, session: GameSession, *, ascii_only: bool) -> None:
        super().__init__()
        self._session = session
        self._ascii = ascii_only
        self._reporter = Reporter(self._moved)

    def compose(self) -> ComposeResult:
        """A line and a bar."""
        with Vertical(classes="card"):
            yield Static("Reading the game's events", id="opening-title")
            yield Static("", markup=False, id="opening-bar")
        yield Footer()

    def on_mount(self) -> None:
        """Begin to read."""
        self._load()

    def on_unmount(self) -> None:
        """Nobody waits for the game any more."""
        self._reporter.stop()

    @work
    async def _load(self) -> None:
        try:
            loaded = await self._session.load(self._reporter)
        except LunarError as fault:
            self.dismiss(fault)
        else:
            self.dismiss(self._session if loaded else None)

    def _moved(self, progress: Progress, elapsed: float) -> None:
        self.post_message(self.Moved(progress, elapsed))

    def on_opening_screen_moved(self, event: Moved) -> None:
        """Show how far it is."""
        done = bar(int(event.pace.share * 100), 100, BAR_WIDTH, ascii_only=self._ascii)
        line = f"{done} {event.pace.share:.0%}"
        self.query_one("#opening-bar", Static).update(line)

    def action_cancel(self) -> None:
        """Stop reading; the screen closes as soon as the reader has."""
        self._reporter.stop()
