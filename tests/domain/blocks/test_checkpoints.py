"""Checkpoints take little, and no more than they may, however long the game."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from domain.blocks.checkpoints import Checkpoints
from domain.blocks.messages import Event
from domain.blocks.moment import Moment
from domain.game.events import ConstructionProgressed, GameloopAdvanced, GameStarted, SiteSpawned
from tests.folding import beginning, contents

SITES = 40


def story() -> Iterator[Event]:
    """Sites are begun; then a few of them are worked on."""
    yield GameStarted("g1", "g1", "px42", 64, 64, 1, (1,))
    for n in range(SITES):
        yield SiteSpawned("g1", f"site-{n:04}", 1, n, "px42", 9999, 0)
    for tick in range(1, 1000):
        yield GameloopAdvanced("g1", tick)
        site = tick % 5
        yield ConstructionProgressed("g1", f"site-{site:04}", 1, site, tick, 9999, tick)


def kept(budget: int) -> tuple[Checkpoints, list[Moment]]:
    checkpoints = Checkpoints(beginning(), spacing=10, budget=budget)
    moments = [beginning()]
    for position, event in enumerate(story(), 1):
        moment = moments[-1].copy()
        moment.apply(position, event, position)
        moments.append(moment)
        checkpoints.add(moment)
    return checkpoints, moments


def test_one_is_told_in_less_than_half_of_what_it_is_whole() -> None:
    checkpoints, moments = kept(10_000_000)
    whole = sum(len(zlib.compress(moment.encode(), 1)) for moment in moments[::10])
    assert checkpoints.size < whole / 2


def test_when_there_is_no_more_room_every_second_one_is_given_up() -> None:
    checkpoints, moments = kept(30_000)
    assert checkpoints.size <= 30_000
    assert checkpoints.spacing > 10
    last = len(moments) - 1
    for ordinal in (0, 17, 500, 1234, last):
        before = checkpoints.before(ordinal)
        assert ordinal - checkpoints.spacing < before <= ordinal
        assert contents(checkpoints.at(before)) == contents(moments[before])
