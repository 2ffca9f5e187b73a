"""A game that is open: commands go in, views come out, and whoever listens hears every event.

Whether a command would be admitted is asked of the deciders themselves (`consider`, `colony`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeVar

from domain.blocks.application import Application
from domain.blocks.committed import Committed
from domain.blocks.decider import Rejected
from domain.blocks.errors import LunarError, UnknownEventType, UnknownGame
from domain.blocks.event_store import EventStore, RecordedEvent, StoreAway, Where
from domain.blocks.event_types import EventType
from domain.blocks.kinds import count_kinds
from domain.blocks.messages import Command, Event
from domain.blocks.replay import Progress, Views, replay, unobserved
from domain.blocks.unit_of_work import Outcome
from domain.blocks.view import ProjectorFailed, View
from domain.game.aggregates.colony import colony
from domain.game.commands import AdvanceGameloop
from domain.game.economy.colony import Colony
from domain.game.model import EVENT_TYPES, PROJECTORS
from domain.game.projectors.games import GameRow
from domain.game.projectors.sites import SiteRow
from domain.game.projectors.tiles import TileRow
from domain.game.site_types import BY_KEY, SITE_TYPES
from domain.game.sky import Sky
from domain.game.terrain import Terrain, terrain
from lunar_tui.charted import sky_over
from lunar_tui.elsewhere import run_elsewhere
from persistence.news import News

S_co = TypeVar("S_co", covariant=True)
T = TypeVar("T")

Listener = Callable[[Sequence[RecordedEvent], Sequence[Event]], None]
"""Hears events that are now in the views, in order, as recorded and as typed."""

Observer = Callable[[Progress], bool]
"""Hears, in another thread, how far a replay has come; answers False to stop it."""

PAGE = 2000

SILENCE = 5.0
"""Seconds without an answer after which the log counts as away."""


class NewerGame(LunarError):
    """A game that a newer program wrote, with the events that this one does not know."""

    def __init__(self, game_id: str, unknown: Mapping[EventType, int]) -> None:
        count = sum(unknown.values())
        events = "1 event" if count == 1 else f"{count:,} events"
        kinds = ", ".join(f"{kind.name} schema {kind.schema}" for kind in sorted(unknown))
        super().__init__(
            f"Game {game_id} holds {events} that this program does not know ({kinds}): play it "
            "with the newer program that wrote it, or look at what is known with "
            f"`lunar replay --game {game_id}`."
        )
        self.game_id = game_id


class GameSession:
    """One open game: its views are of that game's events alone; `load` it before anything else."""

    moon: Terrain
    sky: Sky | None
    """The sky over a colony; the sandbox has none."""
    kinds: Mapping[int, int]
    """The site types that the game knows, with the ticks of work that each takes."""

    def __init__(
        self, application: Application, game_id: str, player: str, news: News | None = None
    ) -> None:
        """With `news` of the log, who follows the game need not wait for the next look at it."""
        self.game_id = game_id
        self.player = player
        self.news = news or News()
        self.store = application.store
        self.where = Where(game=game_id)
        self.views = Views(PROJECTORS, EVENT_TYPES, self.where)
        self._application = application
        self._listeners: list[Listener] = []
        self._lock = asyncio.Lock()

    async def load(self, observe: Observer = unobserved) -> GameSession | None:
        """Read the game in another thread, and make its moon; itself, or None if stopped."""
        loaded = await in_thread(self.store, lambda reader: self._load(reader, observe))
        return self if loaded else None

    async def _load(self, reader: EventStore, observe: Observer) -> bool:
        views = self.views.all.values()
        try:
            if not await replay(views, reader, EVENT_TYPES, self.where, observe):
                return False
        except ProjectorFailed as failed:
            if isinstance(failed.__cause__, UnknownEventType):
                raise await self._newer_game(reader) from failed
            raise
        if not self.views["games"].rows:
            raise UnknownGame(self.game_id)
        await self._application.load(self.game_id, reader)
        self.moon = terrain(self.game.seed, self.game.width, self.game.height)
        self.sky = await sky_over(reader, self.game_id, self.moon)
        self.kinds = _known_kinds(self.sky)
        return True

    async def _newer_game(self, reader: EventStore) -> NewerGame:
        kinds = await count_kinds(reader, self.where)
        unknown = {kind: n for kind, n in kinds.items() if not EVENT_TYPES.knows(kind)}
        return NewerGame(self.game_id, unknown)

    def listen(self, listener: Listener) -> None:
        """Tell the listener of every event from now on, whoever caused it."""
        self._listeners.append(listener)

    async def dispatch(self, command: Command) -> Committed | Rejected:
        """Do what the command asks; the views show it when this returns."""
        async with self._lock:
            answer = await self._application.dispatch(command, self.player)
            if isinstance(answer, Rejected):
                return answer
            if self.views.committed(answer):
                self._tell(answer.recorded, answer.events)
            else:
                await self._read_on()
            return answer

    def consider(self, command: Command) -> Outcome | Rejected:
        """What the command would come to now, or why it would be refused; nothing is done."""
        return self._application.consider(command)

    async def notice(self) -> None:
        """Take in what other terminals did since the last look.

        Raises `StoreAway` also for a log that just does not answer.
        """
        try:
            async with asyncio.timeout(SILENCE):
                head = await self.store.game_head(self.game_id)
        except TimeoutError:
            raise StoreAway(
                f"The log has not answered for {SILENCE:g} seconds: look at its server, and at the "
                "way there."
            ) from None
        if head <= self.views.position:
            return
        async with self._lock:
            await self._read_on()

    async def _read_on(self) -> None:
        after = self.views.position
        while recorded := await self.store.read(self.where, after=after, limit=PAGE):
            events = [EVENT_TYPES.decode(stored.kind, stored.data) for stored in recorded]
            self.views.committed(Committed(after, recorded, events))
            await self._application.refresh(self.game_id)
            self._tell(recorded, events)
            after = recorded[-1].position

    def _tell(self, recorded: Sequence[RecordedEvent], events: Sequence[Event]) -> None:
        for listener in self._listeners:
            listener(recorded, events)

    async def refill(self, new: View[Any], observe: Observer = unobserved) -> bool:
        """Bring a new generation of a view up to the log, in another thread; False if stopped."""
        return await in_thread(
            self.store, lambda store: replay([new], store, EVENT_TYPES, self.where, observe)
        )

    async def level(self, new: View[Any]) -> View[Any]:
        """The view as it is served now, once both it and the new generation stand at one event."""
        async with self._lock:
            return (await self._level(new)).copy()

    async def serve(self, new: View[Any]) -> None:
        """Bring the new generation to where the served one stands, and serve it instead."""
        async with self._lock:
            await self._level(new)
            self.views.swap(new)

    async def _level(self, new: View[Any]) -> View[Any]:
        await self._read_on()
        served = self.views[new.projector.name]
        await replay([new], self.store, EVENT_TYPES, self.where, upto=served.position)
        return served

    @property
    def game(self) -> GameRow:
        """The game as the list of games shows it."""
        row: GameRow = self.views["games"].rows[self.game_id,]
        return row

    @property
    def next_tick(self) -> AdvanceGameloop:
        """The command that lets one more tick pass."""
        return AdvanceGameloop(self.game_id, self.game.tick + 1)

    @property
    def was_played(self) -> bool:
        """Whether anything has happened in the game since it was started."""
        return self.game.tick > 0 or bool(self.views["map"].rows)

    @property
    def sites(self) -> Sequence[SiteRow]:
        """What is under construction, in the order it was begun."""
        return list(self.views["sites"].rows.values())

    @property
    def builders(self) -> Sequence[str]:
        """Who has built, in the order of the log."""
        return list(dict.fromkeys(row.player_id for row in self.views["map"].rows.values()))

    @property
    def colony(self) -> Colony:
        """The colony after its last event; in the sandbox it has no rules."""
        state = self._application.state(self.game_id)
        found: Colony = state.aggregate(colony, colony.stream(self.next_tick))
        return found

    def tile(self, location: int) -> TileRow | None:
        """What stands on a tile; None for bare ground."""
        return self.views["map"].rows.get((self.game_id, location))


def _known_kinds(sky: Sky | None) -> Mapping[int, int]:
    if sky is None:
        return {kind.id: kind.ticks for kind in SITE_TYPES}
    plans = sky.rules.building.items()
    return {BY_KEY[key].id: plan.build_ticks for key, plan in plans if plan.buildable}


class Readable(Protocol[S_co]):
    """A store that gives readers of its own kind."""

    def reader(self) -> AbstractAsyncContextManager[S_co]:
        """The same store for reading in another thread, on an event loop of its own."""
        ...


async def in_thread(store: Readable[S_co], work: Callable[[S_co], Awaitable[T]]) -> T:
    """Run asynchronous reading in another thread, so that it cannot hold up the screen.

    When it is cancelled, the work in that thread is, too.
    """

    async def read() -> T:
        async with store.reader() as reader:
            return await work(reader)

    return await run_elsewhere(read)
