"""No password is ever shown: not on the screen, not in what is printed, nor in the log file."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import pytest
import redis
from sqlalchemy import make_url

from domain.game.commands import StartGame
from lunar_tui.app import LunarApp, Opening
from lunar_tui.screens.game import GameScreen
from lunar_tui.settings import Settings
from persistence.open_store import open_store
from persistence.postgres.tasks import PostgresTasks
from tests.command_line import CommandLine, Result, script
from tests.lunar_tui.app_pilot import AppPilot, running
from tests.playing import play
from tests.servers import Server

SECRET = "open-sesame"
START = script({"command": "StartGame", "game_id": "g"})

CALLS: Sequence[Sequence[str]] = [
    ("run", "-"),
    ("log",),
    ("log", "--follow"),
    ("streams",),
    ("games",),
    ("append", "notes-1", "Noted", "{}"),
    ("verify",),
    ("store", "status"),
    ("store", "create"),
    ("store", "init"),
    ("store", "migrate"),
    ("store", "drop", "--yes"),
    ("views", "list"),
    ("views", "show", "buildings"),
    ("views", "rebuild"),
    ("views", "reset", "map"),
    ("views", "diff", "map"),
]


def no_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port: int = unused.getsockname()[1]
        return port


def wrong(url: str) -> str:
    """The URL with a password that is not the right one."""
    return make_url(url).set(password=SECRET).render_as_string(hide_password=False)


@pytest.fixture(
    params=[
        "wrong password",
        "no server",
        "no database",
        "no host",
        "not encoded",
        "no port",
        "unknown",
        "schema",
    ]
)
def store(request: pytest.FixtureRequest, postgres_server: str) -> str:
    """The URL of a store that cannot be opened, with a password in it."""
    return {
        "wrong password": wrong(postgres_server),
        "no server": f"postgresql://ada:{SECRET}@127.0.0.1:{no_port()}/moon",
        "no database": f"postgresql://ada:{SECRET}@127.0.0.1",
        "no host": f"postgresql://ada:{SECRET}@/moon?host=/nowhere",
        "not encoded": f"postgresql://ada:a@{SECRET}@127.0.0.1/moon",
        "no port": f"postgresql://ada:x@127.0.0.1:{SECRET}/moon",
        "unknown": f"mysql://ada:{SECRET}@127.0.0.1/moon",
        "schema": f"{wrong(postgres_server)}?schema={SECRET}",
    }[request.param]


def assert_kept(lunar: CommandLine, result: Result) -> None:
    """The call failed with one sentence, and the password is nowhere."""
    assert result.code in {1, 2}
    assert result.err
    assert "Traceback" not in result.err
    assert SECRET not in result.out + result.err + logged(lunar.folder)


def logged(folder: Path) -> str:
    return "".join(file.read_text() for file in folder.rglob("*.log*"))


@pytest.mark.parametrize("given", ["option", "variable", "settings"])
def test_not_in_what_commands_say_of_a_store(
    lunar: CommandLine, store: str, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    option = ("--store", store) if given == "option" else ()
    if given == "variable":
        monkeypatch.setenv("LUNAR_STORE", store)
    elif given == "settings":
        (lunar.folder / "config").mkdir()
        (lunar.folder / "config" / "config.toml").write_text(f"store = '{store}'\n")
    for call in CALLS:
        assert_kept(lunar, lunar(*call, *option, stdin=START))


@pytest.fixture
def guarded_redis(own_redis: Server) -> Iterator[Server]:
    """A Redis server that wants a password."""
    with redis.Redis.from_url(own_redis.url) as client:
        client.config_set("requirepass", "the right one")
        yield own_redis


def test_not_in_what_commands_say_of_views(lunar: CommandLine, guarded_redis: Server) -> None:
    lunar("run", "-", stdin=START)
    host = f"127.0.0.1:{guarded_redis.port}"
    for url in (
        f"redis://:{SECRET}@{host}/0",
        f"redis://ada:{SECRET}@{host}",
        f"redis://:{SECRET}@127.0.0.1:{no_port()}/0",
        f"redis://:{SECRET}@127.0.0.1:x/0",
        f"redis://:1/{SECRET}@{host}/0",
        f"redis://:a@{SECRET}@{host}/0",
        f"valkey://:{SECRET}@{host}/0",
        f"postgresql://ada:{SECRET}@127.0.0.1:{no_port()}/moon",
    ):
        assert_kept(lunar, lunar("run", "-", "--views", url, stdin=START))
        for call in CALLS:
            if call[0] == "views":
                assert_kept(lunar, lunar(*call, "--views", url))


def test_not_where_everything_is_told(lunar: CommandLine) -> None:
    urls = (
        f"postgresql://ada:{SECRET}@moon/log",
        f"postgresql://ada:p@{SECRET}:/x@moon/log",
        f"postgresql://moon/log?user=ada&password={SECRET}",
    )
    for url in urls:
        views = f"redis://:{SECRET}@moon/0"
        for more in ((), ("--json",)):
            told = lunar("info", "--store", url, "--views", views, *more)
            assert told.code == 0
            assert "moon" in told.out
            assert SECRET not in told.out + told.err


def test_not_in_what_is_said_of_a_wrong_call(lunar: CommandLine) -> None:
    url = f"postgresql://ada:{SECRET}@moon/log"
    for call in (
        (url,),
        ("log", url),
        ("log", "--limit", url),
        ("run", url),
        ("views", "show", url),
        ("--stare", url),
        (f"--stare={url}",),
        ("store", url),
        ("append", "a", "B", "{}", "--expect", url),
    ):
        assert_kept(lunar, lunar(*call))


def test_not_in_the_log_of_a_fault_that_nobody_foresaw(
    lunar: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(url: str, **_: object) -> NoReturn:
        raise ZeroDivisionError(f"{url} or password={SECRET[::-1]}")

    monkeypatch.setattr("lunar_tui.cli.running.open_store", fail)
    assert_kept(lunar, lunar("log", "--store", f"postgresql://ada:{SECRET}@moon/log"))
    assert "ZeroDivisionError" in logged(lunar.folder)


async def test_not_on_the_screen_that_tells_of_a_store(store: str) -> None:
    async with running(store) as app:
        await app.sees("The log cannot be opened", "Try again")
        assert_not_shown(app)


async def test_not_on_the_screen_of_a_game_whose_servers_go_away(
    own_postgres: Server, guarded_redis: Server
) -> None:
    await PostgresTasks(own_postgres.url).init()
    log = await open_store(own_postgres.url)
    await play(log, [StartGame("g")])
    await log.close()
    views = f"redis://:{SECRET}@127.0.0.1:{guarded_redis.port}/0"
    app = LunarApp(Settings(), own_postgres.url, views_url=views, opening=Opening("g"))
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        screen = AppPilot(app, pilot)
        await screen.until(lambda: isinstance(app.screen, GameScreen), "the game")
        await screen.sees("Redis", "invalid username-password")
        assert_not_shown(screen)
        own_postgres.kill()
        await screen.sees("waiting for the log", "does not answer")
        assert_not_shown(screen)
        assert "postgres:postgres" not in screen.text
        own_postgres.start()
        await screen.until(lambda: "waiting for the log" not in screen.text, "the log")


def assert_not_shown(app: AppPilot) -> None:
    told = [f"{note.title} {note.message}" for note in app.app._notifications]
    assert SECRET not in "".join([app.text, *told])
