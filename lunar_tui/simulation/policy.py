"""A policy: how a simulated player plays, as data."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import msgspec
from msgspec import Struct

from domain.blocks.errors import LunarError
from domain.game.economy.hazards import draw
from domain.game.site_types import BY_KEY

BUILT_IN = files("assets") / "policies"


class PolicyFault(LunarError):
    """A policy that cannot be played by."""


class Policy(Struct, frozen=True, forbid_unknown_fields=True):
    """What is built in which `order`, so many sites at a time, and after which pauses.

    With `skips` the next one is tried where one is not allowed yet. With `reads_forecast` storage
    for the coming night comes before anything else. `shuffle` moves each entry by chance to one of
    so many places behind its own. `place` names for each kind the ground of its first building, of
    its second one, and so on; the last name holds for all further ones. At so many free tiles as
    `surveys` says a rover looks, of a morning, before an excavator is put on the richest of them.
    """

    order: tuple[str, ...]
    repairs: bool = True
    skips: bool = False
    reads_forecast: bool = False
    pause_ticks: int = 0
    sites: int = 2
    shuffle: int = 0
    surveys: int = 0
    place: Mapping[str, tuple[str, ...]] = {}

    def order_for(self, seed: int) -> list[str]:
        """The order in the game of this seed."""
        if not self.shuffle:
            return list(self.order)
        places = [n + draw(seed, n, "policy", self.shuffle) for n in range(len(self.order))]
        return [kind for _, kind in sorted(zip(places, self.order, strict=True))]


def policy_names() -> list[str]:
    """The policies that come with the program."""
    return sorted(entry.name.removesuffix(".toml") for entry in BUILT_IN.iterdir())


def load_policy(name: str) -> Policy:
    """The policy of this name, or in the file of this name. Raises `PolicyFault`."""
    if name in policy_names():
        text = (BUILT_IN / f"{name}.toml").read_bytes()
    else:
        try:
            text = Path(name).read_bytes()
        except OSError as error:
            raise PolicyFault(
                f"There is no policy {name!r}: give a file, or one of {', '.join(policy_names())}."
            ) from error
    try:
        policy = msgspec.toml.decode(text, type=Policy)
    except msgspec.MsgspecError as error:
        raise PolicyFault(f"The policy {name} cannot be read: {error}.") from error
    for kind in (*policy.order, *policy.place):
        if kind not in BY_KEY:
            raise PolicyFault(
                f"The policy {name} has a kind of building that nobody knows, {kind!r}: use some "
                f"of {', '.join(BY_KEY)}."
            )
    return policy
