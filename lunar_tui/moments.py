"""Times of the log as people and programs read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(microseconds: int) -> datetime:
    """The time that is so many microseconds after the beginning of 1970, UTC."""
    return _EPOCH + timedelta(microseconds=microseconds)


def clock_time(microseconds: int) -> str:
    """The time as people in this time zone read it, to the second; a number if it is too far off.

    An event may say that it was recorded at any time.
    """
    try:
        return f"{moment(microseconds).astimezone():%Y-%m-%d %H:%M:%S}"
    except (OverflowError, ValueError):
        return f"{microseconds:,} microseconds after 1970"
