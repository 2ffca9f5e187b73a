"""What a replay of one game works with: its run, its moon, and the notes that were pinned to it."""

from __future__ import annotations

from dataclasses import dataclass

from domain.blocks.decider import Rejected
from domain.blocks.errors import LunarError, UnknownGame
from domain.blocks.event_store import EventStore
from domain.blocks.moment import Moment
from domain.blocks.ports import Clock
from domain.blocks.replay import unobserved
from domain.blocks.timeline import Timeline
from domain.game import travel
from domain.game.branches import branch_game
from domain.game.branching import Branch
from domain.game.events import GameBranched
from domain.game.ids import check_name
from domain.game.model import EVENT_TYPES, ROUTER
from domain.game.sky import Sky
from domain.game.terrain import Terrain, terrain
from lunar_tui.bookmarks import Bookmarks
from lunar_tui.charted import sky_over
from lunar_tui.games_index import GamesIndex
from lunar_tui.sentences import Narrator
from lunar_tui.session import Observer, in_thread
from persistence.ids import OrderedIds


@dataclass(frozen=True, slots=True)
class Recall:
    """A game that is recalled, whether or not it goes on meanwhile; `end` is its latest moment.

    `games` is the list of all games, to find those that it is branched into.
    """

    store: EventStore
    game_id: str
    name: str
    moon: Terrain
    sky: Sky | None
    timeline: Timeline
    end: Moment
    bookmarks: Bookmarks
    narrator: Narrator
    games: GamesIndex
    clock: Clock
    player: str

    async def branch(self, position: int, name: str) -> GameBranched | Rejected:
        """Begin a new game from this one's moment at the position; without a name, named after it.

        Raises the store's faults.
        """
        ids = OrderedIds()
        wish = Branch(str(ids.new()), self.game_id, position, self.player, name or None)
        return await branch_game(ROUTER, self.store, ids, self.clock, wish)


class BadName(LunarError):
    """A name that no game may have."""


def named(name: str) -> None:
    """Raises `BadName` for a name that a game may not have."""
    refusal = check_name(name)
    if refusal:
        raise BadName(refusal.sentence)


async def recall(
    store: EventStore,
    clock: Clock,
    games: GamesIndex,
    game_id: str,
    player: str,
    observe: Observer = unobserved,
) -> Recall | None:
    """Read the run of a game in another thread; None if `observe` stopped it.

    Events that this program does not know are counted and passed over. Raises `UnknownGame`,
    `StoreFault`, `UnreadableEvent` or `ProjectorFailed`.
    """
    timeline = travel.timeline(store, game_id, lenient=True)

    async def read(reader: EventStore) -> tuple[Terrain, Sky | None] | None:
        if not await timeline.extend(observe, reader):
            return None
        rows = (await timeline.at(timeline.run.count)).views["games"].rows
        if (game_id,) not in rows:
            raise UnknownGame(game_id)
        row = rows[game_id,]
        moon = terrain(row.seed, row.width, row.height)
        return moon, await sky_over(reader, game_id, moon)

    found = await in_thread(store, read)
    if found is None:
        return None
    moon, sky = found
    end = await timeline.at(timeline.run.count)
    return Recall(
        store=store,
        game_id=game_id,
        name=end.views["games"].rows[game_id,].name,
        moon=moon,
        sky=sky,
        timeline=timeline,
        end=end,
        bookmarks=Bookmarks(store, OrderedIds(), clock, game_id, player),
        narrator=Narrator(EVENT_TYPES, moon.width),
        games=games,
        clock=clock,
        player=player,
    )
