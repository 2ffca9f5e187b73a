"""Killed at random moments while it plays at full speed, the program comes back every time.

LUNAR_KILLS says how often; a round takes about a second.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from domain.blocks.application import Application
from domain.blocks.command_reader import CommandReader
from domain.blocks.committed import Committed
from domain.game.model import ROUTER
from persistence.clock import SystemClock
from persistence.ids import OrderedIds
from persistence.memory import MemoryEventStore
from tests.command_line import CommandLine, home

KILLS = int(os.environ.get("LUNAR_KILLS", "15"))
MOST_ACKNOWLEDGED = 120
"""A round is killed after at most so many answers."""

TICKS = KILLS * MOST_ACKNOWLEDGED + 1000


def script_lines() -> list[str]:
    """A game with a new site every third tick, each of which takes twelve ticks."""
    start = {"command": "StartGame", "game_id": "g", "width": 512, "height": 512}
    lines: list[dict[str, Any]] = [start]
    for tick in range(TICKS):
        if tick % 3 == 0:
            site = {"site_id": f"s{tick}", "site_type": 1, "location": tick, "player_id": "p"}
            span = {"completion_ticks": 12, "tick": tick}
            lines.append({"command": "SpawnSite", "game_id": "g", **site, **span})
        lines.append({"command": "AdvanceGameloop", "game_id": "g", "tick": tick + 1})
    return [json.dumps(line) for line in lines]


async def played_whole(lines: Sequence[str]) -> list[list[str]]:
    """The types of events that each of these commands leads to when nothing goes wrong."""
    application = Application(ROUTER, MemoryEventStore(), OrderedIds(), SystemClock())
    reader = CommandReader(ROUTER.routes)
    cascades: list[list[str]] = []
    for line in lines:
        done = await application.dispatch(reader.read(line.encode()))
        assert isinstance(done, Committed)
        cascades.append([event.type for event in done.recorded])
    return cascades


def play_and_kill(folder: Path, script: Path, answers: int, seconds: float) -> list[dict[str, Any]]:
    """Run the script, kill it so long after so many answers; what it had acknowledged by then."""
    environment = {**os.environ, **home(folder)}
    environment.pop("LUNAR_STORE", None)
    with subprocess.Popen(
        (sys.executable, "-m", "lunar_tui", "run", str(script)),
        stdout=subprocess.PIPE,
        env=environment,
    ) as process:
        assert process.stdout
        seen = [process.stdout.readline() for _ in range(answers)]
        time.sleep(seconds)
        process.kill()
        rest = process.stdout.readlines()
    assert process.returncode == -signal.SIGKILL
    return [json.loads(line) for line in (*seen, *rest) if line.endswith(b"\n")]


def commits(log: Sequence[dict[str, Any]]) -> list[list[str]]:
    """The types of events, commit by commit."""
    groups: dict[str, list[str]] = {}
    for event in log:
        groups.setdefault(event["correlation_id"], []).append(event["type"])
    return list(groups.values())


def test_nothing_acknowledged_is_lost_and_no_tick_is_half(
    lunar: CommandLine, tmp_path: Path
) -> None:
    lines = script_lines()
    whole = asyncio.run(played_whole(lines))
    chance = random.Random(1969)
    script = tmp_path / "script.jsonl"
    done = 0
    for kill in range(KILLS):
        answers = chance.randint(1, MOST_ACKNOWLEDGED) if kill % 5 else 0
        seconds = chance.uniform(0, 0.01) if answers else chance.uniform(0.2, 0.6)
        script.write_text("\n".join(lines[done:]))
        acknowledged = play_and_kill(tmp_path, script, answers, seconds)
        assert lunar("store", "init").code == 0
        log = lunar("log", "--json").json
        found = commits(log)
        assert found == whole[: len(found)]
        assert [answer["events"] for answer in acknowledged] == whole[done:][: len(acknowledged)]
        assert len(found) >= done + len(acknowledged)
        assert all(answer["position"] <= len(log) for answer in acknowledged)
        verdict = lunar("verify")
        assert verdict.code == 0, verdict.out
        done = len(found)
