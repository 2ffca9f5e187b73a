"""The outlook of a colony over its map, with all that the panels have no room for."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.screen import ModalScreen
from textual.widgets import Footer

from lunar_tui.outlook.outlook import Outlook
from lunar_tui.screens.beside import Beside
from lunar_tui.widgets.alerts_panel import AlertsPanel
from lunar_tui.widgets.crew_panel import CrewPanel
from lunar_tui.widgets.outlook_panel import OutlookPanel
from lunar_tui.widgets.power_panel import PowerPanel
from lunar_tui.widgets.stocks_panel import StocksPanel

LOOKS_PER_SECOND = 4


class OutlookScreen(Beside, ModalScreen[int | None]):
    """Stocks, power, crew and alerts, while the game goes on; answers the tile of an alert."""

    CSS_PATH = "outlook.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,v", "dismiss", "Back", id="outlook.back"),
    ]

    def __init__(self, look: Callable[[], Outlook | None], *, ascii_only: bool) -> None:
        """`look` is asked for the outlook as it is now."""
        super().__init__()
        self._look = look
        self._ascii = ascii_only

    def compose(self) -> ComposeResult:
        """Two columns: what there is, and what is wrong."""
        with Container(id="outlook"):
            with Vertical():
                yield StocksPanel(ascii_only=self._ascii)
                yield CrewPanel(ascii_only=self._ascii)
            with Vertical():
                yield PowerPanel(ascii_only=self._ascii)
                yield AlertsPanel(ascii_only=self._ascii)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Keep what is shown true."""
        self._show()
        self.set_interval(1 / LOOKS_PER_SECOND, self._show)

    def _show(self) -> None:
        outlook = self._look()
        if outlook is not None:
            for panel in self.query(OutlookPanel):
                panel.show(outlook)

    @on(AlertsPanel.AlertClicked)
    def _alert_clicked(self, event: AlertsPanel.AlertClicked) -> None:
        self.dismiss(event.location)
