"""The screens for projections of one's own: written, tried, kept, stepped through."""

from __future__ import annotations

import asyncio
import json

import pytest
from textual.widgets import TextArea

from domain.blocks.scripted.kept import Advance, Kept, Mode, State, shown
from lunar_tui.screens.browse import BrowseScreen
from lunar_tui.screens.dialogs import Confirm
from lunar_tui.screens.projection import ProjectionScreen
from lunar_tui.screens.projection_editor import ProjectionEditor
from lunar_tui.screens.projections import ProjectionsScreen
from lunar_tui.screens.stepper import StepperScreen
from lunar_tui.screens.title import TitleScreen
from lunar_tui.settings import Settings
from lunar_tui.widgets.source_area import SourceArea
from lunar_tui.workshop import example
from persistence.open_store import open_store, tasks_of
from tests.conformance.events import commit, event
from tests.lunar_tui.app_pilot import AppPilot, at_the_title
from tests.lunar_tui.snapshots import Snapshots
from tests.lunar_tui.test_browse import type_into

NAME = "account-balances"
BROKEN = 'from_all().when({"$any": lambda state, event: event.data["amount"]})\n'


async def ledger(url: str, *amounts: int) -> None:
    """Deposits of these amounts, and withdrawals of those below 0."""
    store = await open_store(url)
    for amount in amounts:
        kind = "amountDeposited" if amount > 0 else "amountWithdrawn"
        data = json.dumps({"accountNumber": "abc", "amount": abs(amount)}).encode()
        await store.append(commit(event("account-ledger", kind, data)))
    await store.close()


async def keep(
    url: str,
    source: str,
    name: str = NAME,
    *,
    mode: Mode = "continuous",
    enabled: bool = True,
) -> None:
    store = await open_store(url)
    await store.projections.create(Kept(name, source, mode, enabled, generation=1))
    await store.close()


async def kept_in(url: str, name: str = NAME) -> tuple[Kept, str]:
    """The projection and its state, as another program sees them."""
    store = await open_store(url)
    kept, states = await store.projections.states(name)
    await store.close()
    return kept, shown(states)


async def projections(app: AppPilot) -> None:
    await app.press("p")
    await app.until(lambda: isinstance(app.screen, ProjectionsScreen), "the projections")


async def write(app: AppPilot, source: str) -> None:
    """Put another source into the editor."""
    app.screen.query_one(SourceArea).text = source
    await app.pilot.pause()


async def add_by_hand(app: AppPilot, stream: str, kind: str, data: str) -> None:
    """With the browser's form, from the title and back."""
    await app.press("b")
    await app.sees("by name")
    await app.press("a")
    await app.sees("Add an event")
    await type_into(app, stream)
    await app.press("tab")
    await type_into(app, kind)
    app.screen.query_one("#add-data", TextArea).text = data
    await app.sees("adds it")
    await app.press("ctrl+s")
    await app.until(lambda: isinstance(app.screen, BrowseScreen), "the browser")
    await app.press("escape")
    await app.until(lambda: isinstance(app.screen, TitleScreen), "the title")


async def test_the_ledger_by_hand(store_url: str, shared_url: str) -> None:
    await tasks_of(shared_url).init()
    async with at_the_title(shared_url) as app:
        await add_by_hand(
            app, "account-ledger", "amountDeposited", '{"accountNumber": "abc", "amount": 100}'
        )
        await add_by_hand(
            app, "account-ledger", "amountWithdrawn", '{"accountNumber": "abc", "amount": 10}'
        )
        await projections(app)
        await app.sees("There is none yet")
        await app.press("n")
        await app.sees("A new projection", NAME)
        await app.press("enter")
        await app.sees("Reads account-ledger: 2 events")
        await app.press("f5")
        await app.sees("2 events, to position 2", "abc: 90")
        await app.press("ctrl+s")
        await app.sees("enabled", "continuous")
        await app.press("enter")
        await app.sees("up to the log", "abc: 90")
        await ledger(shared_url, 5)
        await app.sees("~ abc: 95", "Marked is what event 3 changed")
    kept, state = await kept_in(shared_url)
    assert (kept.position, json.loads(state)) == (3, {"balances": {"abc": 95}})


async def test_what_is_typed_is_checked(store_url: str) -> None:
    await ledger(store_url, 100)
    async with at_the_title(store_url) as app:
        await projections(app)
        await app.press("n")
        await app.sees("A new projection")
        await app.press("enter")
        await app.sees("Reads account-ledger")
        await app.press(*"oops", "enter")
        await app.sees("Line 1: ", "oops")
        await app.press("ctrl+s")
        await app.pilot.pause()
        assert isinstance(app.screen, ProjectionEditor)
        await app.press("escape")
        await app.until(lambda: isinstance(app.screen, Confirm), "the question")
        await app.press("n")
        await write(app, BROKEN)
        await app.sees('"amount"')
        await app.press("escape")
        await app.until(lambda: isinstance(app.screen, Confirm), "the question")
        await app.press("y")
        await app.sees("There is none yet")


