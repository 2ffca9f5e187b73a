"""A choice of event types, each with the colour and the mark that it has in the log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList

from lunar_tui.event_looks import look_of


class TypeChooser(OptionList):
    """Enter, space or a click chooses a type, or takes the choice back."""

    DEFAULT_CSS = """
    TypeChooser {
        height: auto;
        max-height: 50%;
        border: none;
        padding: 0 1;
        & > .option-list--option-highlighted { background: $foreground 12%; }
        &:focus > .option-list--option-highlighted { background: $foreground 22%; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "select", "Choose", key_display="space", id="log.choose"),
    ]

    class Changed(Message):
        """These types are chosen now."""

        def __init__(self, types: frozenset[str]) -> None:
            super().__init__()
            self.types = types

    def __init__(self, types: Iterable[str], *, ascii_only: bool = False) -> None:
        super().__init__(compact=True)
        self._types: tuple[str, ...] = ()
        self._ascii_only = ascii_only
        self._chosen: frozenset[str] = frozenset()
        self.offer(types)

    def _prompt(self, name: str) -> Content:
        look = look_of(name)
        mark = look.ascii_mark if self._ascii_only else look.mark
        box = "[x]" if name in self._chosen else "[ ]"
        return Content.styled(f"{box} {mark} {name}", look.colour)

    def offer(self, types: Iterable[str]) -> None:
        """Let these types be chosen from; what is chosen stays so."""
        self._types = tuple(types)
        self.set_options([self._prompt(name) for name in self._types])
        self.highlighted = 0

    def choose(self, types: frozenset[str]) -> None:
        """Choose these types and no others."""
        self._chosen = types
        for index, name in enumerate(self._types):
            self.replace_option_prompt_at_index(index, self._prompt(name))

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Choose the type, or take the choice back."""
        message.stop()
        self.choose(self._chosen ^ {self._types[message.option_index]})
        self.post_message(self.Changed(self._chosen))
