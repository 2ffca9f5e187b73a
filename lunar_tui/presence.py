"""Who has a game open now: each terminal holds a lease that says whose it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

import msgspec
from msgspec import Struct

from domain.blocks.errors import LunarError
from lunar_tui.clock_lease import ClockLease

LASTS = 3.5
"""Seconds that a lease lasts; a terminal that is killed is seen no longer than these and a beat."""

BEAT = 1.0
"""Seconds between two renewals, each with a look at who else is here."""

HERE = "here\t"
"""What the names of all these leases begin with. Tabs part a name, for no game's id holds one."""


class Terminal(Struct, frozen=True):
    """What a terminal says of itself."""

    player: str
    watching: bool


class Present(Struct, frozen=True):
    """A player who is here: on how many terminals, whether one drives, whether all only watch."""

    player: str
    terminals: int
    driving: bool
    watching: bool


class Presence:
    """A terminal's word that it is here, and what it hears of the others.

    A beat that fails changes nothing, and the next one makes it good.
    """

    def __init__(self, clock: ClockLease, player: str, *, watching: bool) -> None:
        self._clock = clock
        self._leases = clock.subscriptions
        self._prefix = f"{HERE}{clock.game_id}\t"
        self._name = self._prefix + clock.terminal
        self._words = msgspec.json.encode(Terminal(player, watching)).decode()
        self.here: Sequence[Present] = ()
        """Everybody, by name, as of the last beat."""

    async def keep(self, heard: Callable[[], None]) -> None:
        """Be here until cancelled; call `heard` whenever others have come, gone or changed."""
        try:
            with suppress(LunarError):
                await self._leases.sweep(HERE)
            while True:
                with suppress(LunarError):
                    await self._beat(heard)
                await asyncio.sleep(BEAT)
        finally:
            with suppress(LunarError):
                await self._leases.release(self._name, self._words)
                await self._leases.sweep(self._name)

    async def _beat(self, heard: Callable[[], None]) -> None:
        await self._leases.acquire(self._name, self._words, LASTS)
        held = await self._leases.held(self._prefix)
        terminals = {
            name.removeprefix(self._prefix): msgspec.json.decode(words, type=Terminal)
            for name, words in held.items()
        }
        here = players_at(terminals, await self._clock.driver())
        if here != self.here:
            self.here = here
            heard()


def players_at(terminals: Mapping[str, Terminal], driver: str | None) -> Sequence[Present]:
    """The players at these terminals, by name."""
    names = sorted({terminal.player for terminal in terminals.values()})
    return [_player_at(name, terminals, driver) for name in names]


def _player_at(name: str, terminals: Mapping[str, Terminal], driver: str | None) -> Present:
    own = {key: terminal for key, terminal in terminals.items() if terminal.player == name}
    return Present(
        player=name,
        terminals=len(own),
        driving=driver in own,
        watching=all(terminal.watching for terminal in own.values()),
    )
