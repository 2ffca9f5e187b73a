"""The clock, on a time of the tests' own."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from lunar_tui.pacemaker import SPEEDS, Pacemaker


class TimeIsUp(Exception):
    pass


class Watch:
    """Time that passes only while somebody sleeps or ticks."""

    def __init__(self, seconds: float, speed: float, tick_takes: float = 0.0) -> None:
        self.time = 0.0
        self.until = seconds
        self.tick_takes = tick_takes
        self.ticks: list[float] = []
        self.held = False
        self.pacemaker = Pacemaker(
            self.tick, lambda: self.held, speed, now=lambda: self.time, sleep=self.sleep
        )

    async def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.time += seconds
        if self.time > self.until:
            raise TimeIsUp

    async def tick(self) -> None:
        self.ticks.append(self.time)
        self.time += self.tick_takes

    async def run(self) -> list[float]:
        with pytest.raises(TimeIsUp):
            await self.pacemaker.run()
        return self.ticks


@pytest.mark.parametrize("speed", SPEEDS)
async def test_it_ticks_at_its_speed(speed: float) -> None:
    ticks = await Watch(40.01, speed).run()
    assert len(ticks) == pytest.approx(40 * speed, abs=1 + 40 * speed * 0.01)


async def test_it_keeps_its_beat_when_ticks_take_time() -> None:
    ticks = await Watch(10.01, speed=4, tick_takes=0.1).run()
    assert ticks == pytest.approx([0.25 * n for n in range(1, 41)], abs=0.006)


async def test_it_never_bursts_to_catch_up() -> None:
    watch = Watch(20, speed=4)
    slow_tick = watch.tick

    async def tick() -> None:
        await slow_tick()
        if len(watch.ticks) == 4:
            watch.time += 5

    watch.pacemaker._tick = tick
    ticks = await watch.run()
    gaps = [later - sooner for sooner, later in pairwise(ticks)]
    late = gaps.index(max(gaps))
    assert max(gaps) == pytest.approx(5.005, abs=0.01)
    assert min(gaps[late + 1 :]) == pytest.approx(0.25, abs=0.01)


async def test_it_waits_while_paused_or_held() -> None:
    for paused, held in ((True, False), (False, True)):
        watch = Watch(5, speed=16)
        watch.pacemaker.paused, watch.held = paused, held
        assert await watch.run() == []


async def test_speeds_step_up_and_down_and_end() -> None:
    pacemaker = Watch(0, speed=1).pacemaker
    for expected in (2.0, 4.0, 8.0, 16.0, 16.0):
        pacemaker.faster()
        assert pacemaker.speed == expected
    for expected in (8.0, 4.0, 2.0, 1.0, 0.5, 0.25, 0.25):
        pacemaker.slower()
        assert pacemaker.speed == expected


async def test_it_runs_on_at_the_fastest_and_keeps_the_chosen_speed() -> None:
    watch = Watch(10.01, speed=1)
    watch.pacemaker.pause()
    watch.pacemaker.run_on()
    assert len(await watch.run()) == pytest.approx(10 * SPEEDS[-1], abs=2)
    assert watch.pacemaker.speed == 1
    assert watch.pacemaker.pace == SPEEDS[-1]


@pytest.mark.parametrize(
    "end", [Pacemaker.pause, Pacemaker.go_on, Pacemaker.faster, Pacemaker.slower]
)
def test_a_pause_and_a_speed_end_the_run(end: Callable[[Pacemaker], None]) -> None:
    pacemaker = Watch(0, speed=1).pacemaker
    pacemaker.run_on()
    assert not pacemaker.paused
    end(pacemaker)
    assert not pacemaker.runs_on
    assert pacemaker.pace == pacemaker.speed
