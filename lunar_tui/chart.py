"""Charts of text: columns that stand on a line."""

from __future__ import annotations

from collections.abc import Sequence

LEVELS = " ▁▂▃▄▅▆▇█"
ASCII_LEVELS = " .:-=+*%#"


def chart(values: Sequence[float], height: int, *, ascii_only: bool = False) -> Sequence[str]:
    """One column a value, in so many rows from the top; what is not 0 shows, however small."""
    levels = ASCII_LEVELS if ascii_only else LEVELS
    full = len(levels) - 1
    most = max(values, default=0) or 1
    eighths = [max(round(value / most * height * full), 1 if value else 0) for value in values]
    return [
        "".join(levels[min(max(each - row * full, 0), full)] for each in eighths)
        for row in reversed(range(height))
    ]
