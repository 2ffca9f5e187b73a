"""Branches of games: read the source, write the branch, in one transaction."""

from __future__ import annotations

from domain.blocks.cascades import cascades
from domain.blocks.decider import Rejected
from domain.blocks.event_store import EventStore, GameMoved, Where, WrongVersion
from domain.blocks.ports import Clock, Ids
from domain.blocks.router import Router
from domain.game.branching import Branch, Branching
from domain.game.events import GameBranched


async def branch_game(
    router: Router, store: EventStore, ids: Ids, clock: Clock, branch: Branch
) -> GameBranched | Rejected:
    """Write the branch, whole, or refuse it and change nothing; the source stays as it is.

    Raises `UnknownEventType`, `UnreadableEvent`, or the store's faults.
    """
    refusal = branch.refusal() or await _refusal_of_source(store, branch)
    if refusal:
        return refusal
    branching = Branching(router, branch)
    source = Where(game=branch.source_game_id)
    async for cascade in cascades(store, source, upto=branch.source_position):
        branching.take(cascade)
    finished = branching.finish(ids.new(), clock.now())
    if isinstance(finished, Rejected):
        return finished
    branched, commits = finished
    try:
        await store.append_all(commits)
    except GameMoved:
        return Rejected(
            "game-exists", f"There is a game {branch.game_id} already: choose another id."
        )
    except WrongVersion as clash:
        return Rejected(
            "id-taken",
            f"The id of {clash.stream} is in use in another game: choose another game id.",
        )
    return branched


async def _refusal_of_source(store: EventStore, branch: Branch) -> Rejected | None:
    """Why the source has no such moment; None when it has."""
    game, position = branch.source_game_id, branch.source_position
    end = await store.game_head(game)
    if not end:
        return Rejected("unknown-game", f"There is no game {game!r} in this log: check the id.")
    where = Where(game=game)
    first = (await store.read(where, limit=1))[0].position
    if not first <= position <= end:
        return Rejected(
            "bad-position",
            f"Position {position} is not in game {game}: its events stand from position {first} "
            f"to {end}.",
        )
    at = (await store.read(where, after=position - 1, limit=1))[0].position
    if at != position:
        before = (await store.read(where, after=position, limit=1, backward=True))[0].position
        return Rejected(
            "bad-position",
            f"Position {position} is an event of another game: the nearest ones of game {game} "
            f"stand at {before} and {at}.",
        )
    return None
