"""A projection of one's own: its state as it moves, and where it broke."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from domain.blocks.errors import LunarError
from domain.blocks.scripted.kept import Kept
from lunar_tui import projection_facts
from lunar_tui.look import DUST, VERMILION
from lunar_tui.projection_lines import ProjectionLine, ProjectionWatch
from lunar_tui.screens.dialogs import Confirm
from lunar_tui.screens.projection_editor import ProjectionEditor
from lunar_tui.screens.stepper import NEXT, StepperScreen
from lunar_tui.sentences import printable
from lunar_tui.services import Services
from lunar_tui.state_changes import marks_of, parts_of
from lunar_tui.widgets.data_tree import DataTree

LOOK = 0.5
"""Seconds between two looks at whether it moved."""


class ProjectionScreen(Screen[None]):
    """Its state as a tree; what changed since the last look is marked."""

    CSS_PATH = "projection.tcss"
    AUTO_FOCUS = "DataTree"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", id="projection.back"),
        Binding("s", "step", "Step through", id="projection.step"),
        Binding("e", "edit", "Edit", id="projection.edit"),
        Binding("d", "turn", "Enable/disable", id="projection.turn"),
        Binding("r", "reset", "Reset", id="projection.reset"),
    ]

    def __init__(self, services: Services, name: str) -> None:
        super().__init__()
        self._services = services
        self._called = name
        self._projections = services.store.projections
        self._watch = ProjectionWatch(services.store)
        self._kept: Kept | None = None
        self._parts: Mapping[str, bytes] = {}
        self._head = Static("", id="projection-head")
        self._fault = Static("", id="projection-fault")
        self._moved = Static("", id="projection-moved")
        self._tree = DataTree(ascii_only=services.settings.ascii, id="projection-tree")

    def compose(self) -> ComposeResult:
        """Where it stands, what is the matter, and its state."""
        yield self._head
        yield self._fault
        yield self._moved
        yield self._tree
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Look at it twice a second."""
        self._look()
        self.set_interval(LOOK, self._look)

    @work(exclusive=True, group="look")
    async def _look(self) -> None:
        try:
            kept = await self._projections.load(self._called)
            lines = await self._watch.look()
            if self._kept is None or _place(kept) != _place(self._kept):
                kept, states = await self._projections.states(self._called)
                self._show(kept, parts_of(states))
        except LunarError as fault:
            self._say(str(fault))
            return
        self._kept = kept
        self._say(kept.fault)
        for line in lines:
            if line.name == self._called:
                self._tell(line)

    def _tell(self, line: ProjectionLine) -> None:
        self._head.update(projection_facts.about(line))

    def _say(self, fault: str) -> None:
        self._fault.display = bool(fault)
        self._fault.update(Content.styled(printable(fault), VERMILION))

    def _show(self, kept: Kept, parts: Mapping[str, bytes]) -> None:
        """Show its state, and mark what is different from that of the last look."""
        before = self._kept
        if before is None or before.generation != kept.generation:
            self._tree.show(parts)
            told = f"The state after event {kept.position:,}."
        elif parts != self._parts:
            self._tree.show(parts, marks_of(self._parts, parts))
            told = f"Marked is what events {before.position + 1:,} to {kept.position:,} changed."
        else:
            told = f"Events {before.position + 1:,} to {kept.position:,} changed nothing."
        self._parts = parts
        self._moved.update(Content.styled(told, DUST))

    def action_step(self) -> None:
        """Go through its events one by one; one that broke, from where it did."""
        if kept := self._kept:
            broke_at = kept.position + 1 if kept.fault else NEXT
            self.app.push_screen(StepperScreen(self._services, kept.name, kept.source, broke_at))

    def action_edit(self) -> None:
        """Open its source in the editor."""
        if kept := self._kept:
            self.app.push_screen(ProjectionEditor(self._services, kept.name, kept.source, kept))

    @work(group="change")
    async def action_turn(self) -> None:
        """Let it rest, or run again from where it stands."""
        if kept := self._kept:
            await self._do(self._projections.enable(kept.name, enabled=not kept.runs))

    @work(group="change")
    async def action_reset(self) -> None:
        """Begin it anew, once that is confirmed."""
        words = f"{self._called} forgets its state, and reads the log from its beginning."
        if await self.app.push_screen_wait(Confirm("Begin anew?", words, "Begin", "Leave it")):
            await self._do(self._projections.reset(self._called))

    async def _do(self, change: Awaitable[None]) -> None:
        try:
            await change
        except LunarError as fault:
            self.notify(str(fault), severity="error", markup=False)
        self._look()


def _place(kept: Kept) -> tuple[int, int]:
    return kept.generation, kept.position
