"""Doing something seldom, however often it is asked for."""

from __future__ import annotations

from collections.abc import Callable

from textual.message_pump import MessagePump


class Throttle:
    """Does `act` when called, then rests for so many seconds, then does it for all calls between.

    The timer is the node's, so nothing happens any more once that is gone.
    """

    def __init__(self, node: MessagePump, seconds: float, act: Callable[[], None]) -> None:
        self._node = node
        self._seconds = seconds
        self._act = act
        self._resting = False
        self._called = False

    def __call__(self) -> None:
        """Do it now, or after the rest."""
        if self._resting:
            self._called = True
        else:
            self._do()

    def _do(self) -> None:
        self._resting = True
        self._called = False
        self._node.set_timer(self._seconds, self._rested)
        self._act()

    def _rested(self) -> None:
        self._resting = False
        if self._called:
            self._do()
