"""The map of a colony: its ground, its light, its warnings, and what everything does."""

from __future__ import annotations

import msgspec
import pytest
from textual.color import Color

from domain.blocks.decider import Rejected
from domain.game.colony_events import TerrainCharted
from domain.game.commands import AdvanceGameloop, SpawnSite, StartScenario
from domain.game.economy import ground
from domain.game.economy.ground import CLASSES
from domain.game.projectors.forecast import ForecastRow
from domain.game.projectors.operations import OperationRow
from domain.game.site_types import BY_KEY
from domain.game.sky import Sky
from domain.game.terrain import SAMPLES, terrain
from lunar_tui.ground_looks import DAY, LAMPLIT, LAMPS, LIGHTS, LOOKS, NIGHT, brightest
from lunar_tui.rulesets import load_ruleset
from lunar_tui.screens.game import GameScreen
from lunar_tui.settings import Settings
from lunar_tui.simulation.headless_game import HeadlessGame
from lunar_tui.simulation.player import Player
from lunar_tui.simulation.policy import load_policy
from lunar_tui.tile_words import told_deed, told_digging, told_ground, told_light
from lunar_tui.warnings import told_warnings
from lunar_tui.widgets.colony_ground import ColonyGround, lamplight, lights
from lunar_tui.widgets.log_pane import LogPane
from lunar_tui.widgets.moon_map import MoonMap
from lunar_tui.widgets.tile_marks import SIGNS, deed_of
from tests.lunar_tui.app_pilot import at_the_title, write
from tests.lunar_tui.snapshots import Snapshots
from tests.lunar_tui.test_moon_map import HEIGHT, MOON, WIDTH, Watched, place, shown, tile

RULES = load_ruleset().only("foothold")
NOON, NIGHTFALL, MIDNIGHT, ALL_DARK = 58, 118, 170, 210
PATCHWORK = Sky(MOON, tuple(CLASSES[n % len(CLASSES)] for n in range(WIDTH * HEIGHT)), RULES)


def row(at: int, activity: str, lacks: str = "", **more: int) -> OperationRow:
    return msgspec.convert(
        {
            "site_id": f"s-{at}",
            "game_id": "g",
            "site_type": 2,
            "location": at,
            "activity": activity,
            "lacks": lacks,
            "priority": 0,
            "since": 7,
            **more,
        },
        OperationRow,
    )


def played(scenario: str, policy: str, ticks: int, seed: int = 7) -> tuple[HeadlessGame, Sky]:
    """A game that a policy has played for so many ticks, every array in the right light."""
    ruleset, game = load_ruleset(), HeadlessGame("g")
    begun = game.do(StartScenario("g", scenario, seed, ruleset, "Base", "ann"))
    assert not isinstance(begun, Rejected)
    chart = next(ground.read(e.ground) for e in begun if isinstance(e, TerrainCharted))
    plan = ruleset.scenario[scenario]
    sky = Sky(terrain(seed, plan.width, plan.height), chart, ruleset.only(scenario))
    player = Player(game, ruleset, plan, chart, load_policy(policy), seed)
    for _ in range(ticks):
        player.act()
        game.advance()
        for each in game.operations.rows.values():
            if each.site_type == BY_KEY["solar-array"].id and each.activity in ("working", "dark"):
                assert sky.is_lit(each.location, game.tick) is (each.activity == "working")
    return game, sky


@pytest.mark.parametrize(
    ("scenario", "policy"), [("foothold", "sensible"), ("shackleton", "polar")]
)
def test_arrays_stand_in_the_light_that_the_map_shows(scenario: str, policy: str) -> None:
    game, _ = played(scenario, policy, 240)
    kinds = [each.site_type for each in game.operations.rows.values()]
    assert BY_KEY["solar-array"].id in kinds


@pytest.mark.parametrize("tick", [0, 6, NOON, 112, NIGHTFALL - 1, NIGHTFALL, MIDNIGHT, 235])
def test_a_tile_looks_dark_exactly_when_it_has_no_light(tick: int) -> None:
    seen = lights(PATCHWORK, tick, {place(9, 9)})
    assert [light <= DAY for light in seen] == [
        PATCHWORK.is_lit(at, tick) for at in range(WIDTH * HEIGHT)
    ]


def test_lamps_light_the_tiles_around_them_only_where_it_is_dark() -> None:
    lamp = place(9, 9)
    near, far = lights(PATCHWORK, MIDNIGHT, {lamp}), lights(PATCHWORK, NOON, {lamp})
    assert near[lamp] == LAMPLIT + len(LAMPS) - 1
    assert LAMPLIT <= near[place(11, 9)] < near[lamp]
    assert near[place(20, 9)] == NIGHT
    assert far[place(10, 9)] == DAY


def test_lamplight_stays_on_the_map_and_the_nearest_lamp_counts() -> None:
    assert set(lamplight({0}, WIDTH, HEIGHT)) <= {place(x, y) for x in range(4) for y in range(4)}
    two = lamplight({place(5, 5), place(7, 5)}, WIDTH, HEIGHT)
    assert two[place(7, 5)] == two[place(5, 5)] == len(LAMPS) - 1


