"""A film of a replay: the replay screen, drawn for a terminal that nobody sits at.

Films are asciicasts, version 2, which terminals and web pages play; stills are SVG pictures.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import msgspec
from rich.console import Console
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver

from domain.blocks.moment import Moment
from domain.blocks.replay import Progress, unobserved
from lunar_tui.filming import Shot
from lunar_tui.playhead import length_of, ordinal_of, place_of
from lunar_tui.recall import Recall
from lunar_tui.screens.replay import ReplayScreen
from lunar_tui.theme import LUNAR

FRAMES_PER_SECOND = 10
LAST_FRAME_SECONDS = 2.0
"""How long a film stays on its last frame."""


class Recorder(HeadlessDriver):
    """Keeps what a terminal would have been sent."""

    sent: list[str]

    @property
    def is_headless(self) -> bool:
        """No: all of the screen is to be sent."""
        return False

    def start_application_mode(self) -> None:
        """Begin to record."""
        self.sent = []
        super().start_application_mode()

    def write(self, data: str) -> None:
        """Keep it."""
        self.sent.append(data)


class Stage(App[None]):
    """Shows one replay, and is told where its cursor goes."""

    CSS_PATH = "app.tcss"

    def __init__(self, recall: Recall, moment: Moment, *, ascii_only: bool) -> None:
        super().__init__(driver_class=Recorder)
        self.console = Console(
            file=io.StringIO(), force_terminal=True, color_system="truecolor", legacy_windows=False
        )
        self.animation_level = "none"
        self.replay = ReplayScreen(recall, moment, filmed=True, ascii_only=ascii_only)
        self.ready = asyncio.Event()

    async def on_mount(self) -> None:
        """Bring the replay on."""
        self.register_theme(LUNAR)
        self.theme = LUNAR.name
        await self.push_screen(self.replay)
        self.replay.call_after_refresh(self.ready.set)

    async def show(self, ordinal: int) -> None:
        """Go to a moment, and return when it is drawn."""
        drawn = asyncio.Event()
        self.replay.go(ordinal)
        await self.replay.cursor.reach()
        self.replay.call_after_refresh(drawn.set)
        await drawn.wait()

    def taken(self) -> str:
        """What the terminal was sent since this was asked the last time."""
        driver = self._driver
        if not isinstance(driver, Recorder):
            return ""
        sent, driver.sent = "".join(driver.sent), []
        return sent


@asynccontextmanager
async def stage(recall: Recall, shot: Shot) -> AsyncIterator[Stage]:
    """A stage at the shot's first moment."""
    moment = await recall.timeline.at(shot.begin)
    app = Stage(recall, moment, ascii_only=shot.ascii_only)
    running = asyncio.create_task(app.run_async(size=shot.size, mouse=False))
    await app.ready.wait()
    try:
        yield app
    finally:
        app.exit()
        await running


async def film(
    recall: Recall,
    shot: Shot,
    write: Callable[[bytes], object],
    observe: Callable[[Progress], bool] = unobserved,
) -> bool:
    """Write the asciicast of a shot, line by line; False if `observe` stopped it.

    Raises `StoreFault`.
    """
    width, height = shot.size
    title = f"{recall.name} - Lunar Frontiers"
    write(_line({"version": 2, "width": width, "height": height, "title": title}))
    frames = list(_frames(recall, shot))
    async with stage(recall, shot) as app:
        for number, ordinal in enumerate(frames):
            await app.show(ordinal)
            write(_line((round(number / FRAMES_PER_SECOND, 3), "o", app.taken())))
            if not observe(Progress(number + 1, len(frames), number + 1)):
                return False
    write(_line((round(len(frames) / FRAMES_PER_SECOND + LAST_FRAME_SECONDS, 3), "o", "")))
    return True


async def still(recall: Recall, shot: Shot) -> str:
    """The SVG picture of the shot's first moment. Raises `StoreFault`."""
    async with stage(recall, shot) as app:
        await app.show(shot.begin)
        return app.export_screenshot(title=recall.name)


def _frames(recall: Recall, shot: Shot) -> Iterator[int]:
    """The ordinals of the frames, from the first moment of the shot to its last."""
    run = recall.timeline.run
    place, end = place_of(run, shot.begin), place_of(run, shot.end)
    step = shot.speed / FRAMES_PER_SECOND
    while place < min(end, length_of(run)):
        yield ordinal_of(run, place)
        place += step
    yield shot.end


def _line(value: object) -> bytes:
    return msgspec.json.encode(value) + b"\n"
