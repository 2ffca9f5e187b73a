"""How far a replay is, on stderr, for whoever watches a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import (
    Progress as Bar,
)

from domain.blocks.replay import Progress, unobserved
from lunar_tui.progress import Reporter, pace


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[Progress], bool]]:
    """An observer for a replay: it shows position, events a second and time left."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield unobserved
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[speed]}", markup=False),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None, speed="")

        def show(progress: Progress, elapsed: float) -> None:
            speed = f"{pace(progress, elapsed).per_second:,.0f} events/s"
            bar.update(task, completed=progress.position, total=progress.target, speed=speed)

        yield Reporter(show)
