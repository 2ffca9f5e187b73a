"""The plan screen: all work that is ordered, in the order in which it is served."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from domain.game.commands import ChangePriority
from domain.game.economy.building_work import slots
from domain.game.economy.offers import missing
from domain.game.economy.plan import Planned, plan, reordered, still_to_pay
from domain.game.site_types import BY_KEY
from lunar_tui.catalogue import load_catalogue
from lunar_tui.colony_sentences import STOCK_WORDS, told_amounts
from lunar_tui.look import DUST, GREEN, ORANGE, WHITE, YELLOW
from lunar_tui.naming import place
from lunar_tui.order_book import Give, Order, OrderBook
from lunar_tui.screens.dialogs import Confirm
from lunar_tui.session import GameSession
from lunar_tui.tile_orders import cancelling


class PlanScreen(ModalScreen[int | None]):
    """Returns the location of the work that was chosen, or None. The clock waits meanwhile."""

    CSS_PATH = "plan.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,p", "dismiss(None)", "Close", id="plan.close"),
        Binding("shift+up,K", "shift(-1)", "Sooner", key_display="⇧↑", id="plan.sooner"),
        Binding("shift+down,J", "shift(1)", "Later", key_display="⇧↓", id="plan.later"),
        Binding("c", "cancel", "Cancel", id="plan.cancel"),
        Binding("u", "undo", "Undo", id="plan.undo"),
        Binding("j", "down", "Down", show=False, id="plan.down"),
        Binding("k", "up", "Up", show=False, id="plan.up"),
    ]

    def __init__(
        self, session: GameSession, orders: OrderBook, give: Give, *, ascii_only: bool
    ) -> None:
        super().__init__()
        self._session = session
        self._orders = orders
        self._give = give
        self._ascii = ascii_only
        self._shown: Sequence[Planned] = ()
        self._turn = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """The work in its order, and what all of it still costs."""
        with Vertical(classes="card"):
            yield Static("Plan", id="plan-title")
            yield Static("", id="plan-about")
            yield OptionList(id="plan", compact=True)
            yield Static("", id="plan-cost")
        yield Footer()

    def on_mount(self) -> None:
        """Begin at what is served first."""
        self._show(0)
        self.query_one(OptionList).focus()

    def _show(self, highlighted: int | None) -> None:
        colony = self._session.colony
        if colony.rules is None:
            return
        self._shown = plan(colony, colony.rules)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(self._line(n, each)) for n, each in enumerate(self._shown, 1)])
        options.highlighted = min(highlighted or 0, len(self._shown) - 1) if self._shown else None
        count = slots(colony, colony.rules)
        about = f"{count} at a time. Repairs come first; what halts lets the next one go on."
        self.query_one("#plan-about", Static).update(
            about if self._shown else "Nothing is ordered. Build (b), and it stands here."
        )
        self.query_one("#plan-cost", Static).update(self._cost())

    def _cost(self) -> Content:
        rest = still_to_pay(self._shown)
        if not rest:
            return Content()
        lacks = missing(rest, self._session.colony.stocks)
        enough = (
            (f"\nNot in store yet: {told_amounts(lacks)}.", YELLOW)
            if lacks
            else ("\nAll of it is in store.", GREEN)
        )
        return Content.assemble((f"Still to pay: {told_amounts(rest)}.", WHITE), enough)

    def _line(self, number: int, each: Planned) -> Content:
        work = each.work
        kind = BY_KEY[work.kind]
        looks = load_catalogue()[kind.id]
        name = f"Repair {kind.name.lower()}" if each.repair else kind.name
        if work.lacks:
            state = (f"halted: lacks {STOCK_WORDS[work.lacks]}", YELLOW)
        elif each.served:
            state = ("in work" if work.done else "begins with the next tick", GREEN)
        else:
            state = ("waits for its turn", DUST)
        return Content.assemble(
            (f"{number:>3} ", DUST),
            (looks.ascii_glyph if self._ascii else looks.glyph, f"bold {looks.colour}"),
            (f" {name:<23}", WHITE),
            (f"{place(work.location, self._session.moon.width):>7}", DUST),
            (f"{work.done:>4}/{work.ticks:<3}", ORANGE),
            ("    " if each.repair else f" p{work.priority} ", DUST),
            state,
        )

    @property
    def _here(self) -> int | None:
        return self.query_one(OptionList).highlighted

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._shown[event.option_index].work.location)

    @work(group="plan")
    async def action_shift(self, step: int) -> None:
        """Serve the site sooner or later than the one beside it."""
        async with self._turn:
            await self._shift(step)

    async def _shift(self, step: int) -> None:
        here = self._here
        if here is None or not 0 <= here + step < len(self._shown):
            return
        one, other = self._shown[here], self._shown[here + step]
        if one.repair or other.repair:
            self._tell("Repairs come before all sites, in the order in which they were ordered.")
            return
        sites = self._session.colony.sites
        order = [each.site_id for each in self._shown if not each.repair]
        place = order.index(one.site_id)
        order[place], order[place + step] = order[place + step], order[place]
        changes = reordered(sites, order)
        if changes is None:
            self._tell("Five priorities are too few for this order: move another site first.")
            return
        before = {site_id: sites[site_id].priority for site_id in changes}
        session = self._session
        done = await self._give(
            [
                ChangePriority(session.game_id, site, p, session.player, session.game.tick)
                for site, p in changes.items()
            ]
        )
        if done:
            self._orders.note(Order(priorities=before))
        self._show(here + step)

    @work(group="plan")
    async def action_cancel(self) -> None:
        """Give the site up; work that was done is given up only when it is confirmed."""
        async with self._turn:
            await self._cancel()

    async def _cancel(self) -> None:
        here = self._here
        if here is None:
            return
        if self._shown[here].repair:
            self._tell("A repair cannot be cancelled: demolish the building instead.")
            return
        order = cancelling(self._session, self._shown[here].site_id)
        if self._shown[here].work.done:
            sure = Confirm(order.question, f"It {order.note}.", "Give up", "Build on")
            if not await self.app.push_screen_wait(sure):
                return
        await self._give(order.commands)
        self._show(here)

    @work(group="plan")
    async def action_undo(self) -> None:
        """Take back the last order that can be taken back."""
        async with self._turn:
            session = self._session
            if not await self._orders.take_back(session.colony, session.game.tick, self._give):
                self._tell("There is no order left that can be taken back.")
            self._show(self._here)

    def action_down(self) -> None:
        """The next work."""
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        """The work before."""
        self.query_one(OptionList).action_cursor_up()

    def _tell(self, sentence: str) -> None:
        self.notify(sentence, severity="warning", markup=False)
