"""The result of a game that is over: why, for how many points, and what to do next."""

from __future__ import annotations

from secrets import randbelow
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from domain.blocks.decider import Rejected
from domain.blocks.errors import LunarError
from domain.game.branches import branch_game
from domain.game.branching import Branch
from domain.game.economy.score import Score
from domain.game.model import ROUTER
from lunar_tui.game_result import GameResult
from lunar_tui.keys import key_of
from lunar_tui.look import DUST, GREEN, ORANGE, SKY, VERMILION, WHITE, YELLOW
from lunar_tui.new_games import SHORT_SEEDS, following
from lunar_tui.screens.ask import AskScreen
from lunar_tui.screens.begin import begin, not_begun
from lunar_tui.sentences import printable
from lunar_tui.services import Services
from lunar_tui.verdicts import verdict
from lunar_tui.widgets.history_charts import HistoryCharts
from persistence.ids import OrderedIds

OUTCOMES = {"won": GREEN, "lost": VERMILION, "ended": ORANGE}
"""How a game may end, with its colour."""


class BadHours(LunarError):
    """A time before the end that is not in the game."""


class ResultScreen(Screen[None]):
    """Shows one game that is over; what one chooses opens over the title."""

    CSS_PATH = "result.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", id="result.back"),
        Binding("question_mark", "app.help", "Help", key_display="?", show=False, id="result.help"),
        Binding("r", "replay", "Replay", id="result.replay"),
        Binding("b", "branch", "Earlier", id="result.branch"),
        Binding("f", "following", "Next", id="result.following"),
        Binding("s", "again(True)", "Same moon", id="result.same"),
        Binding("n", "again(False)", "New moon", id="result.new"),
        Binding("t", "app.title", "Title", id="result.title"),
        Binding("left,shift+tab", "chart(-1)", "Chart before", show=False, id="result.previous"),
        Binding("right,tab", "chart(1)", "Chart", key_display="tab", id="result.next"),
    ]

    def __init__(self, result: GameResult, services: Services) -> None:
        super().__init__()
        self._result = result
        self._services = services
        self._following = following(result.mission.scenario) if self._won else None

    @property
    def _won(self) -> bool:
        return self._result.mission.outcome == "won"

    def compose(self) -> ComposeResult:
        """How it ended; its story beside its score; what the colony had, over the whole game."""
        yield Static(self._head(), markup=False, id="result-head")
        with Horizontal(id="result-told"):
            yield Static(self._story(), id="result-story")
            with Vertical(id="result-score"):
                yield Static(self._score())
        yield HistoryCharts(
            self._result.samples, self._result.hours, ascii_only=self._services.settings.ascii
        )
        yield Footer(compact=True, show_command_palette=False)

    def _head(self) -> Content:
        result = self._result
        mission, told = result.mission, verdict(result)
        return Content.assemble(
            (mission.outcome.upper(), f"bold {OUTCOMES[mission.outcome]}"),
            (f"  {printable(result.game.name)}", f"bold {WHITE}"),
            (f"  {result.title}, seed {mission.seed}, tick {mission.ended_at:,}\n", DUST),
            (f"{told.why}\n", WHITE),
            (self._offer(), f"bold {GREEN}"),
            (told.try_this, YELLOW),
        )

    def _offer(self) -> str:
        """What to play next, of a game that was won."""
        if self._following is None:
            return ""
        return f"Next: {self._following.title} ({key_of(self, 'result.following')}). "

    def _story(self) -> Content:
        lines = [
            Content.assemble((f"{line.tick:>5,} ", SKY), (printable(line.sentence), WHITE))
            for line in self._result.story
        ]
        return Content("\n").join(lines)

    def _score(self) -> Content:
        mission = self._result.mission
        parts = [(part, getattr(mission, part)) for part in Score.__struct_fields__]
        lines = [_points(part, points, DUST, WHITE) for part, points in parts]
        return Content("\n").join([*lines, _points("score", mission.score, ORANGE, ORANGE)])

    def action_chart(self, step: int) -> None:
        """Show the next of the charts first, or the one before."""
        self.query_one(HistoryCharts).turn(step)

    async def action_replay(self) -> None:
        """Look at any moment of the game."""
        await self.run_action(f"app.replay({self._result.mission.game_id!r})")

    @work(group="choose")
    async def action_branch(self) -> None:
        """Begin a new game from a moment before the end, and play it."""
        result = self._result
        hours = (result.mission.ended_at - result.try_from) * result.hours
        question = f"Hours before the end ({result.hours} a tick):"
        asked = AskScreen(question, "such as 100", text=str(hours), check=self._tick)
        answer = await self.app.push_screen_wait(asked)
        if answer is None:
            return
        ids, services = OrderedIds(), self._services
        wish = Branch(
            str(ids.new()),
            result.mission.game_id,
            result.ends[self._tick(answer)],
            services.settings.player,
        )
        try:
            branched = await branch_game(ROUTER, services.store, ids, services.clock, wish)
        except LunarError as fault:
            not_begun(self, str(fault))
            return
        if isinstance(branched, Rejected):
            not_begun(self, branched.sentence)
        else:
            await self.run_action(f"app.play_anew({wish.game_id!r})")

    def _tick(self, hours: str) -> int:
        """The tick so many hours before the end. Raises `BadHours`."""
        result = self._result
        last, most = result.mission.ended_at - 1, (result.mission.ended_at - 1) * result.hours
        ticks = -(-int(hours) // result.hours) if hours.isdecimal() else 0
        if not 0 < ticks <= last:
            raise BadHours(f"The game took {most:,} hours: type a number from 1 to {most}.")
        return result.mission.ended_at - ticks

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Who has won is led on to the next scenario; back to before one goes if there was time."""
        if action == "following":
            return self._following is not None
        if action == "branch":
            return self._result.mission.ended_at > 1
        return super().check_action(action, parameters)

    @work(group="choose")
    async def action_following(self) -> None:
        """Begin the scenario that comes next, on any moon."""
        if self._following:
            await begin(self, self._services, self._following.key, randbelow(SHORT_SEEDS))

    @work(group="choose")
    async def action_again(self, same: bool) -> None:
        """Begin the same scenario anew, on the same moon or on another."""
        mission = self._result.mission
        seed = mission.seed if same else randbelow(SHORT_SEEDS)
        await begin(self, self._services, mission.scenario, seed)


def _points(part: str, points: int, label: str, figures: str) -> Content:
    return Content.assemble((f"{part.capitalize():<10}", label), (f"{points:>7,}", figures))
