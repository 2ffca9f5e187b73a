"""Keys as the player set them: what may have other keys, and how keys are called in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

ASCII_KEYS = str.maketrans({"←": "<", "→": ">", "↑": "^", "↓": "v", "⏎": "enter", "⌫": "backspace"})


def key_of(screen: Screen[Any], binding_id: str) -> str:
    """The key of a binding: as the screen has it now, or as it comes where it does not work."""
    active = (found.binding for found in screen.active_bindings.values())
    binding = next((each for each in active if each.id == binding_id), None)
    return screen.app.get_key_display(binding or all_bindings()[binding_id])


def all_bindings() -> Mapping[str, Binding]:
    """The bindings that may have other keys, of all screens and widgets there are, by id."""
    return {
        binding.id: next(iter(Binding.make_bindings([binding])))
        for kind in _kinds(DOMNode)
        for binding in vars(kind).get("BINDINGS", ())
        if isinstance(binding, Binding) and binding.id
    }


def _kinds(kind: type[DOMNode]) -> Iterator[type[DOMNode]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from _kinds(narrower)