def test_each_class_of_ground_has_its_own_colour_in_every_light_and_its_own_mark() -> None:
    assert set(LOOKS) == set(CLASSES)
    for light in range(LIGHTS):
        assert len({brightest(name, light) for name in CLASSES}) == len(CLASSES)
    marks = [{look.dim, look.bright} for look in LOOKS.values()]
    assert sum(map(len, marks)) == len(set().union(*marks))


@pytest.mark.parametrize("without", ["symbols", "colour"])
async def test_every_class_is_seen_on_the_map_without_symbols_or_colour(
    without: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if without == "colour":
        monkeypatch.setenv("NO_COLOR", "1")
    moon_map = MoonMap(MOON, ascii_only=without == "symbols")
    async with shown(moon_map, (80, 30)) as (app, _):
        for tick in (NOON, MIDNIGHT):
            moon_map.show_colony(PATCHWORK, tick, [], {})
            for at in range(WIDTH, 2 * WIDTH):
                look = LOOKS[PATCHWORK.classes[at]]
                assert set(app.at(at)) <= {look.dim, look.bright}


async def test_every_tile_of_a_class_with_a_speck_has_one() -> None:
    moon_map = MoonMap(MOON)
    async with shown(moon_map, (80, 30)) as (app, _):
        for tick in (NOON, MIDNIGHT):
            moon_map.show_colony(PATCHWORK, tick, [], {})
            for at in range(WIDTH, 3 * WIDTH):
                specks = set(app.at(at)) - {" ", "▀"}
                speck = LOOKS[PATCHWORK.classes[at]].speck
                assert specks == ({speck} if speck else set())


def mean_light(moon_map: MoonMap, y: int) -> float:
    colours = [segment.style.bgcolor for segment in moon_map.render_line(y) if segment.style]
    shades = [Color(*colour.triplet).brightness for colour in colours if colour and colour.triplet]
    return sum(shades) / len(shades)


async def test_night_is_darker_than_noon_and_lamps_brighten_it() -> None:
    moon_map = MoonMap(MOON)
    async with shown(moon_map, (80, 30)):
        found: list[float] = []
        for tick, rows in ((NOON, []), (MIDNIGHT, [row(place(18, 5), "working")]), (MIDNIGHT, [])):
            moon_map.show_colony(PATCHWORK, tick, rows, {})
            found.append(mean_light(moon_map, 5))
        noon, lamplit, night = found
        assert night < lamplit < noon


def bright(over: Sky, tick: int) -> list[float]:
    """How bright each tile looks."""
    drawn = ColonyGround(over, marked=False).at(tick, ())
    tiles = [
        drawn.segments(y, SAMPLES * x, SAMPLES * (x + 1))
        for y in range(over.moon.height)
        for x in range(over.moon.width)
    ]
    return [
        sum(
            len(each.text) * Color.from_rich_color(colour).brightness
            for each in segments
            if each.style
            for colour in (each.style.color, each.style.bgcolor)
        )
        for segments in tiles
    ]


@pytest.mark.parametrize("tick", [0, 8, NOON, 112, NIGHTFALL - 1])
def test_no_tile_looks_darker_in_the_light_than_at_night(tick: int) -> None:
    plain = Sky(
        MOON, tuple("mare" if at % 2 else "highland" for at in range(WIDTH * HEIGHT)), RULES
    )
    pairs = zip(bright(plain, tick), bright(plain, MIDNIGHT), strict=True)
    assert all(lit > dark for lit, dark in pairs)


async def test_only_what_looks_different_is_drawn_anew() -> None:
    moon_map = Watched(MOON)
    async with shown(moon_map, (80, 30)) as (_, pilot):
        moon_map.show_colony(PATCHWORK, ALL_DARK, [], {})
        await pilot.pause()
        moon_map.asked.clear()
        moon_map.show_colony(PATCHWORK, ALL_DARK + 9, [], {})
        assert moon_map.asked == []
        moon_map.show_colony(PATCHWORK, ALL_DARK + 10, [row(place(10, 10), "working")], {})
        drawn = {region.y for regions in moon_map.asked for region in regions}
        assert drawn == set(range(7, 14))


@pytest.mark.parametrize(
    ("operation", "mark"),
    [
        (row(5, "working"), "◖◗"),
        (row(5, "no power"), "◖◗"),
        (row(5, "damaged"), "◖!"),
        (row(5, "site", "metal_kg"), "◖="),
    ],
)
async def test_what_needs_help_has_a_mark_of_its_own(operation: OperationRow, mark: str) -> None:
    moon_map = MoonMap(MOON)
    moon_map.set_tiles([tile(5, ready=True)])
    async with shown(moon_map) as (app, _):
        moon_map.show_colony(PATCHWORK, NOON, [operation], {})
        assert app.at(5) == mark
        moon_map.show_colony(PATCHWORK, NOON, [], {})
        assert app.at(5) == "◖◗"


def test_every_sign_is_for_a_deed() -> None:
    assert {deed_of(row(1, "damaged")), deed_of(row(1, "site", "crew"))} == set(SIGNS)
    assert deed_of(None) == deed_of(row(1, "site")) == ""


async def test_a_strike_lights_up_its_tile_for_a_moment_unless_animations_are_off() -> None:
    moon_map = MoonMap(MOON)
    async with shown(moon_map) as (app, pilot):
        bare = app.at(5)
        app.animation_level = "none"
        moon_map.flash(5)
        assert app.at(5) == bare
        app.animation_level = "full"
        moon_map.flash(5)
        assert app.at(5) == "**"
        await pilot.press("right")
        assert moon_map.cursor == 1
        for _ in range(200):
            if app.at(5) == bare:
                break
            await pilot.pause(0.02)
        assert app.at(5) == bare


async def test_a_warning_counts_down_in_the_corner_of_the_map() -> None:
    moon_map = MoonMap(MOON)
    rows = [ForecastRow("g", "moonquake", 30, 20), ForecastRow("g", "meteor", 25, 20)]
    async with shown(moon_map, (60, 12)) as (app, _):
        moon_map.warning = told_warnings(rows, 24)
        assert app.lines()[0].endswith(" meteor in 1 tick, moonquake in 6 ticks ")
        assert {len(line) for line in app.lines()} == {60}
        moon_map.warning = told_warnings([], 24)
        assert "meteor" not in app.lines()[0]


@pytest.mark.parametrize(
    ("name", "tick", "light"),
    [
        ("mare", 100, "Light for 18 ticks"),
        ("mare", NIGHTFALL + 117, "Dark for 1 tick"),
        ("rim", NIGHTFALL, "Light for 85 ticks"),
        ("psr", 5, "Never in light"),
    ],
)
def test_the_light_of_a_tile_is_told(name: str, tick: int, light: str) -> None:
    at = CLASSES.index(name)
    assert told_light(PATCHWORK, at, tick, ascii_only=True).plain == light
    assert told_ground(PATCHWORK, at).plain == f"{LOOKS[name].bright} {LOOKS[name].name}"


@pytest.mark.parametrize(
    ("name", "room", "told"),
    [
        ("mare", 40, "Dig: 36 kg regolith, 4 kg ilmenite"),
        ("mare", 30, "Dig: 36 regolith, 4 ilmenite"),
        ("mare", 23, "36 regolith, 4 ilmenite"),
        ("psr", 40, "Dig: 38 kg regolith, 2.2 kg ice"),
        ("psr", 23, "38 regolith, 2.2 ice"),
        ("crater_wall", 23, "Too steep to build on"),
    ],
)
def test_what_digging_yields_is_told_in_one_line(name: str, room: int, told: str) -> None:
    assert told_digging(RULES.ground[name], room) == told


@pytest.mark.parametrize(
    ("operation", "told"),
    [
        (row(1, "working"), "Working since 7"),
        (row(1, "no power"), "Shed: no power since 7"),
        (row(1, "site"), "Being built"),
        (row(1, "site", "metal_kg"), "Halted: wants metal"),
        (row(1, "damaged"), "Damaged: order its repair"),
        (row(1, "damaged", repair_done=2, repair_ticks=5), "Damaged: repair 2/5"),
        (row(1, "damaged", "parts", repair_ticks=5), "Damaged: repair 0/5, wants parts"),
    ],
)
def test_what_a_building_does_is_told(operation: OperationRow, told: str) -> None:
    assert told_deed(operation).plain == told


@pytest.mark.parametrize(
    ("name", "ticks", "size", "ascii_only"),
    [
        ("colony-day-120x36", NOON, (120, 36), False),
        ("colony-dusk-120x36", 110, (120, 36), False),
        ("colony-night-120x36", MIDNIGHT, (120, 36), False),
        ("colony-night-ascii-80x24", MIDNIGHT, (80, 24), True),
    ],
)
async def test_pictures(
    name: str,
    ticks: int,
    size: tuple[int, int],
    ascii_only: bool,
    store_url: str,
    snapshots: Snapshots,
) -> None:
    game, _ = played("foothold", "sensible", ticks)
    await write(store_url, game.accepted)
    settings = Settings(player="ann", ascii=ascii_only)
    async with at_the_title(store_url, settings, size) as app:
        await app.press("c")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        await app.sees(f"tick {ticks}")
        app.screen.query_one(LogPane).visible = False  # its bar may be a frame behind
        await snapshots.check(name, app)


async def test_the_tile_panel_follows_the_cursor_over_the_ground(store_url: str) -> None:
    commands = [
        StartScenario("g", "foothold", 3, load_ruleset(), "Base", "ada"),
        SpawnSite("g", "dig-1", "excavator", 378, "ada", 12, 0),
        *(AdvanceGameloop("g", tick) for tick in range(1, 4)),
    ]
    await write(store_url, commands)
    async with at_the_title(store_url, size=(140, 40)) as app:
        await app.press("c")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        await app.sees("Excavator", "Being built", "Dig: 36 regolith")
        await app.press("right")
        await app.sees("Lander", "Working since", "Light for 115 ticks")
        await app.press("left", "up")
        await app.sees("Light for 115 ticks", "Free to build on")
        await app.press("full_stop")
        await app.sees("Light for 114 ticks")
