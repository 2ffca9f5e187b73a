"""The clock of an open game: when this terminal lets a tick pass, and when it does not."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from domain.blocks.decider import Rejected
from domain.blocks.errors import LunarError
from domain.blocks.event_store import StoreAway
from lunar_tui.clock_lease import ClockLease
from lunar_tui.log_follower import LogFollower
from lunar_tui.pacemaker import Pacemaker
from lunar_tui.session import GameSession


class ClockState(Enum):
    """What the clock of a game does, as far as this terminal knows."""

    RUNS = "runs"
    RUNS_ON = "runs on"
    PAUSED = "paused"
    ELSEWHERE = "another terminal drives"
    WAITS = "waiting for the log"


class GameClock(Pacemaker):
    """Ticks at the chosen speed while it holds the lease, the log answers, and the player is here.

    Only the player, or a tick that is refused, pauses it; from an outage it comes back by itself.
    """

    def __init__(
        self,
        session: GameSession,
        lease: ClockLease,
        follower: LogFollower,
        speed: float,
        here: Callable[[], bool],
        tell: Callable[[Rejected | LunarError], None],
    ) -> None:
        """`here` says whether the player looks at the game; `tell` hears why it was paused."""
        super().__init__(self._advance, self.is_held, speed)
        self._session = session
        self._lease = lease
        self._follower = follower
        self._here = here
        self._tell = tell

    @property
    def state(self) -> ClockState:
        """What to say of the clock."""
        if self._follower.trouble:
            return ClockState.WAITS
        if self._lease.elsewhere:
            return ClockState.ELSEWHERE
        if self.paused:
            return ClockState.PAUSED
        return ClockState.RUNS_ON if self.runs_on else ClockState.RUNS

    async def keep_lease(self) -> None:
        """Hold the lease whenever ticks are wanted, until cancelled."""
        await self._lease.keep(self._is_wanted)

    def is_held(self) -> bool:
        """Whether ticks must wait, although the clock is not paused."""
        return not (self._can_tick() and self._lease.driving)

    def _is_wanted(self) -> bool:
        return self._can_tick() and not self.paused

    def _can_tick(self) -> bool:
        return self._here() and not self._follower.trouble

    async def _advance(self) -> None:
        if self._session.game.stopped:
            self.pause()
            return
        try:
            answer = await self._session.dispatch(self._session.next_tick)
        except StoreAway as fault:
            self._follower.lost(fault)
        except LunarError as fault:
            self._stop(fault)
        else:
            if isinstance(answer, Rejected) and answer.code != "wrong-tick":
                self._stop(answer)

    def _stop(self, why: Rejected | LunarError) -> None:
        self.pause()
        self._tell(why)
