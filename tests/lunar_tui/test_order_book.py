"""What was ordered can be taken back, also when the log was away at the first try."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from domain.blocks.messages import Command
from domain.game.commands import CancelSite
from lunar_tui.order_book import Order, OrderBook
from lunar_tui.rulesets import load_ruleset
from persistence.memory import MemoryEventStore
from tests.lunar_tui.test_ordering import PLANNED, start
from tests.playing import CountingIds, application


class Orders:
    """A colony with sites, orders for which the log may be away, and what was given."""

    def __init__(self) -> None:
        self.app = application(MemoryEventStore(), CountingIds())
        self.book = OrderBook("g", "ann")
        self.given: list[Command] = []
        self.left = 99

    async def give(self, commands: Sequence[Command]) -> Sequence[Command]:
        done = commands[: self.left]
        for command in done:
            await self.app.dispatch(command)
        self.given += done
        return done

    async def undo(self) -> bool:
        colony = self.app.state("g").aggregates["colony-g"]
        return await self.book.take_back(colony, 0, self.give)


async def test_an_undo_that_was_not_done_can_be_tried_again() -> None:
    orders = Orders()
    for command in (start(load_ruleset()), *PLANNED[:2]):
        await orders.app.dispatch(command)
    orders.book.note(Order(placed=("one", "two")))
    for may_be_given in (0, 1, 99):
        orders.left = may_be_given
        assert await orders.undo()
    assert orders.given == [CancelSite("g", each, "ann", 0) for each in ("one", "two")]
    assert not await orders.undo()


async def test_who_undoes_twice_at_once_undoes_two_orders() -> None:
    orders = Orders()
    for command in (start(load_ruleset()), *PLANNED[:2]):
        await orders.app.dispatch(command)
    for site in ("one", "two"):
        orders.book.note(Order(placed=(site,)))
    assert all(await asyncio.gather(orders.undo(), orders.undo()))
    assert orders.given == [CancelSite("g", each, "ann", 0) for each in ("two", "one")]


async def test_without_an_order_there_is_nothing_to_undo() -> None:
    orders = Orders()
    await orders.app.dispatch(start(load_ruleset()))
    orders.book.note(Order())
    assert not await orders.undo()
    assert orders.given == []
