"""The sky over a colony: a pure function of its ground and the tick. Tick 0 is a dawn.

The sun rises in the east, passes the north and sets in the west. Whether ground has light is what
the economy says; how bright it is then, and how long the shadows are, follows the sun. Light comes
and goes tile by tile: the terminator takes a while to cross the map, from east to west, and has
crossed it when the economy's night falls.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import pi, sin

from msgspec import Struct

from domain.game.economy import daylight
from domain.game.economy.ground import Chart
from domain.game.economy.ruleset import Ruleset
from domain.game.noise import Field
from domain.game.sunlight import Sun, shade
from domain.game.terrain import SAMPLES, Terrain

HALF = 50
"""Percent of the time for which the plains have light, and ground that nobody builds on."""

STEP = 2
"""Ticks for which the sun stands still on the map, so that it need not be drawn at each."""

LOWEST, NOON, POLAR_NOON = 4.0, 52.0, 15.0
"""How high the sun stands, in degrees."""

FULL_EARTH = Sun(azimuth=315, elevation=48)
"""What shows the relief at night."""

SWEEP, FADE = 0.05, 0.04
"""How long the terminator takes to cross the map, and to leave a tile, in lunar days."""

EMBER = 0.5
"""The share of its light that a tile keeps at the terminator."""

GAIN = 1.25
"""How much brighter the ground is at noon than `shade` makes it, which is for a low sun."""

FAINTEST = 0.16
"""The least brightness of a tile that has light, in whatever shadow."""

SCATTERED = 0.6
"""The share of its brightness at night that ground in light has in whatever shadow."""

Shine = Sequence[float | None]
"""How far the terminator has left each column of tiles: 0 at its edge, 1 by day, None at night."""


class Sky(Struct, frozen=True):
    """The ground of a colony, and the rules of its light."""

    moon: Terrain
    classes: Chart
    rules: Ruleset

    @property
    def lunar_day(self) -> int:
        """Ticks from dawn to dawn."""
        return self.rules.tick.lunar_day

    @property
    def polar(self) -> bool:
        """Whether the sun never climbs high."""
        return any(scenario.polar for scenario in self.rules.scenario.values())

    def light_percent(self, ground: str) -> int:
        """For how many percent of the time a class of ground has light."""
        rules = self.rules.ground[ground]
        return rules.light_percent if rules.buildable else HALF

    def is_lit(self, tile: int, tick: int) -> bool:
        """Whether the tile has light at the tick, as the economy counts it."""
        return daylight.is_lit(self.light_percent(self.classes[tile]), tick, self.lunar_day)

    def changes_in(self, tile: int, tick: int) -> int | None:
        """After how many ticks light comes to the tile or goes; None for never."""
        percent = self.light_percent(self.classes[tile])
        lit, phase = daylight.lit_ticks(percent, self.lunar_day), tick % self.lunar_day
        if not 0 < lit < self.lunar_day:
            return None
        return (lit if phase < lit else self.lunar_day) - phase

    def hour(self, tick: int) -> tuple[int, ...]:
        """The map looks the same at ticks that have the same hour."""
        percents = {self.light_percent(ground) for ground in set(self.classes)}
        lit = sorted(p for p in percents if daylight.is_lit(p, tick, self.lunar_day))
        return (self._moved(tick) if lit else 0, *lit)

    def sun(self, tick: int) -> Sun:
        """Where the sun stands; low over the horizon while only the heights have it."""
        phase = self._moved(tick)
        share = min(1.0, (phase + 0.5) / daylight.lit_ticks(HALF, self.lunar_day))
        top = POLAR_NOON if self.polar else NOON
        turned = 360 * phase / self.lunar_day if self.polar else 180 * share
        return Sun(azimuth=(90 - turned) % 360, elevation=LOWEST + (top - LOWEST) * sin(pi * share))

    def shining(self, ground: str, tick: int) -> Shine:
        """How far the terminator has left ground of a class."""
        day, columns = self.lunar_day, range(self.moon.width)
        lit = daylight.lit_ticks(self.light_percent(ground), day)
        if tick % day >= lit:
            return [None for _ in columns]
        if lit == day:
            return [1.0 for _ in columns]
        sweep, fade = SWEEP * day, 1 + FADE * day
        risen, left = self._moved(tick) + 1 - sweep, lit - self._moved(tick)
        easts = [sweep * column / max(1, self.moon.width - 1) for column in columns]
        return [max(0.0, min(1.0, (risen + e) / fade, (left - e) / fade)) for e in easts]

    def _moved(self, tick: int) -> int:
        """The tick of the lunar day at which the sun last moved."""
        phase = tick % self.lunar_day
        return phase - phase % STEP

    def earthlit(self) -> Field:
        """How bright each sample is at night, 0 to 1."""
        return shade(self.moon, FULL_EARTH)

    def brightness(self, tick: int, earthlit: Field) -> Field:
        """How bright each sample is, 0 to 1; at night, as bright as `earthlit` has it."""
        sun = self.sun(tick)
        gain = GAIN * (0.78 + 0.22 * sun.elevation / NOON)
        shares = {
            ground: [
                None if at is None else gain * (EMBER + (1 - EMBER) * at)
                for at in self.shining(ground, tick)
            ]
            for ground in self.rules.ground
        }
        field: Field = []
        for y, (day, night) in enumerate(zip(shade(self.moon, sun), earthlit, strict=True)):
            row: list[float] = []
            first = y // SAMPLES * self.moon.width
            for x, ground in enumerate(self.classes[first : first + self.moon.width]):
                share, here = shares[ground][x], slice(SAMPLES * x, SAMPLES * (x + 1))
                if share is None:
                    row += night[here]
                else:
                    row += [
                        min(1.0, max(FAINTEST, share * light, SCATTERED * dark))
                        for light, dark in zip(day[here], night[here], strict=True)
                    ]
            field.append(row)
        return field
