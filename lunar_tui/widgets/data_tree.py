"""JSON as a tree that opens and closes, filled as far as it is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from rich.text import Text
from textual import on
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from domain.blocks.moment_diff import Kind
from lunar_tui.look import CHANGES, DUST, SKY
from lunar_tui.sentences import printable
from lunar_tui.state_changes import Marks, Path
from lunar_tui.widgets.fold_tree import FoldTree

T = TypeVar("T")

OPEN_AT_FIRST = 40
"""A part with no more values than this is open from the beginning."""

AT_ONCE = 200
"""Parts, and values of one part, that are added at once."""


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
        self._parts: Sequence[tuple[str, bytes]] = ()
        self._marks: Marks = {}

    def show(self, parts: Mapping[str, bytes], marks: Marks | None = None) -> None:
        """Show these parts, which are JSON; what has a mark is drawn as changed.

        The first part of a path is the title. What changed is open; of more parts, or values of
        one part, than are added at once, those that changed are the first.
        """
        line = self.cursor_line
        self._marks = marks or {}
        self._parts = self._in_order((), parts.items())
        self.clear()
        self._fill_root(0)
        self.call_after_refresh(self._move_to, line)

    def _in_order(self, path: Path, named: Iterable[tuple[str, T]]) -> list[tuple[str, T]]:
        """What is at the path, as it will be added."""
        every = list(named)
        if len(every) > AT_ONCE:
            every.sort(key=lambda each: (*path, each[0]) not in self._marks)
        return every

    def _fill_root(self, start: int) -> None:
        for title, data in self._parts[start : start + AT_ONCE]:
            value = msgspec.json.decode(data)
            part = self.root.add(_titled(title, value), _Part(value, (title,)))
            self._fill(part)
            part.expand()
        _add_more(self.root, len(self._parts), start)

    def _move_to(self, line: int) -> None:
        self.cursor_line = min(line, self.last_line)

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
            parent, start = node.parent, node.data.start
            node.remove()
            if parent is self.root:
                self._fill_root(start)
            else:
                self._fill(parent, start)

    def _fill(self, node: TreeNode[Any], start: int = 0) -> None:
        of = node.data
        if not isinstance(of, _Part):
            return
        values = self._in_order(of.path, _values(of.value))
        for name, value in values[start : start + AT_ONCE]:
            path = (*of.path, name)
            mark, colour = _look(self._marks.get(path))
            told_name = (f"{mark} {printable(name)}" if mark else printable(name), colour)
            if isinstance(value, dict | list) and value:
                label = Text.assemble(told_name, (f"  {_count(value)}", DUST))
                inner = node.add(label, _Part(value, path))
                if len(value) <= OPEN_AT_FIRST or mark:
                    self._fill(inner)
                    inner.expand()
            else:
                told = printable(msgspec.json.encode(value).decode())
                drawn = Text.assemble(told_name, ": ", (told, colour or SKY))
                node.add_leaf(drawn, _Part(value, path))
        _add_more(node, len(values), start)


def _add_more(node: TreeNode[Any], count: int, start: int) -> None:
    left = count - start - AT_ONCE
    if left > 0:
        node.add_leaf(Text(f"{left:,} more", DUST), _More(start + AT_ONCE))


def _count(value: dict[str, Any] | list[Any]) -> str:
    noun = "field" if isinstance(value, dict) else "value"
    return f"{len(value):,} {noun}{'' if len(value) == 1 else 's'}"


def _look(kind: Kind | None) -> tuple[str, str]:
    """The mark and the colour of a value; both empty for one that did not change."""
    return CHANGES[kind] if kind else ("", "")


def _titled(title: str, value: Any) -> Text:
    """The title of a part, and its value where that has no parts itself."""
    if isinstance(value, dict | list) and value:
        return Text(printable(title), DUST)
    told = printable(msgspec.json.encode(value).decode())
    return Text.assemble((printable(title), DUST), ": ", (told, SKY))


class _Part(msgspec.Struct):
    """A value of the JSON, and where it is."""

    value: Any
    path: Path


class _More(msgspec.Struct):
    """Stands for values that are not added yet, from this one on."""

    start: int


def _values(data: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(data, dict):
        yield from data.items()
    elif isinstance(data, list):
        yield from ((str(number), value) for number, value in enumerate(data))
