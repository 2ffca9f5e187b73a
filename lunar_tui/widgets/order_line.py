"""The order line: what is about to be ordered, what it costs, or why it cannot be."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from lunar_tui.look import GREEN, VERMILION, WHITE, YELLOW


class OrderLine(Static):
    """Is there only while something is being placed in a colony."""

    DEFAULT_CSS = """
    OrderLine { height: auto; max-height: 3; padding: 0 1; background: $panel; }
    OrderLine.-insists { text-style: reverse; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.display = False
        self._said: tuple[str, ...] = ()

    def show(self, order: str, cost: str, warning: str, keys: str) -> None:
        """Show what is ordered and its cost; without an order, only the warning why not."""
        self.display = True
        said = (order, cost, warning, keys)
        if said != self._said:
            self._said = said
            self.remove_class("-insists")
        parts = [
            (order, f"bold {GREEN}"),
            (cost, WHITE),
            (warning, YELLOW if order else f"bold {VERMILION}"),
            (keys, WHITE),
        ]
        self.update(Content(" ").join(Content.styled(*part) for part in parts if part[0]))

    def insist(self) -> None:
        """Let what it says stand out until it says something else."""
        self.add_class("-insists")

    def hide(self) -> None:
        """Nothing is being placed any more."""
        self.display = False
        self.remove_class("-insists")
