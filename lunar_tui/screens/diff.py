"""Diff: what is different between a moment and another of the same game, or of a branch."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, OptionList, Static

from domain.blocks.errors import LunarError
from domain.blocks.moment import Moment
from lunar_tui.bookmarks import Bookmark
from lunar_tui.changes import Against, counts_of, told_counts
from lunar_tui.family import Family
from lunar_tui.look import WHITE
from lunar_tui.places import HOW, moment_of, parse_place
from lunar_tui.playhead import ordinal_of, place_of
from lunar_tui.recall import Recall
from lunar_tui.screens.ask import AskScreen
from lunar_tui.sentences import printable
from lunar_tui.widgets.change_list import ChangeList

Read = Callable[[str], Awaitable[Recall | None]]
"""Reads the run of the game with an id; None when that was given up, or failed."""


class Other(NamedTuple):
    """Something to compare with: a moment of this game, or of another.

    Without an ordinal it is the moment of the other game at the same place in the run.
    """

    name: str
    ordinal: int | None
    game_id: str = ""


class DiffScreen(ModalScreen[int | Against | None]):
    """Returns a tile to look at, or what the map is to be compared with; else None."""

    CSS_PATH = "diff.tcss"
    AUTO_FOCUS = "#diff-against"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", id="diff.back"),
        Binding("tab", "app.focus_next", "Other list", id="diff.next"),
        Binding("g", "ask_place", "Another place", id="diff.place"),
        Binding("d", "on_map", "On the map", id="diff.on_map"),
    ]

    def __init__(
        self,
        recall: Recall,
        here: Moment,
        bookmarks: Sequence[Bookmark],
        family: Family,
        read: Read,
        *,
        ascii_only: bool,
    ) -> None:
        """`here` is a moment of the recalled game, which has the bookmarks."""
        super().__init__()
        self._recall = recall
        self._run = recall.timeline.run
        self._here = here
        self._family = family
        self._read = read
        self._ascii = ascii_only
        self._against: Against | None = None
        self._others = [
            Other(f"the end, tick {self._run.turn(self._run.count)}", self._run.count),
            Other("the start", 0),
            *[self._noted(bookmark) for bookmark in bookmarks],
        ]

    def _noted(self, bookmark: Bookmark) -> Other:
        ordinal = self._run.at_position(bookmark.position)
        return Other(f'"{bookmark.note}", tick {self._run.turn(ordinal)}', ordinal)

    def compose(self) -> ComposeResult:
        """What can be compared with, and below it what differs."""
        with Vertical(classes="card"):
            title = f"What differs between here, tick {self._run.turn(self._here.ordinal)}, and"
            yield Static(title, id="diff-title")
            yield OptionList(id="diff-against", markup=False, compact=True)
            yield Static("", id="diff-told")
            width = self._recall.moon.width
            yield ChangeList(width, ascii_only=self._ascii, id="diff-changes")
        yield Footer()

    def on_mount(self) -> None:
        """Compare with the end, or from there with the start; find the branches meanwhile."""
        self._show_others(1 if self._here.ordinal == self._run.count else 0)
        self._find_branches()

    def _show_others(self, chosen: int) -> None:
        against = self.query_one("#diff-against", OptionList)
        against.clear_options()
        against.add_options([Content(printable(other.name)) for other in self._others])
        against.highlighted = chosen

    @work(group="branches")
    async def _find_branches(self) -> None:
        try:
            leaves = await self._family.leaves()
        except LunarError as fault:
            self.notify(str(fault), severity="warning", markup=False)
            return
        found: list[Other] = []
        for game in (leaf.game for leaf in leaves):
            if game.game_id != self._recall.game_id:
                found.append(Other(f"{game.name} at the same tick", None, game.game_id))
                found.append(Other(f"{game.name} at its end, tick {game.tick}", -1, game.game_id))
        self._others += found
        against = self.query_one("#diff-against", OptionList)
        against.add_options([Content(printable(other.name)) for other in found])

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        other = self._others[event.option_index]
        if other.game_id and not self._family.has_read(other.game_id):
            self._show_none("Press Enter to read the events of that game.")
        else:
            self._compare(other)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self._compare(self._others[event.option_index])
        self.query_one(ChangeList).focus()

    def _show_none(self, words: str) -> None:
        self._against = None
        self.query_one("#diff-told", Static).update(Content(words))
        self.query_one(ChangeList).show({})
        self.refresh_bindings()

    @work(exclusive=True, group="diff")
    async def _compare(self, other: Other) -> None:
        try:
            against = await self._find(other)
        except LunarError as fault:
            self._show_none(str(fault))
            return
        if against is None:
            self.query_one("#diff-against").focus()
            return
        changes = await asyncio.to_thread(against.changes, self._here)
        self._against = against
        way = (
            f"From {against.name} to here"
            if against.earlier_than(self._here)
            else (f"From here to {against.name}")
        )
        told = Content.assemble((printable(way), WHITE), told_counts(counts_of(changes)))
        self.query_one("#diff-told", Static).update(told)
        self.query_one(ChangeList).show(changes)
        self.refresh_bindings()

    async def _find(self, other: Other) -> Against | None:
        """The moment to compare with; None if its game was not read. Raises `StoreFault`."""
        if not other.game_id:
            return Against(other.name, await self._recall.timeline.at(other.ordinal or 0))
        read = await self._read(other.game_id)
        if read is None:
            return None
        run = read.timeline.run
        here = ordinal_of(run, place_of(self._run, self._here.ordinal))
        ordinal = here if other.ordinal is None else run.count
        return Against(other.name, await read.timeline.at(ordinal), branch=True)

    @work(group="ask")
    async def action_ask_place(self) -> None:
        """Compare with a tick, a position or a time that is typed."""
        text = await self.app.push_screen_wait(AskScreen("Compare with:", HOW, check=parse_place))
        if text:
            ordinal = moment_of(self._run, parse_place(text))
            tick = self._run.turn(ordinal)
            self._others.insert(0, Other(f"tick {tick} ({text.strip()})", ordinal))
            self._show_others(0)

    def action_on_map(self) -> None:
        """Show on the map what differs."""
        self.dismiss(self._against)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show on the map only what has been compared."""
        if action == "on_map":
            return self._against is not None
        return super().check_action(action, parameters)

    @on(ChangeList.Chosen)
    def _chosen(self, event: ChangeList.Chosen) -> None:
        self.dismiss(event.location)
