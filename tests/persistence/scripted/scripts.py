"""Scripts, and logs for them."""

from __future__ import annotations

import json
from importlib.resources import files

from domain.game.model import EVENT_TYPES, ROUTER
from persistence.clock import SystemClock
from persistence.scripted.protocol import Limits
from persistence.scripted.workshop import Workshop
from persistence.store import Store
from tests.conformance.events import commit, event

QUICK = Limits(steps=3_000_000, seconds=0.5, bytes=400 * 1024 * 1024, calls=100)
"""Limits that a test need not wait long for."""

COUNT = """
def count(state, event):
    state["n"] += 1
    state["sum"] += event.data["n"]

from_stream("numbers").when({"$init": lambda: {"n": 0, "sum": 0}, "Numbered": count})
"""

EMIT = """
def count(state, event):
    state["n"] += 1
    emit("tens", "Ten", {"n": event.data["n"] * 10})
    link_to("links", event)

from_stream("numbers").when({"$init": lambda: {"n": 0}, "Numbered": count})
"""


def example(name: str) -> str:
    """The source of a worked example."""
    return files("assets").joinpath(f"projections/{name}.star").read_text("utf-8")


def workshop(store: Store, limits: Limits = QUICK) -> Workshop:
    return Workshop(store, EVENT_TYPES, ROUTER.categories, SystemClock(), limits)


async def numbers(store: Store, *values: int) -> None:
    """Add an event for each of the numbers."""
    for n in values:
        await store.append(commit(event("numbers", "Numbered", json.dumps({"n": n}).encode())))


async def ledger(store: Store) -> None:
    """Add what the seed's example adds."""
    for kind, amount in (("amountDeposited", 100), ("amountWithdrawn", 10)):
        data = json.dumps({"accountNumber": "abc", "amount": amount}).encode()
        await store.append(commit(event("account-ledger", kind, data)))
