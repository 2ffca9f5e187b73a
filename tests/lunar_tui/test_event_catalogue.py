"""docs/events.md is what the types say."""

from __future__ import annotations

from domain.game.model import EVENT_TYPES, ROUTER
from lunar_tui.event_catalogue import FILE, catalogue


def test_the_catalogue_in_the_documentation_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == catalogue()


def test_every_event_and_command_is_in_it() -> None:
    headings = [line[4:] for line in catalogue().splitlines() if line.startswith("### ")]
    messages = (*EVENT_TYPES.classes, *ROUTER.routes)
    assert headings == [message.__name__ for message in messages]
