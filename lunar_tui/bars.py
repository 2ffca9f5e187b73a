"""Progress bars of text."""

from __future__ import annotations

EIGHTHS = " ▏▎▍▌▋▊▉█"


def bar(done: int, total: int, width: int, *, ascii_only: bool = False) -> str:
    """A bar of `width` cells that shows `done` of `total`; never full before it is done."""
    share = min(max(done / total, 0.0), 1.0) if total > 0 else 0.0
    if ascii_only:
        full = int(share * width)
        return "#" * full + "-" * (width - full)
    full, eighths = divmod(int(share * width * 8), 8)
    part = EIGHTHS[eighths] if full < width else ""
    return ("█" * full + part).ljust(width)
