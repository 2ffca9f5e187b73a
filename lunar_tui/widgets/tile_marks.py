"""What stands on a tile, as two columns of text: sites, buildings, the cursor, the ghost.

A building shows its glyph; a site the first half of it, and beside it how much is done. What has a
badge is in its player's colour, and underlined if it is another's; in ASCII it ends in its letter.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final, Literal

from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from domain.blocks.moment_diff import Kind
from domain.game.projectors.operations import OperationRow
from domain.game.projectors.tiles import TileRow
from lunar_tui.badges import Badge
from lunar_tui.catalogue import load_catalogue
from lunar_tui.look import CHANGES, GREEN, SHADOW, VERMILION, WHITE, YELLOW

COLUMNS = 2
"""Columns of a tile."""

FILL = "┊▁▂▃▄▅▆▇"
CROSS = "\N{BOX DRAWINGS LIGHT DIAGONAL CROSS}"
SCAFFOLD = "#1E2129"
"""The ground of a site."""

SITE_TINT = 0.72
"""How much of a building's colour its site already has."""


WORKING: Final = "working"

Deed = Literal["", "working", "off", "halted", "broken"]
"""What a site or building of a colony looks like it does; nothing is known of those elsewhere."""

WARM, SCORCHED = "#33240F", "#3D120A"
"""The ground of a building with light, and of one that is damaged."""

SIGNS: Mapping[Deed, str] = {"halted": "=", "broken": "!"}
"""What stands in the second column of what needs help."""

DIMMED = 0.5
"""How much of a building's colour one that is out of use still has."""


def deed_of(operation: OperationRow | None) -> Deed:
    """How what a site or building does shows on the map."""
    match operation:
        case None:
            return ""
        case OperationRow(activity="damaged"):
            return "broken"
        case OperationRow(activity="site", lacks=lacks):
            return "halted" if lacks else ""
        case OperationRow(activity="working"):
            return WORKING
    return "off"


def flash_mark() -> Segment:
    """A tile at the moment at which it is struck."""
    return Segment("**", _style(SHADOW, WHITE))


def tile_mark(
    tile: TileRow, badge: Badge | None = None, deed: Deed = "", *, ascii_only: bool
) -> Segment:
    """The tile with its site or building, what it does, and the badge of whose it is."""
    colour = badge.colour if badge else load_catalogue()[tile.site_type].colour
    underlined = badge is not None and not badge.mine
    text = mark_text(tile, badge, ascii_only=ascii_only)
    if deed in SIGNS:
        return Segment(text[0] + SIGNS[deed], _style(VERMILION, SCORCHED, underlined))
    if deed == "off":
        return Segment(text, _style(_blend(SHADOW, colour, DIMMED), SHADOW, underlined))
    if deed == WORKING:
        return Segment(text, _style(colour, WARM, underlined))
    if tile.ready:
        return Segment(text, _style(colour, SHADOW, underlined))
    return Segment(text, _style(_blend(SCAFFOLD, colour), SCAFFOLD, underlined))


def difference_mark(kind: Kind, tile: TileRow | None, *, ascii_only: bool) -> Segment:
    """A tile that differs from what it is compared with, with what stands on it here, if any."""
    return Segment(_difference(kind, tile, ascii_only), _style(SHADOW, CHANGES[kind][1]))


def _difference(kind: Kind, tile: TileRow | None, ascii_only: bool) -> str:
    bare = "_" if ascii_only else " "
    own = bare if tile is None else mark_text(tile, ascii_only=ascii_only)[0]
    return own + CHANGES[kind][0]


def cursor_mark(
    tile: TileRow | None,
    badge: Badge | None = None,
    kind: Kind | None = None,
    *,
    ascii_only: bool,
) -> Segment:
    """The cursor on bare ground or on a tile in use; with a `kind`, on one that differs so."""
    if kind:
        text = _difference(kind, tile, ascii_only)
    else:
        text = "[]" if tile is None else mark_text(tile, badge, ascii_only=ascii_only)
    return Segment(text, _style(SHADOW, YELLOW))


def ghost_mark(site_type: int, *, free: bool, ascii_only: bool) -> Segment:
    """What would be built here; crossed out where the tile is not free."""
    glyph = _glyph(site_type, ascii_only=ascii_only)
    if free:
        return Segment(glyph, _style(SHADOW, GREEN))
    return Segment(glyph[0] + ("x" if ascii_only else CROSS), _style(SHADOW, VERMILION))


def mark_text(tile: TileRow, badge: Badge | None = None, *, ascii_only: bool) -> str:
    """The two columns of a site or building."""
    glyph = _glyph(tile.site_type, ascii_only=ascii_only)
    if ascii_only and badge:
        return (glyph[0] if tile.ready else glyph[0].lower()) + badge.letter
    if tile.ready:
        return glyph
    if ascii_only:
        return glyph[0].lower() + str(min(9, 10 * tile.progressed // tile.required))
    eighths = len(FILL) * tile.progressed // tile.required
    return glyph[0] + FILL[min(len(FILL) - 1, eighths)]


def _glyph(site_type: int, *, ascii_only: bool) -> str:
    looks = load_catalogue()[site_type]
    return looks.ascii_glyph if ascii_only else looks.glyph


@cache
def _style(colour: str, ground: str, underlined: bool = False) -> Style:
    return Style(color=colour, bgcolor=ground, bold=True, underline=underlined)


@cache
def _blend(ground: str, colour: str, share: float = SITE_TINT) -> str:
    return Color.parse(ground).blend(Color.parse(colour), share).hex
