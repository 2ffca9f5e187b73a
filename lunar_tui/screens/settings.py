"""The settings: changed in place, tried at once, kept on leaving."""

from __future__ import annotations

from typing import ClassVar

from msgspec import structs
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Footer, Input, Label, Select, Static

from domain.game.ids import check_id
from lunar_tui import paths
from lunar_tui.look import DUST, VERMILION
from lunar_tui.pacemaker import SPEEDS
from lunar_tui.settings import Settings


class SettingsScreen(ModalScreen[Settings | None]):
    """Returns the settings to keep, or None to leave them as they were."""

    CSS_PATH = "settings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", id="settings.save"),
        Binding("escape", "cancel", "Cancel", id="settings.cancel"),
        Binding("tab", "app.focus_next", "Next field", id="settings.next"),
    ]

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings

    def compose(self) -> ComposeResult:
        """One setting a line, where they are kept, and the two buttons."""
        settings = self._settings
        with Vertical(classes="card"):
            yield Label("Settings", id="settings-title")
            with Horizontal(classes="field"):
                yield Label("Player")
                yield Input(settings.player, compact=True, id="settings-player")
            with Horizontal(classes="field"):
                yield Label("Theme")
                yield Select(
                    [(name, name) for name in sorted(self.app.available_themes)],
                    value=self.app.theme,
                    allow_blank=False,
                    compact=True,
                    id="settings-theme",
                )
            with Horizontal(classes="field"):
                yield Label("Speed")
                yield Select(
                    [(_speed_label(speed), speed) for speed in SPEEDS],
                    value=min(SPEEDS, key=lambda speed: abs(speed - settings.speed)),
                    allow_blank=False,
                    compact=True,
                    id="settings-speed",
                )
            with Horizontal(classes="field"):
                yield Label("Marks")
                yield Select(
                    [("Unicode", False), ("ASCII only", True)],
                    value=settings.ascii,
                    allow_blank=False,
                    compact=True,
                    id="settings-ascii",
                )
            yield Static("", id="settings-note")
            with Horizontal(id="settings-answers"):
                yield Button("Save", id="settings-save", variant="primary", compact=True)
                yield Button("Cancel", id="settings-cancel", compact=True)
        yield Footer()

    @on(Select.Changed, "#settings-theme")
    def _try_theme(self, event: Select.Changed) -> None:
        self.app.theme = str(event.value)

    @on(Input.Changed, "#settings-player")
    def _check(self, event: Input.Changed) -> None:
        refusal = check_id("player's name", event.value)
        note = (
            Content.styled(refusal.sentence, VERMILION)
            if refusal
            else Content.styled(
                f"Keys are remapped in the file of the settings:\n{paths.config_file()}", DUST
            )
        )
        self.query_one("#settings-note", Static).update(note)
        self.query_one("#settings-save", Button).disabled = refusal is not None

    @on(Input.Submitted)
    @on(Button.Pressed, "#settings-save")
    def action_save(self) -> None:
        """Close, and keep what was chosen."""
        if self.query_one("#settings-save", Button).disabled:
            return
        self.dismiss(
            structs.replace(
                self._settings,
                player=self.query_one("#settings-player", Input).value,
                theme=self.app.theme,
                speed=self.query_one("#settings-speed", Select).value,
                ascii=self.query_one("#settings-ascii", Select).value,
            )
        )

    @on(Button.Pressed, "#settings-cancel")
    def action_cancel(self) -> None:
        """Close, and take back the theme that was tried."""
        self.app.theme = self._settings.theme
        self.dismiss(None)


def _speed_label(speed: float) -> str:
    return "1 tick a second" if speed == 1 else f"{speed:g} ticks a second"
