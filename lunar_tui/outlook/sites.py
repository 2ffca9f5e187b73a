"""The sites of a colony, counted."""

from __future__ import annotations

from lunar_tui.outlook.seen import Seen

SITE = "site"
"""The activity of what is still under construction."""


def told_sites(seen: Seen) -> str:
    """How many sites there are, and how many of them are halted; empty for none."""
    sites = [row for row in seen.operations.values() if row.activity == SITE]
    if not sites:
        return ""
    halted = sum(bool(row.lacks) for row in sites)
    count = "1 site" if len(sites) == 1 else f"{len(sites)} sites"
    return f"{count}, {halted} halted" if halted else count
