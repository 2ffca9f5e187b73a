"""A source with its lines told does what it did without."""

from __future__ import annotations

import pytest

from persistence.memory import MemoryEventStore
from persistence.scripted.tracing import TELL, traced
from tests.persistence.scripted.scripts import COUNT, EMIT, example, ledger, numbers, workshop

EVERY_FORM = """
def size(n): return "none" if n == 0 else "some"

def sort(n):
    '''Words of its own: ünïcödé.'''
    if n == 0: return "zero"
    elif (n < 0
          or n > 100): return "far"
    else:
        def half(m):
            return m // 2
        for i in (1, 2):
            if i == half(n): return "é" + str(i); pass
    return [x for x in (lambda y: (y, size(y)))(n)][1]

def note(state, event):
    n = event.data["n"]
    state["seen"] += [sort(n)]

from_all().when({
    "$init": lambda: {"seen": []},
    "Numbered": note,
    "amountDeposited": lambda state,
        event: {"seen": state["seen"] + [event.type]},
})
"""


@pytest.mark.parametrize("source", [COUNT, EMIT, EVERY_FORM, example("account-balances")])
async def test_it_comes_to_the_same(source: str) -> None:
    store = MemoryEventStore()
    await numbers(store, 0, -1, 3, 4, 7)
    await ledger(store)
    told = f"def {TELL}(line):\n    return None\n{traced(source)}"
    plain = await workshop(store).once("p", source)
    assert plain.fault is None
    assert (await workshop(store).once("p", told)).states == plain.states
