"""The game screen: what a player does in a game that is open."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from domain.game.commands import StopGame
from lunar_tui.game_clock import ClockState
from lunar_tui.keys import key_of
from lunar_tui.screens.dialogs import Confirm
from lunar_tui.screens.menu import GameMenu
from lunar_tui.screens.ordering import Ordering
from lunar_tui.screens.prove import ProveScreen
from lunar_tui.screens.replay import ReplayScreen
from lunar_tui.screens.views import ViewsScreen
from lunar_tui.widgets.guide import Guide
from lunar_tui.widgets.log_pane import LogPane
from lunar_tui.widgets.moon_map import MoonMap

SPEED = Binding.Group("Speed", compact=True)

ACTIONS_THAT_CHANGE = frozenset(
    {"build", "pause", "run_on", "step", "faster", "slower", "orders", "plan", "undo"}
)


class GameScreen(Ordering):
    """One game, being played."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "build", "Build", id="game.build"),
        Binding("o", "orders", "Orders", id="game.orders"),
        Binding("p", "plan", "Plan", id="game.plan"),
        Binding("u", "undo", "Undo", id="game.undo"),
        Binding("space", "pause", "Pause", id="game.pause"),
        Binding("greater_than_sign", "run_on", "Run on", key_display=">", id="game.run_on"),
        Binding("L", "log", "Log", key_display="L", id="game.log"),
        Binding("escape", "menu", "Menu", id="game.menu"),
        Binding("full_stop", "step", "Tick", key_display=".", id="game.step"),
        Binding("x", "guide", "Advice", id="game.guide"),
        Binding(
            "plus,equals_sign", "faster", "Faster", key_display="+", id="game.faster", group=SPEED
        ),
        Binding("minus", "slower", "Slower", key_display="-", id="game.slower", group=SPEED),
        Binding("tab", "next_site(1)", "Next site", show=False, id="game.next_site", priority=True),
        Binding("shift+tab", "next_site(-1)", "Previous site", show=False, id="game.previous_site"),
        Binding("question_mark", "app.help", "Help", key_display="?", id="game.help"),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Who only watches does nothing that changes the game."""
        if self._options.watching and action in ACTIONS_THAT_CHANGE:
            return False
        if action == "guide" and self._session.sky is None:
            return False
        return super().check_action(action, parameters)

    def hint(self) -> str:
        """What is being placed, unless one only watches."""
        return "watching" if self._options.watching else super().hint()

    def action_pause(self) -> None:
        """Stop the clock, or let it go on."""
        if self._clock.paused:
            self._clock.go_on()
            self.app.clear_notifications()  # what it was stopped for has been read
        else:
            self._clock.pause()
        self._stale = True

    def action_run_on(self) -> None:
        """Let time fly until something needs the player."""
        self.app.clear_notifications()
        if self._clock.state is ClockState.ELSEWHERE:
            self.notify("Another terminal drives the clock: time can run on only there.")
            return
        self._lookout.begin(self._look(self.sight()))
        self._clock.run_on()
        self._stale = True

    @work(exclusive=True, group="step")
    async def action_step(self) -> None:
        """Let one tick pass."""
        await self._try(self._session.next_tick)

    def action_faster(self) -> None:
        """The next speed up."""
        self._clock.faster()
        self._stale = True

    def action_slower(self) -> None:
        """The next speed down."""
        self._clock.slower()
        self._stale = True

    def action_next_site(self, step: int) -> None:
        """Move the cursor to the next site under construction, or the one before."""
        moon_map = self.query_one(MoonMap)
        locations = sorted(site.location for site in self._session.sites)
        if not locations:
            self.notify(
                f"Nothing is under construction. Press {key_of(self, 'game.build')} to build."
            )
        elif step > 0:
            later = (place for place in locations if place > moon_map.cursor)
            moon_map.jump_to(next(later, locations[0]))
        else:
            earlier = [place for place in locations if place < moon_map.cursor]
            moon_map.jump_to(earlier[-1] if earlier else locations[-1])

    def action_guide(self) -> None:
        """Show the lessons and advice, or hide them."""
        if sight := self.sight():
            self.query_one(Guide).toggle(sight)
            self._stale = True

    def action_log(self) -> None:
        """Go to the log, or back to the moon."""
        pane = self.query_one(LogPane)
        if pane.has_focus_within:
            self.query_one(MoonMap).focus()
        else:
            pane.focus_list()

    @work(group="menu")
    async def action_menu(self) -> None:
        """End placing; or open the menu."""
        if self._placing is not None:
            self._stop_placing()
            return
        name = self._session.game.name
        stack = self.app.screen_stack
        over_replay = isinstance(stack[stack.index(self) - 1], ReplayScreen)
        menu = GameMenu(name, over_replay=over_replay, over=self.has_result)
        match await self.app.push_screen_wait(menu):
            case "resume":
                pass
            case "back":
                self.dismiss()
            case "result":
                await self.action_result()
            case "replay":
                await self.run_action(f"app.replay({self._session.game_id!r})")
            case "views":
                self.app.push_screen(
                    ViewsScreen(
                        self._session, name, kept=self._options.kept, ascii_only=self._ascii
                    )
                )
            case "prove":
                self.app.push_screen(
                    ProveScreen(
                        self._session, name, kept=self._options.kept, ascii_only=self._ascii
                    )
                )
            case "end" if self._options.watching:
                self.notify("You are only watching: `lunar` without --watch plays.", markup=False)
            case "end":
                await self._end()
            case choice:
                await self.run_action(f"app.{choice}")

    async def _end(self) -> None:
        sure = Confirm(
            "End the game?",
            "Nothing more will happen in it. You can still look at it, and its log stays.",
            "End it",
            "Play on",
        )
        if await self.app.push_screen_wait(sure):
            await self._try(StopGame(self._session.game_id, player_id=self._session.player))
