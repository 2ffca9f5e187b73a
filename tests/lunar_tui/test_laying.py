"""Laying: which tiles a row or a block has."""

from __future__ import annotations

from lunar_tui.laying import MOST_AT_ONCE, laid

WIDTH = 10


def test_without_an_anchor_it_is_the_cursors_tile_alone() -> None:
    assert list(laid(None, 23, WIDTH)) == [23]


def test_a_row_begins_at_its_anchor_whichever_way_it_goes() -> None:
    assert list(laid(23, 25, WIDTH)) == [23, 24, 25]
    assert list(laid(23, 21, WIDTH)) == [23, 22, 21]
    assert list(laid(23, 3, WIDTH)) == [23, 13, 3]


def test_a_block_has_all_the_tiles_between_its_corners() -> None:
    assert list(laid(12, 3, WIDTH)) == [12, 13, 2, 3]


def test_no_more_are_laid_than_can_be_seen_through() -> None:
    assert len(laid(0, 99, WIDTH)) == MOST_AT_ONCE
