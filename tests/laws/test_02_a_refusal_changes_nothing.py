"""A refused command changes nothing: no event, state as before, a code and a sentence."""

from hypothesis import given

from domain.blocks.decider import Rejected
from domain.blocks.event_store import EVERYTHING
from domain.blocks.messages import Command
from persistence.memory import MemoryEventStore
from tests.playing import COMMANDS, application, play


@given(COMMANDS)
async def test_a_refused_command_adds_no_event(commands: list[Command]) -> None:
    store = MemoryEventStore()
    app = application(store)
    for command in commands:
        before = await store.head()
        answer = await app.dispatch(command)
        if isinstance(answer, Rejected):
            assert await store.head() == before
            assert answer.code
            assert answer.sentence.endswith(".")
        else:
            assert (await store.head()).position > before.position


@given(COMMANDS)
async def test_a_game_goes_on_as_if_nobody_had_asked(commands: list[Command]) -> None:
    store, only_accepted = MemoryEventStore(), MemoryEventStore()
    answers = await play(store, commands)
    accepted = [c for c, a in zip(commands, answers, strict=True) if not isinstance(a, Rejected)]
    await play(only_accepted, accepted)
    log = [(e.stream, e.type, e.data) for e in await store.read(EVERYTHING)]
    assert log == [(e.stream, e.type, e.data) for e in await only_accepted.read(EVERYTHING)]
