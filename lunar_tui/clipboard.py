"""An event on the clipboard, as the JSON that `lunar log --json` prints."""

from __future__ import annotations

from typing import Any

import msgspec
from textual.app import App

from domain.blocks.errors import LunarError
from domain.blocks.event_store import RecordedEvent
from lunar_tui.event_json import event_line


def copy_event(app: App[Any], event: RecordedEvent) -> None:
    """Copy the event, and say so, or why not."""
    try:
        text = msgspec.json.encode(event_line(event)).decode()
    except LunarError as fault:
        app.notify(str(fault), title="Not copied", severity="error", markup=False)
    else:
        app.copy_to_clipboard(text)
        app.notify(f"The event at position {event.position:,} is on the clipboard.", markup=False)
