"""Replay from the menu: the views, how they stand, and their rebuild from the log."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import DataTable, Footer, Label, Static

from domain.blocks.errors import LunarError
from domain.blocks.replay import Progress
from domain.blocks.view import Difference
from lunar_tui.bars import bar
from lunar_tui.look import DUST, GREEN, ORANGE, SKY, VERMILION, WHITE
from lunar_tui.progress import Pace, Reporter, pace
from lunar_tui.rebuilding import Rebuilt, rebuild
from lunar_tui.sentences import printable
from lunar_tui.services import ServedViews, last_event

LOOKS_PER_SECOND = 4
BAR_WIDTH = 30
MOST_DIFFERENCES = 100
"""Differing rows that are shown."""

COLUMNS = (
    ("view", "View", 9),
    ("position", "Position", 10),
    ("rows", "Rows", 8),
    ("lag", "Lag", 8),
    ("state", "State", 18),
)
ABOUT = (
    "Views are made from the log alone. Rebuild one: the old view serves until the new one, "
    "compared row by row, takes its place."
)


class ViewsScreen(ModalScreen[None]):
    """Shows the views of a game, or of all games, and rebuilds them while they serve."""

    CSS_PATH = "views.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "rebuild_one", "Rebuild", priority=True, id="views.rebuild"),
        Binding("a", "rebuild_all", "Rebuild all", id="views.rebuild_all"),
        Binding("escape", "cancel", "Cancel", id="views.cancel"),
        Binding("escape", "dismiss", "Back", id="views.back"),
    ]

    class Moved(Message):
        """A rebuild came further."""

        def __init__(self, run: int, at: Pace) -> None:
            super().__init__()
            self.run = run
            self.pace = at

    def __init__(self, served: ServedViews, of: str, *, ascii_only: bool) -> None:
        """`of` names the game, or says that it is about all of them."""
        super().__init__()
        self._served = served
        self._of = of
        self._ascii = ascii_only
        self._table: DataTable[Text] = DataTable(cursor_type="row", id="views-table")
        self._holds = Static("", markup=False, id="views-holds")
        self._outcome = Static("", id="views-outcome", markup=False)
        self._rebuilding = ""
        self._run = 0
        self._busy = False
        self._told: list[Content] = []
        self._reporter: Reporter | None = None

    def compose(self) -> ComposeResult:
        """What it is about, the table, and what is known of the last rebuild."""
        with Vertical(classes="card"):
            yield Label(f"Replay: {printable(self._of)}", id="views-title", markup=False)
            yield Static(ABOUT, id="views-about")
            yield self._table
            yield self._holds
            with VerticalScroll(id="views-report", can_focus=False):
                yield self._outcome
        yield Footer()

    def on_mount(self) -> None:
        """Fill the table, and keep it true."""
        table = self._table
        for key, label, width in COLUMNS:
            table.add_column(label, width=width, key=key)
        for name in self._served.views.all:
            table.add_row(Text(name, WHITE), Text(), Text(), Text(), Text("serves", DUST), key=name)
        table.focus()
        self._catch_up()
        self._keep_looking()

    def on_unmount(self) -> None:
        """A rebuild that nobody sees any more ends."""
        self.action_cancel()

    @on(DataTable.RowHighlighted)
    def _describe(self, event: DataTable.RowHighlighted) -> None:
        name = event.row_key.value or ""
        self._holds.update(f"{name}: {self._served.views[name].projector.about}")

    @work
    async def _catch_up(self) -> None:
        try:
            await self._served.notice()
        except LunarError as fault:
            self._say(Content.styled(str(fault), VERMILION))

    @work
    async def _keep_looking(self) -> None:
        while True:
            await self._look()
            await asyncio.sleep(1 / LOOKS_PER_SECOND)

    async def _look(self) -> None:
        try:
            latest = await last_event(self._served)
        except LunarError as fault:
            self._say(Content.styled(str(fault), VERMILION))
            return
        end = latest.position if latest else 0
        for name, view in self._served.views.all.items():
            lag = max(0, end - view.position)
            table = self._table
            table.update_cell(name, "position", Text(f"{view.position:,}", SKY, justify="right"))
            table.update_cell(name, "rows", Text(f"{len(view.rows):,}", WHITE, justify="right"))
            table.update_cell(
                name, "lag", Text(f"{lag:,}", ORANGE if lag else DUST, justify="right")
            )

    def _begin(self, names: Sequence[str]) -> None:
        if not self._busy:
            self._busy = True
            self._told = []
            self.refresh_bindings()
            self._rebuild(names)

    @work(group="rebuild")
    async def _rebuild(self, names: Sequence[str]) -> None:
        for name in names:
            self._run += 1
            self._reporter = Reporter(partial(self._moved, self._run))
            self._rebuilding = name
            try:
                rebuilt = await rebuild(self._served, name, self._reporter)
            except LunarError as fault:
                await self._tell(name, "failed", Content.styled(str(fault), VERMILION))
            else:
                await self._tell(name, _verdict(rebuilt), _outcome(name, rebuilt))
            if self._reporter.stopped:
                break
        self._busy = False
        self.refresh_bindings()

    async def _tell(self, name: str, state: str, outcome: Content) -> None:
        self._run += 1
        self._told.append(outcome)
        self._say(*self._told)
        self._table.update_cell(name, "state", Text(state, DUST))
        await self._look()

    def _moved(self, run: int, progress: Progress, elapsed: float) -> None:
        self.post_message(self.Moved(run, pace(progress, elapsed)))

    def on_views_screen_moved(self, event: Moved) -> None:
        """Show how far the rebuild is, unless it is over by now."""
        if event.run == self._run:
            share = f"{event.pace.share:.0%}"
            done = bar(int(100 * event.pace.share), 100, BAR_WIDTH, ascii_only=self._ascii)
            self._table.update_cell(self._rebuilding, "state", Text(f"rebuilding {share}", ORANGE))
            self._say(
                *self._told,
                Content.assemble(
                    (f"{self._rebuilding}  ", f"bold {WHITE}"),
                    (done, f"{ORANGE} on #2A2A2E"),
                    f" {share}\n",
                    (f"{event.pace.per_second:,.0f} events a second, ", DUST),
                    (f"{event.pace.seconds_left:.0f} s left. The old view serves.", DUST),
                ),
            )

    def _say(self, *words: Content) -> None:
        self._outcome.update(Content("\n").join(words))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a rebuild runs it can be cancelled, and no other begins."""
        if action == "cancel":
            return self._busy
        if action in {"rebuild_one", "rebuild_all", "dismiss"}:
            return not self._busy
        return super().check_action(action, parameters)

    @on(DataTable.RowSelected)
    def action_rebuild_one(self) -> None:
        """Rebuild the view under the cursor."""
        self._begin([list(self._served.views.all)[self._table.cursor_row]])

    def action_rebuild_all(self) -> None:
        """Rebuild every view, one after the other."""
        self._begin(list(self._served.views.all))

    def action_cancel(self) -> None:
        """End the rebuild; the old view stays."""
        if self._reporter:
            self._reporter.stop()


