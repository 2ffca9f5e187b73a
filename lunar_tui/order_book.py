"""The order book: what a player has ordered in this sitting, so that it can be taken back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from msgspec import Struct

from domain.blocks.messages import Command
from domain.game.commands import CancelSite, ChangePriority
from domain.game.economy.colony import Colony

Give = Callable[[Sequence[Command]], Awaitable[Sequence[Command]]]
"""Gives orders one after the other, up to one that is not done; returns those that were."""


class Order(Struct, frozen=True):
    """Sites that were ordered together, and the priorities that others had before."""

    placed: tuple[str, ...] = ()
    priorities: Mapping[str, int] = {}


class OrderBook:
    """Knows how the last orders are taken back, the last one first."""

    def __init__(self, game_id: str, player: str) -> None:
        self._game_id = game_id
        self._player = player
        self._orders: list[Order] = []

    def note(self, order: Order) -> None:
        """The order was given."""
        self._orders.append(order)

    async def take_back(self, colony: Colony, tick: int, give: Give) -> bool:
        """Undo the last order of which anything can still be undone; False without one.

        A site can be taken back for nothing as long as no work was done on it. An order that could
        not be undone, because the log is away, stays in the book.
        """
        while self._orders:
            order = self._orders.pop()
            commands = self._undo(order, colony, tick)
            if commands:
                if len(await give(commands)) < len(commands):
                    self._orders.append(order)
                return True
        return False

    def _undo(self, order: Order, colony: Colony, tick: int) -> Sequence[Command]:
        game, player = self._game_id, self._player
        untouched = [each for each in order.placed if _untouched(colony, each)]
        now = {site_id: _priority(colony, site_id) for site_id in order.priorities}
        changed = {s: p for s, p in order.priorities.items() if now[s] not in (None, p)}
        return [
            *(CancelSite(game, site_id, player, tick) for site_id in untouched),
            *(ChangePriority(game, site_id, p, player, tick) for site_id, p in changed.items()),
        ]


def _untouched(colony: Colony, site_id: str) -> bool:
    site = colony.sites.get(site_id)
    return site is not None and not site.done


def _priority(colony: Colony, site_id: str) -> int | None:
    found = colony.sites.get(site_id) or colony.standing.get(site_id)
    return found.priority if found else None