async def test_a_broken_one_keeps_its_state_and_shows_where(store_url: str) -> None:
    await ledger(store_url, 100, -10)
    await keep(store_url, example(NAME))
    async with at_the_title(store_url) as app:
        await projections(app)
        await app.sees("enabled", " 2 ")
        store = await open_store(store_url)
        await store.append(commit(event("account-ledger", "amountDeposited", b"{}")))
        await store.close()
        await app.sees("stopped", "event 3, line ")
        await app.press("enter")
        await app.sees("abc: 90", "stopped at event 3, line ")
        await app.press("s")
        await app.until(lambda: isinstance(app.screen, StepperScreen), "the stepper")
        await app.sees("3  account-ledger v3", "It breaks here, event 3, line ")
        await app.press("g", "2", "enter")
        await app.sees("2  account-ledger v2", "abc: 100", "~ abc: 90")
        await app.press("escape", "e")
        await app.until(lambda: isinstance(app.screen, ProjectionEditor), "the editor")
        mended = example(NAME).replace('+ evt["amount"]', '+ evt.get("amount", 7)')
        mended = mended.replace('evt["accountNumber"]', 'evt.get("accountNumber", "abc")')
        await write(app, mended)
        await app.press("ctrl+s", "y")
        await app.until(lambda: isinstance(app.screen, ProjectionScreen), "its page")
        await app.sees("abc: 97", "enabled")


async def test_the_stepper_goes_on_and_back(store_url: str) -> None:
    await ledger(store_url, 100, -10)
    await keep(store_url, example(NAME), enabled=False)
    async with at_the_title(store_url) as app:
        await projections(app)
        await app.sees("disabled")
        await app.press("enter")
        await app.sees("The state after event 0.")
        await app.press("s")
        await app.sees("1  account-ledger v1", "+ abc: 100")
        await app.press("n")
        await app.sees("2  account-ledger v2", "~ abc: 90")
        await app.press("n")
        await app.sees("This is the end of the log.")
        await app.press("p")
        await app.sees("1  account-ledger v1", "+ abc: 100")


async def test_of_a_large_state_what_changed_is_shown_first(store_url: str) -> None:
    await ledger(store_url, 100)
    source = """
def take(state, event):
    for number in range(1000):
        state["account-" + str(number)] = {"of": number}
    state["account-888"]["amount"] = event.data["amount"]

from_stream("account-ledger").when({"$any": take})
"""
    await keep(store_url, source)
    async with at_the_title(store_url, size=(200, 60)) as app:
        await projections(app)
        await app.sees("enabled", " 1 ")
        await app.press("enter")
        await app.sees("account-0", "of: 0")
        assert "account-888" not in app.text
        await ledger(store_url, 7)
        await app.sees("Marked is what event 2 changed.", "~ account-888", "~ amount: 7")


async def test_one_is_made_a_view_and_rebuilt_among_the_others(store_url: str) -> None:
    await ledger(store_url, 100, -10)
    await keep(store_url, example(NAME))
    async with at_the_title(store_url) as app:
        await projections(app)
        await app.sees("enabled", " 2 ")
        await app.press("enter")
        await app.sees("v Make it a view")
        await app.press("v")
        await app.sees("a view", "v No view any more")
        await app.press("escape", "escape", "v")
        await app.sees("account-balances in projections", "1 row")
        await app.press("down", "enter")
        await app.sees("= identical, 1 row")
        await app.press("s")
        await app.sees("✓ swapped")
        assert (await kept_in(store_url))[0].generation == 2
        await app.press("v")
        await app.sees("✓ account-balances in projections", "Whole")
        await app.press("escape", "escape", "p", "enter")
        await app.sees("v No view any more", "abc: 90")
        await app.press("v")
        await app.sees("v Make it a view")
    assert not (await kept_in(store_url))[0].promoted


async def test_a_proof_names_the_row_of_a_view_that_the_log_does_not_give(store_url: str) -> None:
    await ledger(store_url, 100, -10)
    await keep(store_url, example(NAME))
    async with at_the_title(store_url, size=(140, 40)) as app:
        await projections(app)
        await app.sees("enabled", " 2 ")
        await app.press("d", "enter", "v")
        await app.sees("a view", "abc: 90")
        store = await open_store(store_url)
        kept = await store.projections.load(NAME)
        await store.projections.advance(kept, Advance(2, {"": State('{"balances":{"abc":7}}')}))
        await store.close()
        await app.press("escape", "escape", "v")
        await app.sees("account-balances in projections")
        await app.press("v")
        await app.sees("Not whole", "≠ account-balances in projections", "1 row differs", '"abc":7')


