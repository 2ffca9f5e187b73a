"""Charts of a whole game: power, crew and each stock, one below the other as far as they fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from domain.game.economy.stocks import ENERGY, STOCKS
from domain.game.history import Sample, thinned
from lunar_tui.chart import chart
from lunar_tui.colony_sentences import STOCK_WORDS
from lunar_tui.look import DUST, GREEN, ORANGE, SKY, WHITE
from lunar_tui.outlook.units import amount, length

LOWEST, HIGHEST = 5, 8
"""Rows of one chart, with the line over it."""


class _Course(NamedTuple):
    """Something that a colony had more or less of."""

    name: str
    colour: str
    value: Callable[[Sample], int]
    told: Callable[[int], str]


def _stock(stock: str, name: str, colour: str) -> _Course:
    return _Course(
        name,
        colour,
        lambda sample: int(getattr(sample.stocks, stock)),
        lambda value: amount(stock, value),
    )


COURSES = (
    _stock(ENERGY, "Power in store", ORANGE),
    _stock("o2_g", "Oxygen", SKY),
    _stock("water_g", "Water", SKY),
    _stock("food_g", "Food", GREEN),
    _Course("Crew", WHITE, lambda sample: sample.crew, str),
    *[
        _stock(stock, STOCK_WORDS[stock].capitalize(), DUST)
        for stock in STOCKS
        if stock not in {ENERGY, "o2_g", "water_g", "food_g"}
    ],
)


class HistoryCharts(Widget):
    """As many of the charts as fit, beginning with one that can be chosen."""

    def __init__(self, samples: Sequence[Sample], hours: int, *, ascii_only: bool) -> None:
        """`hours` has a tick."""
        super().__init__()
        self._samples = samples
        self._hours = hours
        self._ascii = ascii_only
        self._first = 0

    def turn(self, step: int) -> None:
        """Begin with the next chart, or the one before."""
        self._first = (self._first + step) % len(COURSES)
        self.refresh()

    def render(self) -> RenderResult:
        """The charts, each under what it is of."""
        if not self._samples:
            return Content.styled("Nothing is known of the stocks of this game.", DUST)
        fit = min(len(COURSES), max(1, self.size.height // LOWEST))
        height = max(2, min(HIGHEST, self.size.height // fit))
        shown = [COURSES[(self._first + n) % len(COURSES)] for n in range(fit)]
        lines = [line for course in shown for line in self._lines(course, height - 1)]
        return Content("\n").join(lines)

    def _lines(self, course: _Course, height: int) -> Iterator[Content]:
        samples = thinned(self._samples, max(2, self.size.width))
        values = [course.value(sample) for sample in samples]
        wide = max(1, self.size.width // len(values))
        end = self._samples[-1].tick
        most, last = max(values), values[-1]
        yield Content.assemble(
            (course.name, f"bold {course.colour}"),
            (f"  at most {course.told(most)}, in the end {course.told(last)}", WHITE),
            (f"  ticks 0 to {end:,}, {length(end, self._hours)}", DUST),
        )
        columns = [value for value in values for _ in range(wide)]
        for row in chart(columns, height, ascii_only=self._ascii):
            yield Content.styled(row, course.colour)
