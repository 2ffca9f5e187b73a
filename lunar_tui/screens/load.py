"""All games, with branches under their sources, to open one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import DataTable, Footer, Input, Label, Static

from domain.blocks.errors import LunarError
from domain.blocks.replay import Progress
from domain.game.projectors.games import GameRow
from domain.game.projectors.missions import MissionRow
from lunar_tui.ago import ago
from lunar_tui.game_tree import ASCII_LINES, LINES, Leaf, game_tree
from lunar_tui.look import DUST, GREEN, ORANGE, SKY, VERMILION, WHITE
from lunar_tui.progress import Reporter
from lunar_tui.rulesets import SANDBOX
from lunar_tui.sentences import printable
from lunar_tui.services import Services

COLUMNS = ("Game", "Player", "Scenario", "Tick", "End", "Played")
NARROW, WIDE = (20, 7, 12, 6, 5, 10), (28, 12, 12, 8, 5, 14)
"""How wide the columns are, in terminals of less than so many columns and in others."""

WIDE_FROM = 100
MOST_ROWS = 200
"""Games shown at once; typing narrows them down."""

END_COLOURS = {"won": GREEN, "lost": VERMILION}

DEEPEST = 10
"""So many cells of the lines before a branch are shown: its name needs the rest."""


class LoadScreen(ModalScreen[str | None]):
    """Returns the id of the game to open, or None."""

    CSS_PATH = "load.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", priority=True, id="load.open"),
        Binding("escape", "cancel", "Back", id="load.cancel"),
        Binding("up", "move('cursor_up')", "Up", show=False, id="load.up"),
        Binding("down", "move('cursor_down')", "Down", show=False, id="load.down"),
        Binding("pageup", "move('page_up')", "Page up", show=False, id="load.page_up"),
        Binding("pagedown", "move('page_down')", "Page down", show=False, id="load.page_down"),
    ]

    class Moved(Message):
        """The list came further along the log."""

        def __init__(self, progress: Progress, _: float) -> None:
            super().__init__()
            self.share = progress.position / progress.target

    def __init__(self, services: Services, title: str = "Load a game") -> None:
        super().__init__()
        self._services = services
        self._title = title
        self._games: Sequence[GameRow] = ()
        self._missions: Mapping[str, MissionRow] = {}
        self._table: DataTable[Text] = DataTable(cursor_type="row", id="load-games")
        self._note = Static("Reading the log", id="load-note", markup=False)
        self._reporter = Reporter(lambda *report: self.post_message(self.Moved(*report)))

    def compose(self) -> ComposeResult:
        """The filter, the table, and a line about it."""
        with Vertical(classes="card"):
            yield Label(self._title, id="load-title")
            yield Input(placeholder="type to find a name or a player", compact=True)
            yield self._table
            yield self._note
        yield Footer()

    def on_mount(self) -> None:
        """Read the list, and let the keys go to the filter."""
        table = self._table
        table.can_focus = False
        widths = NARROW if self.app.size.width < WIDE_FROM else WIDE
        for label, width in zip(COLUMNS, widths, strict=True):
            table.add_column(label, width=width)
        self.query_one(Input).focus()
        self._read()

    def on_unmount(self) -> None:
        """Nobody waits for the list any more; what was read of it is kept."""
        self._reporter.stop()

    @work
    async def _read(self) -> None:
        try:
            if not await self._services.games.notice(self._reporter):
                return
            await self._services.missions.notice(self._reporter)
            fault = None
        except LunarError as error:
            fault = error
        self._games = self._services.games.rows
        self._missions = self._services.missions.rows
        self._show()
        if fault:
            self._say(str(fault))

    def on_load_screen_moved(self, event: Moved) -> None:
        """Say how far it is."""
        if not self._games:
            self._say(f"Reading the log: {event.share:.0%}")

    @on(Input.Changed)
    def _show(self) -> None:
        wanted = self.query_one(Input).value.casefold().strip()
        found = [g for g in self._games if wanted in f"{g.name}\n{g.player_id}".casefold()]
        now = self._services.clock.now()
        self._table.clear()
        lines = ASCII_LINES if self._services.settings.ascii else LINES
        for leaf in game_tree(found[:MOST_ROWS], lines):
            mission = self._missions.get(leaf.game.game_id)
            self._table.add_row(*_cells(leaf, mission, now), key=leaf.game.game_id)
        self._say(_note(len(self._games), len(found)))

    def _say(self, note: str) -> None:
        self._note.update(Content(note))

    def action_open(self) -> None:
        """Open the game under the cursor."""
        table = self._table
        if table.row_count:
            key = table.coordinate_to_cell_key(table.cursor_coordinate).row_key
            self.dismiss(key.value)

    @on(DataTable.RowSelected)
    def _clicked(self, event: DataTable.RowSelected) -> None:
        self.dismiss(event.row_key.value)

    async def action_move(self, where: str) -> None:
        """Move the table's cursor while one types."""
        await self._table.run_action(where)

    def action_cancel(self) -> None:
        """Close, and open nothing."""
        self.dismiss(None)


def _cells(leaf: Leaf, mission: MissionRow | None, now: int) -> list[Text]:
    game = leaf.game
    end = mission.outcome if mission and mission.ended_at else "ended" if game.stopped else ""
    return [
        Text.assemble((leaf.lines[-DEEPEST:], DUST), (printable(leaf.name), WHITE)),
        Text(printable(game.player_id), DUST),
        Text(mission.scenario if mission else SANDBOX, SKY if mission else DUST),
        Text(f"{game.tick:,}", SKY, justify="right"),
        Text(end, END_COLOURS.get(end, ORANGE)),
        Text(ago(game.last_played_at, now), DUST),
    ]


def _note(games: int, found: int) -> str:
    if not games:
        return "There is no game yet: press Escape, then n for a new one."
    if not found:
        return "No game is called like that."
    if found > MOST_ROWS:
        return f"The {MOST_ROWS} played last of {found:,}: type to narrow them down."
    shown = "1 game" if found == 1 else f"{found:,} games"
    return shown if found == games else f"{shown} of {games:,}"