def _verdict(rebuilt: Rebuilt | None) -> str:
    if rebuilt is None:
        return "serves"
    return "differed" if rebuilt.differences else "identical"


def _outcome(name: str, rebuilt: Rebuilt | None) -> Content:
    if rebuilt is None:
        return Content.styled(f"{name}: cancelled, the old view serves on", ORANGE)
    if not rebuilt.differences:
        rows = "1 row" if rebuilt.rows == 1 else f"{rebuilt.rows:,} rows"
        words = f"{name}: identical: {rows}, in {rebuilt.seconds:.1f} s"
        return Content.styled(words, GREEN)
    count = len(rebuilt.differences)
    rows = "1 row differs" if count == 1 else f"{count:,} rows differ"
    lines = [Content.styled(f"{name}: {rows}; the rebuilt view serves now", VERMILION)]
    lines += [_difference(each) for each in rebuilt.differences[:MOST_DIFFERENCES]]
    if count > MOST_DIFFERENCES:
        lines.append(Content.styled(f"  and {count - MOST_DIFFERENCES:,} more", DUST))
    return Content("\n").join(lines)


def _difference(found: Difference) -> Content:
    key = ", ".join(map(str, found.key))
    return Content.assemble(
        (printable(f"  {key}"), f"bold {WHITE}"),
        ("\n    served  ", DUST),
        printable(str(found.served)) if found.served else "no such row",
        ("\n    rebuilt ", DUST),
        printable(str(found.rebuilt)) if found.rebuilt else "no such row",
    )
