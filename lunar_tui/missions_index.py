"""The list of all games of scenarios: a view of the few events that say how each stands."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

from domain.blocks.event_store import Where
from domain.blocks.replay import replay, unobserved
from domain.blocks.view import View
from domain.game.model import EVENT_TYPES
from domain.game.projectors.games import GameRow
from domain.game.projectors.missions import MissionRow, missions
from lunar_tui.session import Observer, in_thread
from persistence.store import Store

WHERE = Where(types=frozenset(kind.__name__ for kind in missions.handlers), games_only=True)


class MissionsIndex:
    """How every game of a scenario stands or ended, by the games' ids."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._view: View[Any] = View(missions)
        self._lock = asyncio.Lock()

    @property
    def rows(self) -> Mapping[str, MissionRow]:
        """The missions; not to be read while `notice` is under way."""
        return {row.game_id: row for row in self._view.rows.values()}

    async def notice(self, observe: Observer = unobserved) -> bool:
        """Bring the list up to the end of the log, in another thread; False if stopped."""
        async with self._lock:
            return await in_thread(
                self._store,
                lambda store: replay([self._view], store, EVENT_TYPES, WHERE, observe),
            )


def best_scores(rows: Iterable[MissionRow], games: Iterable[GameRow]) -> Mapping[str, int]:
    """The best score of each scenario that was won or lost; a branch is a what-if."""
    best: dict[str, int] = {}
    branches = _branches(games)
    for row in rows:
        if row.ended_at and row.game_id not in branches:
            best[row.scenario] = max(row.score, best.get(row.scenario, row.score))
    return best


def won_by(rows: Iterable[MissionRow], games: Iterable[GameRow], player: str) -> frozenset[str]:
    """The scenarios that the player has won; a branch is a what-if."""
    won = (row for row in rows if row.outcome == "won" and row.player_id == player)
    branches = _branches(games)
    return frozenset(row.scenario for row in won if row.game_id not in branches)


def _branches(games: Iterable[GameRow]) -> frozenset[str]:
    return frozenset(game.game_id for game in games if game.is_branch)
