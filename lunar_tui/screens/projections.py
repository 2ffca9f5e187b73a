"""The projections of one's own: a list that moves, and all that can be done with them."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from domain.blocks.errors import LunarError
from lunar_tui import projection_facts
from lunar_tui.keys import key_of
from lunar_tui.look import DUST, VERMILION, WHITE
from lunar_tui.projection_lines import ProjectionLine, ProjectionWatch
from lunar_tui.screens.dialogs import Confirm
from lunar_tui.screens.looking import LookingScreen
from lunar_tui.screens.new_projection import NewProjectionScreen
from lunar_tui.screens.projection import ProjectionScreen
from lunar_tui.screens.projection_editor import ProjectionEditor
from lunar_tui.sentences import printable
from lunar_tui.services import Services


class ProjectionsScreen(LookingScreen):
    """Lists the projections that are kept in the store, and what is the matter with one."""

    CSS_PATH = "projections.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", id="projections.back"),
        Binding("enter", "open", "State", id="projections.open"),
        Binding("n", "create", "New", id="projections.new"),
        Binding("e", "edit", "Edit", id="projections.edit"),
        Binding("d", "turn", "Enable/disable", id="projections.turn"),
        Binding("r", "reset", "Reset", id="projections.reset"),
        Binding("x", "delete", "Delete", id="projections.delete"),
    ]

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._kept = services.store.projections
        self._watch = ProjectionWatch(services.store)
        self._lines: Sequence[ProjectionLine] = ()
        self._titles = Static(id="projections-titles")
        self._list = OptionList(id="projections-list", markup=False, compact=True)
        self._note = Static("", id="projections-note")

    def compose(self) -> ComposeResult:
        """The list under its titles, and what is said of the chosen one."""
        yield Static(Content.styled(" Projections", f"bold {WHITE}"), id="projections-head")
        yield self._titles
        yield self._list
        yield self._note
        yield Footer(compact=True, show_command_palette=False)

    async def _look(self) -> None:
        try:
            self._lines = await self._watch.look()
        except LunarError as fault:
            self._note.update(Content.styled(str(fault), VERMILION))
        else:
            self._show()

    def on_resize(self) -> None:
        """Fit the columns into the new width."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        width = self._list.scrollable_content_region.width
        self._titles.update(projection_facts.titles(width))
        names = [line.name for line in self._lines]
        if names != [option.id for option in self._list.options]:
            chosen = self._list.highlighted
            self._list.clear_options()
            self._list.add_options([Option("", id=name) for name in names])
            self._list.highlighted = min(chosen or 0, len(names) - 1) if names else None
        for line in self._lines:
            self._list.replace_option_prompt(line.name, projection_facts.row(line, width))
        self._tell()

    @on(OptionList.OptionHighlighted)
    def _tell(self) -> None:
        """Say what is the matter with the chosen one."""
        line = self._chosen
        if line is None:
            words = f"There is none yet: {key_of(self, 'projections.new')} begins one."
            self._note.update(Content.styled(words, DUST))
        elif line.fault:
            self._note.update(Content.styled(printable(line.fault), VERMILION))
        else:
            words = f"{key_of(self, 'projections.open')} shows its state, and what moves it."
            self._note.update(Content.styled(words, DUST))
        self.refresh_bindings()

    @property
    def _chosen(self) -> ProjectionLine | None:
        at = self._list.highlighted
        return None if at is None or at >= len(self._lines) else self._lines[at]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the chosen one."""
        if action in {"open", "edit", "turn", "reset", "delete"}:
            return self._chosen is not None
        return super().check_action(action, parameters)

    @on(OptionList.OptionSelected)
    def action_open(self) -> None:
        """Show the state of the chosen one."""
        if line := self._chosen:
            self.app.push_screen(ProjectionScreen(self._services, line.name))

    @work(group="create")
    async def action_create(self) -> None:
        """Begin a new one, from an example or nothing, in the editor."""
        taken = [line.name for line in self._lines]
        if begun := await self.app.push_screen_wait(NewProjectionScreen(taken)):
            self.app.push_screen(ProjectionEditor(self._services, begun.name, begun.source))

    @work(group="edit")
    async def action_edit(self) -> None:
        """Open the chosen one in the editor."""
        if line := self._chosen:
            try:
                kept = await self._kept.load(line.name)
            except LunarError as fault:
                self._complain(fault)
            else:
                self.app.push_screen(ProjectionEditor(self._services, kept.name, kept.source, kept))

    @work(group="change")
    async def action_turn(self) -> None:
        """Let the chosen one rest, or run again from where it stands."""
        if line := self._chosen:
            await self._do(self._kept.enable(line.name, enabled=line.status != "enabled"))

    @work(group="change")
    async def action_reset(self) -> None:
        """Begin the chosen one anew, once that is confirmed."""
        if line := self._chosen:
            words = f"{line.name} forgets its state, and reads the log from its beginning."
            if await self.app.push_screen_wait(Confirm("Begin anew?", words, "Begin", "Leave it")):
                await self._do(self._kept.reset(line.name))

    @work(group="change")
    async def action_delete(self) -> None:
        """Forget the chosen one, once that is confirmed."""
        if line := self._chosen:
            words = f"{line.name} is gone with source and state; what it emitted stays in the log."
            if await self.app.push_screen_wait(Confirm("Delete it?", words, "Delete", "Leave it")):
                await self._do(self._kept.delete(line.name))

    async def _do(self, change: Awaitable[None]) -> None:
        try:
            await change
        except LunarError as fault:
            self._complain(fault)
        self._keep_looking()

    def _complain(self, fault: LunarError) -> None:
        self.notify(str(fault), severity="error", markup=False)
