"""Projections of one's own in this program: where they are tried, and what runs those kept."""

from __future__ import annotations

from importlib.resources import files

from domain.blocks.event_store import EventStore
from domain.blocks.ports import Clock
from domain.game.model import EVENT_TYPES, ROUTER
from persistence.clock import SystemClock
from persistence.scripted.follower import Followers
from persistence.scripted.workshop import Workshop
from persistence.store import Store

EXAMPLES = (
    "account-balances",
    "buildings-per-player",
    "events-per-tick",
    "longest-construction",
)
"""The names of the examples that come with the program."""


def workshop(store: EventStore, clock: Clock | None = None) -> Workshop:
    """Where scripts are run on this log."""
    return Workshop(store, EVENT_TYPES, ROUTER.categories, clock or SystemClock())


def example(name: str) -> str:
    """The source of an example."""
    return files("assets").joinpath("projections", f"{name}.star").read_text("utf-8")


async def run_kept(store: Store, clock: Clock) -> None:
    """Run the projections that are enabled until it is cancelled, which ends their processes."""
    await Followers(store, workshop(store, clock)).run()
