"""The application service: one external command is one unit of work.

Load the game, decide the command and its cascade, commit everything in one append. If somebody
else's events came between, read them and decide again, a bounded number of times.
"""

from __future__ import annotations

import asyncio
from uuid import UUID
from weakref import WeakValueDictionary

from domain.blocks.committed import Committed
from domain.blocks.decider import Rejected
from domain.blocks.errors import LunarError
from domain.blocks.event_store import (
    Commit,
    EventStore,
    GameMoved,
    Where,
    WrongVersion,
)
from domain.blocks.game_snapshots import GameSnapshots
from domain.blocks.game_state import GameState
from domain.blocks.messages import Command
from domain.blocks.ports import Clock, Ids
from domain.blocks.router import Router
from domain.blocks.unit_of_work import Outcome, decide

ATTEMPTS = 20
"""How often a command is decided before giving way to others for good."""

GAMES_KEPT = 16
"""How many games' states stay in memory between commands."""

PAGE = 2000

NO_ID = UUID(int=0)
"""Stands for every id of what is only considered."""


class TooBusy(LunarError):
    """Others were always faster; nothing was changed."""


class Application:
    """Dispatches commands to a model over an event store, with snapshots if they are wanted."""

    def __init__(
        self,
        router: Router,
        store: EventStore,
        ids: Ids,
        clock: Clock,
        snapshots: GameSnapshots | None = None,
    ) -> None:
        self.router = router
        self.store = store
        self._ids = ids
        self._clock = clock
        self._snapshots = snapshots
        self._games: dict[str, GameState] = {}
        self._locks = WeakValueDictionary[str, asyncio.Lock]()

    async def dispatch(self, command: Command, player: str = "") -> Committed | Rejected:
        """Do what the command asks, whole, or refuse it and change nothing.

        Raises `EndlessCascade`, `TooBusy`, `UnknownEventType`, or the store's faults.
        """
        async with self._locks.setdefault(command.game_id, asyncio.Lock()):
            return await self._dispatch(command, self._ids.new(), player)

    def consider(self, command: Command) -> Outcome | Rejected:
        """What the command would come to, by the game as it was last read; nothing is done."""
        state = self.state(command.game_id)
        return decide(self.router, state, command, NO_ID, lambda: NO_ID)

    def state(self, game: str) -> GameState:
        """The game as it was last read; as yet without events if it never was."""
        return self._games.get(game) or GameState(self.router)

    async def refresh(self, game: str) -> None:
        """Read what others have added to the game."""
        async with self._locks.setdefault(game, asyncio.Lock()):
            await self._load(game, fresh=True)

    async def _dispatch(
        self, command: Command, command_id: UUID, player: str
    ) -> Committed | Rejected:
        game = command.game_id
        fresh = game not in self._games
        for _ in range(ATTEMPTS):
            state = await self._load(game, fresh=fresh)
            outcome = decide(self.router, state, command, command_id, self._ids.new)
            if isinstance(outcome, Rejected):
                if fresh or await self.store.game_head(game) == state.position:
                    return outcome
                fresh = True
                continue
            try:
                return await self._commit(outcome, command_id, player, game, state.position)
            except GameMoved:
                fresh = True
            except WrongVersion as clash:
                return _taken(clash)
        raise TooBusy(
            f"The command {type(command).__name__} was given up after {ATTEMPTS} attempts, because "
            f"game {game} changed under it each time: try it again."
        )

    async def _load(self, game: str, *, fresh: bool) -> GameState:
        state = self._games.pop(game, None) or await self._begin(game)
        self._games[game] = state
        while len(self._games) > GAMES_KEPT:
            del self._games[next(iter(self._games))]
        if fresh:
            await self._catch_up(game, state, self.store)
        return state

    async def _begin(self, game: str) -> GameState:
        found = await self._snapshots.load(self.router, game) if self._snapshots else None
        return found or GameState(self.router)

    async def load(self, game: str, reader: EventStore) -> None:
        """Fold the game's events ahead of its first command, perhaps in another thread.

        A state that has become newer meanwhile stays.
        """
        state = GameState(self.router)
        await self._catch_up(game, state, reader)
        if state.position >= self.state(game).position:
            self._games[game] = state

    async def _catch_up(self, game: str, state: GameState, store: EventStore) -> None:
        decode = self.router.events.decode
        while True:
            batch = await store.scan(Where(game=game), after=state.position, limit=PAGE)
            for position, kind, data, _ in batch.rows:
                state.apply(decode(batch.types[kind], data))
                state.position = position
            if len(batch.rows) < PAGE:
                return

    async def _commit(
        self, outcome: Outcome, command_id: UUID, player: str, game: str, position: int
    ) -> Committed:
        commit = Commit(
            events=outcome.recorded,
            correlation_id=command_id,
            recorded_at=self._clock.now(),
            player=player,
            expect=outcome.expect,
            expect_game=(game, position),
        )
        recorded = await self.store.append(commit)
        if recorded:
            outcome.state.position = recorded[-1].position
        self._games[game] = outcome.state
        if self._snapshots:
            await self._snapshots.keep(game, outcome.state)
        return Committed(position, recorded, outcome.events)


def _taken(clash: WrongVersion) -> Rejected:
    return Rejected(
        "id-taken",
        f"The id of {clash.stream} is in use in another game: choose a different one.",
    )
