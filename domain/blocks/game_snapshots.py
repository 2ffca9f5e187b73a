"""Snapshots of games, for those who want them: a game's fold, kept so that it begins sooner.

The log stays the truth. Without a snapshot that can be read, a game is read from its first event.
"""

from __future__ import annotations

from contextlib import suppress

import msgspec

from domain.blocks.event_store import StoreFault
from domain.blocks.game_state import GameState
from domain.blocks.router import Router
from domain.blocks.snapshots import Snapshots

EVERY = 5000
"""Positions of the log between two snapshots of a game."""


class GameSnapshots:
    """The folds of games by their ids; `schema` is the version of what is folded, and how."""

    def __init__(self, snapshots: Snapshots, schema: int, every: int = EVERY) -> None:
        self._snapshots = snapshots
        self._schema = schema
        self._every = every
        self._kept: dict[str, int] = {}

    async def load(self, router: Router, game: str) -> GameState | None:
        """The game as it was last kept with this schema."""
        found = await self._snapshots.load(_name(game), self._schema)
        if found is None:
            return None
        with suppress(msgspec.MsgspecError, KeyError, TypeError, ValueError):
            state = GameState.decode(router, *found)
            self._kept[game] = state.position
            return state
        return None

    async def keep(self, game: str, state: GameState) -> None:
        """Save the game, if it has moved on far enough; that it cannot be saved is no fault."""
        if state.position - self._kept.get(game, 0) >= self._every:
            with suppress(StoreFault):
                await self._snapshots.save(
                    _name(game), self._schema, state.position, state.encode()
                )
            self._kept[game] = state.position


def _name(game: str) -> str:
    return f"game:{game}"
