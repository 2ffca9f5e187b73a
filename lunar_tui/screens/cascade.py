"""A cascade: all that one command came to, as a tree of causes and effects across streams."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Footer, Static, Tree
from textual.widgets.tree import TreeNode

from domain.blocks.errors import LunarError
from domain.blocks.event_store import EventStore, RecordedEvent
from domain.blocks.family import Cascade, cascade_of
from lunar_tui.event_looks import look_of
from lunar_tui.look import DUST, WHITE
from lunar_tui.sentences import Narrator, printable
from lunar_tui.widgets.fold_tree import FoldTree

AT_ONCE = 200
"""Effects of one event that are added at once."""

Member = RecordedEvent | int | None
"""What a line stands for: an event; effects from the one of this number on; the command."""


class CascadeScreen(ModalScreen[RecordedEvent | None]):
    """Returns the event that was chosen in the tree, or None."""

    CSS_PATH = "cascade.tcss"
    AUTO_FOCUS = "Tree"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", id="cascade.close"),
        Binding("enter", "select", "Open the event", priority=True, id="cascade.open"),
        Binding("space", "fold", "Fold", priority=True, id="cascade.fold"),
    ]

    def __init__(
        self, event: RecordedEvent, store: EventStore, narrator: Narrator, *, ascii_only: bool
    ) -> None:
        """`event` is the one that the cursor begins at."""
        super().__init__()
        self._event = event
        self._store = store
        self._narrator = narrator
        self._ascii_only = ascii_only
        self._cascade = Cascade((event,))
        self._title = Static("Looking for its family", id="cascade-title", markup=False)
        self._tree = FoldTree[Member](None, ascii_only=ascii_only)

    def compose(self) -> ComposeResult:
        """What it is, and the tree."""
        with Vertical(classes="card"):
            yield self._title
            yield self._tree
        yield Footer()

    def on_mount(self) -> None:
        """Read the cascade."""
        self._tree.auto_expand = False
        self._read()

    @work
    async def _read(self) -> None:
        try:
            self._cascade = await cascade_of(self._store, self._event)
        except LunarError as fault:
            self._title.update(str(fault))
            return
        events = self._cascade.events
        streams = _count(len({event.stream for event in events}), "stream")
        self._title.update(f"A cascade of {_count(len(events), 'event')} in {streams}")
        root = self._tree.root
        who = printable(self._event.player) or "nobody"
        root.set_label(Text.assemble("A command from outside", (f", by {who}", DUST)))
        self._fill(root)
        root.expand()
        self.call_after_refresh(self._go_to_event)

    def _go_to_event(self) -> None:
        node = self._tree.root
        for event in self._cascade.line_to(self._event):
            node.expand()
            node = self._child(node, event)
        node.expand()
        self.call_after_refresh(self._tree.move_cursor, node)

    def _child(self, node: TreeNode[Member], event: RecordedEvent) -> TreeNode[Member]:
        self._fill_once(node)
        while True:
            for child in node.children:
                if child.data is event:
                    return child
            self._fill_more(node.children[-1])

    def _fill_once(self, node: TreeNode[Member]) -> None:
        if not node.children:
            self._fill(node)

    def _fill_more(self, more: TreeNode[Member]) -> None:
        if isinstance(more.data, int) and more.parent:
            more.remove()
            self._fill(more.parent, more.data)

    def _fill(self, node: TreeNode[Member], start: int = 0) -> None:
        cause = node.data if isinstance(node.data, RecordedEvent) else None
        effects = self._cascade.effects_of(cause)
        for effect in effects[start : start + AT_ONCE]:
            known = self._cascade.effects_of(effect)
            node.add(self._label(effect, len(known)), effect, allow_expand=bool(known))
        left = len(effects) - start - AT_ONCE
        if left > 0:
            node.add_leaf(Text(f"{left:,} more", DUST), start + AT_ONCE)

    def _label(self, event: RecordedEvent, effects: int) -> Text:
        look = look_of(event.type)
        mark = look.ascii_mark if self._ascii_only else look.mark
        caused = f"caused {effects:,}  " if effects else ""
        return Text.assemble(
            (f"{mark} {event.position:,}  ", look.colour),
            (caused, WHITE),
            (self._narrator.tell(event).sentence, look.colour),
            (f"  {printable(event.stream)}", DUST),
        )

    @on(Tree.NodeExpanded)
    def _expanded(self, event: Tree.NodeExpanded[Member]) -> None:
        self._fill_once(event.node)

    @on(Tree.NodeSelected)
    def _selected(self, event: Tree.NodeSelected[Member]) -> None:
        if isinstance(event.node.data, RecordedEvent):
            self.dismiss(event.node.data)
        else:
            self._fill_more(event.node)

    def action_select(self) -> None:
        """Open the event under the cursor."""
        self._tree.action_select_cursor()

    def action_fold(self) -> None:
        """Fold what the event under the cursor caused, or unfold it."""
        self._tree.action_toggle_node()


def _count(number: int, what: str) -> str:
    return f"one {what}" if number == 1 else f"{number:,} {what}s"
