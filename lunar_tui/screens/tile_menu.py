"""The tile menu: orders for a site or building, with what each comes to, or why it is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from lunar_tui.look import DUST, ORANGE, VERMILION, WHITE
from lunar_tui.tile_orders import TileOrder


class TileMenu(ModalScreen[TileOrder | None]):
    """Returns the order that was chosen, or None."""

    CSS_PATH = "tile_menu.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,o", "dismiss(None)", "Close", id="orders.close"),
        Binding("r", "order('r')", "Repair", id="orders.repair"),
        Binding("a", "order('a')", "Repair all", id="orders.repair_all"),
        Binding("c", "order('c')", "Cancel", id="orders.cancel"),
        Binding("d", "order('d')", "Demolish", id="orders.demolish"),
        Binding("plus,equals_sign", "order('+')", "Sooner", key_display="+", id="orders.sooner"),
        Binding("minus", "order('-')", "Later", key_display="-", id="orders.later"),
    ]

    def __init__(self, name: str, state: str, orders: Sequence[TileOrder]) -> None:
        """`name` is what stands there, `state` how it stands with it."""
        super().__init__()
        self._what = name
        self._state = state
        self._orders = {order.key: order for order in orders}

    def compose(self) -> ComposeResult:
        """What stands there, and below it the orders."""
        with Vertical(classes="card"):
            yield Static(self._what, markup=False, id="orders-title")
            yield Static(self._state, markup=False, id="orders-state")
            yield OptionList(*map(_option, self._orders.values()), id="orders", compact=True)
            yield Static("", markup=False, id="orders-about")
        yield Footer()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what is in the list."""
        if action == "order":
            return parameters[0] in self._orders
        return super().check_action(action, parameters)

    @on(OptionList.OptionHighlighted)
    def _about(self, event: OptionList.OptionHighlighted) -> None:
        order = self._orders[event.option_id or ""]
        self.query_one("#orders-about", Static).update(order.refused or f"{order.note}.")

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.action_order(event.option_id or "")

    def action_order(self, key: str) -> None:
        """Give this order, or say why not."""
        order = self._orders[key]
        if order.refused:
            self.notify(order.refused, title="Refused", severity="warning", markup=False)
        else:
            self.dismiss(order)


def _option(order: TileOrder) -> Option:
    if order.refused:
        text = Content.assemble(
            (f" {order.key}   {order.label:<13} ", DUST), (order.refused, VERMILION)
        )
    else:
        text = Content.assemble(
            (f" {order.key}   ", ORANGE), (f"{order.label:<13} ", WHITE), (order.note, DUST)
        )
    return Option(text, id=order.key)
