"""The editor of a projection of one's own: checked as one types, tried, and kept."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from domain.blocks.errors import LunarError
from domain.blocks.scripted.definition import Definition, Fault
from domain.blocks.scripted.kept import Kept
from lunar_tui import amounts
from lunar_tui.keys import key_of
from lunar_tui.look import DUST, GREEN, VERMILION, WHITE
from lunar_tui.screens.dialogs import Confirm
from lunar_tui.screens.working import WorkingScreen
from lunar_tui.sentences import printable
from lunar_tui.services import Services
from lunar_tui.session import Observer, in_thread
from lunar_tui.state_changes import parts_of
from lunar_tui.widgets.data_tree import DataTree
from lunar_tui.widgets.source_area import SourceArea
from lunar_tui.workshop import workshop
from persistence.scripted.run import BadSource
from persistence.scripted.workshop import Estimate, Outcome

STILL = 0.3
"""Seconds without a key after which what was typed is checked."""


WIDTHS = [(0, "-below"), (100, "-beside")]
"""Widths of the terminal from which on the result stands below the source, or beside it."""


class ProjectionEditor(Screen[None]):
    """Runs the source once beside it without writing anything, or keeps it as continuous."""

    CSS_PATH = "projection_editor.tcss"
    AUTO_FOCUS = "SourceArea"
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", priority=True, id="editor.back"),
        Binding("f5", "run", "Run once", id="editor.run"),
        Binding("ctrl+s", "keep", "Keep and follow", priority=True, id="editor.keep"),
        Binding("f4", "app.focus_next", "Source/result", id="editor.next"),
    ]

    def __init__(
        self, services: Services, name: str, source: str, kept: Kept | None = None
    ) -> None:
        """`kept` is the projection that is to have another source; None makes a new one."""
        super().__init__()
        self._services = services
        self._called = name
        self._kept = kept
        self._saved = source
        self._typed = asyncio.Event()
        self._source = SourceArea(source, id="editor-source")
        self._told = Static("", id="editor-told")
        self._result = Vertical(id="editor-result")
        self._tree = DataTree(ascii_only=services.settings.ascii, id="editor-tree")
        self._note = Static("", id="editor-note")

    def compose(self) -> ComposeResult:
        """The source, what it came to, and what is wrong with it."""
        name = Content.styled(f" {printable(self._called)}", f"bold {WHITE}")
        yield Static(name, id="editor-head")
        with Container(id="editor-body"):
            yield self._source
            with self._result:
                yield self._told
                yield self._tree
        yield self._note
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Check what is there, and what will be typed."""
        self._result.display = False
        self._typed.set()
        self._check_on()

    @on(SourceArea.Changed)
    def _changed(self) -> None:
        self._typed.set()

    @work(group="check")
    async def _check_on(self) -> None:
        """Check the source whenever no key was pressed for a while, for as long as one looks."""
        while True:
            await self._typed.wait()
            while self._typed.is_set():
                self._typed.clear()
                await asyncio.sleep(STILL)
            await self._check(self._source.text)

    async def _check(self, source: str) -> None:
        try:
            definition = await workshop(self._services.store).check(source)
            self._approve(definition, None)
            self._approve(definition, await self._estimate(source))
        except BadSource as bad:
            self._blame(bad.fault)
        except LunarError as fault:
            self._say(str(fault), VERMILION)

    async def _estimate(self, source: str) -> Estimate:
        return await in_thread(self._services.store, lambda store: workshop(store).estimate(source))

    def _approve(self, definition: Definition, estimate: Estimate | None) -> None:
        """Say that the source can be run, and what that takes."""
        if estimate and estimate.fault:
            self._blame(estimate.fault)
            return
        self._source.point_at(0)
        told = "counting its events" if estimate is None else _estimated(estimate)
        run, keep = key_of(self, "editor.run"), key_of(self, "editor.keep")
        self._say(f"Reads {definition.about}: {told}. {run} runs it once, {keep} keeps it.", GREEN)

    def _blame(self, fault: Fault) -> None:
        self._source.point_at(fault.line)
        self._say(fault.sentence[:1].upper() + fault.sentence[1:], VERMILION)

    def _say(self, words: str, colour: str) -> None:
        self._note.update(Content.styled(printable(words), colour))

    @work(exclusive=True, group="run")
    async def action_run(self) -> None:
        """Run the source over the whole log, and show what it came to."""
        source = self._source.text

        async def run(observe: Observer) -> Outcome:
            return await in_thread(
                self._services.store,
                lambda store: workshop(store).once(self._called, source, observe=observe),
            )

        title = f"Running {self._called}"
        screen = WorkingScreen(title, run, ascii_only=self._services.settings.ascii)
        found = await self.app.push_screen_wait(screen)
        if isinstance(found, BadSource):
            self._blame(found.fault)
        elif isinstance(found, LunarError):
            self._say(str(found), VERMILION)
        elif found is not None:
            self._show(found)

    def _show(self, outcome: Outcome) -> None:
        self._result.display = True
        emitted = sum(len(commit.events) for commit in outcome.commits)
        would = f", would emit {emitted:,}" if emitted else ""
        events = "1 event" if outcome.events == 1 else f"{outcome.events:,} events"
        told = f"{events}, to position {outcome.position:,}{would}"
        self._told.update(Content.styled(told, DUST))
        self._tree.show(parts_of(outcome.states))
        if outcome.fault:
            self._blame(outcome.fault)

    @work(exclusive=True, group="keep")
    async def action_keep(self) -> None:
        """Keep the source under its name, from now on with the log.

        One that is there begins anew only if that is confirmed.
        """
        source = self._source.text
        words = f"{self._called} forgets its state, and reads the log with this source."
        again = Confirm("Begin anew?", words, "Begin", "Not yet")
        if self._kept and not await self.app.push_screen_wait(again):
            return
        try:
            await workshop(self._services.store).check(source)
            await self._keep(source)
        except BadSource as bad:
            self._blame(bad.fault)
        except LunarError as fault:
            self._say(str(fault), VERMILION)
        else:
            self.notify(f"{self._called} follows the log.", title="Kept", markup=False)
            self.dismiss()

    async def _keep(self, source: str) -> None:
        kept = self._services.store.projections
        if self._kept:
            await kept.reset(self._called, source)
            await kept.enable(self._called, enabled=True)
        else:
            generation = self._services.clock.now()
            await kept.create(Kept(self._called, source, "continuous", generation=generation))

    @work(exclusive=True, group="back")
    async def action_back(self) -> None:
        """Leave; what was typed is not lost without a question."""
        if self._source.text != self._saved:
            words = "What you typed is kept nowhere."
            leave = Confirm("Leave the editor?", words, "Leave", "Stay")
            if not await self.app.push_screen_wait(leave):
                return
        self.dismiss()


def _estimated(estimate: Estimate) -> str:
    events = "1 event" if estimate.events == 1 else f"{estimate.events:,} events"
    return f"{events}, {amounts.span(estimate.seconds / 3600)}"
