"""Capacity: what the store takes, how it grew, and when it will be too large."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, Label, Static

from domain.blocks.errors import LunarError
from lunar_tui import amounts
from lunar_tui.bars import bar
from lunar_tui.capacity import Capacity, Plan, outlook
from lunar_tui.capacity_tables import (
    about_rebuild,
    about_views,
    forecast_lines,
    growth_chart,
    parts,
    rates,
    type_lines,
)
from lunar_tui.look import DUST, ORANGE, SKY, WHITE, YELLOW
from lunar_tui.screens.beside import Beside
from lunar_tui.screens.working import WorkingScreen
from lunar_tui.sentences import printable
from lunar_tui.session import Observer

CHART_HEIGHT = 4
LABEL, FIGURES = 28, 18
"""The widths of a part's name, and of its size and share."""


class CapacityScreen(Beside, ModalScreen[None]):
    """Measures the store once, or again when it is asked to, and forecasts for any rate."""

    CSS_PATH = "capacity.tcss"
    AUTO_FOCUS = "#capacity-told"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "rate", "Events an hour", id="capacity.rate"),
        Binding("m", "measure", "Measure again", id="capacity.measure"),
        Binding("escape", "back", "Back", id="capacity.back"),
    ]

    def __init__(
        self, read: Callable[[Observer], Awaitable[Capacity | None]], *, ascii_only: bool
    ) -> None:
        """`read` measures in another thread, and answers None when its observer stopped it."""
        super().__init__()
        self._read = read
        self._ascii = ascii_only
        self._capacity: Capacity | None = None
        self._store = Static("", markup=False)
        self._events = Static("", markup=False)
        self._rate = Input(type="number", placeholder="as measured", compact=True)

    def compose(self) -> ComposeResult:
        """The rate that is forecast for, what the store takes, and what is in it."""
        with Vertical(classes="card"):
            yield Label("Capacity", id="capacity-title", markup=False)
            with Horizontal(id="capacity-rate"):
                yield Label("Events an hour")
                yield self._rate
            with VerticalScroll(id="capacity-told"):
                yield self._store
                yield self._events
        yield Footer()

    def on_mount(self) -> None:
        """Measure at once."""
        self.action_measure()

    def action_measure(self) -> None:
        """Read the log, and ask the store for its size."""
        work = WorkingScreen("Measuring the log", self._read, ascii_only=self._ascii)
        self.app.push_screen(work, self._measured)

    def _measured(self, found: Capacity | LunarError | None) -> None:
        if isinstance(found, LunarError):
            self.notify(str(found), title="Not measured", severity="error", markup=False)
        if isinstance(found, Capacity):
            self._capacity = found
            self._show()
        elif self._capacity is None:
            self.dismiss()

    def action_rate(self) -> None:
        """Let the keys go to the rate."""
        self._rate.focus()

    def action_back(self) -> None:
        """From the rate to what it comes to, and from there to where one was."""
        if self.focused is self._rate:
            self._look()
        else:
            self.dismiss()

    @on(Input.Submitted)
    def _look(self) -> None:
        self.query_one("#capacity-told").focus()

    @on(Input.Changed)
    def _show(self) -> None:
        """Show what was measured, and the forecast for the rate that is typed."""
        found = self._capacity
        if found is None:
            return
        self._store.update(Content("\n").join(self._of_store(found)))
        self._events.update(Content("\n").join(self._of_events(found)))

    def on_resize(self) -> None:
        """Fit bars and charts into the new width."""
        self.call_after_refresh(self._show)

    @property
    def _width(self) -> int:
        return max(20, self._store.size.width)

    def _plan(self) -> Plan:
        try:
            rate = float(self._rate.value)
        except ValueError:
            return Plan()
        return Plan(events_per_hour=max(0.0, rate))

    def _of_store(self, found: Capacity) -> Iterator[Content]:
        ahead = outlook(found, self._plan())
        rate = amounts.number(ahead.by_mean.events_per_hour)
        yield _heading(f"Forecast for {rate} events an hour")
        for line in forecast_lines(ahead):
            yield Content.assemble(
                (f"{line.of:<15}", DUST),
                (f"{line.event} on disk, {line.a_month} a month, ", WHITE),
                (f"disk full {line.full}", YELLOW),
            )
        yield Content.styled(about_rebuild(found, ahead.rebuild), WHITE)
        yield _heading("\nSizes")
        width = max(0, self._width - LABEL - FIGURES - 12)
        for part in parts(found):
            drawn = bar(int(1000 * part.share), 1000, width, ascii_only=self._ascii)
            yield Content.assemble(
                (f"{printable(part.name):<{LABEL}}", DUST),
                (f"{amounts.size(part.bytes):>10}{part.share:>7.1%} ", WHITE),
                (drawn, ORANGE),
                (f" {part.how}", DUST),
            )
        yield Content.styled(about_views(found), DUST)
        yield _heading("\nGrowth")
        *columns, legend = growth_chart(found, self._width, CHART_HEIGHT, ascii_only=self._ascii)
        for row in columns:
            yield Content.styled(row, SKY)
        yield Content.styled(legend, DUST)

    def _of_events(self, found: Capacity) -> Iterator[Content]:
        yield _heading("Events" if self.app.size.width >= 150 else "\nEvents")
        for name, told in rates(found).items():
            yield Content.assemble((f"{name:<10}", DUST), (told, WHITE))
        yield Content.styled(
            f"\n{'type':<22}{'events':>10}{'share':>7}{'streams':>9}{'a tick':>9}"
            f"{'mean':>7}{'biggest':>8}",
            DUST,
        )
        for line in type_lines(found):
            name = f"{printable(line.type):<22.22}"
            figures = (
                f"{line.events:>10,}{line.share:>7.1%}{line.streams:>9,}"
                f"{amounts.number(line.a_tick):>9}{line.mean:>7,.0f}{line.biggest:>8,}"
            )
            yield Content.assemble((name, SKY), (figures, WHITE))
        yield _heading("\nAdvice")
        for advice in found.advice:
            told = f"{printable(advice.sentence)}\n"
            yield Content.assemble((f"{advice.kind}: ", YELLOW), (told, WHITE))
        if not found.advice:
            yield Content.styled("Nothing stands out.", DUST)


def _heading(words: str) -> Content:
    return Content.styled(words, f"bold {WHITE}")
