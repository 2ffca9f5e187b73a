"""A colony that is open, live: from what is wrong to where it is, and to why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from domain.blocks.event_store import RecordedEvent
from domain.blocks.messages import Event
from domain.game.events import GameStopped
from lunar_tui.keys import key_of
from lunar_tui.screens.live_game import LiveGame
from lunar_tui.screens.outlook import OutlookScreen
from lunar_tui.widgets.moon_map import MoonMap

ACTIONS_OF_COLONIES = frozenset({"next_alert", "outlook", "why"})


class LiveColony(LiveGame):
    """A live game with the ways that lead on from the outlook; the sandbox has none of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "next_alert", "Next alert", show=False, id="game.next_alert"),
        Binding("w", "why", "Why", show=False, id="game.why"),
        Binding("v", "outlook", "Outlook", show=False, id="game.outlook"),
        Binding("e", "result", "Result", id="game.result"),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What needs a colony does nothing without one."""
        if action in ACTIONS_OF_COLONIES and self._session.colony.rules is None:
            return False
        if action == "result":
            return self.has_result
        return super().check_action(action, parameters)

    @property
    def has_result(self) -> bool:
        """Whether it is over and had a goal."""
        return self._session.sky is not None and self._session.game.stopped

    def hint(self) -> str:
        """What is wrong under the cursor; of a game that is over, how to see its result."""
        if self.has_result:
            return f"{key_of(self, 'game.result')} shows the result"
        alert = self.outlook.at(self.query_one(MoonMap).cursor) if self.outlook else None
        return f"{alert.text} ({key_of(self, 'game.why')} why)" if alert else ""

    def _committed(self, recorded: Sequence[RecordedEvent], events: Sequence[Event]) -> None:
        super()._committed(recorded, events)
        if self.has_result and any(isinstance(event, GameStopped) for event in events):
            self.app.clear_notifications()  # what it was paused for matters no more
            self.refresh_bindings()
            self.call_later(self.action_result)

    async def action_result(self) -> None:
        """Show how the game ended, and why."""
        await self.run_action(f"app.result({self._session.game_id!r})")

    def action_next_alert(self) -> None:
        """Move the cursor to the next tile where something is wrong, the worst first."""
        moon_map = self.query_one(MoonMap)
        places = self.outlook.placed if self.outlook else ()
        if not places:
            self.notify("Nothing on the map is halted or damaged.")
            return
        here = moon_map.cursor
        after = places.index(here) + 1 if here in places else 0
        moon_map.jump_to(places[after % len(places)])
        moon_map.focus()

    async def action_why(self) -> None:
        """Ask in the replay why the tile under the cursor is as it is."""
        location = self.query_one(MoonMap).cursor
        await self.run_action(f"app.why({self._session.game_id!r}, {location})")

    @work(group="outlook")
    async def action_outlook(self) -> None:
        """Show all of the outlook; from an alert in it go to its tile."""
        asked = OutlookScreen(lambda: self.outlook, ascii_only=self._ascii)
        location = await self.app.push_screen_wait(asked)
        if location is not None:
            self.query_one(MoonMap).jump_to(location)
