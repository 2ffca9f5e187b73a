"""Screens that look at a game from beside it."""

from __future__ import annotations


class Beside:
    """A screen over a game that goes on meanwhile; any other holds the game's clock."""
