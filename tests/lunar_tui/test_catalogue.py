from __future__ import annotations

from rich.cells import cell_len

from domain.game.site_types import BY_ID
from lunar_tui.catalogue import load_catalogue


def test_every_site_type_has_its_looks() -> None:
    assert load_catalogue().keys() == BY_ID.keys()


def test_glyphs_fill_two_columns() -> None:
    for looks in load_catalogue().values():
        assert [cell_len(character) for character in looks.glyph] == [1, 1]
        assert len(looks.ascii_glyph) == 2
        assert looks.ascii_glyph.isascii()


def test_nobody_needs_colour_to_tell_buildings_or_sites_apart() -> None:
    catalogue = load_catalogue()
    assert len({looks.glyph[0] for looks in catalogue.values()}) == len(catalogue)
    assert len({looks.ascii_glyph[0].lower() for looks in catalogue.values()}) == len(catalogue)


def test_colours_and_lines_for_the_build_list() -> None:
    for looks in load_catalogue().values():
        assert looks.colour.startswith("#")
        assert looks.about.endswith(".")
