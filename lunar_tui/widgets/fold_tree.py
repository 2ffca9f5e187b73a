"""A tree whose parts fold, drawn with plain letters where the terminal has no others."""

from __future__ import annotations

from typing import TypeVar

from rich.text import Text
from textual.widgets import Tree

D = TypeVar("D")

ASCII_GUIDES = ("  ", "| ", "`-", "|-")


class FoldTree(Tree[D]):
    """A Textual tree with narrow guides; `data` stands at its root."""

    def __init__(self, data: D, *, ascii_only: bool, id: str | None = None) -> None:  # noqa: A002
        super().__init__(Text(""), data, id=id)
        self.guide_depth = 2
        if ascii_only:
            self.ICON_NODE, self.ICON_NODE_EXPANDED = "> ", "v "
            self.LINES = dict.fromkeys(Tree.LINES, ASCII_GUIDES)
