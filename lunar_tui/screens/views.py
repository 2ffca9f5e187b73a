"""Rebuild and prove: each view a lane, its old generation and a new one side by side."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Label, Static

from domain.blocks.errors import LunarError
from domain.game.model import PROJECTORS
from lunar_tui.kept_views import KeptViews
from lunar_tui.keys import key_of
from lunar_tui.lane import Lane
from lunar_tui.look import DUST, VERMILION, WHITE
from lunar_tui.promoted import PLACE, PromotedRebuild, promoted_views
from lunar_tui.rebuilding import KeptRebuild, Rebuild, ServedRebuild
from lunar_tui.screens.beside import Beside
from lunar_tui.screens.prove import ProveScreen
from lunar_tui.sentences import printable
from lunar_tui.services import ServedViews, last_event
from lunar_tui.widgets.difference_lines import difference_lines
from lunar_tui.widgets.lane_view import LaneView
from persistence.store import Store

OWN_LOOKS = 4
KEPT_LOOKS = 1
"""How often a second one sees how far views are, in memory and where they are kept."""


class ViewsScreen(Beside, ModalScreen[None]):
    """Rebuilds views, of a game or of all games, while the old ones serve."""

    CSS_PATH = "views.tcss"
    AUTO_FOCUS = "LaneView"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "rebuild", "Rebuild", id="views.rebuild"),
        Binding("a", "rebuild_all", "All", id="views.rebuild_all"),
        Binding("escape,c", "cancel", "Cancel", id="views.cancel"),
        Binding("s", "swap", "Swap in", id="views.swap"),
        Binding("x", "drop", "Throw away", id="views.drop"),
        Binding("v", "prove", "Prove", id="views.prove"),
        Binding("escape", "leave", "Back", id="views.back"),
    ]

    def __init__(
        self,
        served: ServedViews,
        of: str,
        *,
        kept: KeptViews | None = None,
        own: Store | None = None,
        ascii_only: bool,
    ) -> None:
        """`of` names the game, or says that it is about all.

        `kept` are views of all games; `own` is the store whose promoted projections are shown.
        """
        super().__init__()
        self._store = own
        self._served = served
        self._of = of
        self._kept = kept
        self._ascii = ascii_only
        self._lanes: dict[Lane, LaneView] = {}
        self._queue: deque[Lane] = deque()
        self._lane_at_work: Lane | None = None
        self._report = Static("", id="views-report", markup=False)
        self._shown: object = None
        self._fault = ""
        self._own = self._add(ServedRebuild(served, name) for name in served.views.all)

    def compose(self) -> ComposeResult:
        """The lanes, what is known of the one that is chosen, and the keys."""
        with Vertical(classes="card"):
            yield Label(f"Views: {printable(self._of)}", id="views-title", markup=False)
            with VerticalScroll(id="views-lanes", can_focus=False):
                yield from (self._lanes[lane] for lane in self._own)
            with VerticalScroll(id="views-told", can_focus=False):
                yield self._report
        yield Footer()

    def _add(self, rebuilds: Iterable[Rebuild], place: str = "") -> Sequence[Lane]:
        lanes = [Lane(rebuild, place, self._changed) for rebuild in rebuilds]
        self._lanes |= {lane: LaneView(lane, ascii_only=self._ascii) for lane in lanes}
        return lanes

    def on_mount(self) -> None:
        """Keep what is shown true."""
        self._catch_up()
        self._look_at_own()
        if self._kept:
            self._look_at_kept(self._kept)
        if self._store:
            self._look_at_promoted(self._store)

    def on_unmount(self) -> None:
        """A rebuild that nobody sees any more ends."""
        self._stop()

    @work
    async def _catch_up(self) -> None:
        try:
            await self._served.notice()
        except LunarError as fault:
            self._complain(fault)

    @work
    async def _look_at_own(self) -> None:
        async def end() -> int:
            latest = await last_event(self._served)
            return latest.position if latest else 0

        await self._keep_looking(self._own, end, OWN_LOOKS)

    @work
    async def _look_at_kept(self, kept: KeptViews) -> None:
        log = self._served.store
        try:
            async with kept.open() as views:
                rebuilds = [KeptRebuild(kept, views, log, each) for each in PROJECTORS]
                await self._show_lanes(rebuilds, kept.kind)
        except LunarError as fault:
            self._complain(fault)

    @work
    async def _look_at_promoted(self, store: Store) -> None:
        try:
            rebuilds = [PromotedRebuild(view) for view in await promoted_views(store)]
        except LunarError as fault:
            self._complain(fault)
        else:
            await self._show_lanes(rebuilds, PLACE)

    async def _show_lanes(self, rebuilds: Iterable[Rebuild], place: str) -> None:
        """Add lanes of views of the whole log, and keep what they show true."""

        async def end() -> int:
            return (await self._served.store.head()).position

        lanes = self._add(rebuilds, place)
        await self.query_one("#views-lanes").mount(*(self._lanes[lane] for lane in lanes))
        await self._keep_looking(lanes, end, KEPT_LOOKS)

    async def _keep_looking(
        self, lanes: Sequence[Lane], end: Callable[[], Awaitable[int]], a_second: int
    ) -> None:
        while True:
            try:
                position = await end()
            except LunarError as fault:
                self._complain(fault)
            else:
                for lane in lanes:
                    await lane.look(position)
            await asyncio.sleep(1 / a_second)

    def _complain(self, fault: LunarError) -> None:
        if str(fault) != self._fault:
            self._fault = str(fault)
            self.notify(self._fault, title="Views", severity="error", markup=False)

    @property
    def chosen(self) -> Lane:
        """The lane that keys act on."""
        focused = self.focused
        return focused.lane if isinstance(focused, LaneView) else next(iter(self._lanes))

    def on_descendant_focus(self) -> None:
        """Tell of the lane that is chosen now."""
        self._show()

    def _changed(self, lane: Lane) -> None:
        self._lanes[lane].refresh()
        self._show()

    def _show(self) -> None:
        """Tell of the chosen lane, and offer what can be done, when either is another now."""
        lane = self.chosen
        now = (lane, lane.stage, lane.new is None, self._lane_at_work)
        if self._shown != now:
            self._shown = now
            self.refresh_bindings()
            self._tell(lane)

    def _tell(self, lane: Lane) -> None:
        told = Content.assemble((f"{lane.name}: {lane.about}\n", DUST), self._next_step(lane))
        if lane.found and lane.found.differences:
            rows = difference_lines(lane.found.differences, ascii_only=self._ascii)
            told = Content("\n").join([told, rows])
        self._report.update(told)

    def _next_step(self, lane: Lane) -> Content:
        def key(name: str) -> str:
            return key_of(self, f"views.{name}")

        match lane.stage:
            case "ready":
                words = (
                    f"Compared at event {lane.found.new.position if lane.found else 0:,}. "
                    f"The old generation serves until {key('swap')} swaps the new one in; "
                    f"{key('drop')} throws it away."
                )
            case "stopped":
                words = f"What was made is kept: {key('rebuild')} goes on from there."
            case "failed":
                return Content.styled(lane.fault, VERMILION)
            case "swapped":
                words = "The old generation is gone."
            case "serves":
                words = f"{key('rebuild')} makes it anew from the log, beside the one that serves."
            case _:
                words = "The old generation serves meanwhile."
        return Content.styled(words, WHITE)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the chosen lane now."""
        busy = self._lane_at_work is not None
        stage = self.chosen.stage
        match action:
            case "rebuild":
                return not self.chosen.at_work and stage != "waiting"
            case "cancel":
                return busy
            case "rebuild_all" | "leave" | "prove":
                return not busy
            case "swap":
                return stage == "ready" and not busy
            case "drop":
                return self.chosen.new is not None and not self.chosen.at_work
        return super().check_action(action, parameters)

    def action_rebuild(self) -> None:
        """Rebuild the chosen view, or go on with it, after those that are asked for already."""
        self._ask([self.chosen])

    def action_rebuild_all(self) -> None:
        """Rebuild every view, one after the other."""
        self._ask(self._lanes)

    def _ask(self, lanes: Iterable[Lane]) -> None:
        for lane in lanes:
            lane.wait()
            self._queue.append(lane)
        if not self._lane_at_work:
            self._work_off()

    @work(group="rebuild")
    async def _work_off(self) -> None:
        while self._queue:
            self._lane_at_work = self._queue.popleft()
            await self._lane_at_work.fill()
        self._lane_at_work = None
        self._show()

    def action_cancel(self) -> None:
        """End the rebuilds; what was made is kept, and can be gone on with."""
        self._stop()

    def _stop(self) -> None:
        waiting = list(self._queue)
        self._queue.clear()
        for lane in (*waiting, self._lane_at_work):
            if lane:
                lane.stop()

    @work(group="rebuild")
    async def action_swap(self) -> None:
        """Serve the new generation of the chosen view."""
        self._lane_at_work = self.chosen
        await self._lane_at_work.swap()
        self._lane_at_work = None
        self._show()

    @work(group="rebuild")
    async def action_drop(self) -> None:
        """Throw the new generation of the chosen view away."""
        await self.chosen.drop()

    @work(group="rebuild")
    async def action_leave(self) -> None:
        """Throw away what was not swapped in, and go back."""
        for lane in self._lanes:
            if lane.made_here and lane.new:
                await lane.drop()
        self.dismiss()

    def action_prove(self) -> None:
        """Prove the log and the views."""
        self.app.push_screen(
            ProveScreen(
                self._served, self._of, kept=self._kept, own=self._store, ascii_only=self._ascii
            )
        )

    def action_page(self, pages: int) -> None:
        """Scroll what is told of the chosen lane."""
        told = self.query_one("#views-told")
        if pages < 0:
            told.scroll_page_up()
        else:
            told.scroll_page_down()
