"""A projection of one's own as a named view of `lunar views`."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from domain.blocks.scripted.kept import Advance, State, subscription_of
from persistence.open_store import open_store
from tests.command_line import CommandLine, home
from tests.lunar_tui.test_cli_project import EXAMPLE, add, fill, written

NAME = "account-balances"
PATIENCE = 30


@pytest.fixture
def promoted(moon: CommandLine) -> CommandLine:
    """The ledger's two events, and its projection, which nobody runs, as a view."""
    fill(moon)
    assert moon("projections", "create", EXAMPLE).code == 0
    assert moon("projections", "promote", NAME).code == 0
    return moon


def follow(lunar: CommandLine, *arguments: str) -> subprocess.Popen[bytes]:
    command = (sys.executable, "-m", "lunar_tui", "views", "follow", *arguments)
    environment = {**os.environ, **home(lunar.folder)}
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)


def listed(lunar: CommandLine) -> dict[str, Any]:
    (line,) = (v for v in lunar("views", "list", "--json").json if v["name"] == NAME)
    return line


def run_to(lunar: CommandLine, position: int) -> None:
    """Let a program follow until the view stands there, then kill it."""
    with follow(lunar) as program:
        await_position(lunar, position)
        program.kill()


def until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"never came: {what}"


def await_position(lunar: CommandLine, position: int) -> None:
    until(lambda: listed(lunar)["position"] == position, f"the view at position {position}")


def games_views(lunar: CommandLine) -> set[int]:
    """The positions of the game's views in SQL."""
    lines = lunar("views", "list", "--views", "sql", "--json").json
    return {line["position"] for line in lines if line["name"] != NAME}


def is_run() -> bool:
    """Whether some program runs the projection."""

    async def ask() -> bool:
        store = await open_store(os.environ["LUNAR_STORE"])
        held = await store.subscriptions.held(subscription_of(NAME))
        await store.close()
        return bool(held)

    return asyncio.run(ask())


def kept_position(lunar: CommandLine) -> int:
    (line,) = lunar("projections", "list", "--json").json
    position: int = line["position"]
    return position


def shown(lunar: CommandLine) -> list[dict[str, Any]]:
    return lunar("views", "show", NAME, "--json").json


def balance(amount: int) -> list[dict[str, Any]]:
    return [{"partition": "", "shown": {"balances": {"abc": amount}}}]


def test_views_follow_runs_it_and_the_list_knows_it(promoted: CommandLine) -> None:
    assert (listed(promoted)["position"], listed(promoted)["lag"]) == (0, 2)
    run_to(promoted, 2)
    line = listed(promoted)
    assert (line["lag"], line["rows"], line["next"]) == (0, 1, None)
    assert shown(promoted) == balance(90)


def test_views_follow_begins_and_ends_with_those_that_are_promoted_and_demoted(
    moon: CommandLine,
) -> None:
    fill(moon)
    assert moon("projections", "create", EXAMPLE).code == 0
    with follow(moon, "--views", "sql") as program:
        assert moon("projections", "promote", NAME).code == 0
        await_position(moon, 2)
        assert moon("projections", "demote", NAME).code == 0
        until(lambda: not is_run(), "the end of what runs it")
        add(moon, "amountDeposited", 5)
        until(lambda: games_views(moon) == {3}, "the game's views at position 3")
        assert kept_position(moon) == 2
        assert moon("projections", "promote", NAME).code == 0
        await_position(moon, 3)
        program.kill()
    assert shown(moon) == balance(95)


def test_its_rows_are_shown_up_to_the_log_and_kept_where_they_were(promoted: CommandLine) -> None:
    assert shown(promoted) == balance(90)
    assert '{"balances":{"abc":90}}' in promoted("views", "show", NAME).out
    add(promoted, "amountDeposited", 5)
    assert shown(promoted) == balance(95)
    assert listed(promoted)["position"] == 0


def test_it_is_made_anew_beside_the_one_that_serves(promoted: CommandLine) -> None:
    run_to(promoted, 2)
    add(promoted, "amountDeposited", 5)
    (line,) = promoted("views", "rebuild", NAME, "--json").json
    assert (line["equal"], line["swapped"], line["position"], line["rows"]) == (True, True, 2, 1)
    assert promoted("views", "diff", NAME).code == 0
    run_to(promoted, 3)
    assert shown(promoted) == balance(95)
    assert {line["equal"] for line in promoted("views", "rebuild", "--json").json} == {True}


