"""What the guide says at a moment: trouble first, else the lesson, with keys by their names."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from lunar_tui.tutorial.advice import advice
from lunar_tui.tutorial.lessons import lessons, present
from lunar_tui.tutorial.sight import Sight

BINDING = re.compile(r"<([a-z_.]+)>")


class Words(Struct, frozen=True):
    """What is said: a lesson, advice in trouble, or how the game ended; nothing to say is empty."""

    kind: Literal["lesson", "trouble", "end"]
    text: str
    heading: str = ""


def words(sight: Sight, key: Callable[[str], str], *, paused: bool) -> Words | None:
    """What to say, or None. `key` names the key of a binding by the binding's id."""
    told = _told(sight, paused=paused)
    if told is None:
        return None
    text = BINDING.sub(lambda found: key(found[1]), told.text)
    return Words(told.kind, text, told.heading)


def _told(sight: Sight, *, paused: bool) -> Words | None:
    course = lessons(sight)
    if sight.mission.outcome == "won" and course:
        return Words("end", "You brought your crew through. <game.result> shows the result.", "Won")
    if sight.mission.outcome == "lost" and course:
        again = "<game.menu>, Replay shows what led there, and branches from any moment before."
        return Words("end", f"It was lost, because {sight.mission.why}. {again}", "Lost")
    if trouble := advice(sight):
        return Words("trouble", trouble, "Trouble")
    lesson = present(sight)
    if lesson is None:
        return None
    heading = f"Lesson {course.index(lesson) + 1}/{len(course)}"
    waits = " The clock stands: press <game.pause>." if paused and lesson.waits else ""
    return Words("lesson", lesson.says(sight) + waits, heading)
