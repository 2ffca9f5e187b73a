"""Places in a game as options of commands."""

from __future__ import annotations

import click

from lunar_tui.places import NoSuchPlace, Place, parse_place


class PlaceType(click.ParamType[Place]):
    """A place in a game, such as t40."""

    name = "place"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> Place:
        """The place that the text names."""
        try:
            return parse_place(value)
        except NoSuchPlace as fault:
            self.fail(str(fault), param, ctx)
