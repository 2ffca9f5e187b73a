"""How long ago something was, as people say it."""

from __future__ import annotations

UNITS = (
    (365 * 86_400, "year"),
    (30 * 86_400, "month"),
    (86_400, "day"),
    (3600, "hour"),
    (60, "minute"),
)


def ago(then: int, now: int) -> str:
    """The time between two moments in microseconds since 1970, such as `3 hours ago`."""
    seconds = (now - then) // 1_000_000
    for length, unit in UNITS:
        count = seconds // length
        if count >= 1:
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "just now"
