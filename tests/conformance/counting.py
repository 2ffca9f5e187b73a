"""What is asked of a store that counts its events and measures itself."""

from __future__ import annotations

from collections import Counter

from domain.blocks.event_store import Commit, NewEvent
from domain.blocks.log_use import Group, Slot, use_of
from persistence.store import Store
from tests.conformance.events import new_id, whole_log

SECOND = 1_000_000
BEGUN = 1_700_000_000 * SECOND


def cascade(tick: int, sites: int) -> Commit:
    """A tick, of which each site makes an event, and the last site another of that."""
    command, advanced, worked = new_id(), new_id(), [new_id() for _ in range(sites)]
    events = [NewEvent(advanced, "game-1", "Advanced", 1, b"{}", command, command, "1")]
    for site, each in enumerate(worked):
        data = b"x" * (10 * site + 5)
        events.append(NewEvent(each, f"site-{site}", "Worked", 1, data, new_id(), advanced, "1"))
    if worked:
        last = (new_id(), "bldg-1", "Done", 2, b"[]", new_id(), worked[-1], "1")
        events.append(NewEvent(*last))
    return Commit(events, command, BEGUN + tick * 10 * SECOND)


class Counting:
    """Tallies and sizes, as every store has them."""

    async def test_a_range_of_positions_is_counted(self, store: Store) -> None:
        for tick in range(4):
            await store.append(cascade(tick, tick))
        log = await whole_log(store)
        for after, upto in ((0, len(log)), (0, 3), (2, 7), (4, 4)):
            events = log[after:upto]
            tally = await store.tally(after, upto, 20 * SECOND)
            streams = {group.stream: None for group in tally.groups}
            assert len(streams) == len({event.stream for event in events})
            groups = Counter[tuple[str, int, int, int]]()
            for group in tally.groups:
                assert isinstance(group, Group)
                name = tally.types[group.type]
                groups[name, group.bytes, group.smallest, group.biggest] += group.events
            by_group: dict[tuple[str, str], list[int]] = {}
            for event in events:
                by_group.setdefault((event.type, event.stream), []).append(len(event.data))
            expected = Counter[tuple[str, int, int, int]]()
            for (name, _), sizes in by_group.items():
                expected[name, sum(sizes), min(sizes), max(sizes)] += len(sizes)
            assert groups == expected
            slots = Counter(event.recorded_at // (20 * SECOND) for event in events)
            assert {slot.number: slot.events for slot in tally.slots} == slots
            assert all(isinstance(slot, Slot) for slot in tally.slots)
            assert sum(slot.bytes for slot in tally.slots) == sum(len(e.data) for e in events)
            types = {event.event_id: event.type for event in log}
            effects = Counter(
                (types[event.causation_id], event.type)
                for event in events
                if event.causation_id in types
            )
            found = {(tally.types[a], tally.types[b]): n for a, b, n in tally.effects}
            assert found == effects
            assert tally.cascades == sum(event.type == "Advanced" for event in events)

    async def test_the_longest_streams_come_first(self, store: Store) -> None:
        for tick in range(4):
            await store.append(cascade(tick, tick))
        streams, longest = await store.longest(2)
        assert streams == 5
        assert [(stream.name, stream.version) for stream in longest] == [
            ("game-1", 4),
            ("site-0", 3),
        ]
        assert (longest[0].first_position, longest[1].last_position) == (1, 10)

    async def test_the_use_of_the_log_adds_up(self, store: Store) -> None:
        assert (use := await use_of(store))
        assert (use.events, use.types, use.an_hour) == (0, [], 0)
        for tick in range(4):
            await store.append(cascade(tick, tick))
        assert (use := await use_of(store))
        assert [(each.name, each.events, each.streams) for each in use.types] == [
            ("Worked", 6, 3),
            ("Advanced", 4, 1),
            ("Done", 3, 1),
        ]
        assert (use.types[0].smallest, use.types[0].biggest, use.types[0].mean) == (5, 25, 70 / 6)
        assert (use.events, use.cascades, use.busiest_hour) == (13, 4, 13)
        assert await use_of(store, lambda _: False) is None

    async def test_it_takes_at_least_what_is_in_it(self, store: Store) -> None:
        before = await store.sizes()
        for tick in range(30):
            await store.append(cascade(tick, 40))
        await store.save("views", 1, 1, b"\x01" * 300_000)
        after = await store.sizes()
        data = sum(len(event.data) for event in await whole_log(store))
        grown = sum(size.bytes for size in after.log) - sum(size.bytes for size in before.log)
        assert grown > data
        (snapshots,) = (size.bytes for size in after.beside if size.name == "snapshots")
        assert snapshots > 0
