"""Orders in a colony: building in rows, the plan, undoing, and the menu of what stands."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from textual.geometry import Offset

from domain.blocks.messages import Command
from domain.game.commands import AdvanceGameloop, DamageBuilding, SpawnSite, StartScenario
from domain.game.economy.ruleset import Ruleset
from lunar_tui.rulesets import load_ruleset
from lunar_tui.screens.build_list import BuildList
from lunar_tui.screens.dialogs import Confirm
from lunar_tui.screens.game import GameScreen
from lunar_tui.screens.plan import PlanScreen
from lunar_tui.screens.tile_menu import TileMenu
from lunar_tui.session import GameSession
from lunar_tui.widgets.log_pane import LogPane
from lunar_tui.widgets.moon_map import MoonMap
from lunar_tui.widgets.order_line import OrderLine
from lunar_tui.widgets.tile_panel import TilePanel
from tests.lunar_tui.app_pilot import AppPilot, at_the_title, write
from tests.lunar_tui.snapshots import Snapshots

WIDTH = 24
LANDER = 5 * WIDTH + 14
"""Where the crew lands on this moon; the tiles beside it are mare."""

SIZES = ((80, 24), (120, 36))


def start(rules: Ruleset | None = None) -> StartScenario:
    return StartScenario("g", "first-night", 7, rules or load_ruleset(), "Base", "ann")


def site(site_id: str, kind: str, location: int) -> SpawnSite:
    ticks = load_ruleset().building[kind].build_ticks
    return SpawnSite("g", site_id, kind, location, "ann", ticks, 0)


def ticks(first: int, last: int) -> list[Command]:
    return [AdvanceGameloop("g", tick) for tick in range(first, last + 1)]


PLANNED = [
    site("one", "solar-array", LANDER + 1),
    site("two", "battery", LANDER + 2),
    site("three", "solar-array", LANDER + 3),
    site("four", "shelter", LANDER - 1),
]


class Colony(AppPilot):
    """The game screen of a colony that is paused."""

    @property
    def game(self) -> GameScreen:
        return next(each for each in self.app.screen_stack if isinstance(each, GameScreen))

    @property
    def session(self) -> GameSession:
        return self.game._session

    @property
    def map(self) -> MoonMap:
        return self.game.query_one(MoonMap)

    @property
    def panel(self) -> str:
        """What the tile panel says."""
        return str(self.game.query_one(TilePanel).render())

    @property
    def places(self) -> list[int]:
        return [row.location for row in self.session.sites]

    @property
    def order(self) -> list[str]:
        sites = self.session.colony.sites
        return sorted(sites, key=lambda each: sites[each].priority)

    async def at(self, location: int) -> None:
        self.map.jump_to(location)
        await self.pilot.pause()

    async def choose(self, key: str, screen: type[object]) -> None:
        await self.press(key)
        await self.until(lambda: isinstance(self.screen, screen), f"{screen}")
        await self.pilot.pause()

    async def place(self, kind: str) -> None:
        """Take a kind from the build list into the hand."""
        await self.choose("b", BuildList)
        rows = [line for line in self.text.splitlines() if "metal" in line and "parts" in line]
        number = next(n for n, row in enumerate(rows) if kind in row)
        await self.press("home", *["down"] * number, "enter")
        await self.until(lambda: self.screen is self.game and self.map.ghost is not None, kind)


@asynccontextmanager
async def colony(
    store_url: str, commands: Sequence[Command] = (), size: tuple[int, int] = (120, 36)
) -> AsyncIterator[Colony]:
    await write(store_url, [start(), *commands])
    async with at_the_title(store_url, size=size) as app:
        await app.press("c")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        here = Colony(app.app, app.pilot)
        here.game._clock.paused = True
        yield here


async def test_what_is_refused_stays_in_the_list_and_says_why(store_url: str) -> None:
    async with colony(store_url) as app:
        await app.choose("b", BuildList)
        await app.sees("no excavator", "lacks regolith", "Gives 10 kW by day")
        await app.press(*["down"] * 4)
        await app.sees("needs a working excavator first")
        await app.press("enter")
        assert isinstance(app.screen, BuildList)


async def test_what_lacks_only_materials_is_ordered_and_waits(store_url: str) -> None:
    async with colony(store_url) as app:
        await app.choose("b", BuildList)
        await app.press(*["down"] * 10)
        await app.sees("Not affordable now: lacks 600 kg regolith")
        await app.press("enter")
        await app.until(lambda: app.map.ghost is not None, "the ghost")
        await app.at(LANDER + 1)
        await app.sees("It waits for 600 kg regolith")
        await app.press("enter", "full_stop")
        await app.until(lambda: app.session.game.tick == 1, "a tick")
        await app.choose("p", PlanScreen)
        await app.sees("Shelter", "halted: lacks regolith", "Not in store yet: 600 kg regolith")


async def test_shift_lays_a_row_and_enter_places_all_of_it(store_url: str) -> None:
    async with colony(store_url) as app:
        await app.place("Battery bank")
        await app.at(LANDER + 1)
        await app.press("shift+right", "shift+right")
        await app.sees("3 x Battery bank: 120 kg metal, 18 parts.", "places them")
        await app.press("enter")
        await app.until(lambda: len(app.places) == 3, "three sites")
        assert app.places == [LANDER + 1, LANDER + 2, LANDER + 3]
        assert app.map.ghost is None
        assert not app.map.ghosts


async def test_a_step_without_shift_begins_again_and_escape_stops(store_url: str) -> None:
    async with colony(store_url) as app:
        await app.place("Battery bank")
        await app.at(LANDER + 1)
        await app.press("shift+right", "right")
        await app.sees("1 x Battery bank")
        await app.press("shift+right", "escape")
        await app.until(lambda: app.map.ghost is None, "empty hands")
        assert "Battery bank" not in app.text
        assert app.places == []


async def test_what_is_taken_is_left_out_of_a_row(store_url: str) -> None:
    async with colony(store_url) as app:
        await app.place("Battery bank")
        await app.at(LANDER - 1)
        await app.sees("1 x Battery bank")
        await app.press("shift+right", "shift+right")
        await app.sees("2 x Battery bank", "1 left out", "14,5 is taken")
        await app.press("enter")
        await app.until(lambda: app.places == [LANDER - 1, LANDER + 1], "the two beside it")


async def test_a_tile_that_is_refused_says_why_before_and_after_enter(store_url: str) -> None:
    async with colony(store_url) as app:
        wall = app.session.colony.ground.index("crater_wall")
        await app.place("Battery bank")
        await app.at(wall)
        await app.sees("cannot stand on crater wall")
        assert app.map.ghosts == {wall: False}
        await app.press("enter")
        await app.until(lambda: app.game.query_one(OrderLine).has_class("-insists"), "a reminder")
        assert app.text.count("cannot stand on crater wall") == 1
        assert app.places == []
        await app.at(LANDER + 1)
        await app.until(lambda: not app.game.query_one(OrderLine).has_class("-insists"), "an offer")


async def test_dragging_lays_a_row_and_letting_go_places_it(store_url: str) -> None:
    async with colony(store_url) as app:
        await app.place("Battery bank")
        y, x = divmod(LANDER + 1, WIDTH)
        column, row = Offset(2 * x, y) + app.map._sky - app.map.scroll_offset
        await app.pilot.mouse_down(MoonMap, offset=(column, row))
        await app.pilot.hover(MoonMap, offset=(column + 4, row))
        await app.sees("3 x Battery bank")
        await app.pilot.mouse_up(MoonMap, offset=(column + 4, row))
        await app.until(lambda: len(app.places) == 3, "three sites")


async def test_what_is_placed_stands_where_it_was_placed_however_quick_the_next_key(
    store_url: str,
) -> None:
    async with colony(store_url) as app:
        await app.place("Battery bank")
        await app.at(LANDER + 1)
        app.map.action_choose()
        app.map.cursor = LANDER + 2
        await app.until(lambda: app.places == [LANDER + 1], "the site where it was placed")


async def test_undo_takes_back_the_last_row_whole_and_then_nothing(store_url: str) -> None:
    async with colony(store_url) as app:
        await app.place("Battery bank")
        await app.at(LANDER + 1)
        await app.press("shift+right", "enter")
        await app.until(lambda: len(app.places) == 2, "two sites")
        await app.press("u")
        await app.until(lambda: app.places == [], "none")
        assert app.session.colony.stocks == load_ruleset().start.stocks
        await app.until(lambda: app.session.tile(LANDER + 1) is None, "a free tile")
        await app.press("u")
        await app.sees("no order left that can be taken back")


async def test_what_was_worked_on_is_not_undone(store_url: str) -> None:
    async with colony(store_url) as app:
        await app.place("Battery bank")
        await app.at(LANDER + 1)
        await app.press("enter")
        await app.until(lambda: len(app.places) == 1, "a site")
        await app.press("full_stop")
        await app.until(lambda: app.session.game.tick == 1, "a tick")
        await app.press("u")
        await app.sees("no order left that can be taken back")
        assert len(app.places) == 1


async def test_the_plan_is_reordered_and_that_is_undone(store_url: str) -> None:
    async with colony(store_url, PLANNED) as app:
        await app.choose("p", PlanScreen)
        await app.sees("begins with the next tick", "waits for its turn", "Still to pay")
        await app.press("down", "down", "shift+up")
        await app.until(lambda: app.order == ["one", "three", "two", "four"], "the new order")
        await app.press("shift+up")
        await app.until(lambda: app.order == ["three", "one", "two", "four"], "one place more")
        await app.press("u", "u")
        await app.until(lambda: app.order == ["one", "two", "three", "four"], "as before")


async def test_work_in_the_plan_is_given_up_once_that_is_confirmed(store_url: str) -> None:
    async with colony(store_url, [*PLANNED, *ticks(1, 4)]) as app:
        await app.choose("p", PlanScreen)
        await app.choose("c", Confirm)
        await app.sees("It gives back 7 kg metal")
        await app.press("y")
        await app.until(lambda: "one" not in app.session.colony.sites, "it is given up")
        await app.until(lambda: isinstance(app.screen, PlanScreen), "the plan")
        await app.press("enter")
        await app.until(lambda: app.screen is app.game, "the game")
        assert app.map.cursor == LANDER + 2


async def test_the_menu_of_a_site_moves_it_up_and_gives_it_up(store_url: str) -> None:
    async with colony(store_url, PLANNED) as app:
        await app.at(LANDER + 3)
        await app.choose("enter", TileMenu)
        await app.sees("Under construction: 0 of 12 ticks", "gives back nothing")
        await app.press("plus")
        await app.until(lambda: app.order[0] == "three", "it is first")
        await app.choose("o", TileMenu)
        await app.press("c")
        await app.until(lambda: "three" not in app.order, "it is gone")


async def test_the_menu_of_a_building_repairs_all_and_demolishes(store_url: str) -> None:
    hit = [*PLANNED[:2], *ticks(1, 17)]
    hit += [DamageBuilding("g", each, "meteor", 17) for each in ("one", "two")]
    async with colony(store_url, hit) as app:
        await app.at(LANDER + 1)
        await app.choose("o", TileMenu)
        await app.sees("Is damaged", "takes 4 ticks and 7 kg metal", "2 damaged")
        await app.press("a")
        await app.until(lambda: len(app.session.colony.repairs) == 2, "two repairs")
        await app.choose("p", PlanScreen)
        await app.sees("Repair solar array", "Repair battery bank")
        await app.press("shift+down")
        await app.sees("Repairs come before all sites")
        await app.press("escape")
        await app.choose("o", TileMenu)
        await app.sees("Being repaired", "is being repaired already")
        await app.press("d")
        await app.until(lambda: isinstance(app.screen, Confirm), "the question")
        await app.sees("Demolish Solar array?", "It gives back 15 kg metal, 1 part.")
        await app.press("y")
        await app.until(lambda: "one" not in app.session.colony.standing, "it is gone")


async def test_the_build_list_begins_at_what_was_built_last(store_url: str) -> None:
    async with colony(store_url) as app:
        await app.place("Battery bank")
        await app.at(LANDER + 1)
        await app.press("enter")
        await app.until(lambda: app.places == [LANDER + 1], "a site")
        await app.press("right")
        await app.choose("b", BuildList)
        await app.press("enter")
        await app.sees("1 x Battery bank")


async def test_the_build_list_says_why_not_once_and_stays(store_url: str) -> None:
    async with colony(store_url) as app:
        await app.choose("b", BuildList)
        await app.press(*["down"] * 4)
        await app.sees("needs a working excavator first")
        await app.press("enter")
        await app.pilot.pause()
        assert isinstance(app.screen, BuildList)
        assert app.text.count("needs a working excavator first") == 1
        await app.press("up", "enter")
        await app.until(lambda: app.screen is app.game, "the game")
        await app.sees("Placing Excavator")


async def test_the_menu_says_why_something_is_refused(store_url: str) -> None:
    async with colony(store_url) as app:
        await app.at(LANDER)
        await app.choose("o", TileMenu)
        await app.press("d")
        await app.sees("The lander stays")
        assert isinstance(app.screen, TileMenu)


@pytest.mark.parametrize("size", SIZES)
async def test_the_screens_look_as_they_did(
    store_url: str, snapshots: Snapshots, size: tuple[int, int]
) -> None:
    shown = f"{size[0]}x{size[1]}"
    async with colony(store_url, [*PLANNED, *ticks(1, 4)], size) as app:
        app.game.query_one(LogPane).visible = False  # its bar may be a frame behind
        await app.choose("b", BuildList)
        await app.press(*["down"] * 4)
        await app.sees("needs a working excavator first")
        await snapshots.check(f"colony-build-list-{shown}", app)
        await app.press("escape")
        await app.at(LANDER + 1)
        await app.choose("o", TileMenu)
        await snapshots.check(f"tile-menu-{shown}", app)
        await app.press("escape")
        await app.choose("p", PlanScreen)
        await snapshots.check(f"plan-{shown}", app)
