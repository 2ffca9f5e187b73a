"""The family of a game: all games that stem from one, by way of branches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.game.projectors.games import GameRow
from lunar_tui.game_tree import LINES, Leaf, Lines, game_tree
from lunar_tui.recall import Recall, recall
from lunar_tui.session import Observer


def family_of(games: Sequence[GameRow], game_id: str, lines: Lines = LINES) -> Sequence[Leaf]:
    """The tree that a game stands in, from its first game on; empty if the game is not there."""
    family: list[Leaf] = []
    for leaf in game_tree(games, lines):
        if not leaf.lines:
            if any(each.game.game_id == game_id for each in family):
                break
            family = []
        family.append(leaf)
    return family if any(each.game.game_id == game_id for each in family) else []


def forked_at(family: Sequence[Leaf], one: str, other: str) -> int:
    """The last tick of the past that two different games of a family have in common."""
    games = {leaf.game.game_id: leaf.game for leaf in family}
    shared, others = _shared_with(games, one), _shared_with(games, other)
    nearest = next(game_id for game_id in shared if game_id in others)
    ticks = [tick for tick in (shared[nearest], others[nearest]) if tick is not None]
    return min(ticks, default=0)


def _shared_with(games: Mapping[str, GameRow], game_id: str) -> Mapping[str, int | None]:
    """The games that a game stems from, nearest first, and up to which tick it is as they are."""
    shared: dict[str, int | None] = {game_id: None}
    tick: int | None = None
    while (game := games[game_id]).source_game_id in games:
        game_id = game.source_game_id
        tick = game.source_tick if tick is None else min(tick, game.source_tick)
        shared[game_id] = tick
    return shared


class Family:
    """The family of the game that is recalled; those that it is compared with are read once."""

    def __init__(self, own: Recall) -> None:
        self._own = own
        self._read = {own.game_id: own}

    async def leaves(self, lines: Lines = LINES) -> Sequence[Leaf]:
        """The family as it is now. Raises `StoreFault`, among others."""
        await self._own.games.notice()
        return family_of(self._own.games.rows, self._own.game_id, lines)

    def has_read(self, game_id: str) -> bool:
        """Whether the run of one of the games is known already."""
        return game_id in self._read

    async def recall(self, game_id: str, observe: Observer) -> Recall | None:
        """The run of one of the games, up to now; None if `observe` stopped it.

        Raises what reading a game raises.
        """
        own = self._own
        if known := self._read.get(game_id):
            await known.timeline.extend()
            return known
        read = await recall(own.store, own.clock, own.games, game_id, own.player, observe)
        if read:
            self._read[game_id] = read
        return read