async def test_a_view_of_the_game_keeps_its_name(store_url: str) -> None:
    await ledger(store_url, 100)
    await keep(store_url, example(NAME), "map")
    async with at_the_title(store_url) as app:
        await projections(app)
        await app.sees("enabled", " 1 ")
        await app.press("enter")
        await app.sees("v Make it a view")
        await app.press("v")
        await app.sees("There is a view map already")


async def test_rest_reset_and_delete(store_url: str) -> None:
    await ledger(store_url, 100, -10)
    await keep(store_url, example(NAME))
    async with at_the_title(store_url) as app:
        await projections(app)
        await app.sees("enabled", " 2 ")
        await app.press("d")
        await app.sees("disabled")
        await app.press("r", "y")
        await app.until(lambda: isinstance(app.screen, ProjectionsScreen), "the list")
        await app.press("d")
        await app.sees("enabled", " 2 ")
        assert (await kept_in(store_url))[0].generation == 2
        await app.press("x", "n")
        await app.sees(NAME)
        await app.press("x", "y")
        await app.sees("There is none yet")


async def test_a_run_shows_what_it_would_emit_and_writes_nothing(store_url: str) -> None:
    await ledger(store_url, 100)
    source = (
        "def seen(state, event):\n"
        '    emit("account-audit", "depositSeen", {"amount": event.data["amount"]})\n\n'
        'from_stream("account-ledger").when({"amountDeposited": seen})\n'
    )
    async with at_the_title(store_url) as app:
        await projections(app)
        await app.press("n")
        await app.sees("A new projection")
        await app.press("end")
        await app.sees("own")
        await app.press("enter")
        await app.sees("Reads all streams")
        await write(app, source)
        await app.sees("Reads account-ledger")
        await app.press("f5")
        await app.sees("1 event, to position 1, would emit 1")
    store = await open_store(store_url)
    assert (await store.head()).position == 1
    await store.close()


async def test_a_one_time_one_that_is_saved_reads_once_more_and_rests(store_url: str) -> None:
    await ledger(store_url, 100, -10)
    await keep(store_url, example(NAME), mode="one-time")
    async with at_the_title(store_url) as app:
        await projections(app)
        await app.sees("one-time", "disabled", " 2 ")
        await app.press("e")
        await app.sees("Reads account-ledger: 2 events")
        await app.press("ctrl+s", "y")
        await app.sees("account-balances reads to")
        await app.until(lambda: isinstance(app.screen, ProjectionsScreen), "the list")
        async with asyncio.timeout(30):
            while (await kept_in(store_url))[0].enabled:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await app.sees("one-time", "disabled", " 2 ")
    kept, state = await kept_in(store_url)
    assert (kept.generation, json.loads(state)) == (2, {"balances": {"abc": 90}})


async def test_names_are_checked(store_url: str) -> None:
    await keep(store_url, example(NAME), enabled=False)
    async with at_the_title(store_url) as app:
        await projections(app)
        await app.sees(NAME)
        await app.press("n")
        await app.sees("There is a projection account-balances already")
        await app.press("tab", "end", "space", "x")
        await app.sees("letters, digits")
        await app.press("escape")
        await app.until(lambda: isinstance(app.screen, ProjectionsScreen), "the list")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_they_look_as_they_did(
    store_url: str, snapshots: Snapshots, size: tuple[int, int]
) -> None:
    ascii_only = size == (80, 24)
    label = f"{size[0]}x{size[1]}"
    await ledger(store_url, 100, -10)
    await keep(store_url, example(NAME), enabled=False)
    await keep(store_url, example("events-per-tick"), "events-per-[x]", enabled=False)
    async with at_the_title(store_url, Settings(player="ann", ascii=ascii_only), size) as app:
        await projections(app)
        await app.sees("disabled", "events-per-[x]")
        await snapshots.check(f"projections-{label}", app)
        await app.press("n")
        await app.sees("A new projection", "events-per-[x]")
        await snapshots.check(f"new-projection-{label}", app)
        await app.press("escape", "enter")
        await app.sees("The state after event 0.")
        await app.press("d")
        await app.sees("Marked is what events 1 to 2 changed", "up to the log", "abc: 90")
        await app.press("d")
        await app.sees("disabled", "position 2, up to the log")
        await app.until(lambda: "a second" not in app.text, "that it rests")
        await snapshots.check(f"projection-{label}", app)
        await app.press("s")
        await app.sees("+ abc: 100")
        await app.press("n")
        await app.sees("~ abc: 90")
        await snapshots.check(f"stepper-{label}", app)
        await app.press("escape", "e")
        await app.until(lambda: isinstance(app.screen, ProjectionEditor), "the editor")
        app.screen.query_one(SourceArea).cursor_blink = False
        await app.sees("Reads account-ledger: 2 events, under a second")
        await app.press("f5")
        await app.sees("abc: 90")
        await snapshots.check(f"projection-editor-{label}", app)
