"""The games of scenarios in a log: a view of the few events that begin and end them."""

from __future__ import annotations

from collections.abc import Mapping

from domain.blocks.event_store import EventStore, Where
from domain.blocks.replay import replay
from domain.blocks.view import View
from domain.game.model import EVENT_TYPES
from domain.game.projectors.missions import MissionRow, missions
from lunar_tui.session import in_thread
from persistence.store import Store

ENDS = Where(games_only=True, types=frozenset(event.__name__ for event in missions.handlers))


async def read_missions(store: Store) -> Mapping[str, MissionRow]:
    """The missions of all games by their ids, read in another thread.

    Raises `StoreFault` or `ProjectorFailed`.
    """

    async def read(reader: EventStore) -> Mapping[str, MissionRow]:
        view = View(missions)
        await replay([view], reader, EVENT_TYPES, ENDS)
        return {row.game_id: row for row in view.rows.values()}

    return await in_thread(store, read)


def best(found: Mapping[str, MissionRow], scenario: str) -> MissionRow | None:
    """The game of the scenario with the most points, won rather than lost; None without one."""
    over = [row for row in found.values() if row.scenario == scenario and row.ended_at]
    return max(over, key=lambda row: (row.outcome == "won", row.score), default=None)
