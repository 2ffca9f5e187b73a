"""`lunar views follow`: keep the projections up to the log, as a service."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from hashlib import blake2b

import click

from domain.blocks.errors import LunarError
from domain.blocks.event_store import RecordedEvent
from domain.blocks.projection import Projection
from domain.blocks.subscription import ConsumerFailed, Stopped
from domain.blocks.view import ProjectorFailed
from domain.blocks.view_store import ViewStore
from domain.game.model import PROJECTORS
from lunar_tui.cli.options import chosen, store_option, views_option
from lunar_tui.cli.output import say
from lunar_tui.cli.projections import GAMES_ONLY, bring_up, lasting, open_chosen_views, project
from lunar_tui.cli.running import asynchronous, store_to_write
from lunar_tui.promoted import promoted_views
from lunar_tui.workshop import workshop
from persistence.scripted.follower import Followers
from persistence.store import Store
from persistence.subscriber import Consumer, Subscriber


class NothingToFollow(LunarError):
    """Views that end with the command, or that have all stopped."""


@click.command()
@store_option
@views_option
@asynchronous
async def follow() -> None:
    """Keep the views up to the log, until ctrl-c; a view that fails stops alone.

    Projections are among them from when they are promoted until they are demoted.
    Several programs may do so: for each view one of them works, and another takes over when it
    ends, however it ends. `lunar views list --watch` shows how they move.

    Example: lunar views follow --views redis://localhost
    """
    async with store_to_write() as store, open_chosen_views() as views:
        if not lasting() and not await promoted_views(store):
            raise NothingToFollow(
                "Views in memory end with this command: say --views sql or a URL."
            )
        promoted = Followers(store, workshop(store), say, lambda kept: kept.promoted)
        following = asyncio.create_task(promoted.run())
        try:
            if lasting():
                await _follow_games(store, views)
            if any(kept.promoted and kept.runs for kept in await store.projections.all()):
                await following
        finally:
            following.cancel()
            await asyncio.wait([following])
    raise NothingToFollow("All views have stopped: mend the cause, then follow them again.")


async def _follow_games(store: Store, views: ViewStore) -> None:
    """Keep the game's views up to the log until all have stopped."""
    of_games = project(PROJECTORS, store, views)
    await asyncio.gather(*(_follow(store, projection) for projection in of_games))


async def _follow(store: Store, projection: Projection) -> None:
    await bring_up(projection)
    place = blake2b(chosen().views.encode(), digest_size=6).hexdigest()
    name = f"view {projection.projector.name} at {place}"
    state = await Subscriber(name, store, _consumer(projection), GAMES_ONLY).run()
    if isinstance(state, Stopped):
        say(state.sentence)


def _consumer(projection: Projection) -> Consumer:
    async def consume(_: Sequence[RecordedEvent], __: int) -> None:
        try:
            await projection.follow()
        except ProjectorFailed as failed:
            raise ConsumerFailed(failed.position, str(failed)) from failed

    return consume
