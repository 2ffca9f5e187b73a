"""A new game: its name, its player and its moon."""

from __future__ import annotations

import asyncio
from typing import ClassVar, NamedTuple
from uuid import uuid4

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Footer, Input, Label, Select, Static

from domain.blocks.decider import Rejected
from domain.blocks.errors import LunarError
from domain.game.aggregates.gameloop import gameloop
from domain.game.commands import StartGame
from domain.game.terrain import terrain
from lunar_tui.look import DUST, VERMILION
from lunar_tui.services import Services
from lunar_tui.widgets.overview import Overview

SIZES = {"small": (64, 32), "medium": (128, 64), "large": (256, 128)}

NAMES = (
    "Mare Crisium",
    "Tycho Base",
    "Shackleton Rim",
    "Sinus Iridum",
    "Aristarchus",
    "Palus Somni",
    "Lacus Felicitatis",
    "Copernicus Yard",
    "Mare Tranquillitatis",
    "Oceanus Procellarum",
)
"""What a base may be called: places on the Moon."""


PREVIEW_DELAY = 0.2
"""Seconds without a change before the moon is drawn."""


class Started(NamedTuple):
    """A game that was just started, and who plays it."""

    game_id: str
    player: str


class NewGameScreen(ModalScreen[Started | None]):
    """Returns the game that was started, or None."""

    CSS_PATH = "new_game.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="new.cancel"),
        Binding("tab,down", "app.focus_next", "Next field", key_display="tab", id="new.next"),
        Binding("up", "app.focus_previous", "Field before", show=False, id="new.previous"),
    ]

    def __init__(self, services: Services, *, number: int) -> None:
        """`number` is any number: the suggested name and the random seed come of it."""
        super().__init__()
        self._services = services
        self._suggested_name = NAMES[number % len(NAMES)]
        self._random_seed = number
        self._game_id = str(uuid4())
        self._previewed: tuple[int, int, int] | None = None

    def compose(self) -> ComposeResult:
        """One field a line, what is wrong with them, and the two buttons."""
        with Vertical(classes="card"):
            yield Label("A new game", id="new-title")
            with Horizontal(classes="field"):
                yield Label("Name")
                yield Input(self._suggested_name, compact=True, id="new-name")
            with Horizontal(classes="field"):
                yield Label("Player")
                yield Input(self._services.settings.player, compact=True, id="new-player")
            with Horizontal(classes="field"):
                yield Label("Map")
                yield Select(
                    [(f"{name}, {w} by {h} tiles", name) for name, (w, h) in SIZES.items()],
                    value="medium",
                    allow_blank=False,
                    compact=True,
                    id="new-size",
                )
            with Horizontal(classes="field"):
                yield Label("Seed")
                yield Input(
                    placeholder=f"{self._random_seed}, at random", compact=True, id="new-seed"
                )
            yield Static("", id="new-note")
            yield Overview(terrain(0, 16, 16), ascii_only=self._services.settings.ascii)
            with Horizontal(id="new-answers"):
                yield Button("Start", id="new-start", variant="primary", compact=True)
                yield Button("Cancel", id="new-cancel", compact=True)
        yield Footer()

    def on_mount(self) -> None:
        """Begin at the name, ready to be typed over."""
        self.query_one("#new-name", Input).focus()
        self._check()

    @property
    def _player(self) -> str:
        return self.query_one("#new-player", Input).value

    def _command(self) -> StartGame | Rejected:
        """What the fields ask for, or why it cannot be."""
        width, height = SIZES[str(self.query_one("#new-size", Select).value)]
        seed = self.query_one("#new-seed", Input).value.strip() or str(self._random_seed)
        if not seed.isdecimal():
            return Rejected(
                "bad-seed", "The seed must be a whole number, or empty for a random one."
            )
        command = StartGame(
            game_id=self._game_id,
            name=self.query_one("#new-name", Input).value,
            player_id=self._player,
            width=width,
            height=height,
            seed=int(seed),
        )
        answer = gameloop.decide(gameloop.initial, command)
        return answer if isinstance(answer, Rejected) else command

    @on(Input.Changed)
    @on(Select.Changed)
    def _check(self) -> None:
        command = self._command()
        if isinstance(command, Rejected):
            note = Content.styled(command.sentence, VERMILION)
        else:
            note = Content.styled(
                f"Enter starts. Seed {command.seed} always makes this same moon.", DUST
            )
            self._preview(command)
        self.query_one("#new-note", Static).update(note)
        self.query_one("#new-start", Button).disabled = isinstance(command, Rejected)

    @work(exclusive=True, group="preview")
    async def _preview(self, command: StartGame) -> None:
        """Show the moon that the fields ask for, once they have been left alone for a moment."""
        wanted = (command.seed or 0, command.width or 0, command.height or 0)
        overview = self.query_one(Overview)
        if wanted == self._previewed or not overview.display:
            return
        await asyncio.sleep(PREVIEW_DELAY)
        moon = await asyncio.to_thread(terrain, *wanted)
        self._previewed = wanted
        overview.set_terrain(moon)
        overview.visible = True

    @on(Input.Submitted)
    @on(Button.Pressed, "#new-start")
    def action_start(self) -> None:
        """Start the game, if the fields allow it."""
        command = self._command()
        if not isinstance(command, Rejected):
            self._start(command)

    @work(exclusive=True, group="start")
    async def _start(self, command: StartGame) -> None:
        player = self._player
        try:
            answer = await self._services.application.dispatch(command, player)
        except LunarError as fault:
            self.notify(str(fault), title="Not started", severity="error", markup=False)
            return
        if isinstance(answer, Rejected):
            self.notify(answer.sentence, title="Refused", severity="warning", markup=False)
        else:
            self.dismiss(Started(command.game_id, player))

    @on(Button.Pressed, "#new-cancel")
    def action_cancel(self) -> None:
        """Close, and start nothing."""
        self.dismiss(None)
