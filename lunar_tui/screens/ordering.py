"""What a player orders: where something is built, and what becomes of what stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import uuid4

from textual import on, work

from domain.blocks.decider import Rejected
from domain.blocks.messages import Command
from domain.game.commands import ChangePriority, SpawnSite
from domain.game.economy.offers import missing, offers, times
from domain.game.economy.permits import ground_words
from domain.game.site_types import BY_ID, site_name
from lunar_tui.clock_lease import ClockLease
from lunar_tui.colony_sentences import told_amounts
from lunar_tui.keys import key_of
from lunar_tui.laying import laid
from lunar_tui.naming import place, told_site
from lunar_tui.order_book import Order, OrderBook
from lunar_tui.play_options import PlayOptions
from lunar_tui.screens.build_list import BuildList
from lunar_tui.screens.colony_build_list import ColonyBuildList
from lunar_tui.screens.dialogs import Confirm
from lunar_tui.screens.live_colony import LiveColony
from lunar_tui.screens.plan import PlanScreen
from lunar_tui.screens.tile_menu import TileMenu
from lunar_tui.session import GameSession
from lunar_tui.tile_orders import SURVEY, ground_orders, state_of, tile_orders
from lunar_tui.told_surveys import can_be_surveyed, told_survey
from lunar_tui.widgets.moon_map import MoonMap
from lunar_tui.widgets.order_line import OrderLine

OF_A_COLONY = frozenset({"orders", "plan", "undo"})
"""What there is to do only where building costs something."""


class Ordering(LiveColony):
    """A live game in which sites are placed; in a colony they can be planned and taken back."""

    def __init__(
        self,
        session: GameSession,
        lease: ClockLease,
        options: PlayOptions,
    ) -> None:
        """As a `LiveGame`, with nothing in hand yet."""
        super().__init__(session, lease, options)
        self._placing: int | None = None
        self._chosen: int | None = None
        self._orders = OrderBook(session.game_id, session.player)

    @property
    def _in_colony(self) -> bool:
        return self._session.colony.rules is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the sandbox nothing costs anything, and nothing is taken back."""
        if action in OF_A_COLONY and not self._in_colony:
            return False
        return super().check_action(action, parameters)

    def hint(self) -> str:
        """What is being placed, and how; else what is wrong under the cursor."""
        if self._placing is None:
            return super().hint()
        name = site_name(self._placing)
        if self._in_colony:
            return f"Placing {name}"
        cursor = self.query_one(MoonMap).cursor
        refusal = self._refusals(self._placing, [cursor])[cursor]
        if refusal:
            return f"Placing {name}: {refusal.sentence}"
        choose, stop = key_of(self, "map.choose"), key_of(self, "game.menu")
        return f"Placing {name}: {choose} on a free tile, {stop} to stop"

    def _show_panels(self) -> None:
        if self._stale and self._placing is not None and self._in_colony:
            self._show_order(self._placing)
        super()._show_panels()

    def _show_order(self, kind: int) -> None:
        """The ghosts, and the line that says what they cost or why they cannot be."""
        moon_map = self.query_one(MoonMap)
        refusals = self._refusals(kind, self._laid())
        moon_map.ghosts = {place: refusal is None for place, refusal in refusals.items()}
        allowed = sum(refusal is None for refusal in refusals.values())
        why_not = next((refusal.sentence for refusal in refusals.values() if refusal), "")
        colony = self._session.colony
        cost = times(colony.rules.building[BY_ID[kind].key].cost, allowed) if colony.rules else {}
        lacks = missing(cost, colony.stocks)
        waits = f"It waits for {told_amounts(lacks)}." if lacks else ""
        left_out = f"{len(refusals) - allowed} left out: {why_not}" if why_not else ""
        choose, stop = key_of(self, "map.choose"), key_of(self, "game.menu")
        keys = f"{choose} places {'it' if allowed == 1 else 'them'}, {stop} stops."
        if len(refusals) == 1:
            keys += " Shift+arrows or dragging lays more."
        self.query_one(OrderLine).show(
            f"{allowed} x {site_name(kind)}:" if allowed else "",
            f"{told_amounts(cost) or 'nothing'}." if allowed else "",
            f"{waits} {left_out}".strip() if allowed else why_not,
            keys if allowed else "",
        )

    def _laid(self) -> Sequence[int]:
        """The tiles on which what is being placed would stand."""
        moon_map = self.query_one(MoonMap)
        return laid(moon_map.laid_from, moon_map.cursor, self._moon.width)

    def _refusals(self, kind: int, places: Sequence[int]) -> Mapping[int, Rejected | None]:
        """For each tile on which the kind is to stand, why it may not."""
        answers = {each: self._session.consider(self._site(kind, each)) for each in places}
        return {each: a if isinstance(a, Rejected) else None for each, a in answers.items()}

    def _site(self, kind: int, location: int) -> SpawnSite:
        game = self._session.game
        return SpawnSite(
            game_id=game.game_id,
            site_id=str(uuid4()),
            site_type=kind,
            location=location,
            player_id=self._session.player,
            completion_ticks=self._session.kinds[kind],
            tick=game.tick,
        )

    @on(MoonMap.TileChosen)
    def _tile_chosen(self, event: MoonMap.TileChosen) -> None:
        if self._options.watching:
            return
        if self._placing is not None:
            self._place(self._placing, laid(event.laid_from, event.location, self._moon.width))
        elif self._session.tile(event.location) is None:
            self.action_build()
        elif self._in_colony:
            self.action_orders()

    @work(group="placing")
    async def _place(self, kind: int, places: Sequence[int]) -> None:
        """Place what can be; where nothing can, the reason is on the screen already."""
        refusals = self._refusals(kind, places).items()
        sites = [self._site(kind, place) for place, refusal in refusals if refusal is None]
        if not sites:
            self.query_one(OrderLine).insist()
            return
        done = await self._give(sites)
        self._orders.note(Order(placed=tuple(site.site_id for site in sites[: len(done)])))
        if len(done) == len(sites):
            self._stop_placing()

    async def _give(self, commands: Sequence[Command]) -> Sequence[Command]:
        """Give these orders, up to the first that is not done; return those that were."""
        for count, command in enumerate(commands):
            answer = await self._try(command)
            if answer is None or isinstance(answer, Rejected):
                return commands[:count]
        return commands

    def _stop_placing(self) -> None:
        self._placing = None
        moon_map = self.query_one(MoonMap)
        moon_map.ghosts = {}
        moon_map.ghost = moon_map.laid_from = None
        self.query_one(OrderLine).hide()
        self._stale = True

    @work(group="build")
    async def action_build(self) -> None:
        """Choose what to build; then its ghost follows the cursor."""
        self.app.clear_notifications()  # they would cover what the list says of a kind
        chosen = await self.app.push_screen_wait(self._build_list())
        if chosen is not None:
            self._placing = self._chosen = chosen
            moon_map = self.query_one(MoonMap)
            moon_map.laying = self._in_colony
            moon_map.ghost = chosen
            moon_map.focus()
            self._stale = True

    def _build_list(self) -> BuildList:
        session, colony = self._session, self._session.colony
        if colony.rules is None:
            return BuildList(
                self._catalogue,
                session.kinds,
                self._chosen,
                ended=session.game.stopped,
                ascii_only=self._ascii,
            )
        return ColonyBuildList(
            self._catalogue,
            offers(colony, colony.rules),
            self._chosen,
            ended=session.game.stopped,
            ascii_only=self._ascii,
        )

    @work(group="orders")
    async def action_orders(self) -> None:
        """Choose what is to become of the tile under the cursor, and of what stands there."""
        location = self.query_one(MoonMap).cursor
        if not (self._session.tile(location) or can_be_surveyed(self._session.sky, location)):
            self.notify(f"Nothing stands here. Press {key_of(self, 'game.build')} to build.")
            return
        order = await self.app.push_screen_wait(self._tile_menu(location))
        if order is None:
            return
        if order.question:
            sure = Confirm(order.question, f"It {order.note}.", order.label, "Leave it")
            if not await self.app.push_screen_wait(sure):
                return
        before = {
            command.site_id: order.priority
            for command in order.commands
            if isinstance(command, ChangePriority)
        }
        done = await self._give(order.commands)
        if done and before:
            self._orders.note(Order(priorities=before))

    def _tile_menu(self, location: int) -> TileMenu:
        """What may be asked of a tile and of what stands there."""
        session, tile = self._session, self._session.tile(location)
        known = told_survey(session, location)
        if tile is not None:
            name = told_site(tile.site_id, tile.site_type, location, self._moon.width)
            orders = tile_orders(session, tile)
            known = known if any(order.key == SURVEY for order in orders) else ""
            return TileMenu(name, f"{state_of(session.colony, tile.site_id)} {known}", orders)
        ground = ground_words(session.colony.ground[location]).capitalize()
        orders = ground_orders(session, location)
        return TileMenu(f"{ground} at {place(location, self._moon.width)}", known, orders)

    @work(group="plan")
    async def action_plan(self) -> None:
        """Look at all work that is ordered, and change its order."""
        plan = PlanScreen(self._session, self._orders, self._give, ascii_only=self._ascii)
        location = await self.app.push_screen_wait(plan)
        if location is not None:
            self.query_one(MoonMap).jump_to(location)

    @work(group="undo")
    async def action_undo(self) -> None:
        """Take back the last order that can be taken back."""
        session = self._session
        if not await self._orders.take_back(session.colony, session.game.tick, self._give):
            self.notify(
                "There is no order left that can be taken back for nothing: "
                f"{key_of(self, 'game.orders')} on a tile has what else there is.",
                markup=False,
            )