def spoil() -> None:
    """Put a state in place that the log does not give."""

    async def write() -> None:
        store = await open_store(os.environ["LUNAR_STORE"])
        kept = await store.projections.load(NAME)
        wrong = Advance(kept.position, {"": State('{"balances":{"abc":7}}')})
        assert await store.projections.advance(kept, wrong)
        await store.close()

    asyncio.run(write())


def test_verify_compares_it_with_the_log_as_far_as_it_is(promoted: CommandLine) -> None:
    run_to(promoted, 2)
    add(promoted, "amountDeposited", 5)
    answer = promoted("verify")
    assert (answer.code, answer.err) == (0, "")
    spoil()
    answer = promoted("verify", "--views", "sql")
    assert (answer.code, answer.err) == (1, "")
    assert answer.out == f"The kept view {NAME} differs from the log in its only row.\n"
    (verdict,) = promoted("verify", "--json").json
    assert [found["position"] for found in verdict["findings"]] == [2]


def test_verify_compares_what_is_promoted_only(promoted: CommandLine) -> None:
    run_to(promoted, 2)
    spoil()
    assert promoted("projections", "demote", NAME).code == 0
    assert promoted("verify").code == 0


def test_rows_made_anew_wait_for_a_later_command_to_serve_them(promoted: CommandLine) -> None:
    run_to(promoted, 2)
    spoil()
    answer = promoted("views", "rebuild", "--no-swap", NAME)
    assert (answer.code, listed(promoted)["next"]) == (1, 2)
    assert "DIFFERENT from the view that is served" in answer.out
    assert shown(promoted) == balance(7)
    assert promoted("views", "diff", "--next", NAME).code == 1
    assert promoted("views", "swap", NAME).code == 0
    assert (shown(promoted), listed(promoted)["next"]) == (balance(90), None)
    assert promoted("views", "swap", NAME).code == 1


def test_capacity_measures_it_as_its_part_of_all_projections(promoted: CommandLine) -> None:
    run_to(promoted, 2)
    assert promoted("projections", "create", EXAMPLE, "--name", "plain").code == 0
    assert promoted("views", "rebuild", "--no-swap", NAME).code == 0
    (line,) = promoted("capacity", "--json").json
    sizes = {size["name"]: (size["bytes"], size["how"]) for size in line["views"]}
    (whole,) = (size["bytes"] for size in line["beside"] if size["name"].startswith("projections"))
    assert whole > 0
    half = (pytest.approx(whole / 2, abs=1), "estimated")
    assert sizes[NAME] == sizes[f"{NAME}, next"] == half
    assert "plain" not in sizes
    assert f"view {NAME}" in promoted("capacity").out


def test_a_reset_begins_it_anew(promoted: CommandLine) -> None:
    run_to(promoted, 2)
    assert promoted("views", "reset", NAME).code == 0
    assert (listed(promoted)["position"], listed(promoted)["rows"]) == (0, 0)
    run_to(promoted, 2)
    assert shown(promoted) == balance(90)


def test_a_source_that_breaks_is_said_and_the_rows_before_it_are_shown(
    lunar: CommandLine, tmp_path: Path
) -> None:
    fill(lunar)
    source = """
def take(state, event):
    state["n"] = 7 // (100 - event.data["amount"] - 90) if event.position > 1 else 1

from_stream("account-ledger").when({"$any": take})
"""
    lunar("projections", "create", written(tmp_path, source))
    lunar("projections", "promote", "own")
    answer = lunar("views", "show", "own", "--json")
    assert answer.json == [{"partition": "", "shown": {"n": 1}}]
    assert "The view own stopped at event 2: line 3, " in answer.err


def test_a_demoted_one_is_a_view_no_longer(promoted: CommandLine) -> None:
    assert promoted("projections", "demote", NAME).code == 0
    answer = promoted("views", "show", NAME)
    assert (answer.code, answer.out) == (2, "")
    assert "Those that there are: buildings, map" in answer.err
    assert promoted("projections", "state", NAME).code == 0


def test_a_view_of_the_game_keeps_its_name(lunar: CommandLine) -> None:
    fill(lunar)
    lunar("projections", "create", EXAMPLE, "--name", "map")
    answer = lunar("projections", "promote", "map")
    assert (answer.code, answer.out) == (1, "")
    assert "There is a view map already" in answer.err


def test_rows_of_one_game_are_for_the_games_views(promoted: CommandLine) -> None:
    answer = promoted("views", "show", NAME, "--game", "g")
    assert answer.code == 2
    assert "The views of one game are buildings" in answer.err
