"""What sites and tiles are called, wherever people read of them."""

from __future__ import annotations

from domain.game.ids import site_mark
from domain.game.site_types import site_name


def place(location: int, width: int) -> str:
    """A tile as people write it."""
    y, x = divmod(location, width)
    return f"{x},{y}"


def told_site(site_id: str, site_type: int, location: int, width: int) -> str:
    """What a site or building is called: its type, its mark and its place."""
    return f"{site_name(site_type)} {site_mark(site_id)} at {place(location, width)}"
