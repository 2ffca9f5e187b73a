"""Pictures of screens, compared with those that were looked at and kept.

`pytest --update-snapshots` keeps the pictures of this run instead; look at them before committing.
"""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input

from tests.lunar_tui.app_pilot import AppPilot

KEPT = Path(__file__).with_name("snapshots")


class Snapshots:
    """Compares screens with the kept pictures, or keeps new ones."""

    def __init__(self, folder: Path, *, update: bool) -> None:
        """`folder` is where a picture that differs is left to be looked at."""
        self._folder = folder
        self._update = update

    async def check(self, name: str, app: AppPilot) -> None:
        """The screen looks as it did when its picture of this name was kept."""
        for field in app.screen.query(Input):
            field.cursor_blink = False
        await app.pilot.pause()
        picture = app.app.export_screenshot()
        kept = KEPT / f"{name}.svg"
        if self._update:
            KEPT.mkdir(exist_ok=True)
            kept.write_text(picture, encoding="utf-8")
            return
        found = self._folder / kept.name
        found.write_text(picture, encoding="utf-8")
        same = kept.exists() and picture == kept.read_text(encoding="utf-8")
        assert same, f"{found} differs from {kept}: look at both"
