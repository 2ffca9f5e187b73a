"""The seed of the day: the same for everybody, and easy to tell a friend."""

from __future__ import annotations

from lunar_tui.moments import moment


def daily_seed(now: int) -> int:
    """The date in UTC as a number, such as 20261124; `now` in microseconds since 1970."""
    return int(f"{moment(now):%Y%m%d}")
