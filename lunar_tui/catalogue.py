"""The building catalogue: how each site type looks on the map and reads in the build list."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from domain.game.site_types import BY_KEY
from lunar_tui import look


class Looks(Struct, frozen=True, forbid_unknown_fields=True):
    """How a site type looks: glyphs of two columns, a colour (#rrggbb), a line about it."""

    glyph: str
    ascii_glyph: str
    colour: str
    about: str


Catalogue = Mapping[int, Looks]
"""Looks by the number of the site type."""


@cache
def load_catalogue() -> Catalogue:
    """The catalogue that comes with the program."""
    text = files("assets").joinpath("buildings.toml").read_bytes()
    entries = msgspec.toml.decode(text, type=dict[str, Looks])
    return {
        BY_KEY[key].id: msgspec.structs.replace(looks, colour=getattr(look, looks.colour))
        for key, looks in entries.items()
    }
