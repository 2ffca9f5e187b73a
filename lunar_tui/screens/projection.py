"""A projection of one's own: its state as it moves, and where it broke."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Footer, Static

from domain.blocks.errors import LunarError
from domain.blocks.scripted.kept import Kept
from lunar_tui import projection_facts
from lunar_tui.look import DUST, VERMILION
from lunar_tui.projection_lines import ProjectionLine, ProjectionWatch
from lunar_tui.promoted import promote
from lunar_tui.screens.dialogs import Confirm
from lunar_tui.screens.looking import LookingScreen
from lunar_tui.screens.projection_editor import ProjectionEditor
from lunar_tui.screens.stepper import NEXT, StepperScreen
from lunar_tui.sentences import printable
from lunar_tui.services import Services
from lunar_tui.state_changes import Marks, marks_of, parts_of
from lunar_tui.widgets.data_tree import DataTree


class ProjectionScreen(LookingScreen):
    """Its state as a tree; what changed since the last look is marked."""

    CSS_PATH = "projection.tcss"
    AUTO_FOCUS = "DataTree"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", id="projection.back"),
        Binding("s", "step", "Step through", id="projection.step"),
        Binding("e", "edit", "Edit", id="projection.edit"),
        Binding("d", "turn", "Enable/disable", id="projection.turn"),
        Binding("r", "reset", "Reset", id="projection.reset"),
        Binding("v", "promote", "Make it a view", id="projection.promote"),
        Binding("v", "demote", "No view any more", id="projection.demote"),
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

    async def _look(self) -> None:
        try:
            kept = await self._projections.load(self._called)
            lines = await self._watch.look()
            if self._kept is None or _place(kept) != _place(self._kept):
                kept, states = await self._projections.states(self._called)
                parts = await asyncio.to_thread(parts_of, states)
                self._show(kept, parts, await asyncio.to_thread(marks_of, self._parts, parts))
        except LunarError as fault:
            self._say(str(fault))
            return
        before, self._kept = self._kept, kept
        if before is None or before.promoted != kept.promoted:
            self.refresh_bindings()
        self._say(kept.fault)
        for line in lines:
            if line.name == self._called:
                self._tell(line)

    def _tell(self, line: ProjectionLine) -> None:
        self._head.update(projection_facts.about(line))

    def _say(self, fault: str) -> None:
        self._fault.display = bool(fault)
        self._fault.update(Content.styled(printable(fault), VERMILION))

    def _show(self, kept: Kept, parts: Mapping[str, bytes], marks: Marks) -> None:
        """Show its state, and mark what is different from that of the last look."""
        before = self._kept
        if before is None or before.generation != kept.generation:
            self._tree.show(parts)
            told = f"The state after event {kept.position:,}."
        elif marks:
            self._tree.show(parts, marks)
            told = f"Marked is what {_events(before.position + 1, kept.position)} changed."
        else:
            told = f"By {_events(before.position + 1, kept.position)} nothing changed."
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

    @work(group="change")
    async def action_promote(self) -> None:
        """Make it a view that `lunar views` and the screen of views know."""
        await self._do(promote(self._services.store, self._called))

    @work(group="change")
    async def action_demote(self) -> None:
        """Let it be a view no longer."""
        await self._do(self._projections.promote(self._called, promoted=False))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to make it a view, or to let it be one no longer."""
        if action in {"promote", "demote"}:
            return self._kept is not None and self._kept.promoted == (action == "demote")
        return super().check_action(action, parameters)

    async def _do(self, change: Awaitable[None]) -> None:
        try:
            await change
        except LunarError as fault:
            self.notify(str(fault), severity="error", markup=False)
        self._keep_looking()


def _events(first: int, last: int) -> str:
    return f"event {last:,}" if first == last else f"events {first:,} to {last:,}"


def _place(kept: Kept) -> tuple[int, int]:
    return kept.generation, kept.position
