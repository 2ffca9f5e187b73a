"""What a game ended by, and what to try the next time, in words."""

from __future__ import annotations

from typing import NamedTuple

from lunar_tui.game_result import GameResult


class Verdict(NamedTuple):
    """Why a game ended as it did, and what to try."""

    why: str
    try_this: str


WON = Verdict(
    "The goal was reached, with {crew} alive at tick {tick:,}.",
    "The same moon again may give a better score: the living, stocks and an early end count.",
)

BY_HAND = Verdict(
    "It was ended at tick {tick:,}, with {crew} alive: neither won nor lost.",
    "Play on from before the end, or try the same moon again.",
)

TIMES_UP = Verdict(
    "The time was up before the goal was reached: {missing}.",
    "Begin with what takes longest, and keep every slot of work busy from the first tick on.",
)

DEATHS = {
    "power": Verdict(
        "Life support had no power, and {left}.",
        "Charge more battery banks before dusk: the forecast says how much storage is short.",
    ),
    "oxygen": Verdict(
        "There was no oxygen left to breathe, and {left}.",
        "Dig and build an oxygen plant early, and fill the store while the sun is up.",
    ),
    "water": Verdict(
        "There was no water left to drink, and {left}.",
        "Dig for ice, build a water plant for it, and see that both have power.",
    ),
    "food": Verdict(
        "There was nothing left to eat, and {left}.",
        "A greenhouse takes long to build and to bear: begin it well before food runs low.",
    ),
    "radiation": Verdict(
        "A solar flare struck a crew without shelter, and {left}.",
        "Build shelters, and a watch station that sees flares coming.",
    ),
}


def verdict(result: GameResult) -> Verdict:
    """What ended the game, and what to try; of one that was not lost, what would be better."""
    mission = result.mission
    if mission.outcome == "won":
        found = WON
    elif mission.outcome == "ended":
        found = BY_HAND
    elif "time" in mission.why:
        found = TIMES_UP
    else:
        found = DEATHS.get(result.died_of, TIMES_UP)
    crew = result.samples[-1].crew if result.samples else 0
    left = "too few were left" if "fewer" in mission.why else "nobody was left"
    missing = ", ".join(result.missing) or "it was not held for long enough"
    why = found.why.format(crew=crew, tick=mission.ended_at, left=left, missing=missing)
    return Verdict(why, found.try_this)
