"""Bytes, shares and lengths of time as people read them."""

from __future__ import annotations

UNITS = ("bytes", "kB", "MB", "GB", "TB", "PB")
"""Each is a thousand of the one before."""

SPANS = (
    (365 * 24, "year"),
    (30 * 24, "month"),
    (24, "day"),
    (1, "hour"),
    (1 / 60, "minute"),
    (1 / 3600, "second"),
)
"""Lengths of time in hours."""


def size(count: float) -> str:
    """So many bytes, such as `1.6 GB`."""
    step = 0
    while count >= 999.5 and step < len(UNITS) - 1:
        count /= 1000
        step += 1
    digits = 1 if step and count < 100 else 0
    return f"{count:,.{digits}f} {UNITS[step]}"


def number(count: float) -> str:
    """A number with as many digits as say something."""
    return f"{count:,.0f}" if count >= 100 or count == int(count) else f"{count:,.1f}"


def span(hours: float) -> str:
    """A length of time, such as `3.5 days`."""
    for length, name in SPANS:
        if hours >= length * 0.999:
            count = hours / length
            shown = f"{count:,.0f}" if count >= 10 else f"{count:.1f}".removesuffix(".0")
            return f"{shown} {name}{'' if shown == '1' else 's'}"
    return "under a second"


def until(hours: float | None) -> str:
    """When something is, so many hours from now; None is never, or nobody knows when."""
    if hours is None:
        return "not known"
    return f"in {span(hours)}" if hours else "already"
