"""Places in a game as options of commands."""

from __future__ import annotations

import click

from lunar_tui.places import NoSuchPlace, Place, parse_place, parse_time


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


class TimeType(click.ParamType[int]):
    """A date, or a date and a time of day where one is, in microseconds since 1970, UTC."""

    name = "time"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The time that the text says."""
        try:
            return parse_time(value)
        except NoSuchPlace as fault:
            self.fail(str(fault), param, ctx)
