"""The scores: the games that were won or lost, the best first, of all scenarios or of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import DataTable, Footer, Label, Static

from domain.blocks.errors import LunarError
from domain.game.scores import ScoreRow, scores
from lunar_tui.look import DUST, GREEN, ORANGE, SKY, VERMILION, WHITE
from lunar_tui.moments import clock_time
from lunar_tui.progress import Reporter
from lunar_tui.screens.begin import begin
from lunar_tui.sentences import printable
from lunar_tui.services import Services

COLUMNS = (
    ("", 3),
    ("Score", 7),
    ("Scenario", 12),
    ("Seed", 10),
    ("Player", 9),
    ("End", 4),
    ("Ended", 10),
)


class ScoresScreen(ModalScreen[None]):
    """A table of scores; from each to the result of its game, or to another try."""

    CSS_PATH = "scores.tcss"
    AUTO_FOCUS = "DataTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "result", "Result", priority=True, id="scores.result"),
        Binding("s", "same", "Same moon", id="scores.same"),
        Binding("right,tab", "scenario(1)", "Scenario", key_display="tab", id="scores.next"),
        Binding("left,shift+tab", "scenario(-1)", "Before", show=False, id="scores.previous"),
        Binding("escape", "dismiss", "Back", id="scores.back"),
    ]

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._all: Sequence[ScoreRow] = ()
        self._rows: Sequence[ScoreRow] = ()
        self._scenario = ""
        self._table: DataTable[Text] = DataTable(cursor_type="row", id="scores-table")
        self._note = Static("Reading the log", id="scores-note", markup=False)
        self._reporter = Reporter(lambda *_: None)

    def compose(self) -> ComposeResult:
        """The table, and a line about it."""
        with Vertical(classes="card"):
            yield Label("Scores", id="scores-title", markup=False)
            yield self._table
            yield self._note
        yield Footer()

    def on_mount(self) -> None:
        """Read the scores."""
        for label, width in COLUMNS:
            self._table.add_column(label, width=width)
        self._read()

    def on_unmount(self) -> None:
        """Nobody waits for the scores any more."""
        self._reporter.stop()

    @work
    async def _read(self) -> None:
        games, missions = self._services.games, self._services.missions
        try:
            whole = await games.notice(self._reporter) and await missions.notice(self._reporter)
        except LunarError as fault:
            self._note.update(Content(str(fault)))
            return
        if whole:
            self._all = self._of("")
            self._show()

    def _of(self, scenario: str) -> Sequence[ScoreRow]:
        games = {game.game_id: game for game in self._services.games.rows}
        return scores(self._services.missions.rows.values(), games, scenario)

    def _show(self) -> None:
        self._table.clear()
        self._rows = self._of(self._scenario)
        for row in self._rows:
            self._table.add_row(*_cells(row), key=row.game_id)
        self.query_one("#scores-title", Label).update(
            Content(f"Scores: {self._scenario or 'all scenarios'}")
        )
        self._note.update(Content(_note(self._rows)))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a score there is nothing to open or to choose."""
        if action in {"result", "same", "scenario"}:
            return bool(self._all)
        return super().check_action(action, parameters)

    @property
    def _row(self) -> ScoreRow:
        return self._rows[self._table.cursor_row]

    @on(DataTable.RowSelected)
    async def action_result(self) -> None:
        """Show how the game under the cursor ended."""
        await self.run_action(f"app.result({self._row.game_id!r})")

    @work(group="begin")
    async def action_same(self) -> None:
        """Begin the same scenario on the same moon."""
        await begin(self, self._services, self._row.scenario, self._row.seed)

    def action_scenario(self, step: int) -> None:
        """Show the scores of the next scenario, or of all."""
        choices = ["", *dict.fromkeys(row.scenario for row in self._all)]
        self._scenario = choices[(choices.index(self._scenario) + step) % len(choices)]
        self._show()


def _cells(row: ScoreRow) -> list[Text]:
    won = row.outcome == "won"
    return [
        Text("if" if row.rank is None else f"{row.rank}", DUST, justify="right"),
        Text(f"{row.score:,}", ORANGE, justify="right"),
        Text(row.scenario, SKY),
        Text(f"{row.seed}", WHITE, justify="right"),
        Text(printable(row.player), WHITE),
        Text(row.outcome, GREEN if won else VERMILION),
        Text(clock_time(row.ended_at)[:10], DUST),
    ]


def _note(rows: Sequence[ScoreRow]) -> str:
    if not rows:
        return "There is no score yet: win or lose a game of a scenario."
    found = "1 game" if len(rows) == 1 else f"{len(rows):,} games"
    branched = any(row.branch_of for row in rows)
    return f"{found}; if: a branch, played on from a moment of another" if branched else found
