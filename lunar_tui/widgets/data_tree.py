"""JSON as a tree that opens and closes, filled as far as it is open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from rich.text import Text
from textual import on
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from lunar_tui.look import DUST, SKY
from lunar_tui.sentences import printable
from lunar_tui.widgets.fold_tree import FoldTree

OPEN_AT_FIRST = 40
"""A part with no more values than this is open from the beginning."""

AT_ONCE = 500
"""Values of one part that are added at once."""


def is_nested(data: bytes) -> bool:
    """Whether it is JSON with values within values."""
    try:
        found = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return isinstance(found, dict | list) and any(
        isinstance(value, dict | list) for _, value in _values(found)
    )


class DataTree(FoldTree[Any]):
    """Shows parts, each under a title."""

    def __init__(self, *, ascii_only: bool, id: str | None = None) -> None:  # noqa: A002
        super().__init__(None, ascii_only=ascii_only, id=id)
        self.show_root = False

    def show(self, parts: dict[str, bytes]) -> None:
        """Show these parts, which are JSON."""
        self.clear()
        for title, data in parts.items():
            part = self.root.add(Text(title, DUST), msgspec.json.decode(data))
            self._fill(part)
            part.expand()

    @on(Tree.NodeExpanded)
    def _expanded(self, event: Tree.NodeExpanded[Any]) -> None:
        event.stop()
        if not event.node.children:
            self._fill(event.node)

    @on(Tree.NodeSelected)
    def _selected(self, event: Tree.NodeSelected[Any]) -> None:
        event.stop()
        node = event.node
        if isinstance(node.data, _More) and node.parent:
            node.remove()
            self._fill(node.parent, node.data.start)

    def _fill(self, node: TreeNode[Any], start: int = 0) -> None:
        values = list(_values(node.data))
        for name, value in values[start : start + AT_ONCE]:
            if isinstance(value, dict | list) and value:
                count = f"{len(value):,} {'fields' if isinstance(value, dict) else 'values'}"
                inner = node.add(Text.assemble(printable(name), (f"  {count}", DUST)), value)
                if len(value) <= OPEN_AT_FIRST:
                    self._fill(inner)
                    inner.expand()
            else:
                told = msgspec.json.encode(value).decode()
                node.add_leaf(Text.assemble(printable(name), ": ", (printable(told), SKY)), value)
        left = len(values) - start - AT_ONCE
        if left > 0:
            node.add_leaf(Text(f"{left:,} more", DUST), _More(start + AT_ONCE))


class _More(msgspec.Struct):
    """Stands for values that are not added yet, from this one on."""

    start: int


def _values(data: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(data, dict):
        yield from data.items()
    elif isinstance(data, list):
        yield from ((str(number), value) for number, value in enumerate(data))
