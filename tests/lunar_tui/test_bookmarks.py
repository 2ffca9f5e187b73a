"""Notes on moments, in a stream to which anybody may write."""

from __future__ import annotations

from lunar_tui.bookmarks import Bookmark, Bookmarks, stream_of
from persistence.memory import MemoryEventStore
from tests.conformance.events import commit, event
from tests.playing import CountingIds, SteppingClock


async def test_notes_are_kept_in_the_order_of_their_moments_and_taken_away() -> None:
    notes = Bookmarks(MemoryEventStore(), CountingIds(), SteppingClock(), "g", "ann")
    for position, note in ((9, "late"), (3, "early"), (5, "gone"), (3, "first")):
        await notes.set(position, note)
    await notes.remove(5)
    assert await notes.all() == [Bookmark(3, "first", "ann"), Bookmark(9, "late", "ann")]


async def test_what_somebody_else_wrote_into_the_stream_is_passed_over() -> None:
    store = MemoryEventStore()
    notes = Bookmarks(store, CountingIds(), SteppingClock(), "g", "ann")
    await notes.set(7, "here")
    by_hand = [
        event(stream_of("g"), "Remark", b'{"position":7}'),
        event(stream_of("g"), "BookmarkSet", b'{"text":"no position"}'),
        event(stream_of("g"), "BookmarkRemoved", b"{}"),
    ]
    await store.append(commit(*by_hand))
    assert await notes.all() == [Bookmark(7, "here", "ann")]
