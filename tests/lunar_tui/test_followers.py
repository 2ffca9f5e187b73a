"""Views that follow the commands of `lunar run`, and a server of theirs that goes away."""

from __future__ import annotations

import pytest

from domain.blocks.event_store import StoreFault
from domain.blocks.projection import Projection
from domain.game.commands import AdvanceGameloop, StartGame
from domain.game.model import PROJECTORS
from lunar_tui.cli.projections import Followers, project
from persistence.memory import MemoryEventStore
from persistence.open_views import open_views
from tests.command_line import CommandLine, script
from tests.playing import application
from tests.servers import Server


async def test_commands_go_on_without_their_views_and_the_views_catch_up(
    own_redis: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    log = MemoryEventStore()
    app = application(log)
    views = await open_views(own_redis.url, "memory:")

    async def find() -> list[Projection]:
        return project(PROJECTORS, log, views)

    followers = Followers(find)
    await followers.start()
    await app.dispatch(StartGame("g1"))
    await followers.follow()
    own_redis.kill()
    for tick in (1, 2, 3):
        await app.dispatch(AdvanceGameloop("g1", tick))
        await followers.follow()
    (said,) = capsys.readouterr().err.splitlines()
    assert "Redis" in said
    with pytest.raises(StoreFault, match="Redis"):
        await followers.finish()
    own_redis.start()
    await followers.finish()
    for projector in PROJECTORS:
        checkpoint = await views.checkpoint(projector)
        assert checkpoint is not None
        assert checkpoint.position == (await log.head()).position
    await views.close()


def test_a_script_runs_although_the_views_are_away(lunar: CommandLine) -> None:
    start = script({"command": "StartGame", "game_id": "g"})
    answer = lunar("run", "-", "--views", "redis://127.0.0.1:1/0", stdin=start)
    assert [line["command"] for line in answer.json] == ["StartGame"]
    away, behind = answer.err.splitlines()
    assert "Redis" in away
    assert "views are behind" in behind
    assert answer.code == 1
