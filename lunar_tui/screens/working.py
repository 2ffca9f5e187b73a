"""Work that reads many events: a bar says how far it is, and Escape ends it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar, Generic, TypeVar

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
from lunar_tui.screens.beside import Beside
from lunar_tui.session import Observer

T = TypeVar("T")

BAR_WIDTH = 40


class WorkingScreen(ModalScreen[T | LunarError | None], Beside, Generic[T]):
    """Returns what `work` came to, the fault that stopped it, or None when it was cancelled."""

    CSS_PATH = "working.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="working.cancel"),
    ]

    class Moved(Message):
        """The work came further."""

        def __init__(self, progress: Progress, elapsed: float) -> None:
            super().__init__()
            self.pace = pace(progress, elapsed)

    def __init__(
        self, title: str, work: Callable[[Observer], Awaitable[T | None]], *, ascii_only: bool
    ) -> None:
        """`work` hears from its observer when it is to stop, and then answers None."""
        super().__init__()
        self._title = title
        self._wanted = work
        self._ascii = ascii_only
        self._reporter = Reporter(self._moved)

    def compose(self) -> ComposeResult:
        """A line and a bar."""
        with Vertical(classes="card"):
            yield Static(self._title, markup=False, id="working-title")
            yield Static("", markup=False, id="working-bar")
        yield Footer()

    def on_mount(self) -> None:
        """Begin."""
        self._do()

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        self._reporter.stop()

    @work
    async def _do(self) -> None:
        try:
            self.dismiss(await self._wanted(self._reporter))
        except LunarError as fault:
            self.dismiss(fault)

    def _moved(self, progress: Progress, elapsed: float) -> None:
        self.post_message(self.Moved(progress, elapsed))

    def on_working_screen_moved(self, event: Moved) -> None:
        """Show how far it is."""
        done = bar(int(event.pace.share * 100), 100, BAR_WIDTH, ascii_only=self._ascii)
        line = f"{done} {event.pace.share:.0%}"
        self.query_one("#working-bar", Static).update(line)

    def action_cancel(self) -> None:
        """Stop; the screen closes as soon as the work has."""
        self._reporter.stop()
