"""The stocks panel: how much there is of each, where it goes, and how long it lasts."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from domain.game.economy.stocks import ENERGY
from lunar_tui.colony_sentences import STOCK_WORDS
from lunar_tui.look import DUST, GREEN, ORANGE, WHITE
from lunar_tui.outlook.outlook import Outlook
from lunar_tui.outlook.stocks import StockLine
from lunar_tui.outlook.units import HOURS_A_DAY, amount, figures, length
from lunar_tui.outlook.urgency import Urgency
from lunar_tui.widgets.outlook_panel import OutlookPanel

NAME, LEFT, RATE = 8, 7, 6
"""Columns of the name, of the time that is left with a gap before it, and of the trend a day."""

NARROW_NAME, NARROW_LEFT = 7, 6
"""The same where the trend is only a mark."""

ROOMY = 29
"""Columns from which on the trend is told in figures."""

WIDE = 36
"""Columns from which on power is told with the storage that there is."""


class StocksPanel(OutlookPanel):
    """A line for each stock; where they do not fit, the most urgent ones."""

    def __init__(self, *, ascii_only: bool = False) -> None:
        super().__init__("Stocks", ascii_only=ascii_only)

    def on_resize(self) -> None:
        """Say what the columns are, where they are figures."""
        self.border_subtitle = "a day, time left" if self.size.width >= ROOMY else ""

    def lines(self, outlook: Outlook, width: int, height: int) -> Sequence[Content]:
        """Stocks in their usual order, with mark, amount, trend a day and time left."""
        stocks = outlook.stocks
        if len(stocks) > height:
            worst = sorted(stocks, key=lambda line: -line.urgency)[:height]
            stocks = [line for line in stocks if line in worst]
        return [self._line(line, outlook, width) for line in stocks]

    def _line(self, line: StockLine, outlook: Outlook, width: int) -> Content:
        left = "" if line.left is None else length(line.left, outlook.hours)
        if line.amount <= 0:
            left = "none"
        roomy = width >= ROOMY
        name, last = (NAME, LEFT) if roomy else (NARROW_NAME, NARROW_LEFT)
        trend = self._trend(line, outlook.hours, figured=roomy)
        room = width - name - trend.cell_length - last - 2
        much = amount(line.stock, line.amount)
        if line.stock == ENERGY and width >= WIDE:
            much = f"{line.amount:,}/{outlook.power.room:,} kWh"
        urgency = line.urgency
        return Content.assemble(
            (urgency.mark, urgency.style),
            (STOCK_WORDS[line.stock][:name].ljust(name), WHITE),
            (much.rjust(room), WHITE if urgency is Urgency.FINE else urgency.style),
            trend,
            (left.rjust(last), urgency.style),
        )

    def _trend(self, line: StockLine, hours: int, *, figured: bool) -> Content:
        up, down, even = ("+", "-", "=") if self.ascii_only else ("▲", "▼", "─")
        mark, colour = (even, DUST)
        if line.rate:
            mark, colour = (up, GREEN) if line.rate > 0 else (down, ORANGE)
        if not figured:
            return Content.assemble((mark, colour))
        daily = abs(line.rate) * HOURS_A_DAY / hours
        told = figures(line.stock, daily) if line.rate else ""
        return Content.assemble((f"{mark}{told}".rjust(RATE), colour))
