"""A game of a scenario in memory, with its views, for what its player is told."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from domain.blocks.decider import Rejected
from domain.blocks.messages import Command, Event
from domain.blocks.view import View
from domain.game.colony_events import TerrainCharted
from domain.game.commands import SpawnSite, StartScenario
from domain.game.economy import ground
from domain.game.model import PROJECTORS
from domain.game.site_types import BY_KEY
from domain.game.sky import Sky
from domain.game.terrain import terrain
from lunar_tui.lookout import Lookout
from lunar_tui.outlook.outlook import outlook
from lunar_tui.outlook.stocks import Trends
from lunar_tui.rulesets import load_ruleset
from lunar_tui.simulation.headless_game import HeadlessGame
from lunar_tui.tutorial.alarms import alarm
from lunar_tui.tutorial.goals import deadline, goals
from lunar_tui.tutorial.lessons import present
from lunar_tui.tutorial.sight import Sight, sight_of
from lunar_tui.tutorial.words import Words, words


class Tutored:
    """Plays a game by hand, and tells what its player reads."""

    def __init__(self, scenario: str = "first-night", seed: int = 7) -> None:
        self.rules = load_ruleset().only(scenario)
        self._views = {projector.name: View(projector) for projector in PROJECTORS}
        self._game = HeadlessGame("g")
        self._numbers = count(1)
        begun = self._do(StartScenario("g", scenario, seed, load_ruleset(), "Base", "ann"))
        assert not isinstance(begun, Rejected), begun.sentence
        charted = (event.ground for event in begun if isinstance(event, TerrainCharted))
        self._chart = ground.read(next(charted))
        width, height = self.rules.scenario[scenario].width, self.rules.scenario[scenario].height
        self._sky = Sky(terrain(seed, width, height), self._chart, self.rules)

    def _do(self, command: Command) -> Sequence[Event] | Rejected:
        answer = self._game.do(command)
        if not isinstance(answer, Rejected):
            self.happens(*answer)
        return answer

    def happens(self, *events: Event) -> None:
        for event in events:
            for view in self._views.values():
                view.apply(0, event, 0)

    def build(self, kind: str, tile: str = "") -> None:
        """Place a building at x,y; without a tile on the first beside the lander that takes it."""
        width, lander = self.sight.width, self.sight.of("lander")[0].location
        beside = [lander + step for step in (1, -1, width, -width, 2, -2, 2 * width, -2 * width)]
        x, _, y = tile.partition(",")
        for location in [int(y) * width + int(x)] if tile else beside:
            answer = self._do(
                SpawnSite(
                    game_id="g",
                    site_id=f"{kind}-{next(self._numbers)}",
                    site_type=BY_KEY[kind].id,
                    location=location,
                    player_id="ann",
                    completion_ticks=self.rules.building[kind].build_ticks,
                    tick=self._game.tick,
                )
            )
            if not isinstance(answer, Rejected):
                return
        raise AssertionError(f"{kind} cannot be built there")

    def first(self, ground: str) -> str:
        """The first tile with ground of this class, as x,y."""
        y, x = divmod(self._chart.index(ground), self.sight.width)
        return f"{x},{y}"

    def wait(self, ticks: int = 1) -> str:
        """Let ticks pass until one of them is alarming; its alarm."""
        for _ in range(ticks):
            events = self._game.advance()
            assert not isinstance(events, Rejected), events.sentence
            self.happens(*events)
            if told := alarm(events, self.sight):
                return told
        return ""

    def run_on(self) -> str:
        """Let time run on until something needs the player; what that is."""
        trends = Trends()
        lookout = Lookout(self.sight.width)
        lookout.begin(outlook(self.sight, trends))
        while True:
            events = self._game.advance()
            assert not isinstance(events, Rejected), events.sentence
            self.happens(*events)
            sight = self.sight
            if told := lookout.told(events, sight, outlook(sight, trends)):
                return told

    def wait_until(self, tick: int) -> None:
        """Let ticks pass, whatever is alarming, until this one or the end of the game."""
        while self._game.tick < tick and self.sight.mission.outcome == "running":
            self.wait()

    def alarm(self, event: Event) -> str:
        """Why to stop after this event."""
        self.happens(event)
        return alarm([event], self.sight)

    @property
    def goals(self) -> list[str]:
        """The goals, and until when."""
        return [*(goal.told for goal in goals(self.sight)), deadline(self.sight)]

    @property
    def sight(self) -> Sight:
        sight = sight_of(self._views, "g", self._sky)
        assert sight is not None
        return sight

    @property
    def lesson(self) -> str:
        lesson = present(self.sight)
        return lesson.id if lesson else ""

    def told(self, *, paused: bool = False) -> Words | None:
        return words(self.sight, lambda binding: f"[{binding}]", paused=paused)

    @property
    def text(self) -> str:
        told = self.told()
        return told.text if told else ""
