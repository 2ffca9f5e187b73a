"""A new game: what is to be reached, its name, its player and its moon."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import ClassVar, NamedTuple
from uuid import uuid4

from msgspec import structs
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Footer, Input, Label, OptionList, Select, Static
from textual.widgets.option_list import Option

from domain.blocks.decider import Rejected
from domain.blocks.errors import LunarError
from domain.game.aggregates.gameloop import gameloop
from domain.game.commands import StartGame, StartScenario
from domain.game.economy.ground import Chart, survey
from domain.game.terrain import Terrain, terrain
from lunar_tui.daily import daily_seed
from lunar_tui.look import DUST, ORANGE, SKY, VERMILION, WHITE
from lunar_tui.missions_index import best_scores, won_by
from lunar_tui.new_games import Told, start_command, told_scenarios
from lunar_tui.rulesets import SANDBOX
from lunar_tui.services import Services
from lunar_tui.widgets.overview import Overview

SIZES = {"small": (64, 32), "medium": (128, 64), "large": (256, 128)}

NAMES = (
    "Mare Crisium",
    "Tycho Base",
    "Shackleton Base",
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


class Preview(NamedTuple):
    """A moon that is to be shown; `polar` is None for one that has no chart."""

    seed: int
    width: int
    height: int
    polar: bool | None


def _drawn(wanted: Preview) -> tuple[Terrain, Chart]:
    seed, width, height, polar = wanted
    chart = () if polar is None else survey(seed, width, height, polar=polar)
    return terrain(seed, width, height), chart


class Started(NamedTuple):
    """A game that was just started, and who plays it."""

    game_id: str
    player: str


class NewGameScreen(ModalScreen[Started | None]):
    """Returns the game that was started, or None."""

    CSS_PATH = "new_game.tcss"
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it on instances
        (0, "-tiny"),
        (24, "-short"),
        (36, "-medium"),
        (48, "-tall"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "start", "Start", priority=True, id="new.start"),
        Binding("escape", "cancel", "Cancel", id="new.cancel"),
        Binding("ctrl+t", "daily", "Today's moon", id="new.daily"),
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
        self._scenarios = told_scenarios()
        self._best: Mapping[str, int] = {}
        options = [Option(self._prompt(told), id=told.key) for told in self._scenarios]
        self._list = OptionList(*options, id="new-scenario", markup=False, compact=True)
        self._previewed: Preview | None = None

    def compose(self) -> ComposeResult:
        """What can be begun, one field a line, what is wrong with them, and the two buttons."""
        with Vertical(classes="card"):
            yield Label("A new game", id="new-title")
            yield self._list
            yield Static("", id="new-about", markup=False)
            with Horizontal(classes="field"):
                yield Label("Name")
                yield Input(self._suggested_name, compact=True, id="new-name")
            with Horizontal(classes="field"):
                yield Label("Player")
                yield Input(self._services.settings.player, compact=True, id="new-player")
            with Horizontal(classes="field", id="new-map"):
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
        """Begin at the first scenario; Enter starts it."""
        self._list.focus()
        self._list.highlighted = 0
        self._read_scores()

    @work(group="scores")
    async def _read_scores(self) -> None:
        """Show the best scores; who has won the first scenario is offered the next."""
        try:
            await self._services.missions.notice()
            await self._services.games.notice()
        except LunarError as fault:
            self.notify(str(fault), title="No scores", severity="warning", markup=False)
            return
        rows = self._services.missions.rows.values()
        games = self._services.games.rows
        self._best = best_scores(rows, games)
        won = won_by(rows, games, self._services.settings.player)
        unwon = (n for n, told in enumerate(self._scenarios) if told.key not in won)
        for told in self._scenarios:
            self._list.replace_option_prompt(told.key, self._prompt(told))
        self._list.highlighted = self._list.highlighted or next(unwon)

    def _prompt(self, told: Told) -> Content:
        best = f"best {self._best[told.key]:,}" if told.key in self._best else ""
        return Content.assemble(
            (f" {told.title:<24}", WHITE), (f"{told.difficulty:<14}", SKY), (best, ORANGE)
        )

    @property
    def _told(self) -> Told:
        return self._scenarios[self._list.highlighted or 0]

    @property
    def _player(self) -> str:
        return self.query_one("#new-player", Input).value

    def _command(self) -> StartGame | StartScenario | Rejected:
        """What the fields ask for, or why it cannot be."""
        seed = self.query_one("#new-seed", Input).value.strip() or str(self._random_seed)
        if not seed.isdecimal():
            return Rejected(
                "bad-seed", "The seed must be a whole number, or empty for a random one."
            )
        name = self.query_one("#new-name", Input).value
        command = start_command(self._game_id, self._told.key, int(seed), name, self._player)
        if isinstance(command, StartGame):
            width, height = SIZES[str(self.query_one("#new-size", Select).value)]
            command = structs.replace(command, width=width, height=height)
        answer = gameloop.decide(gameloop.initial, command)
        return answer if isinstance(answer, Rejected) else command

    @on(OptionList.OptionHighlighted)
    def _chosen(self) -> None:
        """Say what the scenario is, and offer a size of the map where there is a choice."""
        told = self._told
        goal = told.goal or "none"
        about = Content.assemble((f"{told.about}\n", WHITE), ("Goal: ", DUST), (goal, WHITE))
        self.query_one("#new-about", Static).update(about)
        self.query_one("#new-map").display = told.key == SANDBOX
        self._check()

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
    async def _preview(self, command: StartGame | StartScenario) -> None:
        """Show the moon that the fields ask for, once they have been left alone for a moment."""
        told, polar = self._told, None
        size = (told.width, told.height)
        if isinstance(command, StartGame):
            size = (command.width or told.width, command.height or told.height)
        else:
            polar = command.ruleset.scenario[command.scenario].polar
        wanted = Preview(command.seed or 0, *size, polar)
        overview = self.query_one(Overview)
        if wanted == self._previewed or not overview.display:
            return
        await asyncio.sleep(PREVIEW_DELAY)
        moon, chart = await asyncio.to_thread(_drawn, wanted)
        self._previewed = wanted
        overview.set_terrain(moon, chart)
        overview.visible = True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter starts from the list and from the fields; elsewhere it does what it does there."""
        if action == "start":
            return self.focused is self._list or isinstance(self.focused, Input)
        return super().check_action(action, parameters)

    def action_daily(self) -> None:
        """Take the seed of the day, which is the same for everybody."""
        seed = daily_seed(self._services.clock.now())
        self.query_one("#new-seed", Input).value = str(seed)

    @on(Button.Pressed, "#new-start")
    def action_start(self) -> None:
        """Start the game, if the fields allow it."""
        command = self._command()
        if not isinstance(command, Rejected):
            self._start(command)

    @work(exclusive=True, group="start")
    async def _start(self, command: StartGame | StartScenario) -> None:
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
